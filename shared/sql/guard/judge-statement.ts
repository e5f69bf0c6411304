import type { Cell } from '#shared/schemas/primitives.ts';
import type { Fragment } from '../compile/fragment.ts';
import { kindOf, meansSame } from './ast-node.ts';
import type { Catalogue } from './catalogue.ts';
import { GuardRefusal, refuse } from './guard-refusal.ts';
import { INNER_QUERY, withInnerQueries } from './inner-query.ts';
import { measureStatement } from './measure-statement.ts';
import { checkPlaces, NO_VALUES, numberPlaceholders, type StatementValues } from './statement-values.ts';
import { prepareText } from './prepare-text.ts';
import { printExpression } from './print-expression.ts';
import { printQuery } from './print-query.ts';
import { printSource } from './print-source.ts';
import type { Printer } from './printer.ts';
import { Scope } from './scope.ts';

/** Parses a text into its statements; throws when it is none, and when the parser itself broke. */
export type ParseSql = (text: string) => readonly unknown[];

export type Verdict =
  | {
      readonly allowed: true;
      /** The statement to run instead of the one that was judged: written anew, and reading only what may be read. */
      readonly statement: string;
      readonly binds: readonly Cell[];
    }
  | { readonly allowed: false; /** For people; names what to mend. */ readonly reason: string };

/**
 * Judges a statement that we did not compile, against positive lists: one SELECT of known kinds of nodes, functions of
 * the list, tables and columns of the catalogue. What is unknown is refused.
 *
 * An allowed statement is never run as it came. It is written anew from its tree, so that nothing that the parser read
 * over (comments, odd spaces, other ways to write a name) goes on; and each table is replaced by a SELECT of what may be
 * read of it, so that whatever a name means to Snowflake, it cannot mean a hidden column or a row behind a policy.
 */
export function judgeStatement(
  text: string,
  catalogue: Catalogue,
  parse: ParseSql,
  values: StatementValues = NO_VALUES,
): Verdict {
  try {
    measureStatement(text);
    const given = { catalogue, values, used: new Set<string>() };
    const tree = parseOne(values.positional.length === 0 ? text : numberPlaceholders(text), parse);
    // What is written must read as what was meant, or the parser and the printer disagree about it.
    const isSame = meansSame(tree, parseOne(write(tree, given, false).text, parse));
    if (!isSame) refuse('it cannot be written anew with the same meaning');
    checkPlaces(values, given.used);
    const { text: statement, binds } = write(tree, given, true);
    return { allowed: true, statement, binds };
  } catch (error) {
    if (error instanceof GuardRefusal) return { allowed: false, reason: `Refused: ${error.message}.` };
    throw error;
  }
}

/** Queries before a MATCH_RECOGNIZE that may lie in one another: each is parsed by itself. */
const MOST_INNER = 4;

function parseOne(text: string, parse: ParseSql, depth = 0): unknown {
  const [statement, ...more] = parseText(text, parse, depth);
  if (statement === undefined) return refuse('there is no statement');
  if (more.length > 0) return refuse('there is more than one statement');
  const [kind, query] = kindOf(statement, 'a statement');
  return kind === 'Query' ? query : refuse('only a SELECT is allowed');
}

function parseText(text: string, parse: ParseSql, depth: number): readonly unknown[] {
  if (depth > MOST_INNER) return refuse(`it matches rows of queries more than ${MOST_INNER} deep`);
  try {
    const prepared = prepareText(text);
    const trees = parse(prepared);
    if (!prepared.includes(INNER_QUERY)) return trees;
    return trees.map((tree) => withInnerQueries(tree, (inner) => parseOne(inner, parse, depth + 1)));
  } catch (error) {
    if (isSyntaxError(error)) return refuse('it is no SQL that can be read');
    throw error;
  }
}

/**
 * Whether the parser understood that it does not understand. A trap of WebAssembly comes in the same class of error; only
 * the wording tells the two apart, and after a trap the parser is unusable.
 */
function isSyntaxError(error: unknown): boolean {
  return error instanceof Error && /^sql parser error| at Line: \d+, Column: \d+$/.test(error.message);
}

function write(tree: unknown, given: Pick<Printer, 'catalogue' | 'values' | 'used'>, narrows: boolean): Fragment {
  const printer: Printer = {
    ...given,
    narrows,
    expression: (node, scope) => printExpression(node, scope, printer),
    source: (node, scope) => printSource(node, scope, printer),
    query: (node, scope) => printQuery(node, scope, printer),
  };
  return printer.query(tree, new Scope(null)).text;
}
