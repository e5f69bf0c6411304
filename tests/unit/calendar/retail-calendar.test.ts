import { describe, expect, it } from 'vitest';
import { type CalendarSettings, DEFAULT_CALENDAR, type RetailPattern } from '#shared/calendar/calendar-settings.ts';
import { resolvePeriod } from '#shared/calendar/resolve-period.ts';
import { retailYearStart, weeksInRetailYear } from '#shared/calendar/retail-calendar.ts';
import { toCivilDate } from '#shared/calendar/civil-date.ts';
import { nextDay } from './day-table.ts';

type Pattern = Exclude<RetailPattern, 'none'>;

function retail(retailPattern: Pattern): CalendarSettings {
  return { ...DEFAULT_CALENDAR, fiscalYearStartMonth: 2, retailPattern, weekStart: 0 };
}

/** First and last days of fiscal years as the National Retail Federation's 4-5-4 calendars print them. */
const PUBLISHED = [
  [2012, '2012-01-29', '2013-02-02', 53],
  [2013, '2013-02-03', '2014-02-01', 52],
  [2014, '2014-02-02', '2015-01-31', 52],
  [2015, '2015-02-01', '2016-01-30', 52],
  [2016, '2016-01-31', '2017-01-28', 52],
  [2017, '2017-01-29', '2018-02-03', 53],
  [2018, '2018-02-04', '2019-02-02', 52],
  [2019, '2019-02-03', '2020-02-01', 52],
  [2020, '2020-02-02', '2021-01-30', 52],
  [2021, '2021-01-31', '2022-01-29', 52],
  [2022, '2022-01-30', '2023-01-28', 52],
  [2023, '2023-01-29', '2024-02-03', 53],
  [2024, '2024-02-04', '2025-02-01', 52],
  [2025, '2025-02-02', '2026-01-31', 52],
] as const;

describe('the 4-5-4 calendar of the National Retail Federation', () => {
  it.each(PUBLISHED)('has fiscal %i from %s to %s with %i weeks', (year, first, last, weeks) => {
    const period = resolvePeriod(
      { kind: 'year', year, system: 'fiscal' },
      { today: '2026-11-15', settings: retail('4-5-4') },
    );

    expect(period).toMatchObject({ from: first, to: nextDay(last), label: `FY${year}` });
    expect(weeksInRetailYear(year, retail('4-5-4'))).toBe(weeks);
  });
});

const WEEKS: Readonly<Record<Pattern, readonly number[]>> = {
  '4-4-5': [4, 4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 5],
  '4-5-4': [4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 5, 4],
  '5-4-4': [5, 4, 4, 5, 4, 4, 5, 4, 4, 5, 4, 4],
};

interface RetailMonth {
  readonly year: number;
  readonly month: number;
  readonly days: readonly string[];
}

/**
 * Walks from one published year start through ten years, day by day. Whether a year has a 53rd week is decided by the
 * federation's own wording, not ours: when four or more days of January are left after 52 weeks.
 */
function walk(pattern: Pattern): readonly RetailMonth[] {
  const months: RetailMonth[] = [];
  let day = '2015-02-01';
  for (let year = 2015; year < 2025; year += 1) {
    const afterYear = new Date(Date.parse(day) + 364 * 86_400_000);
    const daysLeft = afterYear.getUTCMonth() === 0 ? 31 - afterYear.getUTCDate() + 1 : 0;
    const weeks = WEEKS[pattern].map((count, month) => (month === 11 && daysLeft >= 4 ? count + 1 : count));
    for (const [month, count] of weeks.entries()) {
      const days: string[] = [];
      for (let index = 0; index < count * 7; index += 1) {
        days.push(day);
        day = nextDay(day);
      }
      months.push({ year, month, days });
    }
  }
  return months;
}

describe.each(['4-4-5', '4-5-4', '5-4-4'] as const)('the %s calendar over ten years', (pattern) => {
  const months = walk(pattern);
  const settings = retail(pattern);

  it('puts every day into the month, quarter, half and year of a calendar that was walked day by day', () => {
    for (const { year, month, days } of months) {
      for (const today of [days[0] ?? '', days[8] ?? '', days.at(-1) ?? '']) {
        const label = (unit: 'month' | 'quarter' | 'half' | 'year') =>
          resolvePeriod({ kind: 'relative', unit, system: 'fiscal', offset: 0 }, { today, settings });

        expect(label('month')).toMatchObject({
          from: days[0],
          to: nextDay(days.at(-1) ?? ''),
          label: `FY${year} P${month + 1}`,
        });
        expect(label('quarter').label).toBe(`FY${year} Q${Math.floor(month / 3) + 1}`);
        expect(label('half').label).toBe(`FY${year} H${Math.floor(month / 6) + 1}`);
        expect(label('year').label).toBe(`FY${year}`);
      }
    }
  });

  it('numbers the weeks of a year from 1 to 52 or 53', () => {
    const days = months.flatMap(({ year, days: own }) => own.map((today) => ({ year, today })));
    let week = 0;
    let lastYear = 0;
    for (const { year, today } of days.filter((_, index) => index % 7 === 0)) {
      week = year === lastYear ? week + 1 : 1;
      lastYear = year;
      const period = resolvePeriod(
        { kind: 'relative', unit: 'week', system: 'fiscal', offset: 0 },
        { today, settings },
      );

      expect(period).toMatchObject({ from: today, label: `FY${year} W${week}` });
    }
  });
});

it('covers ten years with two long ones in each of the three calendars', () => {
  const counts = (['4-4-5', '4-5-4', '5-4-4'] as const).map((pattern) => {
    const months = walk(pattern);
    const days = months.reduce((total, month) => total + month.days.length, 0);
    return { pattern, months: months.length, days };
  });
  const long = PUBLISHED.filter(([year, , , weeks]) => year >= 2015 && year < 2025 && weeks === 53).length;

  process.stdout.write(
    `calendar: ${counts.map(({ pattern, months, days }) => `${pattern} ${months} periods, ${days} days`).join('; ')} of 2015 to 2024, ${long} years of 53 weeks\n`,
  );
  // Ten years are 3,640 days and a week for each long one.
  expect(counts.map(({ days }) => days)).toEqual(counts.map(() => 3_640 + 7 * long));
  expect(long).toBe(2);
});

describe('other anchors', () => {
  it('ends the year on the last week end within the month when told so', () => {
    const settings: CalendarSettings = { ...retail('4-4-5'), fiscalYearStartMonth: 9, retailYearEnd: 'last' };

    // 31 August 2026 is a Monday, the last Saturday of that August the 29th.
    expect(toCivilDate(retailYearStart(2026, settings))).toBe('2026-08-30');
    expect(toCivilDate(retailYearStart(2026, { ...settings, retailYearEnd: 'nearest' }))).toBe('2026-08-30');
    // 31 August 2023 is a Thursday: the nearest Saturday is 2 September.
    expect(toCivilDate(retailYearStart(2023, settings))).toBe('2023-08-27');
    expect(toCivilDate(retailYearStart(2023, { ...settings, retailYearEnd: 'nearest' }))).toBe('2023-09-03');
  });
});
