import type { Place, Region } from './rows.ts';

/** A city with the share of customers that live there, against the others of its region. */
export interface WeightedPlace extends Place {
  readonly weight: number;
}

const CITIES: readonly (readonly [Region, string, readonly (readonly [string, number])[]])[] = [
  [
    'North America',
    'United States',
    [
      ['New York', 9],
      ['Chicago', 6],
      ['Los Angeles', 7],
      ['Houston', 4],
      ['Seattle', 4],
      ['Boston', 4],
    ],
  ],
  [
    'North America',
    'Canada',
    [
      ['Toronto', 4],
      ['Vancouver', 2],
      ['Montreal', 2],
    ],
  ],
  [
    'Europe',
    'Germany',
    [
      ['Berlin', 5],
      ['Munich', 4],
      ['Hamburg', 3],
      ['Cologne', 2],
    ],
  ],
  [
    'Europe',
    'France',
    [
      ['Paris', 6],
      ['Lyon', 3],
      ['Marseille', 2],
    ],
  ],
  [
    'Europe',
    'United Kingdom',
    [
      ['London', 7],
      ['Manchester', 3],
      ['Edinburgh', 2],
    ],
  ],
  [
    'Europe',
    'Spain',
    [
      ['Madrid', 3],
      ['Barcelona', 3],
    ],
  ],
  [
    'Europe',
    'Italy',
    [
      ['Milan', 3],
      ['Rome', 2],
    ],
  ],
  [
    'Europe',
    'Netherlands',
    [
      ['Amsterdam', 3],
      ['Rotterdam', 1],
    ],
  ],
  [
    'Asia Pacific',
    'Japan',
    [
      ['Tokyo', 6],
      ['Osaka', 3],
    ],
  ],
  [
    'Asia Pacific',
    'Australia',
    [
      ['Sydney', 5],
      ['Melbourne', 4],
    ],
  ],
  ['Asia Pacific', 'Singapore', [['Singapore', 3]]],
  ['Asia Pacific', 'South Korea', [['Seoul', 3]]],
  [
    'Latin America',
    'Brazil',
    [
      ['São Paulo', 6],
      ['Rio de Janeiro', 3],
    ],
  ],
  [
    'Latin America',
    'Mexico',
    [
      ['Mexico City', 5],
      ['Guadalajara', 2],
    ],
  ],
  ['Latin America', 'Argentina', [['Buenos Aires', 3]]],
  ['Latin America', 'Chile', [['Santiago', 2]]],
];

/** Every city of the sample. */
export const PLACES: readonly WeightedPlace[] = CITIES.flatMap(([region, country, cities]) =>
  cities.map(([city, weight]) => ({ city, country, region, weight })),
);

/** Share of all orders by region. */
export const REGION_SHARES: Readonly<Record<Region, number>> = {
  'North America': 0.38,
  Europe: 0.34,
  'Asia Pacific': 0.18,
  'Latin America': 0.1,
};
