import type { Cohort } from '#shared/schemas/plan-parts.ts';
import type { Plan, Query } from '#shared/schemas/plan.ts';
import type { DefaultFilter, SemanticModel } from '#shared/semantic/semantic-model.ts';
import { addCalculations } from './calculations.ts';
import { cohortColumns, cohortQuery } from './cohort-query.ts';
import type { CompiledPlan, RefusedPlan } from './compiled-plan.ts';
import type { NestedResult } from './field.ts';
import { finishQuery, type FinishedQuery } from './finish-query.ts';
import { groupedQuery } from './grouped-query.ts';
import { indexFor, indexModel, type ModelIndex } from './model-index.ts';
import { dimensionColumns, type QueryContext } from './query-context.ts';
import { PlanRefusal } from './refusal.ts';
import type { Relation } from './relation.ts';
import { listingQuery, memberQuery } from './row-query.ts';
import { StatementBuilder } from './statement-builder.ts';
import { summarizeRows } from './summarize-rows.ts';
import type { Attributes } from './table-scope.ts';

export interface CompileOptions {
  /** Roles of the person who asks: they decide which rows and which fields there are. None when left out. */
  readonly roles?: readonly string[];
  /** What is known of the person who asks, for row policies; bound into the statement. */
  readonly attributes?: Attributes;
  /** A model that has been indexed before, to save the work; it must be `model`'s. */
  readonly index?: ModelIndex;
}

/**
 * Writes one Snowflake SELECT for a plan, and proves that no join multiplies a measure.
 *
 * Deterministic: equal plans over equal models give equal statements. A plan that has no meaning in the model, several
 * meanings, or whose grain cannot be proven is refused with the reason; nothing is thrown for that.
 */
export function compilePlan(
  plan: Plan,
  model: SemanticModel,
  options: CompileOptions = {},
): CompiledPlan | RefusedPlan {
  try {
    const index = indexFor(options.index ?? indexModel(model), options.roles ?? []);
    return compile(plan, index, options.attributes ?? {});
  } catch (error) {
    if (error instanceof PlanRefusal) return { kind: 'refused', reason: error.reason, message: error.message };
    throw error;
  }
}

interface Surroundings {
  readonly index: ModelIndex;
  readonly builder: StatementBuilder;
  readonly attributes: Attributes;
  readonly defaultFilters: readonly DefaultFilter[];
}

function compile(plan: Plan, index: ModelIndex, attributes: Attributes): CompiledPlan {
  if (plan.model !== index.model.name) throw new PlanRefusal('unknown', `There is no model ${plan.model} here.`);
  const builder = new StatementBuilder();
  const surroundings = { index, builder, attributes, defaultFilters: index.model.defaultFilters };
  const nested = new Map<string, NestedResult>();
  for (const { name, query } of plan.nested) {
    nested.set(name.toLowerCase(), compileNested({ ...surroundings }, name, query, new Map(nested)));
  }
  const { nested: _, model: __, ...query } = plan;
  const { relation, text } = compileQuery(surroundings, query, nested);
  builder.prove({ step: 'result', ...relation.proof, measures: [] });
  const statement = builder.statement(text);
  return {
    kind: 'compiled',
    statement: statement.text,
    binds: statement.binds,
    columns: relation.columns,
    proof: builder.proof,
    assumptions: builder.assumptions,
  };
}

function compileNested(
  surroundings: Surroundings,
  name: string,
  query: Query,
  nested: ReadonlyMap<string, NestedResult>,
): NestedResult {
  const { relation, text } = compileQuery(surroundings, query, nested);
  const step = surroundings.builder.reserve(name);
  surroundings.builder.add(step, text, { ...relation.proof, measures: [] });
  const isGrouped = query.listing !== null || relation.proof.grain?.length !== 0 || query.cohort !== null;
  const isOneRow = !isGrouped && query.having === null && query.combine === null;
  const columns = relation.columns.map(({ name: column }) => column);
  return { step, columns, grain: relation.proof.grain, isOneRow };
}

function compileQuery(
  { index, builder, attributes, defaultFilters }: Surroundings,
  query: Query,
  nested: ReadonlyMap<string, NestedResult>,
): FinishedQuery {
  refuseContradictions(query);
  const asked = dimensionColumns(index, query.dimensions);
  const dimensions = query.cohort === null ? asked : cohortColumns(query.cohort, asked);
  const context: QueryContext = { index, builder, query, dimensions, nested, attributes, defaultFilters };
  return finishQuery(context, summarizeRows(context, rowsOf(context)));
}

function rowsOf(context: QueryContext): Relation {
  const { listing, metrics, cohort } = context.query;
  if (cohort !== null) return cohortRelation(context, cohort);
  if (listing !== null) return listingQuery(context, listing);
  if (metrics.length === 0) return memberQuery(context);
  const { relation, figures } = groupedQuery(context);
  return addCalculations(context, relation, figures);
}

function cohortRelation(context: QueryContext, cohort: Cohort): Relation {
  const { relation, figures } = cohortQuery(context, cohort);
  return addCalculations(context, relation, figures);
}

function refuseContradictions(query: Query): void {
  const { listing, metrics, dimensions } = query;
  const isGrouped = metrics.length > 0 || dimensions.length > 0;
  if (listing === null && !isGrouped) throw new PlanRefusal('invalid', 'The plan asks for nothing.');
  if (listing !== null && isGrouped) throw new PlanRefusal('invalid', 'A plan lists rows or groups figures, not both.');
  if (metrics.length === 0) refuseFigures(query);
  if (query.fillGaps && query.cohort !== null) {
    throw new PlanRefusal('invalid', 'Only groups of figures can be filled in.');
  }
}

/** Refuses what a query without metrics has nothing to do with. */
function refuseFigures({ comparison, calculations, fillGaps }: Query): void {
  if (comparison === null && calculations.length === 0 && !fillGaps) return;
  throw new PlanRefusal('invalid', 'There is no metric to compare, to calculate with or to fill in.');
}
