import { AstNode } from './ast-node.ts';
import { targetType } from './data-types.ts';
import type { TargetType } from './data-types.ts';
import { macro } from './printer.ts';
import type { Printer } from './printer.ts';
import { unsupported } from './refusal.ts';
import { isVariantExpression } from './variants.ts';

const KINDS: Readonly<Record<string, 'CAST' | 'TRY_CAST'>> = { Cast: 'CAST', DoubleColon: 'CAST', TryCast: 'TRY_CAST' };

/** CAST, `::` and TRY_CAST. */
export function printCast(payload: unknown, printer: Printer): string {
  const node = new AstNode(payload, 'CAST');
  const kind = KINDS[String(node.take('kind'))];
  const expr = node.take('expr');
  const type = targetType(node.take('data_type'));
  node.take('array');
  node.finish();
  if (kind === undefined) throw unsupported('this form of CAST');
  const isVariant = isVariantExpression(expr, printer);
  const operand = printer.expression(expr);
  return convert(isVariant && !isSemiStructured(type) ? macro('text', operand) : operand, type, kind);
}

/** `DATE '2024-01-31'` and the like. */
export function printTypedString(payload: unknown, printer: Printer): string {
  const node = new AstNode(payload, 'typed literal');
  const type = targetType(node.take('data_type'));
  const value = printer.expression({ Value: node.take('value') });
  node.take('uses_odbc_syntax');
  node.finish();
  return convert(value, type, 'CAST');
}

function isSemiStructured(type: TargetType): boolean {
  return type.family === 'variant' || type.family === 'object' || type.family === 'array';
}

type CastKind = 'CAST' | 'TRY_CAST';
type Conversion = (operand: string, type: TargetType, kind: CastKind) => string;

const plainCast: Conversion = (operand, type, kind) => `${kind}(${operand} AS ${type.sql})`;

function viaMacro(name: string): Conversion {
  return (operand, _type, kind) => macro(kind === 'TRY_CAST' ? `try_${name}` : name, operand);
}

const CONVERSIONS: Readonly<Record<TargetType['family'], Conversion>> = {
  array: (operand) => macro('to_array', operand),
  boolean: viaMacro('to_boolean'),
  date: viaMacro('to_date'),
  decimal: plainCast,
  double: plainCast,
  // By way of a decimal, which rounds halves away from zero as Snowflake does; a straight cast of a DOUBLE rounds to even.
  integer: (operand, _type, kind) => `${kind}(${kind}(${operand} AS DECIMAL(38,0)) AS BIGINT)`,
  object: (operand) => macro('to_object', operand),
  text: convertToText,
  time: plainCast,
  timestamp: plainCast,
  variant: (operand) => macro('to_variant', operand),
};

function convertToText(operand: string, type: TargetType, kind: CastKind): string {
  const text = macro('text', operand);
  if (type.maxLength === null) return text;
  return macro(kind === 'TRY_CAST' ? 'try_text_of_length' : 'text_of_length', text, String(type.maxLength));
}

/** A conversion with Snowflake's rounding and text forms. */
export function convert(operand: string, type: TargetType, kind: CastKind): string {
  return CONVERSIONS[type.family](operand, type, kind);
}
