import { AstNode, variantOf } from './ast-node.ts';
import { storedName } from './identifiers.ts';
import type { DialectSession } from './lowered.ts';
import { macro, quoteString } from './printer.ts';
import { invalidArgument, unsupported } from './refusal.ts';
import { integerLiteral, stringLiteral } from './variants.ts';

const DATE_PARTS = [
  'year',
  'quarter',
  'month',
  'week',
  'weekiso',
  'day',
  'dayofweek',
  'dayofweekiso',
  'dayofyear',
  'yearofweek',
  'yearofweekiso',
  'hour',
  'minute',
  'second',
  'millisecond',
  'microsecond',
  'nanosecond',
  'epoch_second',
  'epoch_millisecond',
  'epoch_microsecond',
] as const;
export type DatePart = (typeof DATE_PARTS)[number];

/** Aliases from "Supported date and time parts" (docs.snowflake.com, sql-reference/functions-date-time). */
const ALIASES: Readonly<Record<DatePart, string>> = {
  year: 'y yy yyy yyyy yr years yrs',
  quarter: 'q qtr qtrs quarters',
  month: 'mm mon mons months',
  week: 'w wk weekofyear woy wy weeks',
  weekiso: 'week_iso weekofyeariso weekofyear_iso',
  day: 'd dd days dayofmonth',
  dayofweek: 'weekday dow dw',
  dayofweekiso: 'dayofweek_iso weekday_iso dow_iso dw_iso',
  dayofyear: 'yearday doy dy',
  yearofweek: '',
  yearofweekiso: '',
  hour: 'h hh hr hours hrs',
  minute: 'm mi min minutes mins',
  second: 's sec seconds secs',
  millisecond: 'ms msec milliseconds',
  microsecond: 'us usec microseconds',
  nanosecond: 'ns nsec nanosec nsecond nanoseconds nanosecs nseconds',
  epoch_second: 'epoch epoch_seconds',
  epoch_millisecond: 'epoch_milliseconds',
  epoch_microsecond: 'epoch_microseconds',
};

const PARTS: ReadonlyMap<string, DatePart> = new Map(
  DATE_PARTS.flatMap((part) => [part, ...ALIASES[part].split(' ')].map((alias) => [alias, part] as const)),
);

/** The part an argument names, as a word or as a string. Throws 001044 for a name that is none. */
export function datePart(node: unknown): DatePart {
  const { name, payload } = variantOf(node);
  const word = name === 'Identifier' ? storedName(payload) : stringLiteral(node);
  if (word === null) throw unsupported('date part that is not a constant');
  return datePartNamed(word);
}

export function datePartNamed(word: string): DatePart {
  const part = PARTS.get(word.toLowerCase());
  if (part === undefined) throw invalidArgument(`'${word}' is not a valid date/time component.`);
  return part;
}

/** Parts that a date can be moved by, counted over or cut to. */
const UNITS = new Set<DatePart>([
  'year',
  'quarter',
  'month',
  'week',
  'day',
  'hour',
  'minute',
  'second',
  'millisecond',
  'microsecond',
]);
const TIME_UNITS = new Set<DatePart>(['hour', 'minute', 'second', 'millisecond', 'microsecond']);

export function unitNamed(part: DatePart, where: string): string {
  if (!UNITS.has(part)) throw unsupported(`${where} by ${part}`);
  return part;
}

export function isTimeUnit(part: DatePart): boolean {
  return TIME_UNITS.has(part);
}

/** Days between Monday and the first day of the session's week, 0 to 6. WEEK_START 0 means ISO, Monday (docs: parameters#week-start). */
export function weekShift(session: DialectSession): number {
  return Math.max(Number(session.parameters['WEEK_START'] ?? '0') - 1, 0);
}

export function addToDate(part: DatePart, amount: string, date: string): string {
  return macro(`add_${unitNamed(part, 'DATEADD')}s`, date, amount);
}

export function dateDifference(part: DatePart, from: string, to: string, session: DialectSession): string {
  const unit = unitNamed(part, 'DATEDIFF');
  const shift = part === 'week' ? weekShift(session) : 0;
  const [start, end] = [from, to].map(
    (side) => `CAST(${side} AS TIMESTAMP)${shift === 0 ? '' : ` - to_days(${shift})`}`,
  );
  // DuckDB counts whole weeks; Snowflake counts the week boundaries in between.
  if (part === 'week') return `(date_diff('day', date_trunc('week', ${start}), date_trunc('week', ${end})) // 7)`;
  return `date_diff('${unit}', ${start}, ${end})`;
}

export function truncateDate(part: DatePart, date: string, session: DialectSession): string {
  const unit = part === 'weekiso' ? 'week' : unitNamed(part, 'DATE_TRUNC');
  const shift = part === 'week' ? weekShift(session) : 0;
  return macro('truncate_date', quoteString(unit), date, String(shift));
}

/** Parts that DuckDB's date_part has under this name, whatever the session's week. */
const PLAIN_PARTS: Readonly<Partial<Record<DatePart, string>>> = {
  year: 'year',
  quarter: 'quarter',
  month: 'month',
  day: 'day',
  dayofweekiso: 'isodow',
  dayofyear: 'doy',
  weekiso: 'week',
  yearofweekiso: 'isoyear',
};
const CLOCK_PARTS = new Set<DatePart>(['hour', 'minute']);
const OWN_MACROS = new Set<DatePart>([
  'second',
  'nanosecond',
  'epoch_second',
  'epoch_millisecond',
  'epoch_microsecond',
]);

/** One component of a date or time, as a whole number. */
export function extractPart(part: DatePart, date: string, session: DialectSession): string {
  const plain = PLAIN_PARTS[part];
  if (plain !== undefined) return macro('date_part_of', quoteString(plain), date);
  if (CLOCK_PARTS.has(part)) return macro('time_part_of', quoteString(part), date);
  if (OWN_MACROS.has(part)) return macro(`part_${part}`, date);
  if (part === 'dayofweek') return extractDayOfWeek(date, session);
  if (part === 'week' || part === 'yearofweek') return extractWeek(part, date, session);
  throw unsupported(`EXTRACT of ${part}`);
}

/** 0 for Sunday by default; with WEEK_START 1 to 7, 1 for the first day of the week. */
function extractDayOfWeek(date: string, session: DialectSession): string {
  const usesDefault = Number(session.parameters['WEEK_START'] ?? '0') === 0;
  return usesDefault
    ? macro('date_part_of', quoteString('dow'), date)
    : macro('day_of_week', date, String(weekShift(session)));
}

function extractWeek(part: 'week' | 'yearofweek', date: string, session: DialectSession): string {
  const shift = weekShift(session);
  if (session.parameters['WEEK_OF_YEAR_POLICY'] === '1') {
    return part === 'week'
      ? macro('week_of_year', date, String(shift))
      : macro('date_part_of', quoteString('year'), date);
  }
  if (shift !== 0)
    throw unsupported(`${part.toUpperCase()} with WEEK_START other than Monday and WEEK_OF_YEAR_POLICY = 0`);
  return macro('date_part_of', quoteString(part === 'week' ? 'week' : 'isoyear'), date);
}

const INTERVAL_TERM = /^\s*([-+]?\d+)\s*([a-z_]*)\s*$/i;

/** `date + INTERVAL '1 month, 3 days'`: each term in turn, as Snowflake adds them (docs: data-types-datetime#interval-constants). */
export function addInterval(date: string, payload: unknown, sign: 1 | -1): string {
  const node = new AstNode(payload, 'INTERVAL');
  const value = node.take('value');
  const field = node.take('leading_field');
  node.finish();
  const number = integerLiteral(value);
  const text = stringLiteral(value) ?? (number === null ? null : String(number));
  if (text === null) throw unsupported('INTERVAL of an expression');
  return text.split(',').reduce((moved, term) => {
    const [, amount, unit] = INTERVAL_TERM.exec(term) ?? [];
    const word = unit !== undefined && unit !== '' ? unit : typeof field === 'string' ? field : 'second';
    if (amount === undefined) throw invalidArgument(`'${text}' is not a valid interval.`);
    return addToDate(datePartNamed(word), String(sign * Number(amount)), moved);
  }, date);
}
