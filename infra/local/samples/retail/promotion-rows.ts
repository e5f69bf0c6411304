import { dayNumberOf, partsOf, type DayNumber } from '#shared/calendar/civil-date.ts';
import type { PromotionRow } from './rows.ts';

/** Name, first month and day, length in days, discount in thousandths: the same every year. */
const YEARLY: readonly (readonly [string, number, number, number, number])[] = [
  ['Winter Clearance', 1, 8, 14, 200],
  ['Spring Refresh', 4, 10, 12, 150],
  ['Summer Sale', 7, 1, 16, 150],
  ['Back to School', 9, 1, 10, 100],
  ['Black Week', 11, 20, 10, 250],
];

/** Every promotion that touches the history. */
export function makePromotionRows(from: DayNumber, to: DayNumber): PromotionRow[] {
  const years = Array.from({ length: partsOf(to).year - partsOf(from).year + 1 }, (_, at) => partsOf(from).year + at);
  return years
    .flatMap((year) =>
      YEARLY.map(([name, month, day, length, rateThousandths]) => {
        const startDay = dayNumberOf({ year, month, day });
        return { name: `${name} ${year}`, rateThousandths, startDay, endDay: startDay + length - 1 };
      }),
    )
    .filter(({ startDay, endDay }) => startDay < to && endDay >= from)
    .map((promotion, at) => ({ key: at + 1, ...promotion }));
}

/** The promotion that runs on a day, or null; they never overlap. */
export function promotionOn(day: DayNumber, promotions: readonly PromotionRow[]): PromotionRow | null {
  return promotions.find(({ startDay, endDay }) => startDay <= day && day <= endDay) ?? null;
}
