import type { Condition } from '#shared/schemas/plan-condition.ts';
import type { Plan } from '#shared/schemas/plan.ts';
import type { SemanticModel } from '#shared/semantic/semantic-model.ts';
import type { CompiledColumn } from '#shared/sql/compile/compiled-plan.ts';
import { phraseCondition, valueText } from './phrase-condition.ts';
import { nestedTexts } from './restate-query.ts';
import { listWords, midSentence } from './words.ts';

/** The conditions that must all hold, taken apart. */
export function conjuncts(condition: Condition | null): readonly Condition[] {
  if (condition === null) return [];
  return condition.kind === 'and' ? condition.conditions.flatMap(conjuncts) : [condition];
}

/** What narrows an answer, for the middle of a sentence: ` for Europe and Online`, ` with list price above 100`. */
export function phraseScope(plan: Plan, model: SemanticModel): string {
  const parts = conjuncts(plan.where);
  const values = parts.filter(isPlainValue).map((part) => listWords(part.values.map(valueText), 'or'));
  const others = parts
    .filter((part) => !isPlainValue(part))
    .map((part) => phraseCondition(part, { model, nested: nestedTexts(plan, model) }));
  const named = values.length === 0 ? '' : ` for ${listWords(values)}`;
  return others.length === 0 ? named : `${named} where ${listWords(others)}`;
}

type Inclusion = Extract<Condition, { kind: 'in' }>;

function isPlainValue(condition: Condition): condition is Inclusion {
  return condition.kind === 'in' && !condition.negated && condition.values.every((value) => typeof value === 'string');
}

/** ` by region and month`; empty without dimensions. */
export function phraseGroups(dimensions: readonly CompiledColumn[]): string {
  return dimensions.length === 0 ? '' : ` by ${listWords(dimensions.map(({ label }) => midSentence(label)))}`;
}
