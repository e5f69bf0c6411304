import { describe, expect, it } from 'vitest';
import { type CalendarSettings, DEFAULT_CALENDAR } from '#shared/calendar/calendar-settings.ts';
import { readPeriods } from '#shared/calendar/read-periods.ts';
import { resolvePeriod } from '#shared/calendar/resolve-period.ts';

const settings: CalendarSettings = {
  ...DEFAULT_CALENDAR,
  fiscalYearStartMonth: 2,
  holidays: [
    { date: '2025-12-25', name: 'Christmas Day' },
    { date: '2024-12-25', name: 'Christmas Day' },
    { date: '2026-11-26', name: 'Thanksgiving' },
    { date: '2025-11-27', name: 'Thanksgiving' },
  ],
};
const context = { today: '2026-11-15', settings };
const grammar = { holidayNames: ['Christmas Day', 'Thanksgiving'] };

/** The first period in a text: its dates (the last day inclusive), and what was heard. */
function read(text: string): string | null {
  const [reading] = readPeriods(text, grammar);
  if (reading === undefined) return null;
  const period = resolvePeriod(reading.expression, context);
  return `${period.from}..${period.to}`;
}

/**
 * Phrase and half-open dates, worked out by hand for Sunday 15 November 2026, with weeks from Monday and a fiscal year
 * from 1 February that is named by its start. One line each: `phrase = from..to`.
 */
const PHRASES = `
today = 2026-11-15..2026-11-16
2025 to date = 2025-01-01..2026-11-16
2026 so far = 2026-01-01..2026-11-16
from 2025 on = 2025-01-01..2026-11-16
from Q2 on, by month = 2026-04-01..2026-11-16
since the beginning of the year = 2026-01-01..2026-11-16
since the start of the quarter = 2026-10-01..2026-11-16
in the last full year = 2025-01-01..2026-01-01
the last complete month = 2026-10-01..2026-11-01
the most recent full quarter = 2026-07-01..2026-10-01
the latest month = 2026-10-01..2026-11-01
over the four most recent quarters = 2025-10-01..2026-10-01
the latest 3 months = 2026-08-01..2026-11-01
the last thirty days = 2026-10-16..2026-11-15
the last ninety days = 2026-08-17..2026-11-15
the second half of October = 2026-10-16..2026-11-01
the first half of February 2026 = 2026-02-01..2026-02-16
the last half of February 2026 = 2026-02-16..2026-03-01
the second week of October = 2026-10-08..2026-10-15
the third month of 2025 = 2025-03-01..2025-04-01
the second month of Q3 = 2026-08-01..2026-09-01
the second to last month of 2025 = 2025-11-01..2025-12-01
the week before last = 2026-10-26..2026-11-02
the month before last = 2026-09-01..2026-10-01
the year before last = 2024-01-01..2025-01-01
October a year ago = 2025-10-01..2025-11-01
Q3 two years ago = 2024-07-01..2024-10-01
in Oct 26 = 2026-10-01..2026-11-01
on Oct 26 = 2026-10-26..2026-10-27
in Oct 26th = 2026-10-26..2026-10-27
in '25 = 2025-01-01..2026-01-01
KW 32 = 2026-08-03..2026-08-10
CW32 2026 = 2026-08-03..2026-08-10
w/c 5 October = 2026-10-05..2026-10-12
w/e 10 October = 2026-10-04..2026-10-11
prev. month = 2026-10-01..2026-11-01
curr qtr = 2026-10-01..2027-01-01
the running year = 2026-01-01..2027-01-01
2026-10-01..2026-10-15 = 2026-10-01..2026-10-16
yesterday = 2026-11-14..2026-11-15
tomorrow = 2026-11-16..2026-11-17
the day before yesterday = 2026-11-13..2026-11-14
this week = 2026-11-09..2026-11-16
last week = 2026-11-02..2026-11-09
the previous week = 2026-11-02..2026-11-09
next week = 2026-11-16..2026-11-23
this month = 2026-11-01..2026-12-01
current month = 2026-11-01..2026-12-01
last month = 2026-10-01..2026-11-01
the prior month = 2026-10-01..2026-11-01
next month = 2026-12-01..2027-01-01
this quarter = 2026-10-01..2027-01-01
last quarter = 2026-07-01..2026-10-01
previous quarter = 2026-07-01..2026-10-01
next quarter = 2027-01-01..2027-04-01
last half year = 2026-01-01..2026-07-01
this year = 2026-01-01..2027-01-01
last year = 2025-01-01..2026-01-01
previous calendar year = 2025-01-01..2026-01-01
next year = 2027-01-01..2028-01-01
this fiscal year = 2026-02-01..2027-02-01
last fiscal year = 2025-02-01..2026-02-01
last financial quarter = 2026-08-01..2026-11-01
this fiscal quarter = 2026-11-01..2027-02-01
last FY = 2025-02-01..2026-02-01
last 3 days = 2026-11-12..2026-11-15
last 7 days = 2026-11-08..2026-11-15
the last 30 days = 2026-10-16..2026-11-15
last 2 weeks = 2026-10-26..2026-11-09
last three months = 2026-08-01..2026-11-01
over the last 12 months = 2025-11-01..2026-11-01
the previous 6 months = 2026-05-01..2026-11-01
last two quarters = 2026-04-01..2026-10-01
last 4 quarters = 2025-10-01..2026-10-01
last 2 fiscal quarters = 2026-05-01..2026-11-01
last 5 years = 2021-01-01..2026-01-01
last 3 full months = 2026-08-01..2026-11-01
next 2 weeks = 2026-11-16..2026-11-30
last couple of months = 2026-09-01..2026-11-01
past 7 days = 2026-11-09..2026-11-16
past 30 days = 2026-10-17..2026-11-16
the past year = 2025-11-16..2026-11-16
past month = 2026-10-16..2026-11-16
past 3 months = 2026-08-16..2026-11-16
trailing twelve months = 2025-11-16..2026-11-16
trailing 90 days = 2026-08-18..2026-11-16
rolling 4 weeks = 2026-10-19..2026-11-16
TTM = 2025-11-16..2026-11-16
in the last year = 2025-11-16..2026-11-16
over the last month = 2026-10-16..2026-11-16
within the last week = 2026-11-09..2026-11-16
3 days ago = 2026-11-12..2026-11-13
two weeks ago = 2026-10-26..2026-11-02
a month ago = 2026-10-01..2026-11-01
2 quarters ago = 2026-04-01..2026-07-01
a year ago = 2025-01-01..2026-01-01
three years ago = 2023-01-01..2024-01-01
year to date = 2026-01-01..2026-11-16
year-to-date = 2026-01-01..2026-11-16
YTD = 2026-01-01..2026-11-16
MTD = 2026-11-01..2026-11-16
QTD = 2026-10-01..2026-11-16
WTD = 2026-11-09..2026-11-16
FYTD = 2026-02-01..2026-11-16
fiscal year to date = 2026-02-01..2026-11-16
month to date = 2026-11-01..2026-11-16
so far this year = 2026-01-01..2026-11-16
this quarter so far = 2026-10-01..2026-11-16
last year to date = 2025-01-01..2025-11-16
last month to date = 2026-10-01..2026-10-16
in 2026 = 2026-01-01..2027-01-01
for 2024 = 2024-01-01..2025-01-01
in the year 2023 = 2023-01-01..2024-01-01
calendar year 2025 = 2025-01-01..2026-01-01
CY2025 = 2025-01-01..2026-01-01
FY2026 = 2026-02-01..2027-02-01
FY26 = 2026-02-01..2027-02-01
FY'25 = 2025-02-01..2026-02-01
fiscal 2025 = 2025-02-01..2026-02-01
fiscal year 2025 = 2025-02-01..2026-02-01
financial year 2024 = 2024-02-01..2025-02-01
the 1990s = 1990-01-01..2000-01-01
2010s = 2010-01-01..2020-01-01
Q3 2026 = 2026-07-01..2026-10-01
q1 2025 = 2025-01-01..2025-04-01
Q3 of 2025 = 2025-07-01..2025-10-01
2026 Q2 = 2026-04-01..2026-07-01
2026-Q2 = 2026-04-01..2026-07-01
2026Q2 = 2026-04-01..2026-07-01
Q3'25 = 2025-07-01..2025-10-01
Q4-25 = 2025-10-01..2026-01-01
3Q 2026 = 2026-07-01..2026-10-01
3Q26 = 2026-07-01..2026-10-01
Q3 = 2026-07-01..2026-10-01
Q4 = 2026-10-01..2027-01-01
Q1 last year = 2025-01-01..2025-04-01
last year's Q1 = 2025-01-01..2025-04-01
Q1 this year = 2026-01-01..2026-04-01
third quarter of 2025 = 2025-07-01..2025-10-01
3rd quarter 2025 = 2025-07-01..2025-10-01
the second quarter of last year = 2025-04-01..2025-07-01
quarter 2 of 2025 = 2025-04-01..2025-07-01
first quarter = 2026-01-01..2026-04-01
fourth quarter = 2026-10-01..2027-01-01
FY26 Q3 = 2026-08-01..2026-11-01
Q3 FY26 = 2026-08-01..2026-11-01
fiscal Q3 2025 = 2025-08-01..2025-11-01
Q1 of fiscal 2026 = 2026-02-01..2026-05-01
FQ2 2026 = 2026-05-01..2026-08-01
fiscal quarter 1 of 2025 = 2025-02-01..2025-05-01
FY2026 P3 = 2026-04-01..2026-05-01
period 3 is no period, fiscal month 3 of 2026 = 2026-04-01..2026-05-01
H1 2026 = 2026-01-01..2026-07-01
H2 2025 = 2025-07-01..2026-01-01
2025 H2 = 2025-07-01..2026-01-01
first half of 2025 = 2025-01-01..2025-07-01
second half of last year = 2025-07-01..2026-01-01
the first half of the year = 2026-01-01..2026-07-01
FY26 H1 = 2026-02-01..2026-08-01
October 2026 = 2026-10-01..2026-11-01
oct 2025 = 2025-10-01..2025-11-01
Oct. 2025 = 2025-10-01..2025-11-01
Sept 2026 = 2026-09-01..2026-10-01
Oct '25 = 2025-10-01..2025-11-01
oct-25 = 2025-10-01..2025-11-01
October, 2025 = 2025-10-01..2025-11-01
October of 2024 = 2024-10-01..2024-11-01
2025 October = 2025-10-01..2025-11-01
October last year = 2025-10-01..2025-11-01
March this year = 2026-03-01..2026-04-01
in March = 2026-03-01..2026-04-01
in May = 2026-05-01..2026-06-01
in December = 2025-12-01..2026-01-01
November = 2026-11-01..2026-12-01
last October = 2026-10-01..2026-11-01
last December = 2025-12-01..2026-01-01
the month of June = 2026-06-01..2026-07-01
2026-10 = 2026-10-01..2026-11-01
10/2026 = 2026-10-01..2026-11-01
2026/10 = 2026-10-01..2026-11-01
week 32 of 2026 = 2026-08-03..2026-08-10
week 1 2026 = 2025-12-29..2026-01-05
W53 2020 = 2020-12-28..2021-01-04
2026-W10 = 2026-03-02..2026-03-09
iso week 5 of 2026 = 2026-01-26..2026-02-02
week 46 = 2026-11-09..2026-11-16
week of 6 May 2026 = 2026-05-04..2026-05-11
the week starting 2026-05-04 = 2026-05-04..2026-05-11
week ending 8 November 2026 = 2026-11-02..2026-11-09
2026-10-03 = 2026-10-03..2026-10-04
on 10/23/2026 = 2026-10-23..2026-10-24
23/10/2026 = 2026-10-23..2026-10-24
5/5/2026 = 2026-05-05..2026-05-06
3.10.2026 = 2026-10-03..2026-10-04
October 3, 2026 = 2026-10-03..2026-10-04
October 3rd 2026 = 2026-10-03..2026-10-04
3 October 2026 = 2026-10-03..2026-10-04
the 3rd of October 2026 = 2026-10-03..2026-10-04
3 Oct = 2026-10-03..2026-10-04
20 November = 2025-11-20..2025-11-21
29 February = 2024-02-29..2024-03-01
on 4 June = 2026-06-04..2026-06-05
1–14 November 2026 = 2026-11-01..2026-11-15
1 to 14 November 2026 = 2026-11-01..2026-11-15
November 1-14, 2026 = 2026-11-01..2026-11-15
from November 3 to November 10 = 2026-11-03..2026-11-11
last Monday = 2026-11-09..2026-11-10
last Sunday = 2026-11-08..2026-11-09
this Friday = 2026-11-13..2026-11-14
next Tuesday = 2026-11-17..2026-11-18
last weekend = 2026-11-07..2026-11-09
this weekend = 2026-11-14..2026-11-16
Christmas Day = 2025-12-25..2025-12-26
Christmas Day 2024 = 2024-12-25..2024-12-26
last Thanksgiving = 2025-11-27..2025-11-28
between March and June 2023 = 2023-03-01..2023-07-01
from March to June 2023 = 2023-03-01..2023-07-01
March to June = 2026-03-01..2026-07-01
from November to February = 2025-11-01..2026-03-01
January through March 2026 = 2026-01-01..2026-04-01
Jan-Mar 2026 = 2026-01-01..2026-04-01
Nov 2025 to Feb 2026 = 2025-11-01..2026-03-01
from October 2025 to March = 2025-10-01..2026-04-01
from 2010 to 2012 = 2010-01-01..2013-01-01
2023-2025 = 2023-01-01..2026-01-01
between 2024 and 2025 = 2024-01-01..2026-01-01
Q1 to Q3 2026 = 2026-01-01..2026-10-01
Q1–Q2 2025 = 2025-01-01..2025-07-01
Q4 2025 to Q2 2026 = 2025-10-01..2026-07-01
from 2026-01-15 to 2026-02-15 = 2026-01-15..2026-02-16
Jan 1 2026 - Mar 31 2026 = 2026-01-01..2026-04-01
from March until yesterday = 2026-03-01..2026-11-15
from last March to today = 2026-03-01..2026-11-16
since January = 2026-01-01..2026-11-16
since March 2025 = 2025-03-01..2026-11-16
since 2024 = 2024-01-01..2026-11-16
since last quarter = 2026-07-01..2026-11-16
since 10 November = 2026-11-10..2026-11-16
from May onwards = 2026-05-01..2026-11-16
starting in June = 2026-06-01..2026-11-16
before 2020 = 0001-01-01..2020-01-01
before March 2026 = 0001-01-01..2026-03-01
prior to Q3 2026 = 0001-01-01..2026-07-01
until 2024 = 0001-01-01..2025-01-01
up to June 2026 = 0001-01-01..2026-07-01
after 2020 = 2021-01-01..2026-11-16
after March 2026 = 2026-04-01..2026-11-16
first two weeks of March 2026 = 2026-03-01..2026-03-15
the first week of October = 2026-10-01..2026-10-08
last week of October = 2026-10-25..2026-11-01
first 10 days of November = 2026-11-01..2026-11-11
last month of 2025 = 2025-12-01..2026-01-01
last quarter of 2025 = 2025-10-01..2026-01-01
first month of last quarter = 2026-07-01..2026-08-01
last quarter of fiscal 2025 = 2025-11-01..2026-02-01
first 2 months of this year = 2026-01-01..2026-03-01
12 months ending June 2026 = 2025-07-01..2026-07-01
4 weeks ending 14 November 2026 = 2026-10-18..2026-11-15
all time = 0001-01-01..9999-12-31
`
  .trim()
  .split('\n')
  .map((line) => line.split(' = '));

describe('phrases with dates worked out by hand', () => {
  it.each(PHRASES)('reads “%s” as %s', (phrase, dates) => {
    expect(read(phrase)).toBe(dates);
  });

  it.each(PHRASES)('reads “%s” the same inside a question', (phrase, dates) => {
    expect(read(`what was revenue ${phrase}, by region?`)).toBe(dates);
  });
});

describe('words that are no period', () => {
  it.each([
    'you may sell more',
    'the second store',
    'fall collection',
    'by month',
    'monthly revenue',
    'revenue per week',
    'from 5 to 8 units',
    'between 10 and 20 orders',
    'orders over $2026',
    '2,026 orders',
    '12.2026.1',
    '2026%',
    'on 3/4/2026',
    'last',
    'the last order',
    'quarter pounder',
    'half of the revenue',
    'top 5 in the week',
    'P 3',
    'Q5 result',
  ])('finds none in “%s”', (text) => {
    expect(readPeriods(text, grammar).filter(({ latent }) => !latent)).toEqual([]);
  });

  it.each(['revenue 2025', 'more than 2000 units', 'you may sell', 'march on'])(
    'marks “%s” as a period only if nothing else explains it',
    (text) => {
      expect(readPeriods(text).map(({ latent }) => latent)).toEqual([true]);
    },
  );
});

function assumed(text: string): readonly boolean[] {
  return readPeriods(text).map(({ assumesYear }) => assumesYear);
}

describe('what was heard', () => {
  it('is given with its place in the text, without the word that only attaches it', () => {
    const text = 'revenue in Q3 2026 by region since March';

    expect(readPeriods(text).map(({ heard, start, end }) => [heard, text.slice(start, end)])).toEqual([
      ['Q3 2026', 'Q3 2026'],
      ['since March', 'since March'],
    ]);
  });

  it('says when the year was not', () => {
    expect(assumed('in March')).toEqual([true]);
    expect(assumed('Q3')).toEqual([true]);
    expect(assumed('March 2026')).toEqual([false]);
    expect(assumed('March to June 2023')).toEqual([false]);
    expect(assumed('since March')).toEqual([true]);
    expect(assumed('last month')).toEqual([false]);
  });

  it('finds two periods that stand apart', () => {
    expect(readPeriods('compare Q3 2026 with Q3 2025').map(({ heard }) => heard)).toEqual(['Q3 2026', 'Q3 2025']);
  });
});

describe('hostile text', () => {
  it.each([
    ['between '.repeat(500)],
    ['last '.repeat(800)],
    ['1/'.repeat(2_000)],
    ['from 2010 to '.repeat(300)],
    ['first two weeks of '.repeat(210)],
    ['-'.repeat(4_000)],
  ])('is read in time that grows with its length (%#)', (text) => {
    expect(Array.isArray(readPeriods(text))).toBe(true);
  });
});

describe('labels', () => {
  it.each([
    ['last month', 'October 2026'],
    ['last 3 months', 'August–October 2026'],
    ['last 12 months', 'November 2025 – October 2026'],
    ['last quarter', 'Q3 2026'],
    ['last 4 quarters', 'Q4 2025 – Q3 2026'],
    ['H1 2026', 'H1 2026'],
    ['in 2026', '2026'],
    ['last 3 years', '2023–2025'],
    ['1 to 14 November 2026', '1–14 November 2026'],
    ['28 October 2026 to 3 November 2026', '28 October – 3 November 2026'],
    ['from 2025-12-30 to 2026-01-02', '30 December 2025 – 2 January 2026'],
    ['yesterday', '14 November 2026'],
    ['last week', 'week 45 of 2026, 2–8 November 2026'],
    ['FY2026 Q3', 'FY2026 Q3'],
    ['FY26', 'FY2026'],
    ['last 2 fiscal quarters', 'FY2026 Q2–Q3'],
    ['fiscal month 3 of 2026', 'FY2026 P3'],
    ['before 2020', 'until 31 December 2019'],
    ['since March', '1 March – 15 November 2026'],
    ['all time', 'all time'],
  ])('calls “%s” “%s”', (phrase, label) => {
    const [reading] = readPeriods(phrase);

    expect(reading === undefined ? null : resolvePeriod(reading.expression, context).label).toBe(label);
  });
});
