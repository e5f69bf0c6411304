import type { CatalogueTable } from '#shared/sql/guard/catalogue.ts';
import type { StatementValues } from '#shared/sql/guard/statement-values.ts';

const SPACE_AND_COMMENTS = /--[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
const TEXTS = /\$\$[\s\S]*?\$\$|'(?:[^'\\]|''|\\.)*'/g;
const NAME = String.raw`(?:"(?:[^"]|"")+"|[A-Za-z_][\w$]*)`;
const DOTTED = new RegExp(String.raw`^${NAME}(?:\s*\.\s*${NAME})*`);
const NO_TABLE = new Set(['SELECT', 'VALUES', 'LATERAL', 'TABLE', 'UNNEST', 'WITH']);
const NO_FUNCTION = new Set(
  'IN AND OR NOT ON AS OVER USING VALUES FROM WHERE ANY SELECT BY SETS EXISTS LIKE'.split(' '),
);

/** The names after FROM, JOIN and the commas of a FROM, and those before a parenthesis: read from the text, not by a parser. */
export function readNames(text: string): {
  readonly tables: readonly CatalogueTable[];
  readonly functions: readonly string[];
  readonly values: StatementValues;
} {
  const bare = text.replaceAll(SPACE_AND_COMMENTS, ' ').replaceAll(TEXTS, "''");
  const common = new Set(
    [...bare.matchAll(new RegExp(String.raw`(${NAME})\s*(?:\([^()]*\))?\s+as\s*\(`, 'gi'))].map(([, name]) =>
      part(name ?? ''),
    ),
  );
  const tables = new Map<string, CatalogueTable>();
  for (const { index, 0: word } of bare.matchAll(/\b(?:from|join)\b/gi)) {
    const rest =
      /^[\s(]*([^()]*?)(?=[()]|$|\b(?:join|on|using|where|group|order|left|right|full|inner|cross|asof|natural)\b)/i.exec(
        bare.slice(index + word.length),
      )?.[1];
    for (const piece of (rest ?? '').split(',')) {
      const name = DOTTED.exec(piece.trim())?.[0];
      const path = (name ?? '').match(new RegExp(NAME, 'g'))?.map(part) ?? [];
      const [first] = path;
      if (first === undefined || NO_TABLE.has(first) || (path.length === 1 && common.has(first))) continue;
      tables.set(path.join('.'), { path, columns: null, rows: null });
    }
  }
  const called = [...bare.matchAll(/([A-Za-z_][\w.!]*)\s*\(/g)].map(([, name]) => (name ?? '').toUpperCase());
  const places = [...bare.matchAll(/\B:(\d+)\b/g)].map(([, place]) => Number(place));
  return {
    tables: [...tables.values()],
    functions: [...new Set(called)].filter((name) => !NO_FUNCTION.has(name)),
    values: { positional: Array.from({ length: Math.min(9, Math.max(0, ...places)) }, () => 1), named: new Map() },
  };
}

function part(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text.toUpperCase();
}
