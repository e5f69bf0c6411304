import type { Summary } from '#shared/schemas/plan-parts.ts';
import type { CompiledColumn } from './compiled-plan.ts';
import { unknownColumn } from './calculation-sql.ts';
import { capitalized } from './describe-column.ts';
import { identifier, raw, sql } from './fragment.ts';
import type { QueryContext } from './query-context.ts';
import { PlanRefusal } from './refusal.ts';
import { asStep, readStep, type Relation } from './relation.ts';

const FUNCTIONS = { mean: 'AVG', median: 'MEDIAN', max: 'MAX', min: 'MIN' } as const;
const WORDS = { mean: 'average', median: 'median', max: 'highest', min: 'lowest' } as const;

/**
 * The mean (or median, highest, lowest) of each figure over the rows of the result that differ only in the summarized
 * dimensions. A group without any row has no figure to count, so it is not in the mean; unknown figures are left out.
 */
export function summarizeRows(context: QueryContext, relation: Relation): Relation {
  const { summary } = context.query;
  if (summary === null) return relation;
  refuseUnclear(context.query);
  const step = asStep(context.builder, relation, 'buckets');
  const gone = summary.over.map((alias) => columnNamed(step.columns, alias));
  const kept = step.columns.filter((column) => column.role === 'dimension' && !gone.includes(column));
  const figures = step.columns.filter(({ role }) => role !== 'dimension');
  const name = context.builder.reserve('summary');
  const keys = kept.map((column) => identifier(column.name));
  const values = figures.map(
    (column) => `${FUNCTIONS[summary.function]}(${identifier(column.name)}) AS ${identifier(column.name)}`,
  );
  const grouped = keys.length === 0 ? '' : `\nGROUP BY ${keys.join(', ')}`;
  const grain = kept.map((column) => column.name);
  context.builder.add(name, sql`SELECT ${[...keys, ...values].join(', ')} ${step.from}${raw(grouped)}`, {
    ...step.proof,
    inputGrain: `one row per ${(step.proof.grain ?? []).join(', ')}`,
    grain,
    measures: figures.map((column) => `${column.name} (${summary.function})`),
  });
  const columns = [...kept, ...figures.map((column) => describeSummary(column, summary, gone))];
  return readStep(name, columns, grain);
}

function columnNamed(columns: readonly CompiledColumn[], alias: string): CompiledColumn {
  const column = columns.find(({ name, role }) => name === alias.toUpperCase() && role === 'dimension');
  if (column === undefined) throw unknownColumn(alias);
  return column;
}

function refuseUnclear({ metrics, comparison, calculations, cohort }: QueryContext['query']): void {
  if (metrics.length === 0) throw new PlanRefusal('invalid', 'There is no figure to summarize.');
  if (comparison !== null || calculations.length > 0 || cohort !== null) {
    throw new PlanRefusal('invalid', 'A summary of compared or calculated figures is not supported.');
  }
}

/** "Average revenue per month": it adds up to nothing, and a mean of counts has digits after the point. */
function describeSummary(
  column: CompiledColumn,
  { function: name }: Summary,
  gone: readonly CompiledColumn[],
): CompiledColumn {
  const { label, format, meaning } = column;
  const per = gone.map((one) => one.label.toLowerCase()).join(' and ');
  const plain = /^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
  const isWhole = format.decimals === 0 && (name === 'mean' || name === 'median');
  return {
    ...column,
    label: `${capitalized(WORDS[name])} ${plain} per ${per}`,
    format: isWhole ? { ...format, decimals: 2 } : format,
    meaning: meaning.kind === 'metric' ? { ...meaning, isAdditive: false } : meaning,
  };
}
