import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CalendarSettings, DEFAULT_CALENDAR } from '#shared/calendar/calendar-settings.ts';
import { addMonths, partsOf, toCivilDate, toDayNumber, weekdayOf } from '#shared/calendar/civil-date.ts';
import { alignElapsed, previousPeriod, samePeriodLastYear } from '#shared/calendar/compare-periods.ts';
import { readPeriods } from '#shared/calendar/read-periods.ts';
import { resolvePeriod } from '#shared/calendar/resolve-period.ts';
import { dateInZone, instantsOf, startOfDateInZone } from '#shared/calendar/zoned-date.ts';
import { nextDay } from './day-table.ts';

const today = fc.integer({ min: toDayNumber('1995-01-01'), max: toDayNumber('2045-12-31') }).map(toCivilDate);
const unit = fc.constantFrom('day', 'week', 'month', 'quarter', 'half', 'year');
const system = fc.constantFrom('calendar', 'fiscal');
const offset = fc.integer({ min: -30, max: 30 });
const settings: fc.Arbitrary<CalendarSettings> = fc.record({
  fiscalYearStartMonth: fc.integer({ min: 1, max: 12 }),
  fiscalYearNamedBy: fc.constantFrom('start', 'end'),
  retailPattern: fc.constantFrom('none', '4-4-5', '4-5-4', '5-4-4'),
  retailWeekEnd: fc.integer({ min: 0, max: 6 }),
  retailYearEnd: fc.constantFrom('nearest', 'last'),
  weekStart: fc.integer({ min: 0, max: 6 }),
  timeZone: fc.constant('UTC'),
  holidays: fc.constant([]),
});
const relative = fc.record({ kind: fc.constant('relative'), unit, system, offset });

function days(period: { readonly from: string; readonly to: string }): number {
  return toDayNumber(period.to) - toDayNumber(period.from);
}

function hours(date: string, zone: string): number {
  return (startOfDateInZone(nextDay(date), zone) - startOfDateInZone(date, zone)) / 3_600_000;
}

describe('civil dates', () => {
  it('agree with the platform on every day from 1900 to 2100', () => {
    const wrong: string[] = [];
    for (let ms = Date.UTC(1900, 0, 1); ms <= Date.UTC(2100, 11, 31); ms += 86_400_000) {
      const date = new Date(ms);
      const text = date.toISOString().slice(0, 10);
      const day = toDayNumber(text);
      const isRight =
        day === ms / 86_400_000 &&
        toCivilDate(day) === text &&
        weekdayOf(day) === date.getUTCDay() &&
        partsOf(day).day === date.getUTCDate();
      if (!isRight) wrong.push(text);
    }

    expect(wrong).toEqual([]);
    expect(toCivilDate(toDayNumber('2100-02-28') + 1)).toBe('2100-03-01');
  });

  it('keep the day of the month when months are added, or take the last day there is', () => {
    fc.assert(
      fc.property(today, fc.integer({ min: -600, max: 600 }), (date, months) => {
        const start = partsOf(toDayNumber(date));
        const end = partsOf(addMonths(toDayNumber(date), months));
        const lastOfMonth = new Date(Date.UTC(end.year, end.month, 0)).getUTCDate();

        expect(end.year * 12 + end.month).toBe(start.year * 12 + start.month + months);
        expect(end.day).toBe(Math.min(start.day, lastOfMonth));
      }),
    );
  });
});

describe('periods', () => {
  it('cut time without gaps: each one ends where the next begins, and today is in the current one', () => {
    fc.assert(
      fc.property(relative, settings, today, (expression, calendar, date) => {
        const context = { today: date, settings: calendar };
        const period = resolvePeriod(expression, context);
        const next = resolvePeriod({ ...expression, offset: expression.offset + 1 }, context);
        const current = resolvePeriod({ ...expression, offset: 0 }, context);

        expect(period.to).toBe(next.from);
        expect(days(period)).toBeGreaterThan(0);
        expect(current.from <= date && date < current.to).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it('have the one before directly before them, and the two are the same number of units', () => {
    fc.assert(
      fc.property(relative, settings, today, (expression, calendar, date) => {
        const context = { today: date, settings: calendar };
        const period = resolvePeriod(expression, context);

        expect(previousPeriod(period, context)).toEqual(
          resolvePeriod({ ...expression, offset: expression.offset - 1 }, context),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('of the calendar have the same part of last year by name', () => {
    const yearly = fc.constantFrom(
      ['month', 12] as const,
      ['quarter', 4] as const,
      ['half', 2] as const,
      ['year', 1] as const,
    );
    fc.assert(
      fc.property(yearly, system, settings, today, ([name, perYear], rules, calendar, date) => {
        const context = { today: date, settings: calendar };
        const expression = { kind: 'relative', unit: name, system: rules, offset: 0 } as const;

        expect(samePeriodLastYear(resolvePeriod(expression, context), context)).toEqual(
          resolvePeriod({ ...expression, offset: -perYear }, context),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('are cut to the same number of days when the later one is not over, as far as the earlier one has them', () => {
    fc.assert(
      fc.property(relative, settings, today, (expression, calendar, date) => {
        const context = { today: date, settings: calendar };
        const period = resolvePeriod({ ...expression, offset: 0 }, context);
        const baseline = previousPeriod(period, context);
        const aligned = alignElapsed(period, baseline, context);
        const elapsed = toDayNumber(date) - toDayNumber(period.from);
        const wanted = elapsed === 0 ? days(baseline) : Math.min(elapsed, days(baseline));
        // Calendar years are cut at the same date, which a leap day moves by one.
        const tolerance = expression.unit === 'year' ? 1 : 0;

        expect(aligned.period.to).toBe(elapsed === 0 ? period.to : date);
        expect(Math.abs(days(aligned.baseline) - wanted)).toBeLessThanOrEqual(tolerance);
      }),
      { numRuns: 500 },
    );
  });

  it('are found again from their own label', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('month', 'quarter', 'half', 'year', 'day'),
        system,
        settings,
        today,
        (name, rules, calendar, date) => {
          // A fiscal period is called P3, which is read again; a fiscal day is a calendar day.
          const context = { today: date, settings: calendar };
          const period = resolvePeriod(
            { kind: 'relative', unit: name, system: name === 'day' ? 'calendar' : rules, offset: -1 },
            context,
          );
          const [reading] = readPeriods(`in ${period.label}`);
          const again = reading === undefined ? null : resolvePeriod(reading.expression, context);

          expect(again).toMatchObject({ from: period.from, to: period.to });
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('time zones', () => {
  const zones = [
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'America/Sao_Paulo',
    'Asia/Beirut',
    'Australia/Lord_Howe',
    'Asia/Kolkata',
    'Pacific/Apia',
  ];

  it.each(zones)('begin a day in %s at the first instant that has its date', (timeZone) => {
    for (let date = '2017-10-01'; date < '2019-04-01'; date = nextDay(date)) {
      const start = startOfDateInZone(date, timeZone);

      expect([dateInZone(start - 1, timeZone) < date, dateInZone(start, timeZone)]).toEqual([true, date]);
    }
  });

  it('know days of 23 and 25 hours and a midnight that does not exist', () => {
    expect(hours('2026-03-29', 'Europe/Berlin')).toBe(23);
    expect(hours('2026-10-25', 'Europe/Berlin')).toBe(25);
    expect(new Date(startOfDateInZone('2018-11-04', 'America/Sao_Paulo')).toISOString()).toBe(
      '2018-11-04T03:00:00.000Z',
    );
  });

  it('give the first instant of a period and the first one after it', () => {
    const october = resolvePeriod(
      { kind: 'year-part', unit: 'month', number: 10, year: { kind: 'named', year: 2026 }, system: 'calendar' },
      { today: '2026-11-15', settings: DEFAULT_CALENDAR },
    );

    // Berlin is two hours ahead of UTC on 1 October and one hour on 1 November.
    expect(instantsOf(october, 'Europe/Berlin')).toEqual({
      fromMs: Date.UTC(2026, 8, 30, 22),
      toMs: Date.UTC(2026, 9, 31, 23),
    });
  });

  it('are refused when there is no such zone', () => {
    expect(() => dateInZone(0, 'Mars/Olympus')).toThrow(expect.objectContaining({ code: 'invalid_request' }));
  });

  it('do not depend on the default settings', () => {
    expect(DEFAULT_CALENDAR.timeZone).toBe('UTC');
    expect(dateInZone(Date.UTC(2026, 10, 15, 23, 30), 'Europe/Berlin')).toBe('2026-11-16');
  });
});
