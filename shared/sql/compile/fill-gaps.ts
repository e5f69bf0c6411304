import { toCivilDate, toDayNumber } from '#shared/calendar/civil-date.ts';
import { scaleOf } from '#shared/calendar/unit-scale.ts';
import type { CalendarSettings } from '#shared/calendar/calendar-settings.ts';
import { METRIC_TIME, type PlanGrain, type PlanSystem } from '#shared/schemas/plan-parts.ts';
import { type Fragment, identifier, joinFragments, localName, raw, sql, textLiteral } from './fragment.ts';
import type { Span } from './period-test.ts';
import { elementOf } from './model-index.ts';
import type { QueryContext } from './query-context.ts';
import { PlanRefusal } from './refusal.ts';
import { timelineOf } from './timeline.ts';
import type { WrittenStep } from './scan-step.ts';
import { isShown, isZoned } from './zoned-time.ts';

/** Most units of time that are written out: their dates are part of the statement. */
const MAX_BUCKETS = 1_500;

/** First days of the units that a span touches; the hours of its days for `hour`. */
export function bucketStarts(
  { from, to }: Span,
  grain: PlanGrain,
  system: PlanSystem,
  settings: CalendarSettings,
): readonly string[] {
  const [first, end] = [toDayNumber(from), toDayNumber(to)];
  const scale = scaleOf(grain === 'hour' ? 'day' : grain, system, settings);
  const count = scale.indexOf(end - 1) - scale.indexOf(first) + 1;
  if (count * (grain === 'hour' ? 24 : 1) > MAX_BUCKETS) {
    throw new PlanRefusal('unsupported', `The period has too many ${grain}s to give each a row; ask by a longer unit.`);
  }
  const days = Array.from({ length: count }, (_, place) => toCivilDate(scale.startOf(scale.indexOf(first) + place)));
  if (grain !== 'hour') return days;
  return days.flatMap((day) =>
    Array.from({ length: 24 }, (_, hour) => `${day} ${String(hour).padStart(2, '0')}:00:00`),
  );
}

/** Whether every date that the steps are cut by is one that the calendar's zone decides. */
function isTimeZoned({ index }: QueryContext, steps: readonly WrittenStep[], dimension: string): boolean {
  const dates =
    dimension === METRIC_TIME
      ? steps.flatMap(({ group }) => group.leaves.map((leaf) => leaf.timeDimension))
      : [dimension];
  return dates.every((id) => id !== null && isZoned(elementOf(index, id), index.model.calendar));
}

/**
 * Writes a step with all groups of the result where every unit of the period has a row: each combination of the other
 * dimensions that occurs at all, in each unit. Groups outside the period's units, if any, are kept as they are.
 */
export function fillGaps(context: QueryContext, steps: readonly WrittenStep[]): Fragment {
  const { query, dimensions, builder, index } = context;
  const { use, timePlace } = timelineOf(context, null);
  if (query.period === null || use.grain === null) {
    throw new PlanRefusal('invalid', 'Missing groups can only be filled in within a period.');
  }
  const { calendar } = index.model;
  const all = bucketStarts(query.period, use.grain, use.system, calendar);
  const starts = isTimeZoned(context, steps, use.dimension)
    ? all.filter((start) => isShown(start, calendar.timeZone))
    : all;
  const type = use.grain === 'hour' ? 'TIMESTAMP_NTZ' : 'DATE';
  const units = builder.reserve(`all_${use.grain}s`);
  const list = starts.map((start) => `(${textLiteral(start)})`).join(', ');
  builder.add(units, raw(`SELECT CAST(COLUMN1 AS ${type}) AS UNIT_START\nFROM VALUES ${list}`), {
    from: [`${String(starts.length)} ${use.grain}s of the period`],
    inputGrain: 'the calendar',
    grain: ['UNIT_START'],
    joins: [],
    measures: [],
  });
  builder.rule(`Every ${use.grain} of the period has a row; where nothing happened, sums and counts are 0.`);
  const others = dimensions.filter((_, place) => place !== timePlace).map(({ column }) => identifier(column));
  const columns = dimensions.map(({ column }, place) =>
    place === timePlace
      ? `${localName(units)}.UNIT_START AS ${identifier(column)}`
      : `combinations.${identifier(column)}`,
  );
  const select = `SELECT ${columns.join(', ')}\nFROM ${localName(units)}`;
  if (others.length === 0) return raw(select);
  const combinations = joinFragments(
    steps.map(({ name }) => raw(`SELECT ${others.join(', ')} FROM ${localName(name)}`)),
    ' UNION ',
  );
  return sql`${select}\nCROSS JOIN (${combinations}) AS combinations`;
}
