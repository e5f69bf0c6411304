import type { AnswerPeriod, Reading } from '#shared/schemas/answer.ts';
import type { Cell } from '#shared/schemas/primitives.ts';
import type { Condition, LeafCondition } from '#shared/schemas/plan-condition.ts';
import type { PlanSpan } from '#shared/schemas/plan-parts.ts';
import type { Plan } from '#shared/schemas/plan.ts';
import type { Metric, SemanticModel } from '#shared/semantic/semantic-model.ts';
import type { CompiledPlan } from '#shared/sql/compile/compiled-plan.ts';
import { jsonObjectSchema } from '#shared/schemas/primitives.ts';
import { nestedTexts, restateQuery } from './restate-query.ts';
import { labelOfElement } from './words.ts';

type Filter = Reading['filters'][number];

/** How the question was read, in words and as data, so that a person can object to any part of it. */
export function describeReading(
  plan: Plan,
  model: SemanticModel,
  compiled: CompiledPlan,
  assumptions: readonly string[],
): Reading {
  return {
    restatement: restatePlan(plan, model, compiled),
    plan: jsonObjectSchema.parse(plan),
    period: plan.period === null ? null : toAnswerPeriod(plan.period),
    comparison: plan.comparison === null ? null : toAnswerPeriod(plan.comparison.period),
    filters: leavesOf(plan.where).map((leaf) => describeFilter(leaf, model)),
    definitions: definitionsOf(plan, model),
    assumptions: [...new Set([...assumptions, ...compiled.assumptions])],
  };
}

function toAnswerPeriod({ from, to, label, heard, complete }: PlanSpan): AnswerPeriod {
  return { from, to, label, heard, complete };
}

/** `Revenue by region, October 2026 against September 2026, where segment is Corporate, the top 5 by revenue`. */
export function restatePlan(plan: Plan, model: SemanticModel, { columns }: CompiledPlan): string {
  return restateQuery(plan, { model, nested: nestedTexts(plan, model) }, columns);
}

function leavesOf(condition: Condition | null): readonly LeafCondition[] {
  if (condition === null) return [];
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.conditions.flatMap(leavesOf);
    case 'not':
      return leavesOf(condition.condition);
    default:
      return [condition];
  }
}

function describeFilter(leaf: LeafCondition, model: SemanticModel): Filter {
  const id = leaf.kind === 'exists' ? leaf.table : leaf.kind === 'named' ? leaf.filter : leaf.field;
  return {
    dimension: labelOfElement(model, id),
    operator: operatorOf(leaf),
    values: valuesOf(leaf),
    heard: leaf.heard,
    method: leaf.method ?? 'default',
  };
}

function operatorOf(leaf: LeafCondition): string {
  const not = 'negated' in leaf && leaf.negated ? 'not ' : '';
  if (leaf.kind === 'compare' || leaf.kind === 'scalar') return leaf.operator;
  return leaf.kind === 'text' ? `${not}${leaf.match}` : `${not}${leaf.kind}`;
}

function valuesOf(leaf: LeafCondition): Cell[] {
  switch (leaf.kind) {
    case 'in':
      return leaf.values;
    case 'compare':
    case 'text':
      return [leaf.value];
    case 'range':
      return [leaf.from, leaf.to];
    default:
      return [];
  }
}

/** What the metrics mean, in the model's words; derived ones with the parts they are made of. */
function definitionsOf(plan: Plan, model: SemanticModel): Reading['definitions'] {
  const all = [...model.tables.flatMap(({ metrics }) => metrics), ...model.metrics];
  const ids = plan.metrics.flatMap((use) => (use.kind === 'metric' ? [use.metric] : []));
  return [...new Set(ids)].flatMap((id) => {
    const metric = all.find((one) => one.id === id);
    return metric === undefined ? [] : [{ name: metric.label, text: definitionText(metric), metric: metric.id }];
  });
}

function definitionText({ description, expr }: Metric): string {
  return description === '' ? expr : description.trim().replace(/\.$/, '');
}
