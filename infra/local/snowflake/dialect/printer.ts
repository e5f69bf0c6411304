import type { AstNode } from './ast-node.ts';
import type { DialectSession } from './lowered.ts';

/** One ORDER BY item. */
export interface OrderValue {
  readonly sql: string;
  readonly descending: boolean;
}

/** What the rules of one construct may ask of the whole. One Printer lives for one statement. */
export interface Printer {
  readonly session: DialectSession;
  /** DuckDB SQL of an expression. */
  expression(node: unknown): string;
  /** DuckDB SQL of a query: SELECT, set operation, VALUES, with its WITH, ORDER BY and LIMIT. */
  query(node: unknown): string;
  /** DuckDB SQL of one FROM item with its joins. */
  tableWithJoins(node: unknown): string;
  /** DuckDB SQL of one table, subquery or table function, without joins. */
  relationNode(node: unknown): string;
  /** DuckDB SQL of an ORDER BY list, without the keywords, with Snowflake's NULL order made explicit. */
  orderItems(items: readonly unknown[]): string;
  /** The expressions of an ORDER BY list, for functions that take them as arguments. */
  orderValues(items: readonly unknown[]): readonly OrderValue[];
  /** The text for a positional bind: `?` takes the next number, `:1` its own. */
  bind(placeholder: string): string;
  /** The name Snowflake gives the item at this place of the SELECT whose keyword starts at the location. */
  itemName(selectToken: AstNode | null, index: number): string | null;
  /** Names bound in FROM to something whose columns are VARIANT (FLATTEN's alias); upper-case. */
  readonly variantSources: Set<string>;
  /** A fresh alias that cannot meet a user's name. */
  freshAlias(stem: string): string;
}

/** SEQ4() and its kin: numbers from 0 in no promised order; Snowflake's may leave gaps, these do not. */
export const ROW_SEQUENCE = '(row_number() OVER () - 1)';

/** An identifier for DuckDB, quoted always: reserved words differ between the two. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A string literal for DuckDB, which knows no backslash escapes in plain quotes. */
export function quoteString(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Calls one of the macros of installMacros. */
export function macro(name: string, ...args: readonly string[]): string {
  return `sfm.main.${name}(${args.join(', ')})`;
}
