import { SnowflakeError } from '../snowflake-error.ts';

/** The error for a construct that Snowflake may know and this dialect does not: 000002/0A000, naming it. */
export function unsupported(construct: string): SnowflakeError {
  return new SnowflakeError('000002', '0A000', `Unsupported feature '${construct}'.`);
}

/** The error for text that is not Snowflake SQL: 001003/42000. */
export function syntaxError(detail: string): SnowflakeError {
  return new SnowflakeError('001003', '42000', `SQL compilation error:\n${detail}`);
}

/** The error for a wrong use of something known, such as a bad date part: 001044/42P13. */
export function invalidArgument(detail: string): SnowflakeError {
  return new SnowflakeError('001044', '42P13', `SQL compilation error:\n${detail}`);
}
