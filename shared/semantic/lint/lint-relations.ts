import type { LintContext, LintRule } from './lint-context.ts';
import { problem } from './lint-context.ts';
import type { JoinPath } from '../relation-graph.ts';
import type { LogicalTable, Metric } from '../semantic-model.ts';
import { tablesOf } from '../walk-expression.ts';

function describePaths(paths: readonly JoinPath[]): string {
  return paths.map((path) => path.map(({ name }) => name).join(' → ')).join(' or ');
}

function metricsOf({ model }: LintContext): readonly Metric[] {
  return model.tables.flatMap((table) => table.metrics);
}

/** A table that nothing leads to, and that leads nowhere, can only be asked about by itself. */
export const unreachableTable: LintRule = (context) => {
  const { tables, relationships } = context.model;
  if (tables.length < 2) return [];
  return tables
    .filter(({ name }) => relationships.every(({ leftTable, rightTable }) => leftTable !== name && rightTable !== name))
    .map(({ name }) =>
      problem(
        'warning',
        'unreachable-table',
        { path: context.tablePath(name) },
        {
          message: `No relationship leads to ${name} or from it.`,
          mend: 'Add a relationship, or move the table to a model of its own.',
        },
      ),
    );
};

function ambiguitiesFrom(context: LintContext, table: LogicalTable, preferred: readonly string[]) {
  const { graph } = context.index;
  return graph.reachableFrom(table.name).flatMap((to) => {
    const choice = graph.choosePath(table.name, to, preferred);
    return choice.kind === 'several' ? [{ to, paths: choice.paths }] : [];
  });
}

/** Several paths to a table, and nothing that says which a metric takes. */
export const ambiguousPath: LintRule = (context) =>
  context.model.tables.flatMap((table) => {
    const ofMetrics = table.metrics.flatMap((metric) =>
      ambiguitiesFrom(context, table, metric.usingRelationships).map(({ to, paths }) =>
        problem(
          'warning',
          'ambiguous-path',
          { path: context.pathOf(metric.id) },
          {
            message: `Several paths lead from ${metric.id} to ${to}: ${describePaths(paths)}.`,
            mend: 'Name the relationships to take in using_relationships, or add the table again under another name.',
          },
        ),
      ),
    );
    if (ofMetrics.length > 0) return ofMetrics;
    return ambiguitiesFrom(context, table, table.preferredRelationships).map(({ to, paths }) =>
      problem(
        'note',
        'ambiguous-path',
        { path: context.tablePath(table.name) },
        {
          message: `Several paths lead from rows of ${table.name} to ${to}: ${describePaths(paths)}.`,
          mend: `Name those to take in the sidecar, tables.${table.name}.preferred_relationships.`,
        },
      ),
    );
  });

/** An expression that reads another table must reach it by one path. */
export const ambiguousExpression: LintRule = (context) =>
  context.model.tables.flatMap((table) =>
    [...table.dimensions, ...table.timeDimensions, ...table.facts].flatMap(({ id, expression }) =>
      tablesOf(expression)
        .filter((other) => context.index.graph.pathsBetween(table.name, other).length > 1)
        .map((other) =>
          problem(
            'error',
            'ambiguous-expression',
            { path: [...context.pathOf(id), 'expr'] },
            {
              message: `${id} reads ${other}, to which several paths lead.`,
              mend: 'Add the table again under another name, one for each role.',
            },
          ),
        ),
    ),
  );

/** Without a key nothing proves that rows are counted once. */
export const missingKey: LintRule = (context) =>
  context.model.tables
    .filter(({ keys }) => keys.length === 0)
    .map(({ name }) =>
      problem(
        'warning',
        'missing-key',
        { path: context.tablePath(name) },
        {
          message: `${name} has no key, so its grain is not known.`,
          mend: 'Add primary_key with the columns that make a row unique.',
        },
      ),
    );

/** Two fact tables that share nothing can only be set side by side as two totals. */
export const nothingInCommon: LintRule = (context) =>
  context.model.metrics
    .filter(({ factTables }) => factTables.length > 1)
    .filter(({ factTables }) => context.index.conformedDimensions(factTables).length === 0)
    .map(({ id, factTables }) =>
      problem(
        'warning',
        'nothing-in-common',
        { path: context.pathOf(id) },
        {
          message: `${id} combines ${factTables.join(' and ')}, which share no dimension.`,
          mend: 'Relate both to a common table, put a bridge table between them, or declare conforms_to in the sidecar.',
        },
      ),
    );

/** Named paths must exist and begin at the metric's table. */
export const uselessRelationship: LintRule = (context) =>
  metricsOf(context).flatMap((metric) => {
    const reachable = new Set(metric.table === null ? [] : context.index.graph.reachableFrom(metric.table));
    return metric.usingRelationships.flatMap((name) => {
      const found = context.model.relationships.find((relationship) => relationship.name === name);
      if (found !== undefined && reachable.has(found.leftTable)) return [];
      const path = [...context.pathOf(metric.id), 'using_relationships'];
      const message =
        found === undefined ? `${name} is no relationship.` : `${name} does not begin where ${metric.id} can go.`;
      return [
        problem('error', 'useless-relationship', { path }, { message, mend: 'Name a relationship of its table.' }),
      ];
    });
  });

/** What was inferred and not confirmed is never used silently, so someone should look at it. */
export const unreviewedRelationship: LintRule = (context) =>
  context.model.relationships.flatMap(({ name, review }, index) =>
    review === null
      ? []
      : [
          problem(
            'warning',
            'unreviewed-relationship',
            { path: ['relationships', index] },
            {
              message: `${name} was inferred (${Math.round(review.confidence * 100)} %): ${review.reason}.`,
              mend: `Check it, then remove relationships.${name}.review from the sidecar.`,
            },
          ),
        ],
  );
