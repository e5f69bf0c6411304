/** A result of the operand's own type: a date stays a date. */
function moved(name: string, interval: string): string {
  return `${name}(d, n) AS sfm.main.like_type(CAST(d AS TIMESTAMP) + ${interval}, coalesce(d, CAST(NULL AS DATE)))`;
}

const WHOLE = 'CAST(round(n) AS INTEGER)';

/** Dates and times; parts and rounding as in docs: functions-date-time. */
export const DATE_MACROS: readonly string[] = [
  moved('add_years', `to_years(${WHOLE})`),
  moved('add_quarters', `to_months(3 * ${WHOLE})`),
  moved('add_months', `to_months(${WHOLE})`),
  moved('add_weeks', `to_days(7 * ${WHOLE})`),
  moved('add_days', `to_days(${WHOLE})`),
  `moment_like(value, d) AS sfm.main.like_type(value, coalesce(d, CAST(NULL AS TIMESTAMP)))`,
  `add_hours(d, n) AS sfm.main.moment_like(CAST(d AS TIMESTAMP) + to_hours(CAST(round(n) AS BIGINT)), d)`,
  `add_minutes(d, n) AS sfm.main.moment_like(CAST(d AS TIMESTAMP) + to_minutes(CAST(round(n) AS BIGINT)), d)`,
  `add_seconds(d, n) AS sfm.main.moment_like(CAST(d AS TIMESTAMP) + to_seconds(CAST(round(n) AS BIGINT)), d)`,
  `add_milliseconds(d, n) AS sfm.main.moment_like(CAST(d AS TIMESTAMP) + to_milliseconds(CAST(round(n) AS BIGINT)), d)`,
  `add_microseconds(d, n) AS sfm.main.moment_like(CAST(d AS TIMESTAMP) + to_microseconds(CAST(round(n) AS BIGINT)), d)`,
  // ADD_MONTHS keeps the last day of a month the last day; DATEADD does not.
  `add_months_to_end(d, n) AS sfm.main.like_type(
    CASE WHEN last_day(CAST(d AS DATE)) = CAST(d AS DATE)
      THEN CAST(last_day(CAST(CAST(d AS DATE) + to_months(${WHOLE}) AS DATE)) AS TIMESTAMP) + (CAST(d AS TIMESTAMP) - CAST(CAST(d AS DATE) AS TIMESTAMP))
      ELSE CAST(d AS TIMESTAMP) + to_months(${WHOLE}) END, coalesce(d, CAST(NULL AS DATE)))`,
  `truncate_date(part, d, shift) AS sfm.main.like_type(
    CASE WHEN shift = 0 THEN date_trunc(part, CAST(d AS TIMESTAMP)) ELSE date_trunc(part, CAST(d AS TIMESTAMP) - to_days(shift)) + to_days(shift) END, coalesce(d, CAST(NULL AS DATE)))`,
  `time_slice(d, width) AS sfm.main.like_type(time_bucket(width, CAST(d AS TIMESTAMP), TIMESTAMP '1970-01-01'), coalesce(d, CAST(NULL AS DATE)))`,
  `date_part_of(part, d) AS date_part(part, CAST(d AS TIMESTAMP))`,
  `time_part_of(part, d) AS CASE WHEN typeof(d) = 'TIME' THEN date_part(part, TRY_CAST(CAST(d AS VARCHAR) AS TIME)) ELSE date_part(part, TRY_CAST(CAST(d AS VARCHAR) AS TIMESTAMP)) END`,
  `part_second(d) AS sfm.main.time_part_of('second', d)`,
  `part_nanosecond(d) AS (sfm.main.time_part_of('microsecond', d) % 1000000) * 1000`,
  `part_epoch_second(d) AS CAST(floor(epoch(CAST(d AS TIMESTAMP))) AS BIGINT)`,
  `part_epoch_millisecond(d) AS epoch_ms(CAST(d AS TIMESTAMP))`,
  `part_epoch_microsecond(d) AS epoch_us(CAST(d AS TIMESTAMP))`,
  // WEEK_START 1 to 7: the first day of the week is 1.
  `day_of_week(d, shift) AS (isodow(CAST(d AS TIMESTAMP)) - 1 - shift + 7) % 7 + 1`,
  // WEEK_OF_YEAR_POLICY 1: week 1 is the one with January 1.
  `week_of_year(d, shift) AS (dayofyear(CAST(d AS TIMESTAMP)) - 1 + sfm.main.day_of_week(date_trunc('year', CAST(d AS TIMESTAMP)), shift) - 1) // 7 + 1`,
  `day_name(d) AS strftime(CAST(d AS TIMESTAMP), '%a')`,
  `month_name(d) AS strftime(CAST(d AS TIMESTAMP), '%b')`,
  `next_day(d, weekday) AS CAST(d AS DATE) + CAST((weekday - dayofweek(CAST(d AS DATE)) + 6) % 7 + 1 AS INTEGER)`,
  `previous_day(d, weekday) AS CAST(d AS DATE) - CAST((dayofweek(CAST(d AS DATE)) - weekday + 6) % 7 + 1 AS INTEGER)`,
  `whole_months(a, b) AS (year(CAST(a AS TIMESTAMP)) - year(CAST(b AS TIMESTAMP))) * 12 + month(CAST(a AS TIMESTAMP)) - month(CAST(b AS TIMESTAMP))`,
  `months_between(a, b) AS CASE
    WHEN day(CAST(a AS TIMESTAMP)) = day(CAST(b AS TIMESTAMP)) OR (last_day(CAST(a AS DATE)) = CAST(a AS DATE) AND last_day(CAST(b AS DATE)) = CAST(b AS DATE))
    THEN CAST(sfm.main.whole_months(a, b) AS DECIMAL(38,6))
    ELSE CAST(round(sfm.main.whole_months(a, b) + (day(CAST(a AS TIMESTAMP)) - day(CAST(b AS TIMESTAMP))
      + (epoch(CAST(a AS TIMESTAMP)) % 86400 - epoch(CAST(b AS TIMESTAMP)) % 86400) / 86400.0) / 31.0, 6) AS DECIMAL(38,6)) END`,
  // Parts beyond their range carry over: month 13 is next January, day 0 the last of the month before.
  `date_from_parts(y, m, d) AS CAST(make_date(CAST(y AS BIGINT), 1, 1) + to_months(CAST(m AS INTEGER) - 1) + to_days(CAST(d AS INTEGER) - 1) AS DATE)`,
  `timestamp_from_parts(date, h, mi, s, ns) AS CAST(date AS TIMESTAMP) + to_hours(CAST(h AS BIGINT)) + to_minutes(CAST(mi AS BIGINT))
    + to_seconds(CAST(s AS BIGINT)) + to_microseconds(CAST(ns AS BIGINT) // 1000)`,
];
