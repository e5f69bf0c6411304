import type { AccessCommand, GrantTarget, PolicyChange, PolicyKind } from './dialect/access-command.ts';
import { lowerStatement } from './dialect/lower-statement.ts';
import { type PolicyCatalog, PROTECTED_ROW } from './policy-catalog.ts';
import type { Right } from './rights.ts';
import type { RunContext, RunDeps } from './run-context.ts';
import { insufficientPrivileges, objectNotFound, SnowflakeError, unsupported } from './snowflake-error.ts';
import { quoteIdentifier } from './sql-text.ts';
import { completeName, type TableName } from './table-name.ts';

type Of<Name extends AccessCommand['name']> = Extract<AccessCommand, { readonly name: Name }>;

/** Runs a statement about roles, rights or policies; answers its status line. */
export async function runAccessCommand(command: AccessCommand, context: RunContext, deps: RunDeps): Promise<string> {
  switch (command.name) {
    case 'create-role':
    case 'drop-role':
      return changeRole(command, context, deps);
    case 'grant-role':
    case 'revoke-role':
      return changeRoleGrant(command, context, deps);
    case 'grant':
    case 'revoke':
      return changeRights(command, context, deps);
    case 'create-policy':
      return createPolicy(command, context, deps);
    case 'drop-policy': {
      const name = completeName(command.policy, context.dialectSession);
      checkOwner([name.database, name.schema], context, deps);
      deps.policies.drop(command.kind, name, command.ifExists);
      return `${name.table} successfully dropped.`;
    }
    case 'change-policies':
      return changePolicies(command, context, deps);
  }
}

function checkAdministrator(what: string, { roles }: RunContext, { access }: RunDeps): void {
  if (!access.isAdministrator(roles)) throw insufficientPrivileges('account', what);
}

/** Who may grant rights on an object, and put policies on it: its owner, or an administrator. */
function checkOwner(parts: readonly string[], { roles }: RunContext, { access }: RunDeps): void {
  if (access.isAdministrator(roles) || access.owns(roles, parts)) return;
  throw insufficientPrivileges('object', parts.at(-1) ?? '');
}

function roleNotFound(role: string): SnowflakeError {
  return new SnowflakeError(
    '002003',
    '02000',
    `SQL compilation error:\nRole '${role}' does not exist or not authorized.`,
  );
}

function changeRole(command: Of<'create-role' | 'drop-role'>, context: RunContext, deps: RunDeps): string {
  const { role } = command;
  const isThere = deps.access.hasRole(role);
  checkAdministrator(role, context, deps);
  if (command.name === 'drop-role') {
    if (!isThere && !command.ifExists) throw roleNotFound(role);
    deps.access.dropRole(role);
    return `${role} successfully dropped.`;
  }
  if (isThere && command.ifNotExists) return `${role} already exists, statement succeeded.`;
  if (isThere && !command.orReplace) {
    throw new SnowflakeError('002002', '42710', `SQL compilation error:\nObject '${role}' already exists.`);
  }
  if (isThere) deps.access.dropRole(role);
  deps.access.createRole(role);
  return `Role ${role} successfully created.`;
}

function changeRoleGrant(command: Of<'grant-role' | 'revoke-role'>, context: RunContext, deps: RunDeps): string {
  const { role, to } = command;
  const { access, account } = deps;
  if (!access.hasRole(role)) throw roleNotFound(role);
  checkAdministrator(role, context, deps);
  const isThere = to.kind === 'role' ? access.hasRole(to.name) : account.users.some(({ name }) => name === to.name);
  if (!isThere && to.kind === 'role') throw roleNotFound(to.name);
  if (!isThere) throw objectNotFound('User', to.name);
  if (command.name === 'revoke-role') {
    access.revokeRole(role, to);
  } else {
    if (to.kind === 'role' && access.withInherited([role]).includes(to.name)) {
      throw new SnowflakeError('003012', '42501', 'SQL access control error:\nRole grant would create a cycle.');
    }
    access.grantRole(role, to);
  }
  return 'Statement executed successfully.';
}

async function changeRights(command: Of<'grant' | 'revoke'>, context: RunContext, deps: RunDeps): Promise<string> {
  const { privileges, target, role, name } = command;
  if (!deps.access.hasRole(role)) throw roleNotFound(role);
  const places = await placesOf(target, context, deps);
  for (const on of places) {
    if (on.length === 0) checkAdministrator('ACCOUNT', context, deps);
    else checkOwner(on, context, deps);
  }
  for (const on of places) {
    for (const privilege of privileges) {
      const reach = target.reach === 'future' ? 'future' : 'object';
      const right: Right = { privilege, on, reach, kind: target.kind };
      deps.access[name](role, privilege === 'IMPORTED PRIVILEGES' ? { ...right, reach: 'below' } : right);
    }
  }
  return 'Statement executed successfully.';
}

/** Full names of what a right is on; a right on all objects of a kind is one on each that there is now. */
async function placesOf(
  target: GrantTarget,
  context: RunContext,
  deps: RunDeps,
): Promise<readonly (readonly string[])[]> {
  const { kind, reach, name } = target;
  if (kind === 'account') return [[]];
  if (kind === 'warehouse') {
    if (!deps.account.warehouses.includes(name[0] ?? '')) throw objectNotFound('Warehouse', name.join('.'));
    return [];
  }
  const parts = fullParts(reach === 'object' ? kind : (target.container ?? kind), name, context);
  await checkExists(parts, context, deps);
  if (reach !== 'all') return [parts];
  if (kind !== 'table' && kind !== 'view') throw unsupported(`rights on all ${kind}s`);
  return deps.catalog.list(parts, kind);
}

function fullParts(kind: GrantTarget['kind'], name: readonly string[], { session }: RunContext): readonly string[] {
  if (kind === 'database') return name;
  const { database, schema, table } = completeName(kind === 'schema' ? [...name, ''] : name, session);
  return kind === 'schema' ? [database, schema] : [database, schema, table];
}

async function checkExists(parts: readonly string[], _: RunContext, { catalog }: RunDeps): Promise<void> {
  const [database = '', schema, table] = parts;
  if (!(await catalog.hasDatabase(database))) throw objectNotFound('Database', database);
  if (schema === undefined) return;
  if (!(await catalog.hasSchema(database, schema))) throw objectNotFound('Schema', `${database}.${schema}`);
  if (table === undefined) return;
  if ((await catalog.find({ database, schema, table })) === null) throw objectNotFound('Object', parts.join('.'));
}

/** Its text must be Snowflake SQL over its parameters: DuckDB compiles it here, before it guards anything. */
function createPolicy(command: Of<'create-policy'>, context: RunContext, deps: RunDeps): string {
  const name = completeName(command.policy, context.dialectSession);
  checkOwner([name.database, name.schema], context, deps);
  const { kind, parameters, body } = command;
  const values = parameters.map((each) => `CAST(NULL AS ${each.type}) AS ${quoteIdentifier(each.name)}`);
  const row = `(SELECT ${values.join(', ')}) AS ${quoteIdentifier(PROTECTED_ROW)}`;
  const lowered = lowerStatement(`SELECT (${body}) FROM ${row}`, context.dialectSession);
  if (lowered.kind !== 'query') throw unsupported('a policy that is no expression');
  deps.policies.create({ kind, name, parameters, body }, command);
  return `${kind === 'masking' ? 'Masking' : 'Row access'} policy ${name.table} successfully created.`;
}

async function changePolicies(command: Of<'change-policies'>, context: RunContext, deps: RunDeps): Promise<string> {
  const table = completeName(command.table, context.session);
  const found = await deps.catalog.find(table);
  const parts = [table.database, table.schema, table.table];
  if (found === null || !deps.access.canRead(context.roles, table)) {
    throw objectNotFound('Object', parts.join('.'));
  }
  checkOwner(parts, context, deps);
  for (const change of command.changes) changePolicy(change, { table, columns: found.columns }, context, deps);
  return 'Statement executed successfully.';
}

interface ProtectedTable {
  readonly table: TableName;
  readonly columns: readonly string[];
}

function changePolicy(change: PolicyChange, to: ProtectedTable, context: RunContext, { policies }: RunDeps): void {
  const { table } = to;
  switch (change.kind) {
    case 'unset-masking':
      policies.detach(table, { kind: 'masking', column: change.column });
      return;
    case 'drop-row-access':
      if (change.policy !== null) policies.find('row-access', completeName(change.policy, context.session));
      policies.detach(table, { kind: 'row-access' });
      return;
    case 'add-row-access':
      checkUnguarded(to, change.columns, 'row-access', policies);
      attach(change, to, context, { policies });
      return;
    case 'set-masking':
      if (change.force) policies.detach(table, { kind: 'masking', column: change.columns[0] ?? '' });
      checkUnguarded(to, change.columns, 'masking', policies);
      attach(change, to, context, { policies });
  }
}

/** A table has one row access policy, and a column one masking policy. */
function checkUnguarded(
  { table }: ProtectedTable,
  [column = '']: readonly string[],
  kind: PolicyKind,
  policies: PolicyCatalog,
): void {
  const guard = policies
    .policiesOf(table)
    .find((each) => (each.kind === 'masking' ? kind === 'masking' && each.column === column : kind === 'row-access'));
  if (guard === undefined) return;
  throw new SnowflakeError(
    '003551',
    '42710',
    `SQL compilation error:\n${guard.kind === 'masking' ? column : table.table} has the policy ${guard.name} already. Drop it before another is set.`,
  );
}

function attach(
  change: Extract<PolicyChange, { readonly kind: 'add-row-access' | 'set-masking' }>,
  { table, columns }: ProtectedTable,
  context: RunContext,
  { policies }: Pick<RunDeps, 'policies'>,
): void {
  const kind = change.kind === 'set-masking' ? 'masking' : 'row-access';
  const name = completeName(change.policy, context.session);
  const { parameters } = policies.find(kind, name);
  const missing = change.columns.find((column) => !columns.includes(column));
  if (missing !== undefined) {
    throw new SnowflakeError('000904', '42000', `SQL compilation error:\ninvalid identifier '${missing}'`);
  }
  if (parameters.length !== change.columns.length) {
    throw new SnowflakeError(
      '001044',
      '42P13',
      `SQL compilation error:\nPolicy ${name.table} takes ${parameters.length} columns, not ${change.columns.length}.`,
    );
  }
  policies.attach(table, name, change.columns);
}
