import { addMonths, partsOf, dayNumberOf, type DayNumber } from '#shared/calendar/civil-date.ts';
import type { Region } from './rows.ts';

/** A span of days in which a region sells more or less than it would. Half-open. */
export interface RegionalAnomaly {
  readonly region: Region;
  readonly from: DayNumber;
  readonly to: DayNumber;
  /** Orders are multiplied by this. */
  readonly factor: number;
  readonly story: string;
}

/**
 * What is hidden in the sample for analysis to find: where, when and how large. A function of the as-of date alone.
 */
export interface PlantedEffects {
  /** First day of the history. */
  readonly from: DayNumber;
  /** First day after it: the as-of date. */
  readonly to: DayNumber;
  /** Yearly growth of orders: 0.09 is 9 %. */
  readonly yearlyGrowth: number;
  readonly anomalies: readonly RegionalAnomaly[];
  /** One product is taken back: no sales for a while, and buyers of the weeks before return it. */
  readonly recall: {
    readonly productName: string;
    readonly from: DayNumber;
    readonly to: DayNumber;
    readonly returnedShare: number;
  };
  /** One store reports nothing for some days. Half-open. */
  readonly gap: { readonly storeName: string; readonly from: DayNumber; readonly to: DayNumber };
  /** Orders of the last days are not all in yet: share that is, for the last day, the one before … */
  readonly lateShares: readonly number[];
  /** Orders are multiplied by 1 + lift · rate while a promotion of that discount rate runs. */
  readonly promotionLift: number;
}

const YEARS = 3;

function monthStart(day: DayNumber, monthsBack: number): DayNumber {
  const { year, month } = partsOf(addMonths(day, -monthsBack));
  return dayNumberOf({ year, month, day: 1 });
}

/** The effects of a sample that ends the day before `asOf`. */
export function plantEffects(asOf: DayNumber): PlantedEffects {
  return {
    from: addMonths(asOf, -12 * YEARS),
    to: asOf,
    yearlyGrowth: 0.09,
    anomalies: [
      {
        region: 'Europe',
        from: monthStart(asOf, 8),
        to: monthStart(asOf, 7),
        factor: 0.62,
        story: 'A strike closed the European warehouses for the month.',
      },
      {
        region: 'Asia Pacific',
        from: monthStart(asOf, 4) + 9,
        to: monthStart(asOf, 4) + 23,
        factor: 1.9,
        story: 'A campaign in Asia Pacific was shared far and wide for two weeks.',
      },
    ],
    recall: {
      productName: 'Ember Space Heater',
      from: monthStart(asOf, 10),
      to: monthStart(asOf, 8),
      returnedShare: 0.45,
    },
    gap: { storeName: 'Lyon Centre', from: monthStart(asOf, 5) + 4, to: monthStart(asOf, 5) + 13 },
    lateShares: [0.55, 0.8, 0.93],
    promotionLift: 2.2,
  };
}
