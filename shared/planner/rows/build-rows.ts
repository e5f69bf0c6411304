import type { ConditionInput } from '#shared/schemas/plan-condition.ts';
import { type Plan, type PlanInput, planSchema, type QueryInput } from '#shared/schemas/plan.ts';
import { keyBesideName } from '#shared/semantic/member-key.ts';
import { bareName, tableOfId } from '#shared/schemas/element-id.ts';
import { onlyCountOf } from '../fill-metrics.ts';
import { allOf, figureQuery, identityOf, NestedQueries, periodOf, rowConditions } from './build-conditions.ts';
import { countedBy } from './read-event-clause.ts';
import { columnWithId } from './row-columns.ts';
import type { RowGroup, RowReading, Superlative } from './row-reading.ts';

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

function ownDate({ subject, scope }: RowReading): readonly string[] {
  const date = scope.view.tables.get(subject.table)?.defaultTimeDimension ?? null;
  return date !== null && columnWithId(date, scope.view)?.table === subject.table ? [date] : [];
}

/** What names a row: its name and what tells two of one name apart; else its key and its date. */
function namingColumns(reading: RowReading): readonly string[] {
  const { subject, scope } = reading;
  if (subject.dimension !== null) return [subject.dimension];
  const name = scope.view.tables.get(subject.table)?.displayDimension ?? null;
  if (name === null) return [...keyColumns(reading), ...ownDate(reading)];
  const key = keyBesideName(name, scope.view.model);
  return key === null ? [name] : [name, key];
}

/** The numbers and dates by which rows were chosen are shown beside them. */
function comparedColumns({ conditions, means }: RowReading): readonly string[] {
  const fields = conditions.flatMap((one) => (one.kind === 'compare' || one.kind === 'range' ? [one.field] : []));
  return [...fields, ...means.map(({ field }) => field)];
}

function isDisplay(id: string, { subject, scope }: RowReading): boolean {
  return scope.view.tables.get(subject.table)?.displayDimension === id;
}

function shownColumns(reading: RowReading): readonly string[] {
  const naming = namingColumns(reading);
  const isNamed = reading.subject.dimension !== null || naming.some((id) => isDisplay(id, reading));
  // A name comes first and what tells two of one name apart last; a key names the row itself.
  const [names, keys] = isNamed ? [naming.slice(0, 1), naming.slice(1)] : [naming, []];
  const extra = [reading.superlative?.field, reading.order?.field].filter((id) => id !== undefined);
  const compared = reading.subject.dimension === null ? comparedColumns(reading) : [];
  return [
    ...new Set([
      ...names,
      ...reading.columns,
      ...compared,
      ...extra,
      ...reading.per.map(({ dimension }) => dimension),
      ...keys,
    ]),
  ];
}

/** The date that rows go by where each is an event; null where they are things that are there. */
function dateOfRows({ subject, scope, verbDate }: RowReading): string | null {
  const isEvent = scope.view.model.relationships.some(({ leftTable }) => leftTable === subject.table);
  return isEvent ? (verbDate ?? scope.view.tables.get(subject.table)?.defaultTimeDimension ?? null) : null;
}

/** A period said of nothing in particular is that of the events and figures, else that of the rows' own date. */
function placePeriod(reading: RowReading): boolean {
  const { period, events, figures, subject, scope } = reading;
  const mentions = [...events, ...figures];
  if (period === null || mentions.some((mention) => mention.period === null)) return true;
  const date = dateOfRows(reading);
  if (date === null || mentions.length > 0) return false;
  reading.period = null;
  const isUsual = date === scope.view.tables.get(subject.table)?.defaultTimeDimension;
  if (isUsual && reading.countMetric !== null && reading.ask === 'count') {
    reading.ownPeriod = period;
    return true;
  }
  const { from, to } = period.period;
  reading.conditions.push({ kind: 'range', field: date, from, to, heard: period.heard, method: 'period' });
  return true;
}

/** Rows of the table at one end of the column: all that tie for the one place that is asked for. */
function extremeCondition(
  { field, end }: Superlative,
  where: ConditionInput | null,
  nested: NestedQueries,
): ConditionInput {
  const table = tableOfId(field);
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
  if (conditions === null || columns.length === 0) return null;
  const listing = {
    table: reading.subject.table,
    columns: columns.map((dimension) => ({ dimension })),
    distinct: reading.subject.dimension !== null,
  };
  const parts = { listing, conditions, nested, order: usualOrder(reading, columns) };
  const { superlative, per } = reading;
  if (superlative === null) {
    return per.length > 0 ? null : { listing, where: allOf(conditions), order: parts.order, nested: nested.list };
  }
  if (per.length > 0) return rowsPerGroup(reading, superlative, parts);
  const isOne = superlative.count === null && reading.isSingular;
  return isOne ? rowsAtEnd(superlative, parts) : firstRows(reading, superlative, parts);
}

interface ListingParts {
  readonly listing: NonNullable<QueryInput['listing']>;
  readonly conditions: readonly ConditionInput[];
  readonly nested: NestedQueries;
  readonly order: NonNullable<QueryInput['order']>;
}

function usualOrder({ order }: RowReading, columns: readonly string[]): ListingParts['order'] {
  return [{ by: bareName(order?.field ?? columns[0] ?? ''), direction: order?.direction ?? 'ascending' }];
}

/** "The oldest store": all that tie for it. */
function rowsAtEnd(superlative: Superlative, { listing, conditions, nested, order }: ListingParts): QueryWithSteps {
  const extreme = extremeCondition(superlative, allOf(conditions), nested);
  return { listing, where: allOf([...conditions, extreme]), order, nested: nested.list };
}

/** "The five oldest stores". */
function firstRows(
  { scope }: RowReading,
  { field, end, count }: Superlative,
  { listing, conditions, nested, order }: ListingParts,
): QueryWithSteps {
  if (count === null) scope.log.assume(`The first ${scope.topCount} are shown.`);
  const first = { by: bareName(field), direction: end === 'high' ? ('descending' as const) : ('ascending' as const) };
  const limit = count ?? scope.topCount;
  return { listing, where: allOf(conditions), order: [first, ...order], limit, nested: nested.list };
}

type QueryWithSteps = QueryInput & { readonly nested?: PlanInput['nested'] };

/** "The latest product in each category". */
function rowsPerGroup(
  { per, scope }: RowReading,
  { field, end, count }: Superlative,
  { listing, conditions, nested }: ListingParts,
): QueryWithSteps {
  const direction = end === 'high' ? ('latest' as const) : ('first' as const);
  const latest = { per: per.map(({ dimension }) => dimension), by: field, direction, count: count ?? 1 };
  scope.log.assume('Where two tie for a place, one of them is shown.');
  const order = per.map(({ dimension }) => ({ by: bareName(dimension) }));
  return { listing: { ...listing, latest }, where: allOf(conditions), order, nested: nested.list };
}

/** "How many customers placed an order in 2025": the figure that counts just those, in the period. */
function buildDoers(reading: RowReading): QueryWithSteps | null {
  const { events, figures, means, period, conditions, per } = reading;
  const [event, second] = events;
  const isPlain = event !== undefined && second === undefined && !event.negated && figures.length + means.length === 0;
  const metric = isPlain ? countedBy(event.table, reading) : null;
  if (event === undefined || metric === null) return null;
  const alias = bareName(metric);
  return {
    metrics: [{ kind: 'metric', metric }],
    dimensions: [...per],
    where: allOf([...conditions, ...event.where]),
    period: periodOf(event.period ?? period),
    order: per.length === 0 ? [] : [{ by: alias, direction: 'descending' }],
  };
}

/** Where nothing is said of the rows, their number is the figure that the model has for it. */
function usualCount({ subject, scope, conditions, events, figures, means, period }: RowReading): string | null {
  const isAll = [conditions, events, figures, means].every(({ length }) => length === 0) && period === null;
  if (!isAll || subject.dimension !== null) return null;
  return onlyCountOf(subject.table, scope.view)?.id ?? null;
}

function countColumn(reading: RowReading) {
  const { subject, label, scope } = reading;
  const countMetric = reading.countMetric ?? usualCount(reading);
  if (countMetric !== null)
    return { alias: bareName(countMetric), use: { kind: 'metric' as const, metric: countMetric } };
  const dimension = subject.dimension === null ? null : columnWithId(subject.dimension, scope.view);
  const words = (dimension?.label ?? label).toLowerCase().replaceAll(/[^a-z0-9]+/g, '_');
  const alias = `number_of_${words}`.slice(0, 60);
  const { table } = subject;
  const name = subject.dimension === null ? ('count' as const) : ('count_distinct' as const);
  return { alias, use: { kind: 'aggregate' as const, function: name, table, of: subject.dimension, alias } };
}

function withDate(group: RowGroup, date: string | null): RowGroup {
  return group.grain === undefined || date === null ? group : { ...group, dimension: date };
}

/** Time runs forward, the largest numbers come first. */
function countOrder(per: readonly RowGroup[], alias: string): NonNullable<QueryInput['order']> {
  const [time] = per.filter(({ grain }) => grain !== undefined);
  if (time?.grain !== undefined) return [{ by: `${bareName(time.dimension)}_${time.grain}` }];
  return per.length === 0 ? [] : [{ by: alias, direction: 'descending' }];
}

function buildCount(reading: RowReading): QueryWithSteps | null {
  if (reading.superlative !== null || reading.columns.length > 0 || reading.order !== null) return null;
  const doers = buildDoers(reading);
  if (doers !== null) return doers;
  const nested = new NestedQueries();
  const conditions = rowConditions(reading, nested, true);
  if (conditions === null) return null;
  // Rows are counted by the date that limits them: what was shipped in 1997 by month of shipping.
  const per = reading.per.map((group) => withDate(group, reading.verbDate));
  const { alias, use } = countColumn(reading);
  return {
    metrics: [use],
    dimensions: [...per],
    where: allOf(conditions),
    period: reading.countMetric === null ? null : periodOf(reading.ownPeriod),
    order: countOrder(per, alias),
    nested: nested.list,
  };
}

/** The first or last date of the rows. */
function buildWhen(reading: RowReading): QueryWithSteps | null {
  const { superlative, scope } = reading;
  // "When was it launched": the date of each row that is meant.
  if (superlative === null) return reading.columns.length === 1 ? buildListing(reading) : null;
  const column = columnWithId(superlative.field, scope.view);
  const nested = new NestedQueries();
  const conditions = rowConditions(reading, nested, true);
  if (column?.kind !== 'time' || conditions === null || reading.columns.length > 0) return null;
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

/** "August orders of gold customers" asks for their number, not for each of them. */
function isBareFigure({ ask, isFigureNoun, isAboutRows, events, figures, columns }: RowReading): boolean {
  return ask === 'list' && isFigureNoun && !isAboutRows && events.length + figures.length + columns.length === 0;
}

/** The plan of a reading; null where its parts do not go together. */
export function buildRows(reading: RowReading): Plan | null {
  if (isBareFigure(reading)) return null;
  if (!placePeriod(reading)) return null;
  if (reading.figures.length > 0 && identityOf(reading) === null) return null;
  const query = isPlainList(reading) ? buildFigures(reading) : builders[reading.ask](reading);
  if (query === null) return null;
  const plan = planSchema.safeParse({ model: reading.scope.view.model.name, ...query });
  return plan.success ? plan.data : null;
}

const builders = { list: buildListing, count: buildCount, when: buildWhen };
