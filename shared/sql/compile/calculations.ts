import type { Calculation, DimensionUse } from '#shared/schemas/plan-parts.ts';
import type { CompiledColumn } from './compiled-plan.ts';
import { capitalized, PERCENT_FORMAT, PLAIN_FORMAT } from './describe-column.ts';
import type { Figure } from './figure.ts';
import { type Fragment, identifier, raw } from './fragment.ts';
import type { QueryContext } from './query-context.ts';
import { PlanRefusal } from './refusal.ts';
import { asStep, type Relation, withColumns } from './relation.ts';
import { bucketsBefore, restartBucket } from './bucket-steps.ts';

interface Derived {
  readonly column: CompiledColumn;
  /** Column that it is computed from. */
  readonly needs: string;
  readonly value: Fragment;
}

/** Adds comparison columns and calculations; each round of them is a step over the one before. */
export function addCalculations(context: QueryContext, relation: Relation, figures: readonly Figure[]): Relation {
  let pending: readonly Derived[] = [
    ...figures.flatMap((figure) => comparisonColumns(context, figure)),
    ...context.query.calculations.map((calculation) => derive(context, calculation, relation, figures)),
  ];
  let current = relation;
  while (pending.length > 0) {
    const known = new Set(current.columns.map(({ name }) => name));
    const ready = pending.filter(({ needs }) => known.has(needs));
    if (ready.length === 0) throw unknownColumn(pending[0]?.needs ?? '');
    current = withColumns(asStep(context.builder, current, 'figures'), ready);
    pending = pending.filter((derived) => !ready.includes(derived));
  }
  return current;
}

export function unknownColumn(name: string): PlanRefusal {
  return new PlanRefusal('invalid', `The result has no column ${name.toLowerCase()}.`);
}

function comparisonColumns({ query }: QueryContext, figure: Figure): readonly Derived[] {
  const isOnly = query.metrics.length === 1;
  const { column: name, label, format, type, additivity } = figure;
  if (query.comparison === null || type !== 'number') return [];
  const kinds = query.comparison.calculate;
  const isSum = additivity.kind === 'additive' || additivity.kind === 'semi-additive';
  const amount = (column: string): string => (isSum ? `COALESCE(${identifier(column)}, 0)` : identifier(column));
  const difference = `${amount(name)} - ${amount(`${name}_BEFORE`)}`;
  const meta = { type: 'number', role: 'metric' } as const;
  const change: Derived = {
    needs: name,
    value: raw(difference),
    column: {
      ...meta,
      name: `${name}_CHANGE`,
      label: isOnly ? 'Change' : `Change in ${label.toLowerCase()}`,
      unit: format.unit,
      format,
      meaning: { kind: 'change', of: name },
    },
  };
  const rate: Derived = {
    needs: name,
    value: raw(`(${difference}) / NULLIF(ABS(${identifier(`${name}_BEFORE`)}), 0)`),
    column: {
      ...meta,
      name: `${name}_CHANGE_RATE`,
      label: isOnly ? 'Change in percent' : `Change in ${label.toLowerCase()} in percent`,
      unit: 'percent',
      format: PERCENT_FORMAT,
      meaning: { kind: 'change-rate', of: name },
    },
  };
  return [...(kinds.includes('difference') ? [change] : []), ...(kinds.includes('percent') ? [rate] : [])];
}

function derive(
  context: QueryContext,
  calculation: Calculation,
  relation: Relation,
  figures: readonly Figure[],
): Derived {
  const needs = calculation.of.toUpperCase();
  const figure = figures.find(({ column }) => column === needs);
  const source = relation.columns.find(({ name }) => name === needs);
  refuseMeaningless(calculation, figure);
  const isFraction = calculation.kind === 'share' || (calculation.kind === 'change' && calculation.as === 'percent');
  const format = isFraction
    ? PERCENT_FORMAT
    : calculation.kind === 'rank'
      ? PLAIN_FORMAT
      : (source?.format ?? PLAIN_FORMAT);
  return {
    needs,
    value: raw(calculationText(context, calculation)),
    column: {
      name: calculation.alias.toUpperCase(),
      label: capitalized(labelOf(calculation, source?.label ?? calculation.of)),
      type: 'number',
      role: 'metric',
      unit: format.unit,
      format,
      meaning: { kind: 'calculation', calculation: calculation.kind, of: needs },
    },
  };
}

function labelOf(calculation: Calculation, of: string): string {
  switch (calculation.kind) {
    case 'share':
      return `share of ${of.toLowerCase()}`;
    case 'running-total':
      return `running total of ${of.toLowerCase()}`;
    case 'moving-average':
      return `${String(calculation.buckets)}-period average of ${of.toLowerCase()}`;
    case 'rank':
      return `rank by ${of.toLowerCase()}`;
    case 'change':
      return `change in ${of.toLowerCase()}`;
  }
}

/** Parts of a distinct count overlap and parts of a ratio do not add up, so their sums mean nothing. */
function refuseMeaningless(calculation: Calculation, figure: Figure | undefined): void {
  const isSummed = calculation.kind === 'share' || calculation.kind === 'running-total';
  if (!isSummed || figure === undefined || figure.additivity.kind === 'additive') return;
  if (calculation.kind === 'share' && figure.additivity.kind === 'semi-additive') return;
  const what = calculation.kind === 'share' ? 'shares of it' : 'a running total of it';
  throw new PlanRefusal('not-additive', `${figure.label} does not add up over groups, so ${what} would mean nothing.`);
}

function calculationText(context: QueryContext, calculation: Calculation): string {
  const of = identifier(calculation.of.toUpperCase());
  switch (calculation.kind) {
    case 'share':
      return `${of} / NULLIF(SUM(${of}) OVER (${partitionBy(context, calculation.within)}), 0)`;
    case 'rank': {
      const order = `ORDER BY ${of} ${calculation.direction === 'ascending' ? 'ASC' : 'DESC'} NULLS LAST`;
      return `RANK() OVER (${[partitionBy(context, calculation.within), order].filter(Boolean).join(' ')})`;
    }
    case 'running-total': {
      const { partition, order } = timeline(context, calculation.restartAt);
      return `SUM(${of}) OVER (${partition}ORDER BY ${order} ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)`;
    }
    case 'moving-average': {
      const { partition, order, use } = timeline(context, null);
      const back = calculation.buckets - 1;
      const isWhole = `LAG(${order}, ${String(back)}) OVER (${partition}ORDER BY ${order}) = ${bucketsBefore(order, use, back)}`;
      const mean = `AVG(${of}) OVER (${partition}ORDER BY ${order} ROWS BETWEEN ${String(back)} PRECEDING AND CURRENT ROW)`;
      return `CASE WHEN ${isWhole} THEN ${mean} END`;
    }
    case 'change':
      return changeText(context, calculation, of);
  }
}

/** Null where the bucket `lag` places before is missing, instead of the change against an older one. */
function changeText(context: QueryContext, { lag, as }: Extract<Calculation, { kind: 'change' }>, of: string): string {
  const { partition, order, use } = timeline(context, null);
  const over = `OVER (${partition}ORDER BY ${order})`;
  const before = `LAG(${of}, ${String(lag)}) ${over}`;
  const isAdjacent = `LAG(${order}, ${String(lag)}) ${over} = ${bucketsBefore(order, use, lag)}`;
  const change = as === 'difference' ? `${of} - ${before}` : `(${of} - ${before}) / NULLIF(ABS(${before}), 0)`;
  return `CASE WHEN ${isAdjacent} THEN ${change} END`;
}

function partitionBy({ dimensions }: QueryContext, within: readonly string[]): string {
  const columns = within.map((alias) => {
    const known = dimensions.find(({ column }) => column === alias.toUpperCase());
    if (known === undefined) throw unknownColumn(alias);
    return identifier(known.column);
  });
  return columns.length === 0 ? '' : `PARTITION BY ${columns.join(', ')}`;
}

interface Timeline {
  readonly partition: string;
  readonly order: string;
  readonly use: DimensionUse;
}

/** The one time dimension that a calculation runs along; all other dimensions are kept apart. */
function timeline({ dimensions, index }: QueryContext, restartAt: DimensionUse['grain']): Timeline {
  const times = dimensions.filter(({ use }) => use.grain !== null);
  const [time, ...more] = times;
  if (time === undefined || more.length > 0) {
    throw new PlanRefusal('no-time', 'It needs one time dimension, such as the month, to run along.');
  }
  const order = identifier(time.column);
  const others = dimensions.filter((dimension) => dimension !== time).map(({ column }) => identifier(column));
  const restart = restartAt === null ? [] : [restartBucket(order, restartAt, time.use, index.model.calendar)];
  const partition = [...others, ...restart];
  return { partition: partition.length === 0 ? '' : `PARTITION BY ${partition.join(', ')} `, order, use: time.use };
}
