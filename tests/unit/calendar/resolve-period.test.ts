import { describe, expect, it } from 'vitest';
import { type CalendarSettings, DEFAULT_CALENDAR } from '#shared/calendar/calendar-settings.ts';
import type { PeriodSystem, PeriodUnit } from '#shared/calendar/period.ts';
import { resolvePeriod } from '#shared/calendar/resolve-period.ts';
import { unitsAround, unitStarts } from './day-table.ts';

const CALENDARS: readonly CalendarSettings[] = [
  DEFAULT_CALENDAR,
  { ...DEFAULT_CALENDAR, fiscalYearStartMonth: 2, weekStart: 0 },
  { ...DEFAULT_CALENDAR, fiscalYearStartMonth: 10, fiscalYearNamedBy: 'end', weekStart: 6 },
];
/** A leap day, a year's end, a day on which clocks change, and a Sunday. */
const TODAYS = ['2024-02-29', '2025-12-31', '2026-03-29', '2026-11-15'];
const UNITS: readonly PeriodUnit[] = ['day', 'week', 'month', 'quarter', 'half', 'year'];
const SYSTEMS: readonly PeriodSystem[] = ['calendar', 'fiscal', 'iso'];

const CASES = CALENDARS.flatMap((settings) =>
  SYSTEMS.flatMap((system) =>
    UNITS.map((unit) => ({ settings, system, unit, starts: unitStarts(unit, system, settings) })),
  ),
);

describe('units relative to today, against a table of days', () => {
  it.each(CASES)('finds every $system $unit (year from month $settings.fiscalYearStartMonth)', ({ starts, ...one }) => {
    const { settings, system, unit } = one;
    for (const today of TODAYS) {
      for (let offset = -5; offset <= 2; offset += 1) {
        const period = resolvePeriod({ kind: 'relative', unit, system, offset }, { today, settings });

        expect({ from: period.from, to: period.to }).toEqual(unitsAround(starts, today, offset));
      }
    }
  });

  it.each(CASES)(
    'finds runs of $system $unit s (year from month $settings.fiscalYearStartMonth)',
    ({ starts, ...one }) => {
      const { settings, system, unit } = one;
      for (const today of TODAYS) {
        for (const count of [1, 2, 3, 6]) {
          const last = resolvePeriod({ kind: 'run', unit, system, count, direction: 'last' }, { today, settings });
          const next = resolvePeriod({ kind: 'run', unit, system, count, direction: 'next' }, { today, settings });

          expect({ from: last.from, to: last.to }).toEqual(unitsAround(starts, today, -count, count));
          expect({ from: next.from, to: next.to }).toEqual(unitsAround(starts, today, 1, count));
        }
      }
    },
  );
});

describe('completeness', () => {
  const context = { today: '2026-11-15', settings: DEFAULT_CALENDAR };

  it.each([
    ['a period that ended, without knowledge of the data', -1, undefined, true],
    ['a period that ended and is covered', -1, '2026-10-31', true],
    ['a period whose last day is missing', -1, '2026-10-30', false],
    ['the current period', 0, '2026-11-14', false],
  ])('judges %s', (_, offset, dataThrough, complete) => {
    const period = resolvePeriod(
      { kind: 'relative', unit: 'month', system: 'calendar', offset },
      { ...context, dataThrough },
    );

    expect(period.complete).toBe(complete);
  });

  it('does not count today as over', () => {
    const today = resolvePeriod({ kind: 'relative', unit: 'day', system: 'calendar', offset: 0 }, context);

    expect(today.complete).toBe(false);
  });
});

function named(year: number) {
  return { kind: 'named', year } as const;
}

describe('periods that do not exist', () => {
  const context = { today: '2026-11-15', settings: DEFAULT_CALENDAR };

  it.each([
    [{ kind: 'day', month: 2, day: 29, year: named(2026) }],
    [{ kind: 'year-part', unit: 'week', number: 53, year: named(2025), system: 'iso' }],
    [{ kind: 'year-part', unit: 'quarter', number: 5, year: named(2025), system: 'calendar' }],
    [
      {
        kind: 'between',
        from: { kind: 'year', year: 2026, system: 'calendar' },
        to: { kind: 'year', year: 2025, system: 'calendar' },
      },
    ],
    [
      {
        kind: 'part',
        edge: 'first',
        skipped: 0,
        unit: 'month',
        count: 13,
        of: { kind: 'year', year: 2026, system: 'calendar' },
      },
    ],
    [{ kind: 'holiday', name: 'Easter', year: named(2026) }],
  ] as const)('says so instead of taking another: %j', (expression) => {
    expect(() => resolvePeriod(expression, context)).toThrow(expect.objectContaining({ code: 'invalid_request' }));
  });
});
