import { expect, it } from 'vitest';
import { type CalendarSettings, DEFAULT_CALENDAR } from '#shared/calendar/calendar-settings.ts';
import type { PeriodSystem, PeriodUnit } from '#shared/calendar/period.ts';
import { readPeriods } from '#shared/calendar/read-periods.ts';
import { resolvePeriod } from '#shared/calendar/resolve-period.ts';
import { nextDay, unitsAround, unitStarts } from './day-table.ts';

/** Words of a question and the half-open dates that a table of days gives for them. */
interface Expectation {
  readonly words: string;
  readonly from: string;
  readonly to: string;
}

const TODAYS = ['2023-01-01', '2024-02-29', '2025-12-31', '2026-03-29', '2026-11-15'];
const CALENDARS: readonly CalendarSettings[] = [
  DEFAULT_CALENDAR,
  { ...DEFAULT_CALENDAR, fiscalYearStartMonth: 4, weekStart: 0 },
  { ...DEFAULT_CALENDAR, fiscalYearStartMonth: 10, fiscalYearNamedBy: 'end', weekStart: 6 },
];
const UNITS: readonly (readonly [word: string, unit: PeriodUnit, system: PeriodSystem])[] = [
  ['week', 'week', 'calendar'],
  ['month', 'month', 'calendar'],
  ['quarter', 'quarter', 'calendar'],
  ['year', 'year', 'calendar'],
  ['fiscal quarter', 'quarter', 'fiscal'],
  ['fiscal year', 'year', 'fiscal'],
];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

function relativeUnits(settings: CalendarSettings, today: string): readonly Expectation[] {
  return UNITS.flatMap(([word, unit, system]) => {
    const starts = unitStarts(unit, system, settings);
    const around = (words: string, offset: number, count = 1): Expectation => ({
      words,
      ...unitsAround(starts, today, offset, count),
    });
    const current = starts.findLast((start) => start <= today) ?? '';
    return [
      around(`this ${word}`, 0),
      around(`last ${word}`, -1),
      around(`next ${word}`, 1),
      around(`last 2 ${word}s`, -2, 2),
      around(`previous 3 ${word}s`, -3, 3),
      { words: `${word} to date`, from: current, to: nextDay(today) },
    ];
  });
}

/** Months, quarters, halves and years by name, cut out of the table by the month that each day has. */
function namedUnits(): readonly Expectation[] {
  const runs = (year: number, first: number, months: number): Omit<Expectation, 'words'> => {
    const starts = unitStarts('month', 'calendar', DEFAULT_CALENDAR);
    const at = starts.findIndex((start) => start === `${String(year)}-${String(first).padStart(2, '0')}-01`);
    return { from: starts[at] ?? '', to: starts[at + months] ?? '' };
  };
  return [2023, 2024, 2025].flatMap((year) => [
    ...MONTHS.map((name, place) => ({ words: `in ${name} ${String(year)}`, ...runs(year, place + 1, 1) })),
    ...[1, 2, 3, 4].map((number) => ({
      words: `Q${String(number)} ${String(year)}`,
      ...runs(year, 3 * number - 2, 3),
    })),
    ...[1, 2].map((number) => ({ words: `H${String(number)} ${String(year)}`, ...runs(year, 6 * number - 5, 6) })),
    { words: `in ${String(year)}`, ...runs(year, 1, 12) },
  ]);
}

function differencesOf(expected: readonly Expectation[], today: string, settings: CalendarSettings): readonly string[] {
  return expected.flatMap(({ words, from, to }) => {
    const [reading] = readPeriods(words);
    if (reading === undefined) return [`${words}: not read`];
    const period = resolvePeriod(reading.expression, { today, settings });
    const isSame = period.from === from && period.to === to;
    return isSame ? [] : [`${words} on ${today}: ${period.from}..${period.to} instead of ${from}..${to}`];
  });
}

it('reads words for periods as a table of days has them, whatever the day and the fiscal year', () => {
  const relative = CALENDARS.flatMap((settings) =>
    TODAYS.map((today) => ({ settings, today, expected: relativeUnits(settings, today) })),
  );
  const named = { settings: DEFAULT_CALENDAR, today: '2026-11-15', expected: namedUnits() };
  const all = [...relative, named];

  const differences = all.flatMap(({ expected, today, settings }) => differencesOf(expected, today, settings));

  const count = all.reduce((total, { expected }) => total + expected.length, 0);
  process.stdout.write(
    `calendar: ${count} period expressions against a table of days, ${differences.length} differences\n`,
  );
  expect(differences).toEqual([]);
  expect(count).toBeGreaterThanOrEqual(400);
});
