import type { DuckDBConnection } from '@duckdb/node-api';

import type { Account } from './account.ts';
import type { DialectSession } from './dialect/lowered.ts';
import type { DuckDBStore } from './duckdb-store.ts';
import type { ResultSet } from './result-set.ts';
import type { PolicyCatalog } from './policy-catalog.ts';
import type { RoleAccess } from './role-access.ts';
import type { Session } from './session-store.ts';
import { variableExpression } from './session-variable.ts';
import type { Statement } from './statement.ts';
import type { TableCatalog } from './table-catalog.ts';

/** What every kind of statement may need of the server. */
export interface RunDeps {
  readonly account: Account;
  readonly store: DuckDBStore;
  readonly catalog: TableCatalog;
  readonly access: RoleAccess;
  readonly policies: PolicyCatalog;
}

/** A statement while it runs: whose it is and where it runs. */
export interface RunContext {
  readonly statement: Statement;
  readonly session: Session;
  readonly connection: DuckDBConnection;
  readonly dialectSession: DialectSession;
  /** All roles whose rights the session has. */
  readonly roles: readonly string[];
}

/** A result and the kind of statement it came from. */
export interface RunResult {
  readonly result: ResultSet;
  readonly statementTypeId: number;
}

/** All roles whose rights a session has. */
export function activeRoles(session: Session, access: RoleAccess): readonly string[] {
  return access.withInherited([session.role, ...(session.hasSecondaryRoles ? access.rolesOfUser(session.user) : [])]);
}

export function toDialectSession(
  session: Session,
  parameters: Readonly<Record<string, string>>,
  access: RoleAccess,
): DialectSession {
  return {
    database: session.database,
    schema: session.schema,
    role: session.role,
    roles: activeRoles(session, access),
    warehouse: session.warehouse,
    user: session.user.name,
    sessionId: session.id,
    parameters,
    variables: Object.fromEntries(session.variables.map((each) => [each.name, variableExpression(each)])),
  };
}
