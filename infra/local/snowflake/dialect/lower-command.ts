import type { Command, ObjectName, ShowObject, ShowScope } from './lowered.ts';
import { SHOW_OBJECTS } from './lowered.ts';
import { syntaxError, unsupported } from './refusal.ts';
import { TokenReader } from './token-reader.ts';
import type { Token } from './tokens.ts';

type Reader = (reader: TokenReader) => Command;

const READERS: Readonly<Record<string, Reader>> = {
  ALTER: readAlterSession,
  BEGIN: readBegin,
  COMMIT: (reader) => readWork(reader, { name: 'commit' }),
  DESC: readDescribe,
  DESCRIBE: readDescribe,
  ROLLBACK: (reader) => readWork(reader, { name: 'rollback' }),
  SHOW: readShow,
  START: readBegin,
  USE: readUse,
};

/** Statements that Snowflake has and that have no meaning here, by their first word. */
const REFUSED = new Set([
  'CALL',
  'COPY',
  'DECLARE',
  'EXECUTE',
  'EXPLAIN',
  'GET',
  'GRANT',
  'LIST',
  'LS',
  'PUT',
  'REMOVE',
  'REVOKE',
  'RM',
  'SET',
  'UNDROP',
  'UNSET',
]);

/** The command a statement is; null for a query or a write. Throws 000002 for commands that are not supported. */
export function lowerCommand(tokens: readonly Token[]): Command | null {
  const [first, second] = tokens;
  if (first?.kind !== 'word') return null;
  if (REFUSED.has(first.text)) throw unsupported(first.text);
  if (first.text === 'ALTER' && second?.text !== 'SESSION') return null;
  const read = Object.hasOwn(READERS, first.text) ? READERS[first.text] : undefined;
  if (read === undefined) return null;
  const reader = new TokenReader(tokens);
  reader.skip();
  const command = read(reader);
  reader.end();
  return command;
}

function readUse(reader: TokenReader): Command {
  if (reader.accept('SECONDARY')) {
    reader.expect('ROLES');
    const value = reader.word();
    if (value !== 'ALL' && value !== 'NONE') throw unsupported(`USE SECONDARY ROLES ${value}`);
    return { name: 'use-secondary-roles', value };
  }
  for (const target of ['database', 'schema', 'role', 'warehouse'] as const) {
    if (reader.accept(target.toUpperCase())) return { name: 'use', target, value: reader.objectName() };
  }
  const value = reader.objectName();
  return { name: 'use', target: value.length === 1 ? 'database' : 'schema', value };
}

function readAlterSession(reader: TokenReader): Command {
  reader.expect('SESSION');
  if (reader.accept('UNSET')) {
    const parameters = [reader.word()];
    while (reader.acceptSymbol(',')) parameters.push(reader.word());
    return { name: 'alter-session-unset', parameters };
  }
  reader.expect('SET');
  const parameters: Record<string, string> = {};
  do {
    const name = reader.word();
    reader.expectSymbol('=');
    parameters[name] = reader.value();
    reader.acceptSymbol(',');
  } while (!reader.atEnd());
  return { name: 'alter-session-set', parameters };
}

function readBegin(reader: TokenReader): Command {
  if (!reader.accept('TRANSACTION')) reader.accept('WORK');
  if (reader.accept('NAME')) reader.word();
  return { name: 'begin' };
}

function readWork(reader: TokenReader, command: Command): Command {
  reader.accept('WORK');
  return command;
}

function readDescribe(reader: TokenReader): Command {
  if (reader.accept('VIEW')) return { name: 'describe', object: 'view', value: reader.objectName() };
  if (!reader.accept('TABLE')) throw unsupported(`DESCRIBE ${reader.word()}`);
  return { name: 'describe', object: 'table', value: reader.objectName() };
}

function readShow(reader: TokenReader): Command {
  const terse = reader.accept('TERSE');
  const object = readShowObject(reader);
  reader.accept('HISTORY');
  const like = reader.accept('LIKE') ? reader.string() : null;
  const scope = reader.accept('IN') ? readScope(reader, object) : ({ kind: 'session' } as const);
  let startsWith: string | null = null;
  if (reader.accept('STARTS')) {
    reader.expect('WITH');
    startsWith = reader.string();
  }
  const limit = reader.accept('LIMIT') ? reader.integer() : null;
  if (reader.accept('FROM')) throw unsupported('SHOW … LIMIT … FROM');
  return { name: 'show', object, terse, like, startsWith, limit, scope };
}

function readShowObject(reader: TokenReader): ShowObject {
  const first = reader.word();
  const name = reader.accept('KEYS') ? `${first} KEYS` : first;
  const object = SHOW_OBJECTS.find((known) => known === name);
  if (object === undefined) throw unsupported(`SHOW ${name}`);
  return object;
}

const SCOPE_WORDS = { DATABASE: 'database', SCHEMA: 'schema', TABLE: 'table', VIEW: 'table' } as const;

function readScope(reader: TokenReader, object: ShowObject): ShowScope {
  if (reader.accept('ACCOUNT')) return { kind: 'account' };
  if (reader.accept('SESSION')) return { kind: 'session' };
  for (const word of ['DATABASE', 'SCHEMA', 'TABLE', 'VIEW'] as const) {
    if (reader.accept(word)) return { kind: SCOPE_WORDS[word], name: reader.atName() ? reader.objectName() : null };
  }
  if (!reader.atName()) throw syntaxError('syntax error: SHOW … IN needs an object.');
  const name = reader.objectName();
  return { kind: containerOf(object, name), name };
}

/** Without a word the object's own container is meant: a table for columns and keys, else a schema or database. */
function containerOf(object: ShowObject, name: ObjectName): 'database' | 'schema' | 'table' {
  if (object === 'COLUMNS' || object.endsWith('KEYS')) return 'table';
  return object === 'SCHEMAS' || (object === 'OBJECTS' && name.length === 1) ? 'database' : 'schema';
}
