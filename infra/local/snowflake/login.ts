import type { Account, UserAccount } from './account.ts';
import { authenticate } from './authenticate.ts';
import type { LoginData } from './protocol-schemas.ts';
import type { RoleAccess } from './role-access.ts';
import { listParameters } from './session-parameters.ts';
import type { IssuedTokens, Session, SessionStore } from './session-store.ts';
import { SnowflakeError } from './snowflake-error.ts';
import type { TableCatalog } from './table-catalog.ts';

export interface LoginDeps {
  readonly account: Account;
  readonly access: RoleAccess;
  readonly catalog: TableCatalog;
  readonly sessions: SessionStore;
  readonly now: () => number;
}

/** What a login asks for in its address; absent or empty = the user's default. */
export interface LoginWishes {
  readonly database: string | null;
  readonly schema: string | null;
  readonly warehouse: string | null;
  readonly role: string | null;
}

function roleOf(user: UserAccount, wish: string | null, access: RoleAccess): string {
  const role = wish ?? user.defaultRole;
  if (!access.hasRole(role)) {
    throw new SnowflakeError(
      '390186',
      '08001',
      `Role '${role}' specified in the connect string does not exist or not authorized.`,
    );
  }
  if (!access.rolesOfUser(user).includes(role)) {
    throw new SnowflakeError(
      '390189',
      '08001',
      `Role '${role}' specified in the connect string is not granted to this user.`,
    );
  }
  return role;
}

interface Place {
  readonly database: string | null;
  readonly schema: string | null;
  readonly warehouse: string | null;
}

const missing = (what: string): SnowflakeError =>
  new SnowflakeError('390201', '08001', `The requested ${what} does not exist or not authorized.`);

/** What a login asks for, completed by the user's defaults. */
function wishedPlace(user: UserAccount, wishes: LoginWishes): Place {
  return {
    warehouse: wishes.warehouse ?? user.defaultWarehouse ?? null,
    database: wishes.database ?? user.defaultDatabase ?? null,
    schema: wishes.schema ?? user.defaultSchema ?? 'PUBLIC',
  };
}

/** The wished place without what does not exist or the role may not use. */
async function existingPart({ warehouse, database, schema }: Place, role: string, deps: LoginDeps): Promise<Place> {
  const hasWarehouse = warehouse !== null && deps.account.warehouses.includes(warehouse);
  const place = { warehouse: hasWarehouse ? warehouse : null, database: null, schema: null };
  if (database === null || !deps.access.canUse(deps.access.withInherited([role]), database)) return place;
  if (!(await deps.catalog.hasDatabase(database))) return place;
  const hasSchema = schema !== null && (await deps.catalog.hasSchema(database, schema));
  return { ...place, database, schema: hasSchema ? schema : null };
}

/** Snowflake drops in silence what a login asks for and is not there, unless the client wants it checked. */
function checkWishes(wishes: LoginWishes, place: Place): void {
  for (const what of ['warehouse', 'database', 'schema'] as const) {
    if (wishes[what] !== null && place[what] === null) throw missing(what);
  }
}

/** Opens a session for proven credentials. Throws SnowflakeError, see authenticate; 390186, 390189 and 390201 for wishes. */
export async function login(
  data: LoginData,
  wishes: LoginWishes,
  deps: LoginDeps,
): Promise<{ readonly session: Session; readonly tokens: IssuedTokens }> {
  const user = await authenticate(deps.account, data, deps.now());
  const role = roleOf(user, wishes.role, deps.access);
  const { CLIENT_VALIDATE_DEFAULT_PARAMETERS: check, ...parameters } = data.SESSION_PARAMETERS ?? {};
  const place = await existingPart(wishedPlace(user, wishes), role, deps);
  if (check === 'true') checkWishes(wishes, place);
  return deps.sessions.open({
    ...place,
    user,
    role,
    parameters,
    variables: [],
    hasSecondaryRoles: false,
    transaction: null,
    application: data.CLIENT_APP_ID ?? '',
  });
}

/** The `data` of a login's answer. */
export function loginAnswer(session: Session, tokens: IssuedTokens): object {
  return {
    token: tokens.sessionToken,
    masterToken: tokens.masterToken,
    validityInSeconds: tokens.sessionSeconds,
    masterValidityInSeconds: tokens.masterSeconds,
    displayUserName: session.user.name,
    serverVersion: '9.0.0',
    firstLogin: false,
    remMeToken: null,
    sessionId: Number(session.id),
    parameters: listParameters(session.parameters),
    sessionInfo: {
      databaseName: session.database,
      schemaName: session.schema,
      warehouseName: session.warehouse,
      roleName: session.role,
    },
  };
}
