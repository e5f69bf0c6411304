import type { LintContext, LintRule } from './lint-context.ts';
import { problem } from './lint-context.ts';
import type { AggregateExpression, MetricExpression, RowExpression } from '../expression.ts';
import { splitIdentifier } from '../identifier-words.ts';
import type { Fact, LogicalTable, Metric } from '../semantic-model.ts';
import { columnsOf, leavesOf, metricPartsOf } from '../walk-expression.ts';

const RATE_WORDS: ReadonlySet<string> = new Set(
  'rate ratio pct percent percentage price score rating temperature latitude longitude age average avg'.split(' '),
);
const STOCK_WORDS: ReadonlySet<string> = new Set(
  'balance balances stock inventory headcount backlog outstanding'.split(' '),
);
const KEY_WORDS: ReadonlySet<string> = new Set('id key code zip postcode phone'.split(' '));

function metricsOf({ model }: LintContext): readonly Metric[] {
  return [...model.tables.flatMap((table) => table.metrics), ...model.metrics];
}

function aggregatesOf(metric: Metric): readonly AggregateExpression[] {
  return leavesOf(metric.expression).filter((leaf) => leaf.kind === 'aggregate');
}

function everyPart(expression: MetricExpression): readonly MetricExpression[] {
  return [expression, ...metricPartsOf(expression).flatMap(everyPart)];
}

/** The one column that is aggregated as it is. */
function plainColumn(of: RowExpression | null): string | null {
  return of?.kind === 'column' ? of.column : null;
}

function lastWord(column: string): string {
  return splitIdentifier(column).at(-1) ?? '';
}

function hasWord(column: string, words: ReadonlySet<string>): boolean {
  return splitIdentifier(column).some((word) => words.has(word));
}

function summedColumns(
  metric: Metric,
): readonly { readonly column: string; readonly aggregate: AggregateExpression }[] {
  return aggregatesOf(metric).flatMap((aggregate) => {
    const column = aggregate.function === 'sum' ? plainColumn(aggregate.of) : null;
    return column === null ? [] : [{ column, aggregate }];
  });
}

/** Rates and keys have no sum that means anything. */
export const meaninglessSum: LintRule = (context) =>
  metricsOf(context).flatMap((metric) =>
    summedColumns(metric)
      .filter(({ column }) => RATE_WORDS.has(lastWord(column)) || KEY_WORDS.has(lastWord(column)))
      .map(({ column }) =>
        problem(
          'warning',
          'meaningless-sum',
          { path: [...context.pathOf(metric.id), 'expr'] },
          {
            message: `${metric.id} sums ${column}, which looks like a rate, price or key.`,
            mend: 'Average it, weight it by a quantity, or count it.',
          },
        ),
      ),
  );

/** Stock summed over time counts the same pieces once for every snapshot. */
export const stockSummedOverTime: LintRule = (context) =>
  metricsOf(context).flatMap((metric) =>
    summedColumns(metric)
      .filter(({ aggregate }) => aggregate.over.length === 0)
      .filter(({ column }) => hasWord(column, STOCK_WORDS) || /ON_?HAND/i.test(column))
      .map(({ column }) =>
        problem(
          'warning',
          'stock-summed-over-time',
          { path: [...context.pathOf(metric.id), 'expr'] },
          {
            message: `${metric.id} sums ${column}, which looks like a stock, over time as well.`,
            mend: 'Name its date in non_additive_dimensions, so that the last snapshot counts.',
          },
        ),
      ),
  );

function elementTypes(tables: readonly LogicalTable[]): ReadonlyMap<string, Fact['type']> {
  const elements = tables.flatMap((table) => [...table.dimensions, ...table.timeDimensions, ...table.facts]);
  return new Map(
    elements.flatMap(({ expression, type }) =>
      expression.kind === 'column' ? [[`${expression.table}.${expression.column}`, type] as const] : [],
    ),
  );
}

/** Only numbers add up. */
export const sumOfText: LintRule = (context) => {
  const types = elementTypes(context.model.tables);
  return metricsOf(context).flatMap((metric) =>
    aggregatesOf(metric).flatMap((aggregate) => {
      const { of } = aggregate;
      if (!['sum', 'avg', 'median'].includes(aggregate.function) || of?.kind !== 'column') return [];
      const type = types.get(`${of.table}.${of.column}`) ?? 'number';
      if (type === 'number') return [];
      return [
        problem(
          'error',
          'sum-of-text',
          { path: [...context.pathOf(metric.id), 'expr'] },
          {
            message: `${metric.id} takes the ${aggregate.function} of ${of.column}, which is ${type}.`,
            mend: 'Aggregate a number, or count instead.',
          },
        ),
      ];
    }),
  );
};

/** A division that fails the whole question when one group has nothing to divide by. */
export const unguardedDivision: LintRule = (context) =>
  metricsOf(context)
    .filter(({ expression }) =>
      everyPart(expression).some((part) => part.kind === 'ratio' && part.whenZero === 'error'),
    )
    .map(({ id }) =>
      problem(
        'warning',
        'unguarded-division',
        { path: [...context.pathOf(id), 'expr'] },
        {
          message: `${id} divides by what may be zero, which ends the query with an error.`,
          mend: 'Divide by NULLIF(denominator, 0), or use DIV0.',
        },
      ),
    );

function dividesByColumn(expression: RowExpression | null): boolean {
  return expression?.kind === 'binary' && expression.operator === '/' && columnsOf(expression.right).length > 0;
}

/** The mean of ratios weighs every row alike, and seldom is what people mean by the ratio. */
export const averageOfRatios: LintRule = (context) =>
  metricsOf(context)
    .filter((metric) => aggregatesOf(metric).some(({ function: name, of }) => name === 'avg' && dividesByColumn(of)))
    .map(({ id }) =>
      problem(
        'warning',
        'average-of-ratios',
        { path: [...context.pathOf(id), 'expr'] },
        {
          message: `${id} averages a ratio of each row, so that small rows weigh as much as large ones.`,
          mend: 'Divide the sums: SUM(numerator) / NULLIF(SUM(denominator), 0).',
        },
      ),
    );

/** Snapshots need a date that the rows have, and a figure that adds up besides. */
export const semiAdditiveMisuse: LintRule = (context) =>
  metricsOf(context).flatMap((metric) =>
    aggregatesOf(metric)
      .filter(({ over }) => over.length > 0)
      .flatMap((aggregate) => {
        const path = [...context.pathOf(metric.id), 'non_additive_dimensions'];
        const elsewhere = aggregate.over.filter(
          ({ dimension }) => context.index.reach(aggregate.table, dimension, metric.usingRelationships).kind !== 'path',
        );
        const far = elsewhere.map(({ dimension }) =>
          problem(
            'error',
            'semi-additive',
            { path },
            {
              message: `${metric.id} is not additive over ${dimension}, which its rows do not reach by one path.`,
              mend: 'Name a date of its own table or of one related to it.',
            },
          ),
        );
        const isSummed = aggregate.function === 'sum' || aggregate.function === 'count';
        if (isSummed) return far;
        const message = `${metric.id} takes the ${aggregate.function} of a snapshot; only sums need non_additive_dimensions.`;
        return [...far, problem('note', 'semi-additive', { path }, { message, mend: 'Check that this is meant.' })];
      }),
  );

/** "In March" must mean something for a figure of events. */
export const metricWithoutTime: LintRule = (context) =>
  context.model.tables.flatMap((table) =>
    table.metrics
      .filter(({ timeDimension }) => timeDimension === null)
      .filter(() => table.timeDimensions.length > 0)
      .map(({ id }) =>
        problem(
          'warning',
          'metric-without-time',
          { path: context.pathOf(id) },
          {
            message: `Nothing says which date "last month" means for ${id}.`,
            mend: `Set tables.${table.name}.default_time_dimension or metrics.${id}.time_dimension in the sidecar.`,
          },
        ),
      ),
  );

/** A ratio whose parts have no names cannot be taken apart when it changes. */
export const namelessParts: LintRule = (context) =>
  metricsOf(context)
    .filter(
      ({ additivity, ratio, visibility }) => additivity.kind === 'ratio' && ratio === null && visibility === 'public',
    )
    .map(({ id }) =>
      problem(
        'note',
        'nameless-parts',
        { path: [...context.pathOf(id), 'expr'] },
        {
          message: `A part of ${id} is no metric of its own, so a change cannot be split into volume and rate.`,
          mend: 'Define numerator and denominator as metrics, private ones if nobody should ask for them.',
        },
      ),
    );

/** A figure without a unit is written as a bare number. */
export const missingUnit: LintRule = (context) =>
  metricsOf(context)
    .filter(({ format, visibility }) => format.unit === null && visibility === 'public')
    .map(({ id }) =>
      problem(
        'note',
        'missing-unit',
        { path: context.pathOf(id) },
        {
          message: `${id} has no unit.`,
          mend: `Set currency or unit in the sidecar, metrics.${id}.`,
        },
      ),
    );

/** What is private and used by nothing can never be seen. */
export const unusedPrivate: LintRule = (context) => {
  const used = new Set(
    metricsOf(context).flatMap((metric) =>
      leavesOf(metric.expression).flatMap((leaf) => (leaf.kind === 'metric' ? [leaf.metric] : [])),
    ),
  );
  return metricsOf(context)
    .filter(({ id, visibility }) => visibility === 'private' && !used.has(id))
    .map(({ id }) =>
      problem(
        'note',
        'unused-private',
        { path: context.pathOf(id) },
        {
          message: `${id} is private and no metric uses it.`,
          mend: 'Remove it, or make it public.',
        },
      ),
    );
};
