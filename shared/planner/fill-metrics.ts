import { bareName } from '#shared/schemas/element-id.ts';
import type { PlanInput } from '#shared/schemas/plan.ts';
import type { Metric } from '#shared/semantic/semantic-model.ts';
import { chooseMetric, type Figures } from './choose-element.ts';
import type { Draft, MetricMention } from './draft.ts';
import { sensesOf } from './board.ts';
import type { ModelView } from './model-view.ts';
import { chooseDeedMetric } from './choose-deed.ts';
import { phraseKey } from './question-token.ts';
import type { ReadingLog } from './reading-log.ts';
import type { Item, MatchMethod } from './sense.ts';

type MetricUse = NonNullable<PlanInput['metrics']>[number];

/** A figure of the plan with what later stages need to know of it. */
export interface Figure {
  readonly use: MetricUse;
  readonly alias: string;
  readonly label: string;
  /** What it is measured in: money, a fraction, or something that is counted. */
  readonly measure: 'currency' | 'percent' | 'number';
  readonly factTables: readonly string[];
  /** Whether parts of it add up to the whole, so that shares and running totals mean something. */
  readonly isAdditive: boolean;
  /** Whether it is a level, such as stock, of which the last one in a period counts. */
  readonly isLevel: boolean;
  /** Whether its date is known, so that a period can apply to it. */
  readonly isDated: boolean;
  /** Set for a count of distinct things; `table` is theirs, null where the model has none for them. */
  readonly counts: { readonly table: string | null } | null;
  readonly item: Item;
}

function toAlias(text: string): string {
  const plain = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .slice(0, 60);
  return /^[a-z_]/.test(plain) ? plain : `_${plain}`;
}

/** The table whose rows a count of distinct keys counts: orders' customer numbers count customers. */
export function countedTable({ expression }: Metric, { model }: ModelView): string | null {
  if (expression.kind !== 'aggregate' || expression.of?.kind !== 'column') return null;
  const { table, column } = expression.of;
  const found = model.relationships.find(
    ({ leftTable, join, review }) =>
      leftTable === table &&
      review === null &&
      join.kind === 'equi' &&
      join.columns.length === 1 &&
      join.columns[0]?.left === column,
  );
  return found?.rightTable ?? null;
}

function measureOf({ unit, isCurrency }: Metric['format']): Figure['measure'] {
  if (isCurrency) return 'currency';
  return unit === 'percent' ? 'percent' : 'number';
}

function metricFigure(id: string | null, item: Item, view: ModelView): Figure | null {
  const metric = id === null ? undefined : view.metrics.get(id);
  if (id === null || metric === undefined) return null;
  const isDated =
    metric.timeDimension !== null ||
    metric.factTables.every((table) => (view.tables.get(table)?.defaultTimeDimension ?? null) !== null);
  return {
    use: { kind: 'metric', metric: id },
    alias: bareName(id),
    label: metric.label,
    measure: measureOf(metric.format),
    factTables: metric.factTables,
    isAdditive: metric.additivity.kind === 'additive',
    isLevel: metric.additivity.kind === 'semi-additive',
    isDated,
    counts: metric.additivity.kind === 'distinct' ? { table: countedTable(metric, view) } : null,
    item,
  };
}

/** The metric that counts all rows of a table; null where the model has none, or several. */
export function onlyCountOf(table: string, { metrics }: ModelView): Metric | null {
  const [only, second] = [...metrics.values()].filter((metric) => isCountOf(metric, table));
  return only === undefined || second !== undefined ? null : only;
}

/** True for a metric that counts all rows of the table. */
export function isCountOf({ expression, visibility }: Metric, table: string): boolean {
  if (visibility !== 'public' || expression.kind !== 'aggregate' || expression.function !== 'count') return false;
  return expression.filter === null && expression.table === table;
}

/** A figure for which the model has no metric. */
type CountedMention = Exclude<MetricMention, { kind: 'metric' | 'deed' }>;

function countFigure({ id, label }: Metric, item: Item, view: ModelView, log: ReadingLog): Figure | null {
  log.match(item, 'metric', label, sensesOf(item, 'table')[0]?.method ?? 'exact');
  return metricFigure(id, item, view);
}

function aggregateFigure(mention: CountedMention, view: ModelView, log: ReadingLog): Figure | null {
  const counting = mention.kind === 'rows' ? onlyCountOf(mention.table, view) : null;
  if (counting !== null) return countFigure(counting, mention.item, view, log);
  const found = aggregateOf(mention, view);
  if (found === null) return null;
  const { item } = mention;
  log.match(item, 'metric', found.label, found.method);
  return {
    use: { kind: 'aggregate', function: found.function, table: found.table, of: found.of, alias: toAlias(found.label) },
    alias: toAlias(found.label),
    label: found.label,
    measure: found.format === null ? 'number' : measureOf(found.format),
    factTables: [found.table],
    isAdditive: found.function === 'count' || found.function === 'sum',
    isLevel: false,
    isDated: (view.tables.get(found.table)?.defaultTimeDimension ?? null) !== null,
    counts: found.function === 'count_distinct' ? { table: null } : null,
    item,
  };
}

interface Aggregated {
  readonly function: 'count' | 'count_distinct' | 'sum' | 'avg' | 'min' | 'max' | 'median';
  readonly table: string;
  readonly of: string | null;
  /** Null for a number of rows or things. */
  readonly format: Metric['format'] | null;
  readonly label: string;
  readonly method: MatchMethod;
}

function rowsOf(item: Item, name: string, view: ModelView): Aggregated {
  const label = `Number of ${view.tables.get(name)?.label ?? name}`;
  return {
    function: 'count',
    table: name,
    of: null,
    format: null,
    label,
    method: sensesOf(item, 'table')[0]?.method ?? 'exact',
  };
}

function membersOf(item: Item, view: ModelView): Aggregated | null {
  const [sense] = sensesOf(item, 'dimension');
  const dimension = view.dimensions.get(sense?.id ?? '');
  if (sense === undefined || dimension === undefined) return null;
  const label = `Number of different ${dimension.label}`;
  return {
    function: 'count_distinct',
    table: dimension.table,
    of: sense.id,
    format: null,
    label,
    method: sense.method,
  };
}

function factOf(
  { item, function: name }: Extract<MetricMention, { kind: 'fact' }>,
  view: ModelView,
): Aggregated | null {
  const [sense] = sensesOf(item, 'fact');
  if (sense === undefined) return null;
  const fact = view.facts.get(sense.id);
  const label = `${name} of ${fact?.label ?? sense.id}`;
  return {
    function: name,
    table: sense.table,
    of: sense.id,
    format: fact?.format ?? null,
    label,
    method: sense.method,
  };
}

function aggregateOf(mention: CountedMention, view: ModelView): Aggregated | null {
  switch (mention.kind) {
    case 'rows':
      return rowsOf(mention.item, mention.table, view);
    case 'members':
      return membersOf(mention.item, view);
    case 'fact':
      return factOf(mention, view);
  }
}

/** The model's own count of a table's rows, "Number of stores"; null where it has none. */
function countMetric(name: string, view: ModelView): Metric | null {
  const table = view.tables.get(name);
  if (table === undefined) return null;
  const wanted = [table.name, table.label, ...table.synonyms].map((word) => phraseKey(`number of ${word}`));
  const isCount = ({ label, synonyms, visibility }: Metric) =>
    visibility === 'public' && [label, ...synonyms].some((word) => wanted.includes(phraseKey(word)));
  return table.metrics.find(isCount) ?? null;
}

function rowsFigure(mention: Extract<MetricMention, { kind: 'rows' }>, view: ModelView, log: ReadingLog) {
  const metric = countMetric(mention.table, view);
  if (mention.isAssumed) log.assume(`“${mention.item.heard}” was read as how many there are.`);
  if (metric === null) return aggregateFigure(mention, view, log);
  log.match(mention.item, 'metric', metric.label, sensesOf(mention.item, 'table')[0]?.method ?? 'exact');
  return metricFigure(metric.id, mention.item, view);
}

function figureFor(mention: MetricMention, view: ModelView, log: ReadingLog): Figure | null {
  switch (mention.kind) {
    case 'rows':
      return rowsFigure(mention, view, log);
    case 'metric':
      return metricFigure(chooseMetric(mention.item, view, log), mention.item, view);
    case 'deed':
      return metricFigure(chooseDeedMetric(mention, view, log), mention.item, view);
    default:
      return aggregateFigure(mention, view, log);
  }
}

/** The figures of a draft, each once, in the order in which they were named. */
export function fillMetrics(draft: Draft, view: ModelView, log: ReadingLog): readonly Figure[] {
  const figures: Figure[] = [];
  for (const mention of draft.metrics) {
    const figure = figureFor(mention, view, log);
    if (figure !== null && !figures.some(({ alias }) => alias === figure.alias)) figures.push(figure);
  }
  return figures;
}

/** The figure that an item of the question names; the first one when it names none. */
export function figureOf(item: Item | null, figures: readonly Figure[], view: ModelView): Figure | undefined {
  if (item === null) return figures[0];
  const ids = sensesOf(item, 'metric').map((sense) => sense.id);
  return figures.find(({ use }) => use.kind === 'metric' && ids.includes(use.metric) && view.metrics.has(use.metric));
}

export function scopeOf(figures: readonly Figure[]): Figures {
  return {
    factTables: [...new Set(figures.flatMap(({ factTables }) => factTables))],
    label: figures.map(({ label }) => label).join(' and '),
  };
}
