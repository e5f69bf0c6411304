import type { CallParts } from './function-call.ts';
import { quoteIdentifier, quoteString } from './printer.ts';
import type { Printer } from './printer.ts';
import { invalidArgument, unsupported } from './refusal.ts';
import { integerLiteral } from './variants.ts';

/** The name under which the server finds the statements that have ended; no client can say it by chance. */
export const QUERY_HISTORY_SOURCE = 'QUERY_HISTORY()';

/** What each function of INFORMATION_SCHEMA shows of the caller's statements. */
export const HISTORY_FILTERS: Readonly<Record<string, (printer: Printer) => string>> = {
  QUERY_HISTORY: () => 'true',
  QUERY_HISTORY_BY_SESSION: ({ session }) => `"SESSION_ID" = ${session.sessionId}`,
  QUERY_HISTORY_BY_USER: ({ session }) => `"USER_NAME" = ${quoteString(session.user)}`,
};

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 10_000;

/** Latest first, as Snowflake gives them (docs: functions/query_history). */
export function printQueryHistory(
  call: CallParts,
  { database }: { readonly database: string | null },
  printer: Printer,
): string {
  const { name, named, args } = call;
  if (args.length > 0) throw unsupported(`${name} with unnamed arguments`);
  const own = HISTORY_FILTERS[name]?.(printer) ?? 'true';
  const conditions = [own, ...[...named].flatMap(([argument, node]) => printTimeLimit(name, argument, node, printer))];
  const source = `"INFORMATION_SCHEMA".${quoteIdentifier(QUERY_HISTORY_SOURCE)}`;
  const full = database === null ? source : `${quoteIdentifier(database)}.${source}`;
  return `SELECT * FROM ${full} WHERE ${conditions.join(' AND ')} ORDER BY "START_TIME" DESC LIMIT ${limitOf(named)}`;
}

const TIME_LIMITS: Readonly<Record<string, string>> = { END_TIME_RANGE_START: '>=', END_TIME_RANGE_END: '<=' };

function printTimeLimit(name: string, argument: string, node: unknown, printer: Printer): readonly string[] {
  if (argument === 'RESULT_LIMIT') return [];
  const sign = TIME_LIMITS[argument];
  if (sign === undefined) throw unsupported(`${name} with ${argument}`);
  return [`"END_TIME" ${sign} ${printer.expression(node)}`];
}

function limitOf(named: CallParts['named']): number {
  const node = named.get('RESULT_LIMIT');
  const limit = node === undefined ? DEFAULT_LIMIT : (integerLiteral(node) ?? 0);
  if (limit >= 1 && limit <= MAX_LIMIT) return limit;
  throw invalidArgument(`RESULT_LIMIT must be from 1 to ${MAX_LIMIT}.`);
}
