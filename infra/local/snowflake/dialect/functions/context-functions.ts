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
  GETDATE: now,
  LOCALTIME: scalar(0, 0, () => 'CAST(CAST(now() AS TIMESTAMP) AS TIME)'),
  LOCALTIMESTAMP: now,
  SYSDATE: scalar(0, 0, () => "(now() AT TIME ZONE 'UTC')"),
  SYSTIMESTAMP: now,
};
