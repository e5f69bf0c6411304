import { CONVERSION_MACROS } from '#infra/local/snowflake/dialect/macros/conversion-macros.ts';
import { DATE_MACROS } from '#infra/local/snowflake/dialect/macros/date-macros.ts';
import { NUMBER_MACROS } from '#infra/local/snowflake/dialect/macros/number-macros.ts';
import { STRING_MACROS } from '#infra/local/snowflake/dialect/macros/string-macros.ts';

interface Macro {
  readonly parameters: readonly string[];
  readonly body: string;
}

/** Where exact decimal arithmetic is not needed: a scorer compares numbers within a tolerance. */
const PLAIN: readonly string[] = [
  'divide_or_null(a, b) AS CAST(a AS DOUBLE) / nullif(CAST(b AS DOUBLE), 0)',
  'divide(a, b) AS CAST(a AS DOUBLE) / CAST(b AS DOUBLE)',
  'like_type(value, example) AS value',
  'text(x) AS CAST(x AS VARCHAR)',
];

const DEFINITION = /^(\w+)\(([^)]*)\)\s+AS\s+([\s\S]*)$/;

function readMacros(): ReadonlyMap<string, Macro> {
  const definitions = [...NUMBER_MACROS, ...DATE_MACROS, ...STRING_MACROS, ...CONVERSION_MACROS, ...PLAIN];
  return new Map(
    definitions.flatMap((definition) => {
      const [, name = '', parameters = '', body = ''] = DEFINITION.exec(definition.trim()) ?? [];
      const names = parameters.split(',').map((parameter) => parameter.trim());
      return name === '' ? [] : [[name, { parameters: names, body }] as const];
    }),
  );
}

const MACROS = readMacros();
const CALL = 'sfm.main.';

/** Where the arguments of a call begin and end, cut at the commas between them; texts and names are passed over. */
function readArguments(sql: string, open: number): { readonly parts: readonly string[]; readonly end: number } {
  const parts: string[] = [];
  let depth = 0;
  let from = open + 1;
  for (let at = open; at < sql.length; at += 1) {
    const sign = sql[at];
    if (sign === "'" || sign === '"') at = sql.indexOf(sign, at + 1);
    else if (sign === '(' || sign === '[') depth += 1;
    else if (sign === ')' || sign === ']') depth -= 1;
    if (depth === 0) return { parts: [...parts, sql.slice(from, at)], end: at + 1 };
    if (sign === ',' && depth === 1) {
      parts.push(sql.slice(from, at));
      from = at + 1;
    }
  }
  throw new Error('A call in the lowered SQL has no end.');
}

/** Writes the local warehouse's macros out, so that any DuckDB can run the statement. */
export function expandMacros(sql: string): string {
  const at = sql.indexOf(CALL);
  if (at === -1) return sql;
  const open = sql.indexOf('(', at);
  const name = sql.slice(at + CALL.length, open);
  const macro = MACROS.get(name);
  if (macro === undefined) throw new Error(`The lowered SQL calls an unknown macro ${name}.`);
  const { parts, end } = readArguments(sql, open);
  const values = new Map(macro.parameters.map((parameter, index) => [parameter, parts[index] ?? 'NULL']));
  const body = macro.body.replaceAll(/'(?:[^']|'')*'|(?<![.\w])\w+(?!\w|\s*\()/g, (word) => {
    const value = values.get(word);
    return value === undefined ? word : `(${value.trim()})`;
  });
  return expandMacros(`${sql.slice(0, at)}(${body})${sql.slice(end)}`);
}
