import { additivityOf } from './additivity.ts';
import type { MetricExpression, SnapshotOrder } from './expression.ts';
import type { MetricDocument } from './model-document.ts';
import { parseSql } from './parse-sql.ts';
import { type ResolveContext, attempt, findReference, findReferences } from './resolve-context.ts';
import { describe, formatOf } from './resolve-elements.ts';
import { resolveMetric } from './resolve-metric-expression.ts';
import type { Additivity, LogicalTable, Metric } from './semantic-model.ts';
import type { MetricSidecar } from './sidecar-document.ts';
import { leavesOf } from './walk-expression.ts';

type Path = readonly (string | number)[];
type BareTable = Omit<LogicalTable, 'metrics'>;

/** A metric whose expression is read, but whose relation to other metrics is not. */
interface Draft {
  readonly id: string;
  readonly table: string | null;
  readonly document: MetricDocument;
  readonly path: Path;
  readonly expression: MetricExpression;
}

function snapshotOrders(context: ResolveContext, document: MetricDocument, path: Path): readonly SnapshotOrder[] {
  return (document.non_additive_dimensions ?? []).flatMap((order, index): readonly SnapshotOrder[] => {
    const table = context.scope.table({ value: order.table, isQuoted: false });
    const element = table === null ? null : context.scope.element(table, { value: order.dimension, isQuoted: false });
    if (element === null) {
      context.report({
        severity: 'error',
        rule: 'unknown-reference',
        document: 'model',
        path: [...path, 'non_additive_dimensions', index],
        message: `${order.table}.${order.dimension} is not in the model.`,
        mend: 'Name a dimension of a logical table.',
      });
      return [];
    }
    const direction = order.sort_direction ?? 'ascending';
    // Snowflake sorts nulls last in ascending order by default; a missing date is no snapshot, so it comes first here.
    return [{ dimension: element.id, direction, nulls: order.null_order ?? 'first' }];
  });
}

function draftMetric(
  context: ResolveContext,
  table: string | null,
  document: MetricDocument,
  path: Path,
): Draft | null {
  const id = table === null ? document.name : `${table}.${document.name}`;
  const over = snapshotOrders(context, document, path);
  const expression = attempt(context, { document: 'model', path: [...path, 'expr'] }, () =>
    resolveMetric(parseSql(document.expr), { scope: context.scope, table, id, over }),
  );
  return expression === null ? null : { id, table, document, path, expression };
}

function draftAll(context: ResolveContext): readonly Draft[] {
  const ofTables = context.document.tables.flatMap((table, tableIndex) =>
    (table.metrics ?? []).map((document, index) =>
      draftMetric(context, table.name, document, ['tables', tableIndex, 'metrics', index]),
    ),
  );
  const derived = (context.document.metrics ?? []).map((document, index) =>
    draftMetric(context, null, document, ['metrics', index]),
  );
  return [...ofTables, ...derived].filter((draft) => draft !== null);
}

/** Ids of the metrics that a metric uses, through others too, itself first; stops where it closes a circle. */
function usedBy(draft: Draft, drafts: ReadonlyMap<string, Draft>): readonly Draft[] {
  const seen = new Set([draft]);
  for (const { expression } of seen) {
    for (const leaf of leavesOf(expression)) {
      const used = leaf.kind === 'metric' ? drafts.get(leaf.metric) : undefined;
      if (used !== undefined) seen.add(used);
    }
  }
  return [...seen];
}

function reportCircle(context: ResolveContext, draft: Draft, drafts: ReadonlyMap<string, Draft>): boolean {
  const isCircular = leavesOf(draft.expression).some((leaf) => {
    const used = leaf.kind === 'metric' ? drafts.get(leaf.metric) : undefined;
    return used !== undefined && usedBy(used, drafts).includes(draft);
  });
  if (isCircular) {
    context.report({
      severity: 'error',
      rule: 'metric-circle',
      document: 'model',
      path: [...draft.path, 'expr'],
      message: `${draft.id} depends on itself through other metrics.`,
      mend: 'Let one of them aggregate columns instead.',
    });
  }
  return isCircular;
}

/** What joins the drafts, so that each can be finished by itself. */
interface Finishing {
  readonly context: ResolveContext;
  readonly drafts: ReadonlyMap<string, Draft>;
  readonly tables: readonly BareTable[];
  /** Ids of metrics by their expressions, to recognise the parts of a ratio that are written out. */
  readonly byExpression: ReadonlyMap<string, string>;
}

function metricFor(expression: MetricExpression, byExpression: ReadonlyMap<string, string>): string | null {
  return expression.kind === 'metric' ? expression.metric : (byExpression.get(JSON.stringify(expression)) ?? null);
}

function ratioOf({ id, table, expression }: Draft, sidecar: MetricSidecar, finishing: Finishing): Metric['ratio'] {
  const { context, byExpression } = finishing;
  if (expression.kind !== 'ratio') return null;
  const find = (name: string | undefined, key: string) =>
    name === undefined
      ? null
      : findReference(context, name, { among: context.metricIds, table, path: ['metrics', id, key] });
  const numerator = find(sidecar.numerator, 'numerator') ?? metricFor(expression.numerator, byExpression);
  const denominator = find(sidecar.denominator, 'denominator') ?? metricFor(expression.denominator, byExpression);
  return numerator === null || denominator === null ? null : { numerator, denominator };
}

function ownTimeDimension(draft: Draft, { context, tables }: Finishing): string | null {
  const named = context.sidecar.metrics?.[draft.id]?.time_dimension;
  if (named !== undefined) {
    const path = ['metrics', draft.id, 'time_dimension'];
    return findReference(context, named, { among: context.timeDimensionIds, table: draft.table, path });
  }
  return tables.find((table) => table.name === draft.table)?.defaultTimeDimension ?? null;
}

/** The time dimension of the metric, or the one that all metrics it is made of share. */
function timeDimensionOf(draft: Draft, finishing: Finishing): string | null {
  const own = ownTimeDimension(draft, finishing);
  if (own !== null || draft.table !== null) return own;
  const parts = usedBy(draft, finishing.drafts).filter((part) => part.table !== null);
  const dimensions = new Set(parts.map((part) => ownTimeDimension(part, finishing)));
  const [first] = dimensions;
  return dimensions.size === 1 && first !== undefined ? first : null;
}

function checkAdditivity(context: ResolveContext, id: string, declared: Additivity['kind'], found: Additivity): void {
  if (declared === found.kind) return;
  context.report({
    severity: 'error',
    rule: 'additivity',
    document: 'sidecar',
    path: ['metrics', id, 'additivity'],
    message: `${id} is declared ${declared}, but by its expression it is ${found.kind === 'none' ? 'not additive' : found.kind}.`,
    mend: `Write ${found.kind}, or change the expression.`,
  });
}

function factTablesOf(draft: Draft, { drafts, tables }: Finishing): readonly string[] {
  const leaves = usedBy(draft, drafts).flatMap((part) => leavesOf(part.expression));
  const aggregated = new Set(leaves.flatMap((leaf) => (leaf.kind === 'aggregate' ? [leaf.table] : [])));
  return tables.map(({ name }) => name).filter((name) => aggregated.has(name));
}

function driversOf({ id, table }: Draft, sidecar: MetricSidecar, context: ResolveContext): readonly string[] {
  const names = sidecar.drivers ?? (table === null ? [] : context.sidecar.tables?.[table]?.drivers);
  return findReferences(context, names, { among: context.elementIds, table, path: ['metrics', id, 'drivers'] });
}

function relationshipsOf({ table, document }: Draft, tables: readonly BareTable[]): readonly string[] {
  const preferred = tables.find(({ name }) => name === table)?.preferredRelationships;
  return document.using_relationships ?? preferred ?? [];
}

function finish(draft: Draft, finishing: Finishing): Metric {
  const { context, drafts, tables } = finishing;
  const { id, table, document, expression } = draft;
  const sidecar = context.sidecar.metrics?.[id] ?? {};
  const additivity = additivityOf(expression, (other) => drafts.get(other)?.expression ?? null);
  if (sidecar.additivity !== undefined) checkAdditivity(context, id, sidecar.additivity, additivity);
  return {
    kind: 'metric',
    id,
    table,
    ...describe(document, sidecar.label),
    expr: document.expr,
    expression,
    factTables: factTablesOf(draft, finishing),
    visibility: document.access_modifier === 'private_access' ? 'private' : 'public',
    visibleTo: sidecar.roles ?? null,
    usingRelationships: relationshipsOf(draft, tables),
    additivity,
    ratio: ratioOf(draft, sidecar, finishing),
    timeDimension: timeDimensionOf(draft, finishing),
    format: formatOf(sidecar),
    goodDirection: sidecar.good ?? null,
    drivers: driversOf(draft, sidecar, context),
    verbs: sidecar.verbs ?? [],
  };
}

/** Resolves all metrics, by table and derived; one that is not understood is reported and left out. */
export function resolveMetrics(context: ResolveContext, tables: readonly BareTable[]): readonly Metric[] {
  const all = draftAll(context);
  const byId = new Map(all.map((draft) => [draft.id, draft]));
  const sound = all.filter((draft) => !reportCircle(context, draft, byId));
  const drafts = new Map(sound.map((draft) => [draft.id, draft]));
  const byExpression = new Map(
    sound.toReversed().map(({ expression, id }): [string, string] => [JSON.stringify(expression), id]),
  );
  const finishing = { context, drafts, tables, byExpression };
  return sound.map((draft) => finish(draft, finishing));
}
