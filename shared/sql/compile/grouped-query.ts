import type { CompiledColumn } from './compiled-plan.ts';
import { shiftBetween } from './comparison-shift.ts';
import { capitalized, describeDimension, describeFigure } from './describe-column.ts';
import { expandFigure } from './expand-figure.ts';
import type { Figure, Leaf } from './figure.ts';
import { type FigureSource, printFigure } from './figure-sql.ts';
import { type Fragment, identifier, localName, raw } from './fragment.ts';
import { fillGaps } from './fill-gaps.ts';
import { type JoinedSteps, joinSteps } from './join-steps.ts';
import type { QueryContext } from './query-context.ts';
import { PlanRefusal } from './refusal.ts';
import { retailUnit } from './retail-units.ts';
import type { Relation } from './relation.ts';
import { groupLeaves, type Variant } from './scan-rows.ts';
import { type WrittenStep, writeScan } from './scan-step.ts';

/**
 * Metrics by dimensions: every table is aggregated to the asked grain on its own, then the steps are joined one row to
 * one row, and only then are ratios and differences computed.
 */
export function groupedQuery(context: QueryContext): {
  readonly relation: Relation;
  readonly figures: readonly Figure[];
} {
  const figures = expandFigures(
    context,
    context.dimensions.map(({ column }) => column),
  );
  const groups = groupLeaves([...new Set(figures.flatMap(({ leaves }) => leaves))]);
  const written = variantsOf(context).map((variant) => ({
    variant,
    steps: groups.map((group) => writeScan(context, group, variant)),
  }));
  const steps = written.flatMap((one) => one.steps);
  const grain = context.dimensions.map(({ column }) => column);
  const more = context.query.fillGaps ? fillGaps(context, steps) : null;
  const joined = joinSteps({ builder: context.builder, steps, grain, more });
  const columns: CompiledColumn[] = [];
  const values = new Map<string, Fragment>();
  for (const dimension of context.dimensions) {
    columns.push(describeDimension(context.index, dimension));
    values.set(dimension.column, raw(`${localName(joined.spine)}.${identifier(dimension.column)}`));
  }
  for (const figure of figures) {
    for (const { variant, steps: own } of written) {
      const column = variant.suffix === '' ? describeFigure(figure) : beforeColumn(context, figure);
      columns.push(column);
      values.set(column.name, printFigure(figure, figureSource(context, own, joined)));
    }
  }
  refuseTwins(columns);
  noteRules(context, figures, steps);
  const proof = { from: steps.map(({ name }) => name), inputGrain: 'steps of one grain', grain, joins: joined.joins };
  return {
    figures,
    relation: { columns, values, from: joined.from, tests: [], distinct: false, qualify: null, proof },
  };
}

export function expandFigures(
  { index, query }: Pick<QueryContext, 'index' | 'query'>,
  taken: readonly string[],
): readonly Figure[] {
  const registry = { columns: new Set(taken), byMeaning: new Map<string, Leaf>() };
  return query.metrics.map((use) => expandFigure(index, use, registry));
}

/** The period asked about, and the one it is compared with. */
function variantsOf({ query, index }: QueryContext): readonly Variant[] {
  const { period, comparison } = query;
  const now: Variant = { suffix: '', span: period, shift: null };
  if (comparison === null) return [now];
  if (period === null) throw new PlanRefusal('invalid', 'A comparison of periods needs a period.');
  const hasWeeks = query.dimensions.some(
    (use) => use.grain === 'week' || retailUnit(use, index.model.calendar) !== null,
  );
  const shift = shiftBetween(comparison.period, period, hasWeeks);
  return [now, { suffix: '_before', span: comparison.period, shift }];
}

function beforeColumn({ query }: QueryContext, figure: Figure): CompiledColumn {
  const { column, format, type, label } = figure;
  const when = query.comparison?.period.label ?? 'before';
  return {
    name: `${column}_BEFORE`,
    label: query.metrics.length === 1 ? capitalized(when) : `${label} (${when})`,
    type,
    role: 'metric',
    unit: format.unit,
    format,
    meaning: { kind: 'before', of: column },
  };
}

export function figureSource(
  { dimensions, query }: Pick<QueryContext, 'dimensions' | 'query'>,
  steps: readonly WrittenStep[],
  { mayLack, spine }: Pick<JoinedSteps, 'mayLack' | 'spine'>,
): FigureSource {
  const stepOf = new Map(steps.flatMap(({ name, group }) => group.leaves.map((leaf) => [leaf, name] as const)));
  const named = dimensions.map(({ use, column }) => ({ element: use.dimension, column }));
  return {
    column: (leaf) => `${localName(stepOf.get(leaf) ?? spine)}.${identifier(leaf.column)}`,
    mayLack,
    fillsGaps: query.fillGaps,
    dimension: (id) => named.find(({ element }) => element === id)?.column ?? null,
    dimensions: named,
    spine: localName(spine),
  };
}

export function refuseTwins(columns: readonly CompiledColumn[]): void {
  const names = columns.map(({ name }) => name);
  const twin = names.find((name, place) => names.indexOf(name) !== place);
  if (twin !== undefined) throw new PlanRefusal('invalid', `Two columns are called ${twin.toLowerCase()}.`);
}

function noteRules({ builder }: QueryContext, figures: readonly Figure[], steps: readonly WrittenStep[]): void {
  if (figures.some(({ node }) => node.kind === 'composite')) {
    builder.rule('Ratios and differences are computed from aggregates, never aggregated from ratios.');
  }
  if (steps.length > 1) {
    builder.rule('A count without rows is 0; a sum without rows is unknown, and 0 where it is added to another.');
  }
  if (figures.some(({ additivity }) => additivity.kind === 'distinct')) {
    builder.rule('Distinct things are counted anew for each group; groups may share them.');
  }
}
