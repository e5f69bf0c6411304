import { scalar } from '../function-call.ts';
import type { FunctionRule, FunctionRules } from '../function-call.ts';
import type { DialectSession } from '../lowered.ts';
import { quoteString } from '../printer.ts';

function fromSession(read: (session: DialectSession) => string | null): FunctionRule {
  return scalar(0, 0, (call) => {
    const value = read(call.printer.session);
    return value === null ? 'CAST(NULL AS VARCHAR)' : quoteString(value);
  });
}

const now = scalar(0, 1, () => 'now()');

/** docs.snowflake.com, sql-reference/functions-context. */
export const CONTEXT_FUNCTIONS: FunctionRules = {
  CURRENT_ACCOUNT: fromSession(() => 'LOCAL'),
  CURRENT_DATABASE: fromSession((session) => session.database),
  CURRENT_DATE: scalar(0, 0, () => 'current_date'),
  CURRENT_REGION: fromSession(() => 'LOCAL'),
  CURRENT_ROLE: fromSession((session) => session.role),
  CURRENT_SCHEMA: fromSession((session) => session.schema),
  CURRENT_SESSION: fromSession((session) => session.sessionId),
  CURRENT_TIME: scalar(0, 1, () => 'CAST(CAST(now() AS TIMESTAMP) AS TIME)'),
  CURRENT_TIMESTAMP: now,
  CURRENT_USER: fromSession((session) => session.user),
  CURRENT_VERSION: fromSession(() => '0.0.0-local'),
  CURRENT_WAREHOUSE: fromSession((session) => session.warehouse),
  CURRENT_AVAILABLE_ROLES: fromSession((session) => JSON.stringify(session.roles ?? [])),
  GETDATE: now,
  /** A session variable as text; null when it is not set. */
  GETVARIABLE: scalar(1, 1, (call) => {
    const { variables = {} } = call.printer.session;
    const name = call.constant(0, 'name').toUpperCase();
    return `CAST(${(Object.hasOwn(variables, name) ? variables[name] : undefined) ?? 'NULL'} AS VARCHAR)`;
  }),
  IS_ROLE_IN_SESSION: scalar(1, 1, (call) => {
    const roles = (call.printer.session.roles ?? []).map(quoteString);
    return `coalesce(${call.text(0)} IN (${roles.length === 0 ? 'NULL' : roles.join(', ')}), FALSE)`;
  }),
  LOCALTIME: scalar(0, 0, () => 'CAST(CAST(now() AS TIMESTAMP) AS TIME)'),
  LOCALTIMESTAMP: now,
  SYSDATE: scalar(0, 0, () => "(now() AT TIME ZONE 'UTC')"),
  SYSTIMESTAMP: now,
};
