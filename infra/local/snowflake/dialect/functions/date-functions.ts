import {
  addToDate,
  datePart,
  dateDifference,
  datePartNamed,
  extractPart,
  isTimeUnit,
  truncateDate,
} from '../date-parts.ts';
import type { DatePart } from '../date-parts.ts';
import { scalar } from '../function-call.ts';
import type { FunctionCall, FunctionRule, FunctionRules } from '../function-call.ts';
import { macro } from '../printer.ts';
import { invalidArgument, unsupported } from '../refusal.ts';
import { integerLiteral, literalKind, stringLiteral } from '../variants.ts';

const dateAdd = scalar(3, 3, (call) => addToDate(datePart(call.node(0)), call.number(1), call.moment(2)));
const dateDiff = scalar(3, 3, (call) =>
  dateDifference(datePart(call.node(0)), call.arg(1), call.arg(2), call.printer.session),
);

/** A function named after the component it takes, such as YEAR or DAYOFWEEK. */
function component(part: DatePart): FunctionRule {
  return scalar(1, 1, (call) => extractPart(part, call.arg(0), call.printer.session));
}

function lastDay(call: FunctionCall): string {
  const part = call.count === 1 ? 'month' : datePart(call.node(1));
  if (isTimeUnit(part) || part === 'day') throw invalidArgument(`LAST_DAY takes no ${part}.`);
  const start = truncateDate(part, `CAST(${call.arg(0)} AS DATE)`, call.printer.session);
  return `CAST(${addToDate(part, '1', start)} - 1 AS DATE)`;
}

/** TRUNC and TRUNCATE: of a date when the second argument is a date part, else of a number. */
function truncate(call: FunctionCall): string {
  if (call.count === 2 && stringLiteral(call.node(1)) !== null) {
    return truncateDate(datePart(call.node(1)), call.moment(0), call.printer.session);
  }
  return macro('truncate_number', call.number(0), call.count === 1 ? '0' : call.number(1));
}

function dateTrunc(call: FunctionCall): string {
  const partFirst = stringLiteral(call.node(0)) !== null || literalKind(call.node(1)) === null;
  const [part, date] = partFirst ? [0, 1] : [1, 0];
  return truncateDate(datePart(call.node(part)), call.moment(date), call.printer.session);
}

const SLICES: Readonly<Record<string, string>> = {
  year: 'to_years',
  quarter: 'to_months',
  month: 'to_months',
  day: 'to_days',
  hour: 'to_hours',
  minute: 'to_minutes',
  second: 'to_seconds',
};

/** TIME_SLICE(date, length, part [, 'START' | 'END']); slices are counted from 1970-01-01. */
function timeSlice(call: FunctionCall): string {
  const part = datePartNamed(call.constant(2, 'date part'));
  const length = integerLiteral(call.node(1));
  const edge = call.count === 4 ? call.constant(3, 'edge').toUpperCase() : 'START';
  const unit = SLICES[part];
  if (unit === undefined || length === null || length === 0) throw unsupported(`TIME_SLICE by ${part}`);
  const width = part === 'quarter' ? `to_months(${length * 3})` : `${unit}(${length})`;
  const start = macro('time_slice', call.moment(0), width);
  if (edge === 'START') return start;
  if (edge !== 'END') throw invalidArgument(`'${edge}' is not START or END.`);
  return macro(`add_${part}s`, start, String(length));
}

function convertTimezone(call: FunctionCall): string {
  // Its value keeps the zone, which no DuckDB type can; what a cast takes of it is printed with the cast.
  if (call.count === 2)
    throw unsupported('CONVERT_TIMEZONE without a source time zone or a cast to TIMESTAMP_NTZ or DATE');
  return `((CAST(${call.arg(2)} AS TIMESTAMP) AT TIME ZONE ${call.arg(0)}) AT TIME ZONE ${call.arg(1)})`;
}

const WEEKDAYS = ['su', 'mo', 'tu', 'we', 'th', 'fr', 'sa'];

/** NEXT_DAY and PREVIOUS_DAY: the weekday is told by its first two letters, and the date itself never counts. */
function neighbouringDay(name: 'next_day' | 'previous_day'): FunctionRule {
  return scalar(2, 2, (call) => {
    const weekday = WEEKDAYS.indexOf(call.constant(1, 'weekday').trim().slice(0, 2).toLowerCase());
    if (weekday < 0) throw invalidArgument(`${call.parts.name} needs a day of the week.`);
    return macro(name, call.arg(0), String(weekday));
  });
}

const timestampFromParts = scalar(6, 7, (call) => {
  const [year, month, day, hour, minute, second, nanosecond = '0'] = call.all();
  const date = macro('date_from_parts', year ?? '', month ?? '', day ?? '');
  return macro('timestamp_from_parts', date, hour ?? '', minute ?? '', second ?? '', nanosecond);
});

/** docs.snowflake.com, sql-reference/functions-date-time. */
export const DATE_FUNCTIONS: FunctionRules = {
  ADD_MONTHS: scalar(2, 2, (call) => macro('add_months_to_end', call.moment(0), call.number(1))),
  CONVERT_TIMEZONE: scalar(2, 3, convertTimezone),
  DATEADD: dateAdd,
  DATEDIFF: dateDiff,
  DATEFROMPARTS: scalar(3, 3, (call) => macro('date_from_parts', ...call.all())),
  DATE_FROM_PARTS: scalar(3, 3, (call) => macro('date_from_parts', ...call.all())),
  DATE_PART: scalar(2, 2, (call) => extractPart(datePart(call.node(0)), call.arg(1), call.printer.session)),
  DATE_TRUNC: scalar(2, 2, dateTrunc),
  DAY: component('day'),
  DAYNAME: scalar(1, 1, (call) => macro('day_name', call.arg(0))),
  DAYOFMONTH: component('day'),
  DAYOFWEEK: component('dayofweek'),
  DAYOFWEEKISO: component('dayofweekiso'),
  DAYOFYEAR: component('dayofyear'),
  HOUR: component('hour'),
  LAST_DAY: scalar(1, 2, lastDay),
  MINUTE: component('minute'),
  MONTH: component('month'),
  MONTHNAME: scalar(1, 1, (call) => macro('month_name', call.arg(0))),
  MONTHS_BETWEEN: scalar(2, 2, (call) => macro('months_between', call.arg(0), call.arg(1))),
  NEXT_DAY: neighbouringDay('next_day'),
  PREVIOUS_DAY: neighbouringDay('previous_day'),
  QUARTER: component('quarter'),
  SECOND: component('second'),
  TIMEADD: dateAdd,
  TIMEDIFF: dateDiff,
  TIMEFROMPARTS: scalar(3, 3, (call) => `make_time(${call.all().join(', ')})`),
  TIMESTAMPADD: dateAdd,
  TIMESTAMPDIFF: dateDiff,
  TIMESTAMPFROMPARTS: timestampFromParts,
  TIMESTAMP_FROM_PARTS: timestampFromParts,
  TIMESTAMP_NTZ_FROM_PARTS: timestampFromParts,
  TIME_FROM_PARTS: scalar(3, 3, (call) => `make_time(${call.all().join(', ')})`),
  TIME_SLICE: scalar(3, 4, timeSlice),
  TRUNC: scalar(1, 2, truncate),
  TRUNCATE: scalar(1, 2, truncate),
  WEEK: component('week'),
  WEEKISO: component('weekiso'),
  WEEKOFYEAR: component('week'),
  YEAR: component('year'),
  YEAROFWEEK: component('yearofweek'),
  YEAROFWEEKISO: component('yearofweekiso'),
};
