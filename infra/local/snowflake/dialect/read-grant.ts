import type { AccessCommand, GrantTarget } from './access-command.ts';
import { unsupported } from './refusal.ts';
import type { TokenReader } from './token-reader.ts';

/** Objects that a right may be on, by the words of GRANT; all others are refused by name. */
const KINDS = {
  DATABASE: 'database',
  DATABASES: 'database',
  SCHEMA: 'schema',
  SCHEMAS: 'schema',
  TABLE: 'table',
  TABLES: 'table',
  VIEW: 'view',
  VIEWS: 'view',
  WAREHOUSE: 'warehouse',
} as const;

/** Rights by their first word, with how many words each has. */
const PRIVILEGE_LENGTHS: Readonly<Record<string, number>> = {
  ALL: 1,
  APPLY: 4,
  DELETE: 1,
  INSERT: 1,
  IMPORTED: 2,
  MONITOR: 1,
  OPERATE: 1,
  OWNERSHIP: 1,
  REFERENCES: 1,
  SELECT: 1,
  TRUNCATE: 1,
  UPDATE: 1,
  USAGE: 1,
};

/** After GRANT or REVOKE. */
export function readGrant(reader: TokenReader, verb: 'grant' | 'revoke'): AccessCommand {
  if (verb === 'revoke' && reader.accept('GRANT')) throw unsupported('REVOKE GRANT OPTION FOR');
  if (reader.accept('ROLE')) return readRoleGrant(reader, verb);
  const privileges = [readPrivilege(reader)];
  while (reader.acceptSymbol(',')) privileges.push(readPrivilege(reader));
  reader.expect('ON');
  const target = readTarget(reader);
  reader.expect(verb === 'grant' ? 'TO' : 'FROM');
  reader.accept('ROLE');
  const role = reader.name();
  if (reader.accept('WITH')) throw unsupported('WITH GRANT OPTION');
  if (verb === 'revoke') reader.accept('CASCADE');
  if (reader.accept('REVOKE') || reader.accept('COPY')) throw unsupported('COPY or REVOKE CURRENT GRANTS');
  return { name: verb, privileges, target, role };
}

function readRoleGrant(reader: TokenReader, verb: 'grant' | 'revoke'): AccessCommand {
  const role = reader.name();
  reader.expect(verb === 'grant' ? 'TO' : 'FROM');
  const kind = reader.accept('USER') ? 'user' : 'role';
  if (kind === 'role') reader.expect('ROLE');
  return { name: `${verb}-role`, role, to: { kind, name: reader.name() } };
}

function readPrivilege(reader: TokenReader): string {
  const first = reader.word();
  if (first === 'ALL') {
    reader.accept('PRIVILEGES');
    return 'ALL';
  }
  if (first === 'CREATE') return `CREATE ${readWordsBefore(reader)}`;
  const length = PRIVILEGE_LENGTHS[first];
  if (length === undefined) throw unsupported(`right ${first}`);
  const rest = Array.from({ length: length - 1 }, () => reader.word());
  return [first, ...rest].join(' ');
}

/** CREATE TABLE, CREATE ROW ACCESS POLICY: what may be created, up to the comma or ON. */
function readWordsBefore(reader: TokenReader): string {
  const words: string[] = [];
  while (!reader.isNext('ON') && !reader.isNextSymbol(',')) words.push(reader.word());
  return words.join(' ');
}

function readTarget(reader: TokenReader): GrantTarget {
  if (reader.accept('ACCOUNT')) return { kind: 'account', reach: 'object', name: [], container: null };
  const reach = reader.accept('ALL') ? 'all' : reader.accept('FUTURE') ? 'future' : 'object';
  const kind = readKind(reader);
  if (reach === 'object') return { kind, reach, name: reader.objectName(), container: null };
  reader.expect('IN');
  const container = reader.accept('DATABASE') ? 'database' : 'schema';
  if (container === 'schema') reader.expect('SCHEMA');
  return { kind, reach, name: reader.objectName(), container };
}

function readKind(reader: TokenReader): GrantTarget['kind'] {
  const word = reader.word();
  const found = Object.entries(KINDS).find(([name]) => name === word);
  if (found === undefined) throw unsupported(`rights on ${word}`);
  return found[1];
}

/** After CREATE [OR REPLACE] ROLE. */
export function readCreateRole(reader: TokenReader, orReplace: boolean): AccessCommand {
  const ifNotExists = reader.acceptAll('IF', 'NOT', 'EXISTS');
  const role = reader.name();
  if (reader.accept('COMMENT')) {
    reader.expectSymbol('=');
    reader.string();
  }
  return { name: 'create-role', role, ifNotExists, orReplace };
}

/** After DROP ROLE. */
export function readDropRole(reader: TokenReader): AccessCommand {
  const ifExists = reader.acceptAll('IF', 'EXISTS');
  return { name: 'drop-role', role: reader.name(), ifExists };
}
