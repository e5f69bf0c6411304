/** Writes a name so that Snowflake reads exactly this identifier. */
export function quoteIdentifier(identifier: string): string {
  return /^[A-Z_][A-Z0-9_$]*$/.test(identifier) ? identifier : `"${identifier.replaceAll('"', '""')}"`;
}

/** Writes a text as a string literal. A backslash begins an escape in Snowflake, so it is doubled. */
export function quoteText(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
