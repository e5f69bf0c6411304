import { addMonths, dayNumberOf, partsOf, type DayNumber } from '#shared/calendar/civil-date.ts';
import { monthStarts } from './inventory-rows.ts';
import type { PlantedEffects } from './planted-effects.ts';
import { promotionOn } from './promotion-rows.ts';
import { createRandom } from './random.ts';
import {
  CHANNELS,
  REGIONS,
  type Channel,
  type CustomerRow,
  type PromotionRow,
  type Region,
  type SaleRow,
  type StoreRow,
  type TargetRow,
} from './rows.ts';
import { expectedOrders } from './sale-rows.ts';

/** Targets ask for a little more than is to be expected. */
const AMBITION = 1.03;
const ROUND_TO_CENTS = 100_000;

/** Revenue by region and channel, in cents. */
function revenueShares(
  sales: readonly SaleRow[],
  customers: readonly CustomerRow[],
  stores: readonly StoreRow[],
): ReadonlyMap<string, number> {
  const regions = new Map(customers.map(({ key, region }) => [key, region]));
  const channels = new Map(stores.map(({ key, channel }) => [key, channel]));
  const sums = new Map<string, number>();
  for (const { customer, store, netCents } of sales) {
    const cell = cellOf(regions.get(customer), channels.get(store));
    sums.set(cell, (sums.get(cell) ?? 0) + netCents);
  }
  return sums;
}

function cellOf(region: Region | undefined, channel: Channel | undefined): string {
  return `${region} ${channel}`;
}

/** Orders that a month is expected to bring, strikes and campaigns unforeseen. */
function expectedIn(
  month: DayNumber,
  region: Region,
  promotions: readonly PromotionRow[],
  effects: PlantedEffects,
): number {
  const end = addMonths(month, 1);
  let orders = 0;
  for (let day = month; day < end; day += 1)
    orders += expectedOrders(day, region, promotionOn(day, promotions), effects);
  return orders;
}

/** One target a month, region and channel, from the first month of the history to the end of the as-of year. */
export function makeTargetRows(
  seed: number,
  data: {
    readonly sales: readonly SaleRow[];
    readonly customers: readonly CustomerRow[];
    readonly stores: readonly StoreRow[];
    readonly promotions: readonly PromotionRow[];
  },
  effects: PlantedEffects,
): TargetRow[] {
  const random = createRandom(seed, 'targets');
  const revenue = revenueShares(data.sales, data.customers, data.stores);
  const months = monthStarts(effects.from, dayNumberOf({ year: partsOf(effects.to).year, month: 12, day: 1 }));
  const history = months.filter((month) => month < effects.to);
  return REGIONS.flatMap((region) => {
    const expected = new Map(months.map((month) => [month, expectedIn(month, region, data.promotions, effects)]));
    const inHistory = history.reduce((sum, month) => sum + (expected.get(month) ?? 0), 0);
    return CHANNELS.flatMap((channel) =>
      months.map((day): TargetRow => {
        const usual = ((revenue.get(cellOf(region, channel)) ?? 0) * (expected.get(day) ?? 0)) / inHistory;
        const wanted = usual * AMBITION * (0.96 + 0.08 * random.next());
        return { day, region, channel, targetCents: Math.round(wanted / ROUND_TO_CENTS) * ROUND_TO_CENTS };
      }),
    );
  }).toSorted((one, other) => one.day - other.day);
}
