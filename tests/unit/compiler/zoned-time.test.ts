import { expect, it } from 'vitest';
import { DEFAULT_CALENDAR } from '#shared/calendar/calendar-settings.ts';
import { planSchema, type PlanInput } from '#shared/schemas/plan.ts';
import type { TimeDimension } from '#shared/semantic/semantic-model.ts';
import { compilePlan } from '#shared/sql/compile/compile-plan.ts';
import { profileQuery } from '#shared/sql/compile/profile-query.ts';
import { aggregate, dimension, metric, model, table, time } from '#tests/differential/model-parts.ts';

const NTZ = { type: 'timestamp', dataType: 'TIMESTAMP_NTZ', grain: 'second' } as const;
const TZ = { type: 'timestamp', dataType: 'TIMESTAMP_TZ(9)', grain: 'second' } as const;
const march = { from: '2026-03-29', to: '2026-03-30', label: '29 March 2026' };

function visits(at: Partial<TimeDimension>, timeZone = 'Europe/Berlin') {
  return model(
    [
      table('visits', ['ID'], {
        timeDimensions: [time('visits', 'at', at)],
        dimensions: [dimension('visits', 'visitor')],
        metrics: [metric('visits', 'visits', aggregate('visits', 'count', null))],
      }),
    ],
    [],
    { calendar: { ...DEFAULT_CALENDAR, timeZone } },
  );
}

function compiled(input: Omit<PlanInput, 'model'>, at: Partial<TimeDimension>, timeZone?: string) {
  return compilePlan(planSchema.parse({ model: 'test', ...input }), visits(at, timeZone));
}

function statementOf(result: ReturnType<typeof compiled>): string {
  return result.kind === 'refused' ? result.message : result.statement;
}

const counted = { metrics: [{ kind: 'metric', metric: 'visits.visits' } as const] };
const byDay = { ...counted, period: march, dimensions: [{ dimension: 'visits.at', grain: 'day' as const }] };

it.each([
  ['TIMESTAMP_TZ', null, 'CAST(? AS TIMESTAMP_TZ)', ['2026-03-29T00:00:00+01:00', '2026-03-30T00:00:00+02:00']],
  ['TIMESTAMPLTZ', null, 'CAST(? AS TIMESTAMP_LTZ)', ['2026-03-29T00:00:00+01:00', '2026-03-30T00:00:00+02:00']],
  ['TIMESTAMP_NTZ', 'UTC', 'CAST(? AS TIMESTAMP_NTZ)', ['2026-03-28T23:00:00', '2026-03-29T22:00:00']],
  ['TIMESTAMP_NTZ', 'Europe/Berlin', 'CAST(? AS DATE)', ['2026-03-29', '2026-03-30']],
  ['TIMESTAMP_NTZ', null, 'CAST(? AS DATE)', ['2026-03-29', '2026-03-30']],
])('converts the bounds of a period and never a %s of %s', (dataType, timeZone, cast, binds) => {
  const result = compiled({ ...counted, period: march }, { type: 'timestamp', dataType, timeZone });

  expect(statementOf(result)).toContain(`visits.AT >= ${cast}\n    AND visits.AT < ${cast}`);
  expect(result).toMatchObject({ binds });
});

it.each([
  ['an instant', TZ, `CAST(CAST(CONVERT_TIMEZONE('Europe/Berlin', visits.AT) AS TIMESTAMP_NTZ) AS DATE)`],
  [
    'a clock elsewhere',
    { ...NTZ, timeZone: 'UTC' },
    `CAST(CONVERT_TIMEZONE('UTC', 'Europe/Berlin', visits.AT) AS DATE)`,
  ],
  ['a clock here', { ...NTZ, timeZone: 'Europe/Berlin' }, 'CAST(visits.AT AS DATE)'],
  ['a clock of nobody knows where', NTZ, 'CAST(visits.AT AS DATE)'],
  ['a date, which no zone can move', { timeZone: 'UTC' }, 'CAST(visits.AT AS DATE)'],
])('cuts %s into days of the calendar', (_, at, value) => {
  expect(statementOf(compiled(byDay, at))).toContain(`SELECT\n    ${value} AS AT_DAY`);
});

it.each([
  ['2026-03-29 14:30:00', '2026-03-29T14:30:00+02:00'],
  ['2026-03-29', '2026-03-29T00:00:00+01:00'],
  ['2026-03-29T12:30:00Z', '2026-03-29T14:30:00+02:00'],
  ['2026-03-29 08:30:00.250 -0400', '2026-03-29T14:30:00.250+02:00'],
  ['2026-03-29 02:30', '2026-03-29T03:00:00+02:00'],
])('reads %s as a time of the calendar zone unless it says otherwise', (said, bound) => {
  const where = { kind: 'compare', field: 'visits.at', operator: '>=', value: said } as const;

  expect(compiled({ ...counted, where }, TZ)).toMatchObject({ binds: [bound] });
});

it('refuses to compare an instant with what is no time', () => {
  const where = { kind: 'compare', field: 'visits.at', operator: '>=', value: 'noon' } as const;

  expect(compiled({ ...counted, where }, TZ)).toMatchObject({ kind: 'refused', reason: 'invalid' });
});

it('tells the hour of the day, cohorts and how far the data reaches by the clocks of the calendar', () => {
  const local = `CAST(CONVERT_TIMEZONE('Europe/Berlin', visits.AT) AS TIMESTAMP_NTZ)`;
  const where = { kind: 'part' as const, field: 'visits.at', part: 'hour-of-day' as const, values: [9] };
  const cohort = { member: 'visits.visitor', timeDimension: 'visits.at', grain: 'month', ages: 3 } as const;

  const [part, cohorts] = [compiled({ ...counted, where }, TZ), compiled({ ...counted, cohort }, TZ)];

  expect(statementOf(part)).toContain(`HOUR(${local}) IN (?)`);
  expect(statementOf(cohorts)).toContain(`MIN(CAST(DATE_TRUNC('month', CAST(${local} AS DATE)) AS DATE))`);
  expect(statementOf(cohorts)).toContain(`DATEDIFF('month', cohort_members.COHORT, ${local})`);
  expect(profileQuery(visits(TZ))).toContain(`CONVERT_TIMEZONE('Europe/Berlin', MAX(AT))`);
});

it.each([
  ['an instant', 'Europe/Berlin', TZ, 23],
  ['an instant', 'UTC', TZ, 24],
  ['a clock of nobody knows where', 'Europe/Berlin', NTZ, 24],
])('gives %s seen from %s a row for every hour that clocks show', (_, zone, at, hours) => {
  const dimensions = [{ dimension: 'metric_time', grain: 'hour' as const }];

  const result = compiled({ ...counted, period: march, dimensions, fillGaps: true }, at, zone);

  expect(statementOf(result).match(/\('2026-03-29 \d\d:00:00'\)/g)).toHaveLength(hours);
});
