import type { DayNumber } from '#shared/calendar/civil-date.ts';
import { createRandom } from './random.ts';
import type { ProductRow } from './rows.ts';

/** Each name is a series and a noun; nouns are unique over all subcategories, so names are unique. */
const SERIES = ['Aspen', 'Birch', 'Cedar', 'Dune', 'Ember'] as const;
const BRANDS = ['Northwind', 'Halden', 'Kestrel', 'Lumen', 'Oakline', 'Polaris', 'Tidewater', 'Verano'] as const;

/** Category → subcategory → noun and typical list price in USD. */
const CATALOGUE: readonly (readonly [string, readonly (readonly [string, string, number])[]])[] = [
  [
    'Kitchen',
    [
      ['Cookware', 'Saucepan', 48],
      ['Small Appliances', 'Kettle', 62],
      ['Tableware', 'Plate Set', 55],
      ['Storage', 'Jar Set', 28],
    ],
  ],
  [
    'Furniture',
    [
      ['Seating', 'Armchair', 320],
      ['Tables', 'Side Table', 140],
      ['Shelving', 'Bookcase', 210],
      ['Office', 'Desk', 390],
    ],
  ],
  [
    'Outdoor',
    [
      ['Camping', 'Tent', 230],
      ['Garden', 'Planter', 42],
      ['Grilling', 'Grill', 260],
      ['Patio', 'Lounger', 150],
    ],
  ],
  [
    'Electronics',
    [
      ['Audio', 'Speaker', 120],
      ['Heating', 'Space Heater', 95],
      ['Lighting', 'Floor Lamp', 85],
      ['Smart Home', 'Thermostat', 135],
    ],
  ],
  [
    'Sports',
    [
      ['Fitness', 'Dumbbell Set', 75],
      ['Cycling', 'Bike Helmet', 58],
      ['Running', 'Running Shoes', 98],
      ['Water', 'Paddle Board', 420],
    ],
  ],
  [
    'Toys',
    [
      ['Building', 'Block Set', 38],
      ['Games', 'Board Game', 32],
      ['Plush', 'Plush Bear', 22],
      ['Learning', 'Science Kit', 45],
    ],
  ],
];

/** All products; four fifths of them on sale since before the history. */
export function makeProductRows(seed: number, from: DayNumber, to: DayNumber): ProductRow[] {
  const random = createRandom(seed, 'products');
  const kinds = CATALOGUE.flatMap(([category, subcategories]) =>
    subcategories.map(([subcategory, noun, price]) => ({ category, subcategory, noun, price })),
  );
  return kinds.flatMap(({ category, subcategory, noun, price }, kindAt) =>
    SERIES.map((series, seriesAt): ProductRow => {
      const key = kindAt * SERIES.length + seriesAt + 1;
      const priceCents = Math.round(price * (0.7 + 0.15 * seriesAt) * (0.95 + 0.1 * random.next())) * 100 - 1;
      const costCents = Math.round(priceCents * (0.42 + 0.2 * random.next()));
      const isNew = random.chance(0.2);
      const launchDay = isNew ? random.between(from, to - 120) : from - random.between(30, 1_500);
      const sku = `${category.slice(0, 3).toUpperCase()}-${String(key).padStart(4, '0')}`;
      return {
        key,
        sku,
        name: `${series} ${noun}`,
        brand: random.pick(BRANDS),
        category,
        subcategory,
        costCents,
        priceCents,
        launchDay,
      };
    }),
  );
}

/** How much of a category sells in each month, 1 being usual. */
const SEASONS: Readonly<Record<string, readonly number[]>> = {
  Outdoor: [0.5, 0.6, 0.9, 1.3, 1.6, 1.7, 1.6, 1.3, 0.9, 0.7, 0.5, 0.5],
  Toys: [0.7, 0.7, 0.8, 0.8, 0.8, 0.9, 0.9, 0.9, 0.9, 1.1, 1.7, 2.6],
  Electronics: [1.1, 1, 0.9, 0.8, 0.8, 0.8, 0.8, 0.9, 1, 1.1, 1.5, 1.7],
  Sports: [1.4, 1.1, 1, 1.1, 1.1, 1.1, 1, 0.9, 0.9, 0.8, 0.8, 0.9],
};

/** @param month 1 to 12. */
export function seasonOf(category: string, month: number): number {
  return SEASONS[category]?.[month - 1] ?? 1;
}
