import { AGGREGATE_STATEMENTS } from './aggregate-statements.ts';
import { CONVERSION_STATEMENTS } from './conversion-statements.ts';
import { DATE_STATEMENTS } from './date-statements.ts';
import type { DocumentedStatement } from './documented-statement.ts';
import { NUMBER_STATEMENTS } from './number-statements.ts';
import { QUERY_STATEMENTS } from './query-statements.ts';
import { SEMI_STRUCTURED_STATEMENTS } from './semi-structured-statements.ts';
import { STRING_STATEMENTS } from './string-statements.ts';
import { WINDOW_STATEMENTS } from './window-statements.ts';

/** All statements the dialect was built with, by subject. */
export const DOCUMENTED_STATEMENTS: readonly (readonly [string, readonly DocumentedStatement[]])[] = [
  ['numbers', NUMBER_STATEMENTS],
  ['strings', STRING_STATEMENTS],
  ['dates', DATE_STATEMENTS],
  ['conversion and conditions', CONVERSION_STATEMENTS],
  ['aggregates', AGGREGATE_STATEMENTS],
  ['windows', WINDOW_STATEMENTS],
  ['semi-structured data', SEMI_STRUCTURED_STATEMENTS],
  ['queries', QUERY_STATEMENTS],
];
