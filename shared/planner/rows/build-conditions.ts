import type { ConditionInput, HavingInput } from '#shared/schemas/plan-condition.ts';
import { METRIC_TIME } from '#shared/schemas/plan-parts.ts';
import type { PlanInput, QueryInput } from '#shared/schemas/plan.ts';
import { keyDimension } from '#shared/semantic/member-key.ts';
import { bareName, tableOfId } from '#shared/schemas/element-id.ts';
import { periodFields } from '../fill-members.ts';
import { memberOf } from './read-figure-clause.ts';
import type { EventMention, FigureMention, ResolvedPeriod, RowBound, RowFigure, RowReading } from './row-reading.ts';

type MetricUse = NonNullable<PlanInput['metrics']>[number];

export function allOf(conditions: readonly ConditionInput[]): ConditionInput | null {
  const [first, ...others] = conditions;
  if (first === undefined) return null;
  return others.length === 0 ? first : { kind: 'and', conditions: [first, ...others] };
}

export function periodOf(found: ResolvedPeriod | null) {
  if (found === null) return null;
  return { ...periodFields(found.period), heard: found.heard, timeDimension: METRIC_TIME };
}

/** Nested queries by name, and the names that are taken. */
export class NestedQueries {
  readonly list: { name: string; query: QueryInput }[] = [];

  add(query: QueryInput): string {
    const name = `step_${this.list.length + 1}`;
    this.list.push({ name, query });
    return name;
  }
}

/** What tells the rows of the subject apart: its key, else the value itself or the name. Null where nothing does. */
export function identityOf(reading: RowReading): string | null {
  const { subject, scope } = reading;
  if (subject.dimension !== null) return subject.dimension;
  const table = scope.view.tables.get(subject.table);
  return (table === undefined ? null : keyDimension(table)) ?? memberOf(reading);
}

/** A row of the subject is looked for in the other table; a value of a column among those of the other table's rows. */
function eventCondition(event: EventMention, reading: RowReading, nested: NestedQueries): ConditionInput {
  const { subject } = reading;
  const { table, negated, heard } = event;
  const period = periodOf(event.period ?? reading.period);
  const provenance = { heard, method: 'exact' };
  if (subject.dimension === null) {
    return { kind: 'exists', table, of: subject.table, where: [...event.where], period, negated, ...provenance };
  }
  const of = nested.add({
    listing: { table, columns: [{ dimension: subject.dimension }], distinct: true },
    where: allOf(event.where),
    period,
  });
  return { kind: 'member', field: subject.dimension, of, negated, ...provenance };
}

export function metricUse(figure: RowFigure): MetricUse {
  return figure.kind === 'metric'
    ? { kind: 'metric', metric: figure.metric }
    : { kind: 'aggregate', function: 'count', table: figure.table, alias: figure.alias };
}

function boundHaving(bound: RowBound, { figure, heard }: FigureMention, nested: NestedQueries): HavingInput {
  const provenance = { heard, method: 'number' };
  const common = { of: figure.alias, operator: bound.comparator, ...provenance };
  switch (bound.kind) {
    case 'number':
      return { kind: 'compare', ...common, value: bound.value };
    case 'figure':
      return { kind: 'column', ...common, other: bound.other.alias };
    case 'member': {
      const query = nested.add({ metrics: [metricUse(figure)], where: bound.where });
      return { kind: 'scalar', ...common, query };
    }
  }
}

function figuresOf(mentions: readonly FigureMention[]): readonly RowFigure[] {
  const all = mentions.flatMap(({ figure, bounds }) => [
    figure,
    ...bounds.flatMap((bound) => (bound.kind === 'figure' ? [bound.other] : [])),
  ]);
  return all.filter(({ alias }, place) => all.findIndex((other) => other.alias === alias) === place);
}

/** Groups of the subject of which the figures meet their bounds; all of one period and the same rows. */
export function figureQuery(
  mentions: readonly FigureMention[],
  dimensions: readonly string[],
  reading: RowReading,
  nested: NestedQueries,
): QueryInput {
  const [first] = mentions;
  const having = mentions.flatMap((mention) => mention.bounds.map((bound) => boundHaving(bound, mention, nested)));
  const [only] = having;
  return {
    metrics: figuresOf(mentions).map(metricUse),
    dimensions: dimensions.map((dimension) => ({ dimension })),
    where: allOf(first?.where ?? []),
    having: having.length === 1 && only !== undefined ? only : { kind: 'and', conditions: having },
    period: periodOf(first?.period ?? reading.period),
  };
}

function figureCondition(mention: FigureMention, identity: string, reading: RowReading, nested: NestedQueries) {
  const of = nested.add(figureQuery([mention], [identity], reading, nested));
  return { kind: 'member' as const, field: identity, of, heard: mention.heard, method: 'exact' };
}

function meanConditions(reading: RowReading, nested: NestedQueries): readonly ConditionInput[] {
  return reading.means.map(({ field, operator, heard }): ConditionInput => {
    const table = tableOfId(field);
    const alias = `average_${bareName(field).toLowerCase()}`;
    const of = nested.add({ metrics: [{ kind: 'aggregate', function: 'avg', table, of: field, alias }] });
    reading.scope.log.assume(`The average is that of all ${reading.label.toLowerCase()}.`);
    return { kind: 'scalar', field, operator, of, heard, method: 'exact' };
  });
}

/** All conditions on the rows of the subject; those on figures only where `withFigures`. Null where one cannot be put. */
export function rowConditions(
  reading: RowReading,
  nested: NestedQueries,
  withFigures: boolean,
): readonly ConditionInput[] | null {
  const identity = identityOf(reading);
  const figures = withFigures ? reading.figures : [];
  if (figures.length > 0 && identity === null) return null;
  return [
    ...reading.conditions,
    ...reading.events.map((event) => eventCondition(event, reading, nested)),
    ...figures.map((mention) => figureCondition(mention, identity ?? '', reading, nested)),
    ...meanConditions(reading, nested),
  ];
}
