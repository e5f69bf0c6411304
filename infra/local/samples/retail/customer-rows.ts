import type { DayNumber } from '#shared/calendar/civil-date.ts';
import { PLACES, REGION_SHARES } from './places.ts';
import { createRandom, createWeightedPick, type Random } from './random.ts';
import type { CustomerRow, Segment } from './rows.ts';

export const CUSTOMERS = 6_000;

const FIRST = [
  'Ada',
  'Amir',
  'Ana',
  'Ben',
  'Carla',
  'Chen',
  'Dana',
  'Diego',
  'Elena',
  'Emil',
  'Farah',
  'Grace',
  'Hana',
  'Ivan',
  'Jonas',
  'Kai',
  'Lara',
  'Leo',
  'Maya',
  'Mia',
  'Nadia',
  'Noah',
  'Olga',
  'Omar',
  'Paula',
  'Quinn',
  'Rosa',
  'Sam',
  'Tara',
  'Yuki',
] as const;
const LAST = [
  'Abe',
  'Baker',
  'Costa',
  'Diaz',
  'Eriksen',
  'Fischer',
  'Garcia',
  'Haddad',
  'Ito',
  'Jansen',
  'Kim',
  'Lopez',
  'Martin',
  'Novak',
  'Okafor',
  'Petit',
  'Quist',
  'Rossi',
  'Silva',
  'Tanaka',
  'Ueda',
  'Vidal',
  'Weber',
  'Xu',
  'Young',
  'Zimmer',
] as const;
const TRADES = ['Trading', 'Interiors', 'Supplies', 'Studio', 'Partners', 'Works'] as const;

function nameOf(
  segment: Segment,
  random: Random,
): { readonly name: string; readonly first: string; readonly last: string } {
  const first = random.pick(FIRST);
  const last = random.pick(LAST);
  if (segment === 'Consumer') return { name: `${first} ${last}`, first, last };
  const suffix = segment === 'Corporate' ? 'Group' : random.pick(TRADES);
  return { name: `${last} ${suffix}`, first, last };
}

function segmentOf(value: number): Segment {
  if (value < 0.72) return 'Consumer';
  return value < 0.9 ? 'Small Business' : 'Corporate';
}

function tierOf(value: number): CustomerRow['tier'] {
  if (value < 0.55) return 'None';
  if (value < 0.8) return 'Silver';
  return value < 0.94 ? 'Gold' : 'Platinum';
}

/** All customers; half of them registered before the history, the others spread over it. */
export function makeCustomerRows(seed: number, from: DayNumber, to: DayNumber): CustomerRow[] {
  const random = createRandom(seed, 'customers');
  const pickPlace = createWeightedPick(PLACES.map(({ region, weight }) => weight * REGION_SHARES[region]));
  return Array.from({ length: CUSTOMERS }, (_, at): CustomerRow => {
    const key = at + 1;
    const segment = segmentOf(random.next());
    const { name, first, last } = nameOf(segment, random);
    const place = PLACES[pickPlace(random)] ?? PLACES[0];
    if (place === undefined) throw new Error('There are no places.');
    const { city, country, region } = place;
    const signupDay = key % 2 === 0 ? from - random.between(1, 1_200) : random.between(from, to - 1);
    const email = `${first}.${last}.${key}@example.com`.toLowerCase();
    return { key, name, email, segment, tier: tierOf(random.next()), city, country, region, signupDay };
  });
}
