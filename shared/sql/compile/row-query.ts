import { METRIC_TIME } from '#shared/schemas/plan-parts.ts';
import type { Listing } from '#shared/schemas/plan-parts.ts';
import type { CompiledColumn } from './compiled-plan.ts';
import { describeDimension } from './describe-column.ts';
import { dimensionValue } from './dimension-value.ts';
import { resolveField, type Scan } from './field.ts';
import { type Fragment, identifier, joinFragments, localName, raw, sql } from './fragment.ts';
import { pathsBetween } from './find-path.ts';
import { elementOf, tableNamed } from './model-index.ts';
import { type DimensionColumn, dimensionColumns, type QueryContext } from './query-context.ts';
import { PlanRefusal } from './refusal.ts';
import type { Relation } from './relation.ts';
import { openScan, rowTests } from './scan-rows.ts';

/** Rows of one table as they are, each at most once; what is joined to them is looked up many-to-one. */
export function listingQuery(context: QueryContext, listing: Listing): Relation {
  const columns = dimensionColumns(context.index, listing.columns);
  const scan = rowScan(context, listing.table);
  const relation = rowsOf(context, scan, columns);
  const qualify = listing.latest === null ? null : latestText(scan, listing.latest);
  return finish(scan, { ...relation, distinct: listing.distinct, qualify });
}

/** The distinct values of dimensions, without a metric; read from the table that leads to all of them. */
export function memberQuery(context: QueryContext): Relation {
  const scan = rowScan(context, memberTable(context));
  const relation = rowsOf(context, scan, context.dimensions);
  const grain = context.dimensions.map(({ column }) => column);
  const finished = finish(scan, { ...relation, distinct: true });
  return { ...finished, proof: { ...finished.proof, grain } };
}

function rowScan(context: QueryContext, table: string): Scan {
  const { defaultTimeDimension } = tableNamed(context.index, table);
  return { ...openScan(context, { table, leaves: [] }), timeDimension: defaultTimeDimension };
}

function memberTable({ dimensions, index }: QueryContext): string {
  const tables = [
    ...new Set(
      dimensions.map(({ use }) => {
        if (use.dimension === METRIC_TIME) throw new PlanRefusal('invalid', 'Dates need a metric to belong to.');
        return elementOf(index, use.dimension).table;
      }),
    ),
  ];
  const roots = tables.filter((table) =>
    tables.every((other) => other === table || pathsBetween(index, table, other).length > 0),
  );
  const [root] = roots;
  if (root !== undefined) return root;
  const labels = tables.map((table) => tableNamed(index, table).label).join(' and ');
  throw new PlanRefusal(
    'unrelated',
    `${labels} only meet in figures: name a metric, so that it is clear which rows pair them.`,
  );
}

function rowsOf(context: QueryContext, scan: Scan, columns: readonly DimensionColumn[]): Relation {
  const values = new Map<string, Fragment>();
  const described = columns.map((dimension): CompiledColumn => {
    values.set(dimension.column, dimensionValue(scan, dimension).value);
    return rowColumn(context, dimension);
  });
  const tests = rowTests(
    context,
    scan,
    { table: scan.scope.root.name, leaves: [] },
    {
      suffix: '',
      span: context.query.period,
      shift: null,
    },
  );
  const proof = { from: [scan.scope.root.name], inputGrain: scan.scope.rowGrain, grain: null, joins: [] };
  return { columns: described, values, from: raw(''), tests, distinct: false, qualify: null, proof };
}

/** A fact shown row by row is a value, not a figure to add up. */
function rowColumn({ index }: QueryContext, dimension: DimensionColumn): CompiledColumn {
  const column = describeDimension(index, dimension);
  const { dimension: id } = dimension.use;
  if (id === METRIC_TIME || elementOf(index, id).kind !== 'fact') return column;
  return { ...column, role: 'other', meaning: { kind: 'value', element: id } };
}

/** Adds FROM and the proof of the joins once every part of the SELECT has been written. */
function finish({ scope }: Scan, relation: Relation): Relation {
  return { ...relation, from: scope.fromClause(), proof: { ...relation.proof, joins: scope.joins } };
}

function latestText(scan: Scan, latest: NonNullable<Listing['latest']>): Fragment {
  const { scope } = scan;
  const groups = latest.per.map((id) => resolveField(scan, id, []).value);
  const { value } = resolveField(scan, latest.by, []);
  const direction = latest.direction === 'latest' ? 'DESC' : 'ASC';
  const key = scope.root.keys[0]?.columns ?? [];
  const ties = key.map((column) => `, ${localName(scope.root.name)}.${identifier(column)} ${direction}`).join('');
  const partition = joinFragments(groups, ', ');
  return sql`ROW_NUMBER() OVER (PARTITION BY ${partition} ORDER BY ${value} ${direction} NULLS LAST${ties}) <= ${String(latest.count)}`;
}
