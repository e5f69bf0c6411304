import type { Check } from '#shared/schemas/answer.ts';
import type { Plan } from '#shared/schemas/plan.ts';
import type { CompiledPlan } from '#shared/sql/compile/compiled-plan.ts';
import { formatFigure, formatPercent } from './format-figure.ts';
import { type AnswerSource, metricsOf, numberAt, placedColumns, type PlacedColumn } from './result-view.ts';

/** Relative difference that adding doubles in another order may cause. */
const ROUNDING = 1e-9;
/** Half a cent. */
const ROUNDING_ABSOLUTE = 0.005;

/**
 * The plan of the same figures without a breakdown, which the parts must add up to; null when nothing adds up or there
 * are no parts. Run it and give its result to `checkAnswer` as `total`.
 */
export function totalPlan(plan: Plan, { columns }: CompiledPlan): Plan | null {
  const addsUp = columns.some(({ meaning }) => meaning.kind === 'metric' && meaning.isAdditive);
  if (!addsUp || plan.dimensions.length === 0 || plan.combine !== null) return null;
  return {
    ...plan,
    dimensions: [],
    calculations: [],
    comparison: null,
    having: null,
    top: null,
    order: [],
    limit: null,
    fillGaps: false,
  };
}

/** Whether the parts add up to the total, or how much of it is shown when the plan keeps only some groups. */
export function checkSums(source: AnswerSource): readonly Check[] {
  const { total, plan, result } = source;
  const [row] = total?.result.rows ?? [];
  if (total === null || row === undefined) return [];
  const totals = placedColumns(total.compiled.columns);
  const isPart = plan.top !== null || plan.limit !== null || plan.having !== null || result.truncated;
  return metricsOf(source)
    .filter(({ meaning }) => meaning.kind === 'metric' && meaning.isAdditive)
    .map((metric) => {
      const whole =
        numberAt(
          row,
          totals.find(({ name }) => name === metric.name),
        ) ?? 0;
      const parts = result.rows.reduce((sum, one) => sum + (numberAt(one, metric) ?? 0), 0);
      return isPart ? shownPart(metric, parts, whole) : wholeSum(metric, parts, whole);
    });
}

function isSame(left: number, right: number): boolean {
  return Math.abs(left - right) <= Math.max(ROUNDING_ABSOLUTE, ROUNDING * Math.max(Math.abs(left), Math.abs(right)));
}

function wholeSum({ label, format }: PlacedColumn, parts: number, whole: number): Check {
  const name = 'parts-add-up';
  if (isSame(parts, whole)) {
    return { name, level: 'pass', detail: `The rows add up to ${formatFigure(whole, format)}, the total of ${label}.` };
  }
  const detail = `The rows of ${label} add up to ${formatFigure(parts, format)}, but the total is ${formatFigure(whole, format)}.`;
  return { name, level: 'fail', detail };
}

function shownPart({ label, format }: PlacedColumn, parts: number, whole: number): Check {
  const name = 'part-of-total';
  const isWithin = whole >= 0 ? parts <= whole || isSame(parts, whole) : true;
  const share = whole > 0 ? `${formatPercent(parts / whole, 0)} of ` : '';
  const detail = `The rows shown hold ${formatFigure(parts, format)} of ${label}, ${share}the total of ${formatFigure(whole, format)}.`;
  return { name, level: isWithin ? 'pass' : 'note', detail };
}
