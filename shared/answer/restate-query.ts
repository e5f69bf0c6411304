import { dimensionAlias, metricAlias } from '#shared/schemas/plan-aliases.ts';
import type { Having } from '#shared/schemas/plan-condition.ts';
import type { DimensionUse } from '#shared/schemas/plan-parts.ts';
import type { MetricUse, Plan, Query } from '#shared/schemas/plan.ts';
import type { Format, Metric, SemanticModel } from '#shared/semantic/semantic-model.ts';
import { formatExact } from './format-figure.ts';
import { COMPARATORS, phraseCondition, phraseNested, type PhraseScope, timesText } from './phrase-condition.ts';
import { labelOfElement, listWords, midSentence } from './words.ts';

/** How a column of a result is called, and how its figures are written. */
export interface NamedColumn {
  readonly name: string;
  readonly label: string;
  readonly format: Format | null;
}

/** The nested results of a plan in words; each may name those before it. */
export function nestedTexts({ nested }: Plan, model: SemanticModel): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const { name, query } of nested) texts.set(name, midSentence(restateQuery(query, { model, nested: texts })));
  return texts;
}

/**
 * A query in words, with everything that decides its figures: `Revenue by region, October 2026 against September 2026,
 * where segment is Corporate, only those with revenue above $1,000, the top 5 by revenue`.
 *
 * @param columns Names that are known better than from the model, e.g. those of the compiled statement.
 */
export function restateQuery(query: Query, scope: PhraseScope, columns: readonly NamedColumn[] = []): string {
  const named = [...columns, ...ownColumns(query, scope)];
  const { period, comparison, where, having } = query;
  const against = comparison === null ? '' : ` against ${comparison.period.label}`;
  return [
    subjectOf(query, named, scope),
    ...(period === null ? [] : [`${period.label}${against}`]),
    ...(where === null ? [] : [`where ${phraseCondition(where, scope)}`]),
    ...(having === null ? [] : [`only those with ${phraseHaving(having, named, scope)}`]),
    ...rankingOf(query, named),
    ...joinedWith(query, scope),
  ].join(', ');
}

function metricsOf(model: SemanticModel): readonly Metric[] {
  return [...model.tables.flatMap(({ metrics }) => metrics), ...model.metrics];
}

function dimensionColumn(use: DimensionUse, model: SemanticModel): NamedColumn {
  const { dimension, grain, part } = use;
  const unit = part?.replaceAll('-', ' ') ?? grain;
  const own = labelOfElement(model, dimension);
  const label = unit === null ? own : own === 'date' ? unit : `${own} (${unit})`;
  return { name: dimensionAlias(use), label, format: null };
}

function metricColumn(use: MetricUse, scope: PhraseScope): NamedColumn {
  const { model } = scope;
  if (use.kind === 'aggregate') {
    const of =
      use.of === null
        ? (model.tables.find(({ name }) => name === use.table)?.label ?? use.table)
        : labelOfElement(model, use.of);
    const label = `${use.function.replace('_', ' ')} of ${midSentence(of)}${whereOf(use, scope)}`;
    return { name: use.alias, label, format: null };
  }
  const metric = metricsOf(model).find(({ id }) => id === use.metric);
  const label = `${metric?.label ?? use.metric}${whereOf(use, scope)}`;
  return { name: metricAlias(use), label, format: metric?.format ?? null };
}

function whereOf({ where }: MetricUse, scope: PhraseScope): string {
  return where === null ? '' : ` (where ${phraseCondition(where, scope)})`;
}

function ownColumns({ metrics, dimensions }: Query, scope: PhraseScope): readonly NamedColumn[] {
  const own = dimensions.map((use) => dimensionColumn(use, scope.model));
  return [...metrics.map((use) => metricColumn(use, scope)), ...own];
}

const SUMMARIES = { mean: 'mean', median: 'median', max: 'highest', min: 'lowest' } as const;

function subjectOf(query: Query, named: readonly NamedColumn[], scope: PhraseScope): string {
  const { listing, metrics, dimensions, summary } = query;
  if (listing !== null) return listed(listing, scope.model);
  const own = dimensions.map((use) => dimensionColumn(use, scope.model));
  if (metrics.length === 0) return `The values of ${listWords(own.map(({ label }) => midSentence(label)))}`;
  const [first = '', ...others] = metrics.map((use) => {
    const column = metricColumn(use, scope);
    return find(column.name, named)?.label ?? column.label;
  });
  const names = listWords([first, ...others.map(midSentence)]);
  const over = (summary?.over ?? []).map((alias) => alias.toUpperCase());
  const groups = own.filter(({ name }) => !over.includes(name.toUpperCase())).map(({ label }) => midSentence(label));
  const figures = groups.length === 0 ? names : `${names} by ${listWords(groups)}`;
  if (summary === null) return figures;
  return `${figures}, the ${SUMMARIES[summary.function]} over each ${listWords(over.map((alias) => labelOf(alias, named)))}`;
}

function listed({ table, columns, distinct, latest }: NonNullable<Query['listing']>, model: SemanticModel): string {
  const label = midSentence(model.tables.find(({ name }) => name === table)?.label ?? table);
  if (!distinct) return latest === null ? `Rows of ${label}` : lastOf(latest, label, model);
  const values = listWords(columns.map((use) => midSentence(dimensionColumn(use, model).label)));
  const isOwn = columns.every(({ dimension }) => dimension.startsWith(`${table}.`));
  return `The different values of ${values}${isOwn ? '' : ` in ${label}`}`;
}

type Latest = NonNullable<NonNullable<Query['listing']>['latest']>;

/** `The row of products with the highest list price of each category`. */
function lastOf({ per, by, direction, count }: Latest, table: string, model: SemanticModel): string {
  const groups = listWords(per.map((id) => midSentence(labelOfElement(model, id))));
  const isTime = model.tables.some(({ timeDimensions }) => timeDimensions.some(({ id }) => id === by));
  const [last, first] = isTime ? ['latest', 'earliest'] : ['highest', 'lowest'];
  const rows = count === 1 ? 'row' : `${String(count)} rows`;
  const which = direction === 'latest' ? last : first;
  return `The ${rows} of ${table} with the ${which} ${midSentence(labelOfElement(model, by))} of each ${groups}`;
}

function find(alias: string, columns: readonly NamedColumn[]): NamedColumn | undefined {
  return columns.find(({ name }) => name.toUpperCase() === alias.toUpperCase());
}

function labelOf(alias: string, columns: readonly NamedColumn[]): string {
  return midSentence(find(alias, columns)?.label ?? alias.replaceAll('_', ' ').toLowerCase());
}

function phraseHaving(having: Having, columns: readonly NamedColumn[], scope: PhraseScope): string {
  switch (having.kind) {
    case 'and':
    case 'or':
      return listWords(
        having.conditions.map((part) => phraseHaving(part, columns, scope)),
        having.kind,
      );
    case 'not':
      return `not (${phraseHaving(having.condition, columns, scope)})`;
    case 'null':
      return `${labelOf(having.of, columns)} ${having.negated ? 'known' : 'unknown'}`;
    default:
      return `${labelOf(having.of, columns)} ${COMPARATORS[having.operator]} ${otherSide(having, columns, scope)}`;
  }
}

type HavingTest = Extract<Having, { operator: unknown }>;

function otherSide(test: HavingTest, columns: readonly NamedColumn[], scope: PhraseScope): string {
  switch (test.kind) {
    case 'compare': {
      const format = find(test.of, columns)?.format ?? null;
      return format === null ? String(test.value) : formatExact(test.value, format);
    }
    case 'scalar':
      return `${timesText(test.times)}(${phraseNested(test.query, scope)})`;
    case 'column':
      return `${timesText(test.times)}${labelOf(test.other, columns)}`;
    case 'summary': {
      const within = test.within.map((alias) => labelOf(alias, columns));
      const whose = within.length === 0 ? 'of all' : `of each ${listWords(within)}`;
      return `${timesText(test.times)}the ${SUMMARIES[test.summary]} ${whose}`;
    }
  }
}

function rankingOf({ top, limit, order, listing }: Query, columns: readonly NamedColumn[]): readonly string[] {
  if (top !== null) {
    const within =
      top.within.length === 0 ? '' : ` within each ${listWords(top.within.map((alias) => labelOf(alias, columns)))}`;
    return [`the ${top.direction} ${String(top.count)} by ${labelOf(top.by, columns)}${within}`];
  }
  if (limit === null) return [];
  const [first] = order;
  if (first === undefined || listing === null) return [`at most ${String(limit)} rows`];
  return [`the first ${String(limit)} by ${labelOf(first.by, columns)}, ${first.direction}`];
}

const OPERATIONS = { union: 'together with', intersect: 'only if also among', except: 'but not among' } as const;

function joinedWith({ combine }: Query, scope: PhraseScope): readonly string[] {
  if (combine === null) return [];
  return combine.with.map((name) => `${OPERATIONS[combine.operation]} (${phraseNested(name, scope)})`);
}
