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

/** A conversion with Snowflake's rounding and text forms. */
export function convert(operand: string, type: TargetType, kind: 'CAST' | 'TRY_CAST'): string {
  const attempt = kind === 'TRY_CAST' ? 'try_' : '';
  switch (type.family) {
    case 'integer':
      // By way of a decimal, which rounds halves away from zero as Snowflake does; a straight cast of a DOUBLE rounds to even.
      return `${kind}(${kind}(${operand} AS DECIMAL(38,0)) AS BIGINT)`;
    case 'text':
      return type.maxLength === null
        ? macro('text', operand)
        : macro(`${attempt}text_of_length`, macro('text', operand), String(type.maxLength));
    case 'boolean':
      return kind === 'CAST' ? macro('to_boolean', operand) : macro('try_to_boolean', operand);
    case 'variant':
      return macro('to_variant', operand);
    case 'object':
    case 'array':
      return macro(`to_${type.family}`, operand);
    case 'date':
      return macro(`${attempt}to_date`, operand);
    case 'decimal':
    case 'double':
    case 'time':
    case 'timestamp':
      return `${kind}(${operand} AS ${type.sql})`;
  }
}
