import type { PolicyKind } from './dialect/access-command.ts';
import type { ShowScope } from './dialect/lowered.ts';
import type { ResultSet } from './result-set.ts';
import type { Right } from './rights.ts';
import type { RunContext, RunDeps } from './run-context.ts';
import { objectNotFound } from './snowflake-error.ts';
import { textColumns } from './text-results.ts';

export const POLICY_COLUMNS = ['name', 'database_name', 'schema_name', 'kind', 'owner', 'comment'] as const;

/** SHOW ROW ACCESS POLICIES and SHOW MASKING POLICIES, of the databases the roles may use. */
export function policyRows(
  kind: PolicyKind,
  { roles }: RunContext,
  { policies, access }: RunDeps,
): readonly (readonly string[])[] {
  return policies
    .list(kind)
    .filter(({ name }) => access.canUse(roles, name.database, name.schema))
    .map(({ name }) => [
      name.table,
      name.database,
      name.schema,
      kind === 'masking' ? 'MASKING_POLICY' : 'ROW_ACCESS_POLICY',
      'SYSADMIN',
      '',
    ]);
}

/** SHOW GRANTS: the rights of a role, the roles of a user, or who has a role. */
export function showGrants(scope: ShowScope, context: RunContext, deps: RunDeps): ResultSet {
  const { access, account } = deps;
  if (scope.kind === 'of-role') {
    const users = account.users.filter((user) => access.rolesOfUser(user).includes(scope.grantee));
    return textColumns(
      ['role', 'granted_to', 'grantee_name'],
      users.map(({ name }) => [scope.grantee, 'USER', name]),
    );
  }
  if (scope.kind === 'to-role') {
    if (!access.hasRole(scope.grantee)) throw objectNotFound('Object', scope.grantee);
    return textColumns(
      ['privilege', 'granted_on', 'name', 'granted_to', 'grantee_name', 'grant_option'],
      access.rightsOf(scope.grantee).map((right) => rightRow(right, scope.grantee)),
    );
  }
  const name = scope.kind === 'to-user' ? scope.grantee : context.session.user.name;
  const user = account.users.find((each) => each.name === name);
  if (user === undefined) throw objectNotFound('User', name);
  return textColumns(
    ['role', 'granted_to', 'grantee_name'],
    access.rolesOfUser(user).map((role) => [role, 'USER', name]),
  );
}

function rightRow({ privilege, on, kind }: Right, role: string): readonly string[] {
  return [privilege, kind.toUpperCase(), on.join('.'), 'ROLE', role, 'false'];
}
