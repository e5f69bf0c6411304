import { DATE_PARTS } from '#shared/semantic/sql-functions.ts';
import { type Fragment, raw, sql } from '../compile/fragment.ts';
import { kindOf, NodeReader } from './ast-node.ts';
import { refuse } from './guard-refusal.ts';
import { fieldText, printValue, shown } from './print-name.ts';
import type { Printer } from './printer.ts';
import type { Scope } from './scope.ts';

/** Parts of a date, upper case, with all of Snowflake's spellings. */
export const DATE_PART_WORDS: ReadonlySet<string> = new Set([
  ...[...DATE_PARTS.keys()].map((word) => word.toUpperCase()),
  ...'MICROSECOND MICROSECONDS US USEC NANOSECOND NANOSECONDS NS NSEC NANOSEC TIMEZONE_HOUR TIMEZONE_MINUTE TZH TZM NANOSECS NSECOND NSECONDS USECS USECOND USECONDS MICROSECS MSECS MSECOND MSECONDS EPOCH_MICROSECONDS EPOCH_NANOSECONDS EPOCH_MICROSECOND EPOCH_NANOSECOND DAYOFWEEK_ISO WEEKISO'.split(
    ' ',
  ),
]);

/** Calls that the parser keeps as nodes of their own, since their arguments are not a plain list. */
export function printSpecialCall(kind: string, payload: unknown, scope: Scope, printer: Printer): Fragment {
  switch (kind) {
    case 'Extract':
      return printExtract(payload, scope, printer);
    case 'Substring':
      return printSubstring(payload, scope, printer);
    case 'Trim':
      return printTrim(payload, scope, printer);
    case 'Ceil':
    case 'Floor':
      return printRounding(kind.toUpperCase(), payload, scope, printer);
    case 'Position':
      return printPosition(payload, scope, printer);
    case 'Interval':
      return printInterval(payload);
    default:
      return refuse(`an expression of kind ${shown(kind)} is not allowed`);
  }
}

function printExtract(payload: unknown, scope: Scope, printer: Printer): Fragment {
  const reader = new NodeReader(payload, 'EXTRACT');
  const field = fieldText(reader.get('field'), DATE_PART_WORDS, 'the date part');
  const syntax = reader.text('syntax') === 'From' ? ' FROM' : ',';
  const text = sql`EXTRACT(${field}${syntax} ${printer.expression(reader.get('expr'), scope)})`;
  reader.done();
  return text;
}

function printSubstring(payload: unknown, scope: Scope, printer: Printer): Fragment {
  const reader = new NodeReader(payload, 'SUBSTRING');
  const name = reader.flag('shorthand') ? 'SUBSTR' : 'SUBSTRING';
  const [from, length] = reader.flag('special') ? [',', ','] : [' FROM', ' FOR'];
  const part = (sign: string, field: string) =>
    reader.has(field) ? sql`${sign} ${printer.expression(reader.get(field), scope)}` : raw('');
  const value = printer.expression(reader.get('expr'), scope);
  const text = sql`${name}(${value}${part(from, 'substring_from')}${part(length, 'substring_for')})`;
  reader.done();
  return text;
}

function printTrim(payload: unknown, scope: Scope, printer: Printer): Fragment {
  const reader = new NodeReader(payload, 'TRIM');
  const value = printer.expression(reader.get('expr'), scope);
  const [characters, ...more] = reader.has('trim_characters') ? reader.list('trim_characters') : [];
  reader.done();
  if (more.length > 0) return refuse('TRIM with more than two arguments is not allowed');
  return characters === undefined ? sql`TRIM(${value})` : sql`TRIM(${value}, ${printer.expression(characters, scope)})`;
}

function printRounding(name: string, payload: unknown, scope: Scope, printer: Printer): Fragment {
  const reader = new NodeReader(payload, name);
  const value = printer.expression(reader.get('expr'), scope);
  const [kind, scale] = kindOf(reader.get('field'), name);
  reader.done();
  if (kind === 'Scale') return sql`${name}(${value}, ${printValue(scale)})`;
  return scale === 'NoDateTime' ? sql`${name}(${value})` : refuse(`${name} to a date part is not allowed`);
}

function printPosition(payload: unknown, scope: Scope, printer: Printer): Fragment {
  const reader = new NodeReader(payload, 'POSITION');
  const [part, whole] = [printer.expression(reader.get('expr'), scope), printer.expression(reader.get('in'), scope)];
  reader.done();
  return sql`POSITION(${part} IN ${whole})`;
}

/** Snowflake's intervals are texts: `INTERVAL '3 days'`. */
function printInterval(payload: unknown): Fragment {
  const reader = new NodeReader(payload, 'INTERVAL');
  const [kind, value] = kindOf(reader.get('value'), 'INTERVAL');
  const unit = reader.has('leading_field')
    ? ` ${fieldText(reader.get('leading_field'), DATE_PART_WORDS, 'the date part')}`
    : '';
  reader.done();
  return kind === 'Value' ? raw(`INTERVAL ${printValue(value)}${unit}`) : refuse('a computed interval is not allowed');
}
