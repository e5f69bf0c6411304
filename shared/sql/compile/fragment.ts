import type { Cell } from '#shared/schemas/primitives.ts';

/** A piece of SQL with the values of its `?` placeholders, in the order in which they stand in the text. */
export interface Fragment {
  readonly text: string;
  readonly binds: readonly Cell[];
}

const EMPTY: readonly Cell[] = [];

/** SQL that is safe as it stands: keywords, printed identifiers and literals. Never a value from a question. */
export function raw(text: string): Fragment {
  return { text, binds: EMPTY };
}

export function bind(value: Cell): Fragment {
  return { text: '?', binds: [value] };
}

/** Puts fragments together; a plain string in a placeholder is taken as SQL. */
export function sql(strings: TemplateStringsArray, ...parts: readonly (Fragment | string)[]): Fragment {
  let text = strings[0] ?? '';
  let binds = EMPTY;
  parts.forEach((part, index) => {
    const fragment = typeof part === 'string' ? raw(part) : part;
    text += fragment.text + (strings[index + 1] ?? '');
    if (fragment.binds.length > 0) binds = [...binds, ...fragment.binds];
  });
  return { text, binds };
}

export function joinFragments(parts: readonly Fragment[], separator: string): Fragment {
  return { text: parts.map(({ text }) => text).join(separator), binds: parts.flatMap(({ binds }) => binds) };
}

/** Indents every line but leaves the binds as they are. */
export function indent(fragment: Fragment, by = '  '): Fragment {
  return { text: fragment.text.replaceAll(/^(?=.)/gm, by), binds: fragment.binds };
}

/**
 * Words that Snowflake does not take as a bare name of a column, table or alias (docs, "Reserved & limited keywords"),
 * and others that read badly as one.
 */
const RESERVED = new Set(
  `ACCOUNT ALL ALTER AND ANY AS BETWEEN BY CASE CAST CHECK COLUMN CONNECT CONNECTION CONSTRAINT CREATE CROSS CURRENT
  CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER DATABASE DELETE DESC ASC DISTINCT DROP ELSE END EXISTS FALSE FETCH
  FOLLOWING FOR FROM FULL GRANT GROUP GSCLUSTER HAVING ILIKE IN INCREMENT INNER INSERT INTERSECT INTO IS ISSUE JOIN
  LATERAL LEFT LIKE LIMIT LOCALTIME LOCALTIMESTAMP MINUS NATURAL NOT NULL OF OFFSET ON OR ORDER ORGANIZATION OUTER OVER
  PARTITION PIVOT QUALIFY REGEXP REVOKE RIGHT RLIKE ROW ROWS SAMPLE SCHEMA SELECT SET SOME START TABLE TABLESAMPLE THEN
  TO TRIGGER TRUE TRY_CAST UNION UNIQUE UNPIVOT UPDATE USING VALUES VIEW WHEN WHENEVER WHERE WINDOW WITH EXCEPT`.split(
    /\s+/,
  ),
);

/** A name as Snowflake stores it, printed bare where that means the same and in quotes otherwise. */
export function identifier(name: string): string {
  const isBare = /^[A-Z_][A-Z0-9_]*$/.test(name) && !RESERVED.has(name);
  return isBare ? name : `"${name.replaceAll('"', '""')}"`;
}

/** A name of our own making, e.g. of a CTE, in lower case where it may be bare. */
export function localName(name: string): string {
  const upper = name.toUpperCase();
  return identifier(upper) === upper ? name.toLowerCase() : identifier(upper);
}

/** Text literal; Snowflake reads a backslash as an escape. */
export function textLiteral(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
