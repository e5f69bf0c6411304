import type { LintRule } from './lint-context.ts';
import { problem } from './lint-context.ts';
import { nearestName } from '../identifier-words.ts';

/** The same pair twice is refused by Snowflake. */
export const repeatedVerifiedQuery: LintRule = ({ model }) => {
  const seen = new Set<string>();
  return model.verifiedQueries.flatMap(({ name, question, sql }, index) => {
    const key = JSON.stringify([question.trim().toLowerCase(), sql.replaceAll(/\s+/g, ' ').trim()]);
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [
      problem(
        'error',
        'repeated-verified-query',
        { path: ['verified_queries', index] },
        {
          message: `${name} repeats the question and SQL of another verified query.`,
          mend: 'Remove one.',
        },
      ),
    ];
  });
};

/** Texts are not names: they are blanked before names are looked for. */
function withoutTexts(sql: string): string {
  return sql.replaceAll(/'(?:[^']|'')*'/g, "''");
}

/** Verified queries speak of the model's names, not of the tables beneath. */
export const physicalNames: LintRule = ({ model }) =>
  model.verifiedQueries.flatMap(({ name, sql }, index) => {
    const text = withoutTexts(sql).toUpperCase();
    return model.tables
      .flatMap(({ baseTable }) => (baseTable.kind === 'table' ? [baseTable] : []))
      .map(({ database, schema, table }) => `${database}.${schema}.${table}`)
      .filter((physical) => text.includes(physical.toUpperCase()))
      .map((physical) =>
        problem(
          'warning',
          'physical-names',
          { path: ['verified_queries', index, 'sql'] },
          {
            message: `${name} reads ${physical}, past the model.`,
            mend: 'Use the logical table, or SEMANTIC_VIEW.',
          },
        ),
      );
  });

/** Names in a verified query must exist. */
export const unknownNames: LintRule = ({ model, document }) => {
  const known = new Map(
    document.tables.map((table) => {
      const members = [table.dimensions, table.time_dimensions, table.facts, table.metrics, table.filters].flatMap(
        (list): readonly { readonly name: string }[] => list ?? [],
      );
      return [table.name.toUpperCase(), new Set(members.map(({ name }) => name.toUpperCase()))];
    }),
  );
  return model.verifiedQueries.flatMap(({ name, sql }, index) => {
    const pairs = [...withoutTexts(sql).matchAll(/(?<![\w$.])([A-Za-z_][\w$]*)\.([A-Za-z_][\w$]*)(?![\w$.(])/g)];
    return pairs.flatMap(([written, table = '', member = '']) => {
      const members = known.get(table.replace(/^__/, '').toUpperCase());
      if (members === undefined || members.has(member.toUpperCase())) return [];
      const nearest = nearestName(member.toUpperCase(), members);
      return [
        problem(
          'warning',
          'unknown-names',
          { path: ['verified_queries', index, 'sql'] },
          {
            message: `${name} names ${written}, which the model does not have.`,
            mend: nearest === null ? 'Name an element of the model.' : `Did you mean ${nearest.toLowerCase()}?`,
          },
        ),
      ];
    });
  });
};

/** A query that is not a SELECT is no answer. */
export const notASelect: LintRule = ({ model }) =>
  model.verifiedQueries.flatMap(({ name, sql }, index) =>
    /^\s*(?:SELECT|WITH)\b/i.test(sql) && !withoutTexts(sql).replace(/;\s*$/, '').includes(';')
      ? []
      : [
          problem(
            'error',
            'not-a-select',
            { path: ['verified_queries', index, 'sql'] },
            {
              message: `${name} is not one SELECT.`,
              mend: 'Write one SELECT without a semicolon.',
            },
          ),
        ],
  );
