import type { DialectSession, Lowered } from './lowered.ts';
import { SnowflakeError } from '../snowflake-error.ts';

/**
 * Turns one Snowflake statement into DuckDB SQL or a command for the server.
 *
 * Throws SnowflakeError 001003/42000 for text that is not Snowflake SQL, 000008/0A000 for more than one statement,
 * 000002/0A000 for a construct that is not supported, named in the message.
 */
export function lowerStatement(sql: string, session: DialectSession): Lowered {
  throw new SnowflakeError(
    '000002',
    '0A000',
    `Unsupported feature '${sql.slice(0, 20)}' in session ${session.sessionId}.`,
  );
}
