import { unsupported } from './refusal.ts';

/** Snowflake's format elements and strftime's, longest first (docs.snowflake.com, sql-reference/date-time-input-output). */
const ELEMENTS: readonly (readonly [string, string])[] = [
  ['YYYY', '%Y'],
  ['MMMM', '%B'],
  ['HH24', '%H'],
  ['HH12', '%I'],
  ['MON', '%b'],
  ['FF3', '%g'],
  ['FF6', '%f'],
  ['FF9', '%n'],
  ['YY', '%y'],
  ['MM', '%m'],
  ['DD', '%d'],
  ['DY', '%a'],
  ['HH', '%H'],
  ['AM', '%p'],
  ['PM', '%p'],
  ['MI', '%M'],
  ['SS', '%S'],
  ['FF', '%n'],
];
const LITERAL = /^(?:"([^"]*)"|([^A-Za-z0-9"]))/;

/** A Snowflake date format as strftime's. Throws 000002 for an element that has no like there (TZH, FF2, Q …). */
export function strftimeFormat(format: string): string {
  let rest = format;
  let printed = '';
  while (rest !== '') {
    const element = elementAt(rest);
    const literal = element === undefined ? LITERAL.exec(rest) : null;
    if (element === undefined && literal === null) throw unsupported(`date format element at '${rest}'`);
    printed += element?.[1] ?? (literal?.[1] ?? literal?.[2] ?? '').replaceAll('%', '%%');
    rest = rest.slice(element?.[0].length ?? literal?.[0].length ?? 0);
  }
  return printed;
}

function elementAt(rest: string): readonly [string, string] | undefined {
  const upper = rest.toUpperCase();
  // The T of ISO timestamps is the one letter that stands for itself without quotes.
  if (upper.startsWith('T') && /^T(?:HH|")/.test(upper)) return ['T', 'T'];
  return ELEMENTS.find(([name]) => upper.startsWith(name));
}

/** The format for reading text: years and fractions as strptime takes them. */
export function strptimeFormat(format: string): string {
  return strftimeFormat(format).replaceAll('%g', '%f').replaceAll('%n', '%f');
}

/** True when the format is of numbers (`999,990.00`): made of digits, separators and signs alone. */
export function isNumberFormat(format: string): boolean {
  return /^[\s$.,0-9BCDGLMISX+-]*$/i.test(format.replace(/^FM|^TM9?|^TME/i, '')) && /[09X]|TM/i.test(format);
}
