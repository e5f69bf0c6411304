import type { Command, ShowObject, ShowScope } from './lowered.ts';
import type { ObjectName } from './object-name.ts';
import { SHOW_OBJECTS } from './lowered.ts';
import { readCreateRole, readDropRole, readGrant } from './read-grant.ts';
import { acceptPolicyKind, readChangePolicies, readCreatePolicy, readDropPolicy } from './read-policy.ts';
import { readSetVariables, readUnsetVariables } from './read-variables.ts';
import { syntaxError, unsupported } from './refusal.ts';
import { TokenReader } from './token-reader.ts';
import type { Token } from './tokens.ts';

type Reader = (reader: TokenReader) => Command;

const READERS: Readonly<Record<string, Reader>> = {
  BEGIN: readBegin,
  COMMIT: (reader) => readWork(reader, { name: 'commit' }),
  DESC: readDescribe,
  DESCRIBE: readDescribe,
  GRANT: (reader) => readGrant(reader, 'grant'),
  REVOKE: (reader) => readGrant(reader, 'revoke'),
  ROLLBACK: (reader) => readWork(reader, { name: 'rollback' }),
  SET: (reader) => ({ name: 'set-variables', assignment: readSetVariables(reader) }),
  SHOW: readShow,
  START: readBegin,
  UNSET: (reader) => ({ name: 'unset-variables', variables: readUnsetVariables(reader) }),
  USE: readUse,
};

/** Statements that Snowflake has and that have no meaning here, by their first word. */
const REFUSED = new Set(['CALL', 'COPY', 'DECLARE', 'EXECUTE', 'GET', 'LIST', 'LS', 'PUT', 'REMOVE', 'RM', 'UNDROP']);

/** Words after CREATE that lead to a table, a view, a schema or a database; the parser does not know all others. */
const CREATED_BY_WRITES = new Set([
  'DATABASE',
  'GLOBAL',
  'LOCAL',
  'SCHEMA',
  'SECURE',
  'TABLE',
  'TEMP',
  'TEMPORARY',
  'TRANSIENT',
  'VIEW',
  'VOLATILE',
  'RECURSIVE',
]);

/** First words of statements that are a command for some objects and a write for others. */
const MAYBE: Readonly<Record<string, (reader: TokenReader) => Command | null>> = {
  ALTER: readAlter,
  CREATE: readCreate,
  DROP: readDrop,
};

/** The command a statement is; null for a query or a write. Throws 000002 for commands that are not supported. */
export function lowerCommand(sql: string, tokens: readonly Token[]): Command | null {
  const [first] = tokens;
  if (first?.kind !== 'word') return null;
  if (REFUSED.has(first.text)) throw unsupported(first.text);
  const readers = { ...MAYBE, ...READERS };
  const read = Object.hasOwn(readers, first.text) ? readers[first.text] : undefined;
  if (read === undefined) return null;
  const reader = new TokenReader(sql, tokens);
  reader.skip();
  const command = read(reader);
  if (command !== null) reader.end();
  return command;
}

function readAlter(reader: TokenReader): Command | null {
  if (reader.accept('SESSION')) return readAlterSession(reader);
  return reader.accept('TABLE') || reader.accept('VIEW') ? readChangePolicies(reader) : null;
}

function readCreate(reader: TokenReader): Command | null {
  const orReplace = reader.acceptAll('OR', 'REPLACE');
  if (reader.accept('ROLE')) return readCreateRole(reader, orReplace);
  const kind = acceptPolicyKind(reader);
  if (kind !== null) return readCreatePolicy(reader, kind, orReplace);
  const object = reader.word();
  if (!CREATED_BY_WRITES.has(object)) throw unsupported(`CREATE ${object}`);
  return null;
}

function readDrop(reader: TokenReader): Command | null {
  if (reader.accept('ROLE')) return readDropRole(reader);
  const kind = acceptPolicyKind(reader);
  return kind === null ? null : readDropPolicy(reader, kind);
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
  const scope = object === 'GRANTS' ? readGrantScope(reader) : readAnyScope(reader, object);
  let startsWith: string | null = null;
  if (reader.accept('STARTS')) {
    reader.expect('WITH');
    startsWith = reader.string();
  }
  const limit = reader.accept('LIMIT') ? reader.integer() : null;
  if (reader.accept('FROM')) throw unsupported('SHOW … LIMIT … FROM');
  return { name: 'show', object, terse, like, startsWith, limit, scope };
}

function readAnyScope(reader: TokenReader, object: ShowObject): ShowScope {
  return reader.accept('IN') ? readScope(reader, object) : { kind: 'session' };
}

/** TO ROLE r, TO USER u, OF ROLE r; without one the current user is meant. */
function readGrantScope(reader: TokenReader): ShowScope {
  if (reader.acceptAll('OF', 'ROLE')) return { kind: 'of-role', grantee: reader.name() };
  if (reader.accept('ON')) throw unsupported('SHOW GRANTS ON');
  if (!reader.accept('TO')) return { kind: 'session' };
  const kind = reader.accept('USER') ? 'to-user' : 'to-role';
  if (kind === 'to-role') reader.expect('ROLE');
  return { kind, grantee: reader.name() };
}

const SHOW_NAMES: readonly (readonly string[])[] = SHOW_OBJECTS.map((object) => object.split(' '));

function readShowObject(reader: TokenReader): ShowObject {
  const words = SHOW_NAMES.find((candidate) => reader.acceptAll(...candidate));
  const name = words?.join(' ') ?? reader.word();
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
