/** A value as the comparison reads it: numbers by value, texts exactly, texts that are JSON arrays or objects by content. */
export type ExpectedValue = string | number | boolean | null;

/** One Snowflake statement and what the documentation says it returns. */
export interface DocumentedStatement {
  readonly sql: string;
  readonly rows: readonly (readonly ExpectedValue[])[];
  /** Path below docs.snowflake.com/en/ of the page the expectation is from. */
  readonly page: string;
}

/** Statements of one page, each with one row. */
export function onPage(
  page: string,
  ...statements: readonly (readonly [string, ...ExpectedValue[]])[]
): DocumentedStatement[] {
  return statements.map(([sql, ...row]) => ({ sql, rows: [row], page: `sql-reference/${page}` }));
}

/** A statement with any number of rows. */
export function returning(
  page: string,
  sql: string,
  ...rows: readonly (readonly ExpectedValue[])[]
): DocumentedStatement {
  return { sql, rows, page: `sql-reference/${page}` };
}
