import { expect, it } from 'vitest';
import { weekNumberOf } from '#shared/calendar/unit-scale.ts';
import { DEFAULT_CALENDAR } from '#shared/calendar/calendar-settings.ts';
import { dayNumberOf } from '#shared/calendar/civil-date.ts';
import { timePart } from '#shared/sql/compile/time-bucket.ts';
import { sql } from '#shared/sql/compile/fragment.ts';
import { openDialectWorld, runSnowflake } from '#tests/contract/dialect/dialect-world.ts';

const DAYS =
  "SELECT DATEADD('day', N, '2019-12-20'::DATE) AS D FROM (SELECT ROW_NUMBER() OVER (ORDER BY SEQ4()) - 1 AS N FROM TABLE(GENERATOR(ROWCOUNT => 2600)))";

it.each([
  ['calendar', 1, 1],
  ['calendar', 0, 1],
  ['fiscal', 1, 2],
  ['fiscal', 0, 2],
  ['fiscal', 6, 7],
  ['fiscal', 1, 12],
] as const)(
  'numbers the weeks of %s years, begun on weekday %i in month %i, as the calendar reads them in questions',
  async (system, weekStart, fiscalYearStartMonth) => {
    const calendar = { ...DEFAULT_CALENDAR, weekStart, fiscalYearStartMonth };
    const number = timePart(sql`D`, { grain: null, part: 'week-of-year', system }, calendar);
    const connection = await openDialectWorld();

    const rows = await runSnowflake(connection, `SELECT TO_VARCHAR(D), ${number.text} FROM (${DAYS}) ORDER BY 1`);

    expect(rows).toHaveLength(2_600);
    const wrong = rows.filter(([date, week]) => {
      const [year = 0, month = 0, day = 0] = String(date).split('-').map(Number);
      return weekNumberOf(dayNumberOf({ year, month, day }), system, calendar).week !== Number(week);
    });
    expect(wrong.slice(0, 3)).toEqual([]);
  },
);
