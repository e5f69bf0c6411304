import { AstNode, variantOf } from './ast-node.ts';
import { targetType } from './data-types.ts';
import { convert, printCast } from './print-cast.ts';
import { readCall } from './print-function.ts';
import type { Printer } from './printer.ts';

/**
 * A cast; that of `CONVERT_TIMEZONE(zone, moment)` to TIMESTAMP_NTZ or DATE is what the clocks of the zone show.
 *
 * A TIMESTAMP_TZ keeps its zone in Snowflake and is a plain instant in DuckDB, so the two are only told together.
 */
export function printAnyCast(payload: unknown, printer: Printer): string {
  return printZoned(payload, printer) ?? printCast(payload, printer);
}

function printZoned(payload: unknown, printer: Printer): string | null {
  const node = new AstNode(payload, 'CAST');
  if (!['Cast', 'DoubleColon'].includes(String(node.take('kind')))) return null;
  const { name, payload: inner } = variantOf(node.take('expr'));
  if (name !== 'Function') return null;
  const type = targetType(node.take('data_type'));
  node.take('array');
  node.finish();
  if (type.sql !== 'TIMESTAMP' && type.family !== 'date') return null;
  const call = readCall(inner, printer);
  const [zone, moment, ...more] = call.args;
  if (call.name !== 'CONVERT_TIMEZONE' || moment === undefined || more.length > 0) return null;
  const instant = `CAST(${printer.expression(moment)} AS TIMESTAMPTZ)`;
  return convert(`(${instant} AT TIME ZONE ${printer.expression(zone)})`, type, 'CAST');
}
