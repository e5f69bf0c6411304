import { DEFAULT_CALENDAR } from '#shared/calendar/calendar-settings.ts';
import type { AggregateFunction, MetricExpression, RowExpression, ScalarType } from '#shared/semantic/expression.ts';
import type {
  Additivity,
  Dimension,
  Fact,
  LogicalTable,
  Metric,
  Relationship,
  SemanticModel,
  TimeDimension,
} from '#shared/semantic/semantic-model.ts';

const FORMAT = { unit: null, isCurrency: false, decimals: null } as const;

export function column(table: string, name: string): RowExpression {
  return { kind: 'column', table, column: name };
}

function element(table: string, name: string, type: ScalarType) {
  return {
    id: `${table}.${name}`,
    name,
    label: name.replaceAll('_', ' '),
    description: '',
    synonyms: [],
    table,
    expr: name,
    expression: column(table, name.toUpperCase()),
    dataType: type.toUpperCase(),
    type,
    timeZone: null,
    visibility: 'public',
    isFilter: false,
    pii: null,
    visibleTo: null,
    format: FORMAT,
    sampleValues: [],
  } as const;
}

/** A dimension over the column of its own name. */
export function dimension(table: string, name: string, more: Partial<Dimension> = {}): Dimension {
  const base = { kind: 'dimension', isEnum: false, valueSynonyms: [], conformsTo: null, isDisplay: false } as const;
  return { ...element(table, name, 'text'), ...base, ...more };
}

export function time(table: string, name: string, more: Partial<TimeDimension> = {}): TimeDimension {
  return { ...element(table, name, 'date'), kind: 'time', grain: 'day', conformsTo: null, ...more };
}

export function fact(table: string, name: string, more: Partial<Fact> = {}): Fact {
  return { ...element(table, name, 'number'), kind: 'fact', ...more };
}

export function aggregate(
  table: string,
  name: AggregateFunction,
  of: string | null,
  more: Partial<Extract<MetricExpression, { kind: 'aggregate' }>> = {},
): Extract<MetricExpression, { kind: 'aggregate' }> {
  return {
    kind: 'aggregate',
    function: name,
    table,
    of: of === null ? null : column(table, of),
    filter: null,
    over: [],
    ...more,
  };
}

const ADDITIVITY: Partial<Record<AggregateFunction, Additivity>> = {
  sum: { kind: 'additive' },
  count: { kind: 'additive' },
  count_distinct: { kind: 'distinct' },
};

/** A metric with its own aggregate, or a derived one when the table is null. */
export function metric(
  table: string | null,
  name: string,
  expression: MetricExpression,
  more: Partial<Metric> = {},
): Metric {
  const additivity = expression.kind === 'aggregate' ? ADDITIVITY[expression.function] : undefined;
  return {
    kind: 'metric',
    id: table === null ? name : `${table}.${name}`,
    name,
    label: name.replaceAll('_', ' '),
    description: '',
    synonyms: [],
    table,
    expr: name,
    expression,
    factTables: table === null ? [] : [table],
    visibility: 'public',
    visibleTo: null,
    usingRelationships: [],
    additivity: additivity ?? { kind: 'none' },
    ratio: null,
    timeDimension: null,
    format: FORMAT,
    goodDirection: null,
    verbs: [],
    drivers: [],
    ...more,
  };
}

export function table(name: string, key: readonly string[], more: Partial<LogicalTable> = {}): LogicalTable {
  return {
    name,
    label: name,
    description: '',
    synonyms: [],
    baseTable: { kind: 'table', database: '', schema: '', table: name.toUpperCase() },
    keys: key.length === 0 ? [] : [{ kind: 'primary', columns: key }],
    dimensions: [],
    timeDimensions: [],
    facts: [],
    metrics: [],
    filters: [],
    defaultTimeDimension: more.timeDimensions?.[0]?.id ?? null,
    displayDimension: null,
    preferredRelationships: [],
    verbs: [],
    freshness: null,
    ...more,
  };
}

/** A many-to-one relationship on columns of the same or the given names. */
export function manyToOne(
  name: string,
  left: string,
  right: string,
  columns: readonly (readonly [left: string, right: string])[],
): Relationship {
  return {
    name,
    leftTable: left,
    rightTable: right,
    join: { kind: 'equi', columns: columns.map(([from, to]) => ({ left: from, right: to })) },
    cardinality: 'many_to_one',
    provenBy: { kind: 'primary', columns: columns.map(([, to]) => to) },
    roleWords: [],
    review: null,
  };
}

export function model(
  tables: readonly LogicalTable[],
  relationships: readonly Relationship[],
  more: Partial<SemanticModel> = {},
): SemanticModel {
  return {
    name: 'test',
    description: '',
    tables,
    relationships,
    metrics: [],
    variables: [],
    verifiedQueries: [],
    verifiedPlans: [],
    instructions: { sqlGeneration: '', questionCategorization: '' },
    calendar: DEFAULT_CALENDAR,
    defaultFilters: [],
    rowPolicies: [],
    piiRoles: [],
    hierarchies: [],
    sampleQuestions: [],
    isDraft: false,
    ...more,
  };
}
