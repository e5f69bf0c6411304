import { addMonths, dayNumberOf, partsOf, type DayNumber } from '#shared/calendar/civil-date.ts';
import type { PlantedEffects } from './planted-effects.ts';
import { seasonOf } from './product-rows.ts';
import { createRandom } from './random.ts';
import type { InventoryRow, ProductRow, StoreRow } from './rows.ts';

/** First days of the months that begin in the history or later, up to a day. */
export function monthStarts(from: DayNumber, to: DayNumber): DayNumber[] {
  const { year, month } = partsOf(from);
  const starts: DayNumber[] = [];
  for (let start = dayNumberOf({ year, month, day: 1 }); start <= to; start = addMonths(start, 1)) starts.push(start);
  return starts;
}

/** Stock at each month end, kept where orders are sent from: web shops and wholesale desks. */
export function makeInventoryRows(
  seed: number,
  { products, stores }: { readonly products: readonly ProductRow[]; readonly stores: readonly StoreRow[] },
  effects: PlantedEffects,
): InventoryRow[] {
  const random = createRandom(seed, 'inventory');
  const depots = stores.filter(({ channel }) => channel !== 'Retail');
  // The last day of a month is the day before the next begins; only ends within the history have been counted.
  const ends = monthStarts(effects.from, effects.to)
    .map((start) => addMonths(start, 1) - 1)
    .filter((day) => day >= effects.from && day < effects.to);
  return ends.flatMap((day) => {
    const { month } = partsOf(addMonths(day, 1));
    const launched = products.filter(({ launchDay }) => launchDay <= day);
    return depots.flatMap(({ key: store }) =>
      launched.map(({ key: product, category, costCents }): InventoryRow => {
        const quantity = Math.round(60 * seasonOf(category, month) * (0.4 + 1.2 * random.next()));
        return { day, product, store, quantity, valueCents: quantity * costCents };
      }),
    );
  });
}
