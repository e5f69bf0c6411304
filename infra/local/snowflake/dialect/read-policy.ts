import type { AccessCommand, PolicyChange, PolicyKind, PolicyParameter } from './access-command.ts';
import { unsupported } from './refusal.ts';
import type { TokenReader } from './token-reader.ts';

/** Whether ROW ACCESS POLICY or MASKING POLICY comes next; takes it. */
export function acceptPolicyKind(reader: TokenReader): PolicyKind | null {
  if (reader.acceptAll('ROW', 'ACCESS', 'POLICY')) return 'row-access';
  return reader.acceptAll('MASKING', 'POLICY') ? 'masking' : null;
}

/** After CREATE [OR REPLACE] … POLICY. */
export function readCreatePolicy(reader: TokenReader, kind: PolicyKind, orReplace: boolean): AccessCommand {
  const ifNotExists = reader.acceptAll('IF', 'NOT', 'EXISTS');
  const policy = reader.objectName();
  reader.expect('AS');
  reader.expectSymbol('(');
  const parameters: PolicyParameter[] = [];
  do {
    const name = reader.name();
    parameters.push({ name, type: readType(reader) });
  } while (reader.acceptSymbol(','));
  reader.expectSymbol(')');
  reader.expect('RETURNS');
  readType(reader);
  reader.expectSymbol('->');
  const body = reader.rest();
  return { name: 'create-policy', kind, policy, parameters, body, orReplace, ifNotExists };
}

function readType(reader: TokenReader): string {
  const words = [reader.word()];
  if (reader.acceptSymbol('(')) {
    reader.integer();
    if (reader.acceptSymbol(',')) reader.integer();
    reader.expectSymbol(')');
  }
  return words.join(' ');
}

/** After DROP … POLICY. */
export function readDropPolicy(reader: TokenReader, kind: PolicyKind): AccessCommand {
  const ifExists = reader.acceptAll('IF', 'EXISTS');
  return { name: 'drop-policy', kind, policy: reader.objectName(), ifExists };
}

/** After ALTER TABLE or ALTER VIEW; null when it is about something other than policies. */
export function readChangePolicies(reader: TokenReader): AccessCommand | null {
  reader.acceptAll('IF', 'EXISTS');
  const table = reader.objectName();
  const first = readChange(reader);
  if (first === null) return null;
  const changes = [first];
  while (reader.acceptSymbol(',')) {
    const next = readChange(reader);
    if (next === null) throw unsupported('ALTER TABLE of policies and something else');
    changes.push(next);
  }
  return { name: 'change-policies', table, changes };
}

function readChange(reader: TokenReader): PolicyChange | null {
  if (reader.acceptAll('ADD', 'ROW', 'ACCESS', 'POLICY')) {
    const policy = reader.objectName();
    reader.expect('ON');
    return { kind: 'add-row-access', policy, columns: readColumns(reader) };
  }
  if (reader.acceptAll('DROP', 'ALL', 'ROW', 'ACCESS', 'POLICIES')) return { kind: 'drop-row-access', policy: null };
  if (reader.acceptAll('DROP', 'ROW', 'ACCESS', 'POLICY')) {
    return { kind: 'drop-row-access', policy: reader.objectName() };
  }
  return readColumnChange(reader);
}

function readColumnChange(reader: TokenReader): PolicyChange | null {
  if (!reader.accept('MODIFY') && !reader.accept('ALTER')) return null;
  reader.accept('COLUMN');
  const column = reader.name();
  if (reader.acceptAll('UNSET', 'MASKING', 'POLICY')) return { kind: 'unset-masking', column };
  if (!reader.acceptAll('SET', 'MASKING', 'POLICY')) return null;
  const policy = reader.objectName();
  const columns = reader.accept('USING') ? readColumns(reader) : [column];
  if (columns[0] !== column) throw unsupported('USING that does not begin with the masked column');
  return { kind: 'set-masking', policy, columns, force: reader.accept('FORCE') };
}

function readColumns(reader: TokenReader): readonly string[] {
  reader.expectSymbol('(');
  const columns = [reader.name()];
  while (reader.acceptSymbol(',')) columns.push(reader.name());
  reader.expectSymbol(')');
  return columns;
}
