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
    const [taken, text] = nextElement(rest);
    printed += text;
    rest = rest.slice(taken);
  }
  return printed;
}

/** How many characters the next element has, and its text for strftime. */
function nextElement(rest: string): readonly [number, string] {
  const upper = rest.toUpperCase();
  // The T of ISO timestamps is the one letter that stands for itself without quotes.
  if (/^T(?:HH|")/.test(upper)) return [1, 'T'];
  const element = ELEMENTS.find(([name]) => upper.startsWith(name));
  if (element !== undefined) return [element[0].length, element[1]];
  const [whole, quoted, plain] = LITERAL.exec(rest) ?? [];
  if (whole === undefined) throw unsupported(`date format element at '${rest}'`);
  return [whole.length, (quoted ?? plain ?? '').replaceAll('%', '%%')];
}

/** The format for reading text: years and fractions as strptime takes them. */
export function strptimeFormat(format: string): string {
  return strftimeFormat(format).replaceAll('%g', '%f').replaceAll('%n', '%f');
}

/** True when the format is of numbers (`999,990.00`): made of digits, separators and signs alone. */
export function isNumberFormat(format: string): boolean {
  return /^[\s$.,0-9BCDGLMISX+-]*$/i.test(format.replace(/^FM|^TM9?|^TME/i, '')) && /[09X]|TM/i.test(format);
}
