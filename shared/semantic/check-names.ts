import type { ModelDocument } from './model-document.ts';
import type { PlacedProblem } from './model-problem.ts';

type Path = PlacedProblem['path'];

interface Named {
  readonly name: string;
  readonly path: Path;
}

/** Words that Snowflake reserves; none can name a table or column without quotes. Source: reserved keywords, 2026. */
const RESERVED: ReadonlySet<string> = new Set(
  `ACCOUNT ALL ALTER AND ANY AS BETWEEN BY CASE CAST CHECK COLUMN CONNECT CONNECTION CONSTRAINT CREATE CROSS CURRENT CURRENT_DATE
  CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER DATABASE DELETE DISTINCT DROP ELSE EXISTS FALSE FOLLOWING FOR FROM FULL GRANT GROUP GSCLUSTER
  HAVING ILIKE IN INCREMENT INNER INSERT INTERSECT INTO IS ISSUE JOIN LATERAL LEFT LIKE LOCALTIME LOCALTIMESTAMP MINUS NATURAL NOT
  NULL OF ON OR ORDER ORGANIZATION QUALIFY REGEXP REVOKE RIGHT RLIKE ROW ROWS SAMPLE SCHEMA SELECT SET SOME START TABLE TABLESAMPLE
  THEN TO TRIGGER TRUE TRY_CAST UNION UNIQUE UPDATE USING VALUES VIEW WHEN WHENEVER WHERE WITH`.split(/\s+/),
);

function duplicates(named: readonly Named[], what: string): readonly PlacedProblem[] {
  const seen = new Set<string>();
  return named.flatMap(({ name, path }): readonly PlacedProblem[] => {
    const key = name.toUpperCase();
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    const message = `There are two ${what} named ${name}.`;
    const mend = 'Rename one; names are the same in any case.';
    return [{ severity: 'error', rule: 'duplicate-name', document: 'model', path: [...path, 'name'], message, mend }];
  });
}

function unusable({ name, path }: Named): readonly PlacedProblem[] {
  const base = { severity: 'error', rule: 'invalid-name', document: 'model', path: [...path, 'name'] } as const;
  if (RESERVED.has(name.toUpperCase())) {
    return [{ ...base, message: `${name} is a word that Snowflake reserves.`, mend: 'Choose another name.' }];
  }
  if (/^[A-Za-z_][A-Za-z0-9_$]*$/.test(name)) return [];
  const mend = 'Use letters, digits, _ and $, and begin with a letter or _.';
  return [{ ...base, message: `${name} cannot be a name.`, mend }];
}

function listed(items: readonly { readonly name: string }[] | undefined, path: Path): readonly Named[] {
  return (items ?? []).map(({ name }, index) => ({ name, path: [...path, index] }));
}

function elementsOf(table: ModelDocument['tables'][number], tableIndex: number): readonly Named[] {
  const kinds = ['dimensions', 'time_dimensions', 'facts', 'metrics', 'filters'] as const;
  return kinds.flatMap((kind) => listed(table[kind], ['tables', tableIndex, kind]));
}

/** Names that occur twice or that Snowflake does not take; with them nothing else can be looked up. */
export function checkNames(document: ModelDocument): readonly PlacedProblem[] {
  const tables = listed(document.tables, ['tables']);
  const derived = listed(document.metrics, ['metrics']);
  const variables = listed(document.variables, ['variables']);
  const elements = document.tables.map(elementsOf);
  return [
    ...duplicates(tables, 'tables'),
    ...elements.flatMap((named) => duplicates(named, 'members of a table')),
    ...duplicates(derived, 'derived metrics'),
    ...duplicates(listed(document.relationships, ['relationships']), 'relationships'),
    ...duplicates(listed(document.verified_queries, ['verified_queries']), 'verified queries'),
    ...duplicates(variables, 'variables'),
    ...[{ name: document.name, path: [] }, ...tables, ...elements.flat(), ...derived, ...variables].flatMap(unusable),
  ];
}
