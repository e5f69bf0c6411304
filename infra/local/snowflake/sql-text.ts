/** A DuckDB identifier that keeps its case and its characters. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A DuckDB string literal. For names and patterns of our own only: values of a client are bound. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name's parts, each quoted, joined by dots. */
export function quoteName(parts: readonly string[]): string {
  return parts.map(quoteIdentifier).join('.');
}

/** Splits `DB.SCHEMA.TABLE` from options: unquoted parts are upper-cased, quoted ones kept. */
export function parseName(text: string): readonly string[] {
  const parts = text.match(/"(?:[^"]|"")*"|[^.]+/gu) ?? [];
  return parts.map((part) => (part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part.toUpperCase()));
}

const IDENTIFIER = /^(?:"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*)/u;
const SPACE_AND_DOT = /^\s*\.\s*/u;

/** Length in characters of the dotted name at the start of `text`; 0 when there is none. */
export function dottedNameLength(text: string): number {
  let length = 0;
  for (;;) {
    const name = IDENTIFIER.exec(text.slice(length));
    if (name === null) return length;
    length += name[0].length;
    const dot = SPACE_AND_DOT.exec(text.slice(length));
    if (dot === null) return length;
    length += dot[0].length;
  }
}
