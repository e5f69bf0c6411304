import type { CalendarSettings } from '#shared/calendar/calendar-settings.ts';
import { type DayNumber, toCivilDate, toDayNumber } from '#shared/calendar/civil-date.ts';
import type { YearlyUnit } from '#shared/calendar/period.ts';
import { isYearlyUnit, scaleOf } from '#shared/calendar/unit-scale.ts';
import { METRIC_TIME } from '#shared/schemas/plan-parts.ts';
import type { TimePart } from '#shared/schemas/plan-parts.ts';
import type { Scan } from './field.ts';
import { type Fragment, localName, raw, sql } from './fragment.ts';
import type { StatementBuilder } from './statement-builder.ts';
import type { Bucketing } from './time-bucket.ts';

/** Days for which retail units are written out where no period says which are needed. */
const ALL_TIME = { from: '1990-01-01', to: '2061-01-01' } as const;
/** Days added on both sides of a period: those of a compared one are moved onto it and may stick out. */
const MARGIN_DAYS = 400;

const PART_UNITS: Partial<Readonly<Record<TimePart, YearlyUnit>>> = {
  'week-of-year': 'year',
  'month-of-year': 'month',
  'quarter-of-year': 'quarter',
};

/** The unit of a retail fiscal year that a bucketing needs to be told from a date; null where a formula will do. */
export function retailUnit({ grain, part, system }: Bucketing, { retailPattern }: CalendarSettings): YearlyUnit | null {
  if (system !== 'fiscal' || retailPattern === 'none') return null;
  if (part !== null) return PART_UNITS[part] ?? null;
  return grain !== null && grain !== 'hour' && isYearlyUnit(grain) ? grain : null;
}

/**
 * Writes a step with one row per unit of the retail year: UNIT_START, UNIT_END (exclusive) and UNIT_PLACE, a running
 * number; gives its name. Weeks do not add up to months, so no formula gives these from a date.
 */
export function retailUnits(
  builder: StatementBuilder,
  unit: YearlyUnit,
  settings: CalendarSettings,
  days: { readonly first: DayNumber; readonly end: DayNumber },
): string {
  const scale = scaleOf(unit, 'fiscal', settings);
  const first = scale.indexOf(days.first);
  const count = scale.indexOf(days.end - 1) - first + 1;
  const rows = Array.from({ length: count }, (_, place) => {
    const index = first + place;
    return `('${toCivilDate(scale.startOf(index))}', '${toCivilDate(scale.startOf(index + 1))}', ${String(index)})`;
  });
  const columns = 'CAST(COLUMN1 AS DATE) AS UNIT_START, CAST(COLUMN2 AS DATE) AS UNIT_END, COLUMN3 AS UNIT_PLACE';
  return builder.shared(`fiscal_${unit}s`, raw(`SELECT ${columns}\nFROM VALUES ${rows.join(', ')}`), {
    from: [`the ${settings.retailPattern} calendar`],
    inputGrain: `${String(count)} fiscal ${unit}s`,
    grain: ['UNIT_START'],
    joins: [],
    measures: [],
  });
}

/** Alias of the retail unit that a date of a scan lies in; null where a formula will do. */
export function retailUnitOf(scan: Scan, date: Fragment, bucketing: Bucketing, element: string): string | null {
  const unit = retailUnit(bucketing, scan.calendar);
  if (unit === null) return null;
  const step = retailUnits(scan.builder, unit, scan.calendar, daysNeeded(scan.period, datesMeant(scan, element)));
  const because = `the fiscal ${unit}s do not overlap, so at most one holds a date`;
  const holdsDate = (to: string): Fragment => sql`${date} >= ${to}.UNIT_START AND ${date} < ${to}.UNIT_END`;
  return scan.scope.joinStep(raw(localName(step)), step, because, holdsDate);
}

/** Value of a retail unit or part of it for a date of a scan; null where a formula will do. */
export function retailBucket(scan: Scan, date: Fragment, bucketing: Bucketing, element: string): Fragment | null {
  const day = sql`CAST(${date} AS DATE)`;
  const alias = retailUnitOf(scan, day, bucketing, element);
  if (alias === null) return null;
  switch (bucketing.part) {
    case 'week-of-year':
      return sql`FLOOR(DATEDIFF('day', ${alias}.UNIT_START, ${day}) / 7) + 1`;
    case 'month-of-year':
      return raw(`MOD(${alias}.UNIT_PLACE, 12) + 1`);
    case 'quarter-of-year':
      return raw(`MOD(${alias}.UNIT_PLACE, 4) + 1`);
    default:
      return raw(`${alias}.UNIT_START`);
  }
}

function datesMeant({ timeDimension }: Scan, element: string): readonly string[] {
  return timeDimension === element ? [element, METRIC_TIME] : [element];
}

/** Days whose units are needed for a date: those of the period where the period is one of that date. */
export function daysNeeded(
  period: Scan['period'],
  dates: readonly (string | null)[],
): { readonly first: DayNumber; readonly end: DayNumber } {
  const isOfPeriod = period !== null && dates.includes(period.timeDimension);
  const { from, to } = isOfPeriod ? period : ALL_TIME;
  const margin = isOfPeriod ? MARGIN_DAYS : 0;
  return { first: toDayNumber(from) - margin, end: toDayNumber(to) + margin };
}
