import type { Cell } from '#shared/schemas/primitives.ts';
import type { Presentation } from '#shared/schemas/presentation.ts';
import type { QueryResult } from '#shared/schemas/query-result.ts';
import { keyBesideName } from '#shared/semantic/member-key.ts';
import type { SemanticModel } from '#shared/semantic/semantic-model.ts';
import type { Plan } from '#shared/schemas/plan.ts';
import type { CompiledColumn, CompiledPlan } from '#shared/sql/compile/compiled-plan.ts';

/** All that an answer is made of. */
export interface AnswerSource {
  readonly plan: Plan;
  readonly model: SemanticModel;
  readonly compiled: CompiledPlan;
  readonly result: QueryResult;
  /** The same figures without a breakdown, from `totalPlan`; null when none were asked for. */
  readonly total: { readonly compiled: CompiledPlan; readonly result: QueryResult } | null;
  /** How the person wants it shown; null or absent takes what fits. */
  readonly presentation?: Presentation | null;
}

/** A column with its place in the rows. */
export interface PlacedColumn extends CompiledColumn {
  readonly place: number;
}

export type Row = readonly Cell[];

export function placedColumns(columns: readonly CompiledColumn[]): readonly PlacedColumn[] {
  return columns.map((column, place) => ({ ...column, place }));
}

/** The columns that people group by: keys that only tell members of the same name apart are left out. */
export function dimensionsOf({ compiled, model }: AnswerSource): readonly PlacedColumn[] {
  const columns = placedColumns(compiled.columns).filter(({ role }) => role === 'dimension');
  const keys = new Set(columns.flatMap((column) => keyBesideName(elementOf(column) ?? '', model) ?? []));
  return columns.filter((column) => !keys.has(elementOf(column) ?? ''));
}

function elementOf({ meaning }: CompiledColumn): string | null {
  return meaning.kind === 'dimension' ? meaning.element : null;
}

/** Columns of metrics themselves, without comparisons and calculations. */
export function metricsOf(source: AnswerSource): readonly PlacedColumn[] {
  return placedColumns(source.compiled.columns).filter(({ meaning }) => meaning.kind === 'metric');
}

/** The column of the metric in the compared period, of its change, or of its rate of change. */
export function relatedColumn(
  source: AnswerSource,
  metric: CompiledColumn,
  kind: 'before' | 'change' | 'change-rate',
): PlacedColumn | undefined {
  return placedColumns(source.compiled.columns).find(
    ({ meaning }) => meaning.kind === kind && meaning.of === metric.name,
  );
}

/** A cell as a number; exact decimals arrive as text. Null when it is unknown or no number. */
export function numberAt(row: Row, column: PlacedColumn | undefined): number | null {
  const cell = column === undefined ? null : (row[column.place] ?? null);
  if (cell === null || typeof cell === 'boolean' || cell === '') return null;
  const value = Number(cell);
  return Number.isFinite(value) ? value : null;
}
