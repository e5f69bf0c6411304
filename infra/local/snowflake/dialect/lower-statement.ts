import { variantOf } from './ast-node.ts';
import { createPrinter } from './create-printer.ts';
import { lowerCommand } from './lower-command.ts';
import { lowerWrite } from './lower-write.ts';
import type { DialectSession, Lowered } from './lowered.ts';
import { parseSnowflake } from './parse-snowflake.ts';
import { readColumnNames } from './read-column-names.ts';
import { readSelectItems } from './select-items.ts';
import { tokenize } from './tokens.ts';
import type { Token } from './tokens.ts';

/** Statements remembered; a lowered statement holds a few kilobytes. */
const CACHE_SIZE = 500;
const cache = new Map<string, Lowered>();

/**
 * Turns one Snowflake statement into DuckDB SQL or a command for the server.
 *
 * `bindTypes` are the driver's types of the positional binds ('FIXED', 'TEXT' …), in order. The same text in the same
 * session state is lowered once. Throws SnowflakeError 001003/42000 for text that is not Snowflake SQL, 000008/0A000 for
 * more than one statement, 000002/0A000 for a construct that is not supported, named in the message.
 */
export function lowerStatement(sql: string, session: DialectSession, bindTypes: readonly string[] = []): Lowered {
  const key = JSON.stringify([sql, session, bindTypes]);
  const known = cache.get(key);
  if (known !== undefined) {
    cache.delete(key);
    cache.set(key, known);
    return known;
  }
  const lowered = lower(sql, session, bindTypes);
  cache.set(key, lowered);
  const [oldest] = cache.keys();
  if (cache.size > CACHE_SIZE && oldest !== undefined) cache.delete(oldest);
  return lowered;
}

function lower(sql: string, session: DialectSession, bindTypes: readonly string[]): Lowered {
  const command = lowerCommand(sql, tokenize(sql));
  if (command !== null) return { kind: 'command', command };
  const numbered = numberBinds(sql, tokenize(sql));
  const tokens = tokenize(numbered);
  const statement = variantOf(parseSnowflake(numbered, tokens));
  const printer = createPrinter({ session, items: readSelectItems(numbered, tokens), sql: numbered, bindTypes });
  const bindCount = highestBind(tokens);
  if (statement.name !== 'Query') return lowerWrite(statement, printer, bindCount);
  return {
    kind: 'query',
    sql: printer.query(statement.payload),
    columnNames: readColumnNames(statement.payload, printer),
    bindCount,
  };
}

/** Each `?` as `:1`, `:2` …, since the printing order is not the text's. */
function numberBinds(sql: string, tokens: readonly Token[]): string {
  let count = 0;
  let from = 0;
  let numbered = '';
  for (const token of tokens) {
    if (token.kind !== 'placeholder' || token.text !== '?') continue;
    count += 1;
    numbered += `${sql.slice(from, token.start)}:${count}`;
    from = token.end;
  }
  return numbered + sql.slice(from);
}

function highestBind(tokens: readonly Token[]): number {
  const numbers = tokens.flatMap((token) =>
    token.kind === 'placeholder' && token.text.startsWith(':') ? [Number(token.text.slice(1))] : [],
  );
  return Math.max(0, ...numbers);
}
