import { quoteString } from './printer.ts';
import { unsupported } from './refusal.ts';

/** A fixed-position number format: what TO_CHAR needs to know of it. */
export interface NumberFormat {
  /** Digits after the point. */
  readonly scale: number;
  /** Positions before the point, and how many of them are filled with zeros. */
  readonly digits: number;
  readonly zeros: number;
  readonly grouped: boolean;
  readonly dollar: boolean;
  /** FM: no blanks in front. */
  readonly compact: boolean;
}

const SHAPE = /^(FM)?(\$?)([09]+(?:,[09]{3})*)(?:\.([09]+))?$/i;

/**
 * Reads a format of 0, 9, comma, point and $ with an optional FM (docs.snowflake.com, sql-reference/sql-format-models).
 *
 * Throws 000002 for all other elements (S, MI, X, EE, TM, D, G …) and for 9 after the point, whose blanks depend on the value.
 */
export function readNumberFormat(format: string): NumberFormat {
  const [, compact, dollar, whole, fraction = ''] = SHAPE.exec(format.trim()) ?? [];
  if (whole === undefined || (compact !== undefined && fraction.includes('9')))
    throw unsupported(`number format '${format}'`);
  const positions = whole.replaceAll(',', '');
  const firstZero = positions.indexOf('0');
  return {
    scale: fraction.length,
    digits: positions.length,
    zeros: firstZero < 0 ? 0 : positions.length - firstZero,
    grouped: whole.includes(','),
    dollar: dollar === '$',
    compact: compact !== undefined,
  };
}

/** The macro arguments that carry a format. */
export function numberFormatArguments(format: NumberFormat): readonly string[] {
  const pattern = format.grouped ? quoteString(`{:,.${format.scale}f}`) : quoteString(`{:.${format.scale}f}`);
  const separators = format.grouped ? Math.floor((format.digits - 1) / 3) : 0;
  const width = format.digits + separators + (format.scale === 0 ? 0 : format.scale + 1);
  return [pattern, String(format.scale), String(width), String(format.zeros)];
}
