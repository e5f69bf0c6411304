import type { ConditionInput } from '#shared/schemas/plan-condition.ts';
import { type Plan, type PlanInput, planSchema, type QueryInput } from '#shared/schemas/plan.ts';
import { keyBesideName } from '#shared/semantic/member-key.ts';
import { bareName } from '../fill-metrics.ts';
import { allOf, figureQuery, identityOf, NestedQueries, rowConditions } from './build-conditions.ts';
import { columnWithId } from './row-columns.ts';
import type { RowReading, Superlative } from './row-reading.ts';

/** Columns that make up the primary key, where they may be shown. */
function keyColumns({ subject, scope }: RowReading): readonly string[] {
  const table = scope.view.tables.get(subject.table);
  const key = table?.keys.find(({ kind }) => kind === 'primary')?.columns ?? [];
  return key.flatMap((column) => {
    const found = table?.dimensions.find(
      ({ expression, visibility }) =>
        visibility === 'public' && expression.kind === 'column' && expression.column === column,
    );
    return found?.id ?? [];
  });
}

/** What names a row: its name and what tells two of one name apart; else its key and its date. */
function namingColumns(reading: RowReading): readonly string[] {
  const { subject, scope } = reading;
  if (subject.dimension !== null) return [subject.dimension];
  const table = scope.view.tables.get(subject.table);
  const name = table?.displayDimension ?? null;
  if (name === null) {
    const date = table?.defaultTimeDimension ?? null;
    const isOwn = date !== null && columnWithId(date, scope.view)?.table === subject.table;
    return [...keyColumns(reading), ...(isOwn ? [date] : [])];
  }
  return [name, ...(keyBesideName(name, scope.view.model) ?? [])].flat();
}

function shownColumns(reading: RowReading): readonly string[] {
  const [name, ...keys] = namingColumns(reading);
  const extra = [reading.superlative?.field, reading.order?.field].filter((id) => id !== undefined);
  const names = name === undefined ? [] : [name];
  return [...new Set([...names, ...reading.columns, ...extra, ...reading.per, ...keys])];
}

/** A period said of nothing in particular is that of the events and figures, else that of the rows' own date. */
function placePeriod(reading: RowReading): boolean {
  const { period, events, figures, subject, scope } = reading;
  if (period === null) return true;
  const takes = [...events, ...figures].some((mention) => mention.period === null);
  if (takes) return true;
  const isOfEvents = scope.view.model.relationships.some(({ leftTable }) => leftTable === subject.table);
  const date = scope.view.tables.get(subject.table)?.defaultTimeDimension ?? null;
  if (!isOfEvents || date === null || events.length + figures.length > 0) return false;
  const { from, to } = period.period;
  reading.conditions.push({ kind: 'range', field: date, from, to, heard: period.heard, method: 'period' });
  reading.period = null;
  return true;
}

/** Rows of the table at one end of the column: all that tie for the one place that is asked for. */
function extremeCondition(
  { field, end }: Superlative,
  where: ConditionInput | null,
  nested: NestedQueries,
): ConditionInput {
  const table = field.slice(0, field.lastIndexOf('.'));
  const of = nested.add({
    metrics: [{ kind: 'aggregate', function: end === 'high' ? 'max' : 'min', table, of: field, alias: 'extreme' }],
    where,
  });
  return { kind: 'scalar', field, operator: '=', of, method: 'exact' };
}

function buildListing(reading: RowReading): QueryWithSteps | null {
  const nested = new NestedQueries();
  const conditions = rowConditions(reading, nested, true);
  const columns = shownColumns(reading);
  const [first] = columns;
  if (conditions === null || first === undefined) return null;
  const { superlative, per, subject, order } = reading;
  if (superlative === null && per.length > 0) return null;
  const listing = {
    table: subject.table,
    columns: columns.map((dimension) => ({ dimension })),
    distinct: subject.dimension !== null,
  };
  const where = allOf(conditions);
  const usual = [{ by: bareName(order?.field ?? first), direction: order?.direction ?? ('ascending' as const) }];
  if (superlative === null) return { listing, where, order: usual, nested: nested.list };
  if (per.length > 0) return rowsPerGroup(reading, superlative, { listing, where, nested });
  if (superlative.count === null && reading.isSingular) {
    const extreme = extremeCondition(superlative, where, nested);
    return { listing, where: allOf([...conditions, extreme]), order: usual, nested: nested.list };
  }
  const limit = superlative.count ?? reading.scope.topCount;
  if (superlative.count === null) reading.scope.log.assume(`The first ${limit} are shown.`);
  const direction = superlative.end === 'high' ? ('descending' as const) : ('ascending' as const);
  const ends = [{ by: bareName(superlative.field), direction }, { by: bareName(first) }];
  return { listing, where, order: ends, limit, nested: nested.list };
}

type QueryWithSteps = QueryInput & { readonly nested?: PlanInput['nested'] };

function rowsPerGroup(
  reading: RowReading,
  { field, end, count }: Superlative,
  parts: {
    readonly listing: NonNullable<QueryInput['listing']>;
    readonly where: ConditionInput | null;
    readonly nested: NestedQueries;
  },
): QueryWithSteps {
  const { per, scope } = reading;
  const { listing, where, nested } = parts;
  const latest = {
    per: [...per],
    by: field,
    direction: end === 'high' ? ('latest' as const) : ('first' as const),
    count: count ?? 1,
  };
  scope.log.assume('Where two tie for a place, one of them is shown.');
  const order = per.map((id) => ({ by: bareName(id) }));
  return { listing: { ...listing, latest }, where, order, nested: nested.list };
}

function buildCount(reading: RowReading): QueryWithSteps | null {
  if (reading.superlative !== null || reading.columns.length > 0 || reading.order !== null) return null;
  const nested = new NestedQueries();
  const conditions = rowConditions(reading, nested, true);
  if (conditions === null) return null;
  const { subject, per, label, scope } = reading;
  const dimension = subject.dimension === null ? null : columnWithId(subject.dimension, scope.view);
  const alias = `number_of_${(dimension?.label ?? label).toLowerCase().replaceAll(/[^a-z0-9]+/g, '_')}`.slice(0, 60);
  return {
    metrics: [
      subject.dimension === null
        ? { kind: 'aggregate', function: 'count', table: subject.table, alias }
        : { kind: 'aggregate', function: 'count_distinct', table: subject.table, of: subject.dimension, alias },
    ],
    dimensions: per.map((id) => ({ dimension: id })),
    where: allOf(conditions),
    order: per.length === 0 ? [] : [{ by: alias, direction: 'descending' }],
    nested: nested.list,
  };
}

/** The first or last date of the rows. */
function buildWhen(reading: RowReading): QueryWithSteps | null {
  const { superlative, scope } = reading;
  const column = superlative === null ? undefined : columnWithId(superlative.field, scope.view);
  const nested = new NestedQueries();
  const conditions = rowConditions(reading, nested, true);
  if (superlative === null || column?.kind !== 'time' || conditions === null || reading.columns.length > 0) return null;
  if (superlative.count !== null) return null;
  const alias = `${superlative.end === 'high' ? 'last' : 'first'}_${bareName(column.id).toLowerCase()}`;
  const name = superlative.end === 'high' ? ('max' as const) : ('min' as const);
  return {
    metrics: [{ kind: 'aggregate', function: name, table: column.table, of: column.id, alias }],
    where: allOf(conditions),
    nested: nested.list,
  };
}

function isPlainList({ ask, superlative, columns, order, per, figures, means }: RowReading): boolean {
  const [first] = figures;
  const isOfOne = figures.every(
    ({ period, where }) => period?.heard === first?.period?.heard && where.length === 0 && first?.where.length === 0,
  );
  const isBare = superlative === null && order === null && columns.length === 0 && per.length === 0;
  return ask === 'list' && first !== undefined && isBare && means.length === 0 && (isOfOne || figures.length === 1);
}

/** Subjects with the figures that they were chosen by. */
function buildFigures(reading: RowReading): QueryWithSteps | null {
  const nested = new NestedQueries();
  const conditions = rowConditions(reading, nested, false);
  const [name, ...keys] = namingColumns(reading);
  const [first] = reading.figures;
  if (conditions === null || name === undefined || first === undefined) return null;
  const query = figureQuery(reading.figures, [name, ...keys], reading, nested);
  const where = allOf([...conditions, ...(query.where === null || query.where === undefined ? [] : [query.where])]);
  const order = [{ by: first.figure.alias, direction: 'descending' as const }];
  return { ...query, where, order, nested: nested.list };
}

/** The plan of a reading; null where its parts do not go together. */
export function buildRows(reading: RowReading): Plan | null {
  if (!placePeriod(reading)) return null;
  if (reading.figures.length > 0 && identityOf(reading) === null) return null;
  const query = isPlainList(reading) ? buildFigures(reading) : builders[reading.ask](reading);
  return query === null ? null : planSchema.parse({ model: reading.scope.view.model.name, ...query });
}

const builders = { list: buildListing, count: buildCount, when: buildWhen };
