import type { Fragment } from '../compile/fragment.ts';
import type { Catalogue } from './catalogue.ts';
import type { StatementValues } from './statement-values.ts';
import type { Output, Scope } from './scope.ts';

export interface PrintedQuery {
  readonly text: Fragment;
  /** Columns that it gives. */
  readonly output: Output;
}

/** Checks a tree against the positive lists and writes it anew; each part of a statement is printed by its own file. */
export interface Printer {
  readonly catalogue: Catalogue;
  /** Whether a table is printed as what may be read of it, or as it was named. */
  readonly narrows: boolean;
  readonly values: StatementValues;
  /** Placeholders that were printed; grows. */
  readonly used: Set<string>;
  expression(node: unknown, scope: Scope): Fragment;
  /** Adds what it reads to the scope. */
  source(node: unknown, scope: Scope): Fragment;
  /** `scope` is what surrounds the query. */
  query(node: unknown, scope: Scope): PrintedQuery;
}
