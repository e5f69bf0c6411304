/**
 * A failure as Snowflake reports it to a driver.
 *
 * The message is what Snowflake's own would be, as far as it is known; it names objects and never holds rows.
 */
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

/** 002003: the object is not there, or the role may not know that it is. Snowflake does not tell these apart. */
export function objectNotFound(
  kind: 'Object' | 'Schema' | 'Database' | 'User' | 'Warehouse',
  name: string,
): SnowflakeError {
  const sqlState = kind === 'Object' ? '42S02' : '02000';
  return new SnowflakeError(
    '002003',
    sqlState,
    `SQL compilation error:\n${kind} '${name}' does not exist or not authorized.`,
  );
}

/** 002043: USE or DESCRIBE of something that is not there. */
export function operationCannotBePerformed(): SnowflakeError {
  return new SnowflakeError(
    '002043',
    '02000',
    'SQL compilation error:\nObject does not exist, or operation cannot be performed.',
  );
}

/** 003001: the role may see the object but not do this to it. */
export function insufficientPrivileges(kind: string, name: string): SnowflakeError {
  return new SnowflakeError(
    '003001',
    '42501',
    `SQL access control error:\nInsufficient privileges to operate on ${kind} '${name}'`,
  );
}

/** 000002: a construct that Snowflake has and this server has not. */
export function unsupported(feature: string): SnowflakeError {
  return new SnowflakeError('000002', '0A000', `Unsupported feature '${feature}'.`);
}
