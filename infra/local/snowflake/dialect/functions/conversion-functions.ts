import { targetType } from '../data-types.ts';
import { isNumberFormat, strftimeFormat, strptimeFormat } from '../date-formats.ts';
import { scalar } from '../function-call.ts';
import type { FunctionCall, FunctionRule, FunctionRules } from '../function-call.ts';
import { numberFormatArguments, readNumberFormat } from '../number-formats.ts';
import { convert } from '../print-cast.ts';
import { macro, quoteString } from '../printer.ts';
import { unsupported } from '../refusal.ts';
import { integerLiteral, isVariantExpression, stringLiteral } from '../variants.ts';

type Kind = 'CAST' | 'TRY_CAST';

/** The operand of a conversion: a VARIANT is read as its plain text first. */
function operandOf(call: FunctionCall): string {
  return isVariantExpression(call.node(0), call.printer) ? macro('text', call.arg(0)) : call.arg(0);
}

function toType(name: string, kind: Kind): FunctionRule {
  return scalar(1, 1, (call) =>
    convert(operandOf(call), targetType({ Custom: [[{ Identifier: { value: name } }], []] }), kind),
  );
}

/** TO_NUMBER(x [, precision [, scale]]); without them the result has scale 0, as NUMBER(38,0). */
function toNumber(kind: Kind): FunctionRule {
  return scalar(1, 4, (call) => {
    const [precision = '38', scale = '0', ...more] = call.parts.args
      .slice(1)
      .map((node) => integerLiteral(node)?.toString() ?? '?');
    if (more.length > 0 || precision === '?' || scale === '?') throw unsupported(`${call.parts.name} with a format`);
    return convert(
      operandOf(call),
      targetType({ Custom: [[{ Identifier: { value: 'NUMBER' } }], [precision, scale]] }),
      kind,
    );
  });
}

function toText(call: FunctionCall): string {
  if (call.count === 1) return macro('text', call.arg(0));
  const format = call.constant(1, 'format');
  if (!isNumberFormat(format))
    return `strftime(${macro('as_moment', call.arg(0))}, ${quoteString(strftimeFormat(format))})`;
  const shape = readNumberFormat(format);
  if (shape.dollar) throw unsupported(`number format '${format}'`);
  return macro(
    shape.compact ? 'format_number_compact' : 'format_number',
    call.number(0),
    ...numberFormatArguments(shape),
  );
}

function toDate(kind: Kind): FunctionRule {
  return scalar(1, 2, (call) => {
    const attempt = kind === 'TRY_CAST' ? 'try_' : '';
    if (call.count === 1 || isAuto(call)) return macro(`${attempt}to_date`, operandOf(call));
    return `CAST(${parse(call, kind)} AS DATE)`;
  });
}

/** TO_TIMESTAMP(x [, format | scale]); a number is seconds since 1970, or by its scale milliseconds and so on. */
function toTimestamp(kind: Kind, type: 'TIMESTAMP' | 'TIMESTAMPTZ'): FunctionRule {
  return scalar(1, 2, (call) => {
    const name = `${kind === 'TRY_CAST' ? 'try_' : ''}to_timestamp`;
    const scale = call.count === 2 ? integerLiteral(call.node(1)) : 0;
    const moment =
      scale === null
        ? isAuto(call)
          ? macro(name, operandOf(call), '0')
          : parse(call, kind)
        : macro(name, operandOf(call), String(scale));
    return type === 'TIMESTAMP' ? moment : `CAST(${moment} AS TIMESTAMPTZ)`;
  });
}

function toTime(kind: Kind): FunctionRule {
  return scalar(1, 2, (call) => `${kind}(${call.count === 1 ? operandOf(call) : parse(call, kind)} AS TIME)`);
}

function isAuto(call: FunctionCall): boolean {
  return stringLiteral(call.node(1))?.toUpperCase() === 'AUTO';
}

function parse(call: FunctionCall, kind: Kind): string {
  const format = quoteString(strptimeFormat(call.constant(1, 'format')));
  return `${kind === 'TRY_CAST' ? 'try_strptime' : 'strptime'}(${call.text(0)}, ${format})`;
}

const text = scalar(1, 2, toText);

/** docs.snowflake.com, sql-reference/functions-conversion. */
export const CONVERSION_FUNCTIONS: FunctionRules = {
  DATE: toDate('CAST'),
  TIME: toTime('CAST'),
  TO_BOOLEAN: toType('BOOLEAN', 'CAST'),
  TO_CHAR: text,
  TO_DATE: toDate('CAST'),
  TO_DECIMAL: toNumber('CAST'),
  TO_DOUBLE: toType('DOUBLE', 'CAST'),
  TO_NUMBER: toNumber('CAST'),
  TO_NUMERIC: toNumber('CAST'),
  TO_TIME: toTime('CAST'),
  TO_TIMESTAMP: toTimestamp('CAST', 'TIMESTAMP'),
  TO_TIMESTAMP_LTZ: toTimestamp('CAST', 'TIMESTAMPTZ'),
  TO_TIMESTAMP_NTZ: toTimestamp('CAST', 'TIMESTAMP'),
  TO_VARCHAR: text,
  TRY_TO_BOOLEAN: toType('BOOLEAN', 'TRY_CAST'),
  TRY_TO_DATE: toDate('TRY_CAST'),
  TRY_TO_DECIMAL: toNumber('TRY_CAST'),
  TRY_TO_DOUBLE: toType('DOUBLE', 'TRY_CAST'),
  TRY_TO_NUMBER: toNumber('TRY_CAST'),
  TRY_TO_NUMERIC: toNumber('TRY_CAST'),
  TRY_TO_TIME: toTime('TRY_CAST'),
  TRY_TO_TIMESTAMP: toTimestamp('TRY_CAST', 'TIMESTAMP'),
  TRY_TO_TIMESTAMP_NTZ: toTimestamp('TRY_CAST', 'TIMESTAMP'),
};
