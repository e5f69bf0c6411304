/** A failure as Snowflake reports it to a driver. */
export class SnowflakeError extends Error {
  override readonly name = 'SnowflakeError';
  /** Six digits, such as '002003'. */
  readonly code: string;
  /** Five characters of the SQL standard, such as '42S02'. */
  readonly sqlState: string;

  constructor(code: string, sqlState: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.sqlState = sqlState;
  }
}
