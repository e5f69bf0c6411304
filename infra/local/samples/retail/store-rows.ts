import type { DayNumber } from '#shared/calendar/civil-date.ts';
import { PLACES } from './places.ts';
import { createRandom } from './random.ts';
import { REGIONS, type Channel, type Place, type StoreRow } from './rows.ts';

/** A shop in each city, a web shop in each region, and a wholesale desk in each region's largest city. */
export function makeStoreRows(seed: number, from: DayNumber): StoreRow[] {
  const random = createRandom(seed, 'stores');
  const hubs = REGIONS.flatMap((region) => {
    const ofRegion = PLACES.filter((place) => place.region === region).toSorted(
      (one, other) => other.weight - one.weight,
    );
    return ofRegion.slice(0, 1);
  });
  const sites: readonly (readonly [string, Channel, Place])[] = [
    ...PLACES.map((place) => [`${place.city} Centre`, 'Retail', place] as const),
    ...hubs.map((place) => [`${place.region} Web Shop`, 'Online', place] as const),
    ...hubs.map((place) => [`${place.city} Wholesale`, 'Wholesale', place] as const),
  ];
  return sites.map(([name, channel, { city, country, region }], at) => ({
    key: at + 1,
    name,
    channel,
    city,
    country,
    region,
    openedDay: from - random.between(200, 4_000),
  }));
}
