import { z } from 'zod';
import type { AstNode } from './ast-node.ts';
import type { DialectSession } from './lowered.ts';
import { printExpression } from './print-expression.ts';
import { printRelation, printTableWithJoins } from './print-from.ts';
import { printOrderItems, printQuery, readOrderItems } from './print-query.ts';
import { quoteIdentifier } from './printer.ts';
import type { Printer } from './printer.ts';
import { SnowflakeError } from '../snowflake-error.ts';

/** A driver's bind types (docs: SQL API, bindings) as DuckDB's; a TEXT stays without a cast, so that it takes on the type beside it. */
const BIND_TYPES: Readonly<Record<string, string>> = {
  BOOLEAN: 'BOOLEAN',
  DATE: 'DATE',
  FIXED: 'DECIMAL(38,0)',
  REAL: 'DOUBLE',
  TEXT: 'VARCHAR',
  TIMESTAMP_NTZ: 'TIMESTAMP',
  TIMESTAMP_LTZ: 'TIMESTAMPTZ',
};

const placeSchema = z.looseObject({ start: z.looseObject({ line: z.int().positive(), column: z.int().positive() }) });

export interface PrinterInput {
  readonly session: DialectSession;
  /** Select items by the offset of their SELECT in `sql`. */
  readonly items: ReadonlyMap<number, readonly string[]>;
  readonly sql: string;
  /** Types of the positional binds, as the driver names them; a missing one is inferred by DuckDB. */
  readonly bindTypes: readonly string[];
}

export function createPrinter({ session, items, sql, bindTypes }: PrinterInput): Printer {
  const lineStarts = [0, ...[...sql.matchAll(/\n/g)].map((match) => match.index + 1)];
  let aliases = 0;
  const printer: Printer = {
    session,
    variantSources: new Set<string>(),
    expression: (node) => printExpression(node, printer),
    query: (node) => printQuery(node, printer),
    tableWithJoins: (node) => printTableWithJoins(node, printer),
    relationNode: (node) => printRelation(node, printer),
    orderItems: (list) => printOrderItems(list, printer),
    orderValues: (list) => readOrderItems(list, printer),
    bind: (placeholder) => printBind(placeholder, bindTypes, session),
    itemName: (selectToken, index) => {
      const offset = offsetOf(selectToken, lineStarts, sql);
      return offset === null ? null : (items.get(offset)?.[index] ?? null);
    },
    freshAlias: (stem) => {
      aliases += 1;
      return quoteIdentifier(`${stem} ${aliases}`);
    },
  };
  return printer;
}

function printBind(placeholder: string, bindTypes: readonly string[], session: DialectSession): string {
  const [, colon, dollar] = /^(?::(\d+)|\$(\d+))$/.exec(placeholder) ?? [];
  // $1 stands for a column by position, in Snowflake for those of VALUES and of stages.
  if (dollar !== undefined) return quoteIdentifier(`COLUMN${dollar}`);
  if (colon === undefined) return printVariable(placeholder.slice(1).toUpperCase(), session);
  const type = BIND_TYPES[bindTypes[Number(colon) - 1] ?? ''];
  return type === undefined ? `$${colon}` : `CAST($${colon} AS ${type})`;
}

function printVariable(name: string, { variables = {} }: DialectSession): string {
  const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
  if (value !== undefined) return value;
  throw new SnowflakeError('002211', '02000', `SQL compilation error:\nSession variable '$${name}' does not exist`);
}

/** The parser counts lines and columns from 1, columns in code points. */
function offsetOf(selectToken: AstNode | null, lineStarts: readonly number[], sql: string): number | null {
  const place = placeSchema.safeParse(selectToken?.take('span'));
  if (!place.success) return null;
  const { line, column } = place.data.start;
  let offset = lineStarts[line - 1] ?? 0;
  for (let index = 1; index < column; index += 1) offset += (sql.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
  return offset;
}
