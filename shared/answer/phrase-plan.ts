import type { Condition, LeafCondition, Operand } from '#shared/schemas/plan-condition.ts';
import { METRIC_TIME } from '#shared/schemas/plan-parts.ts';
import type { Plan } from '#shared/schemas/plan.ts';
import type { SemanticModel } from '#shared/semantic/semantic-model.ts';
import type { CompiledColumn } from '#shared/sql/compile/compiled-plan.ts';

/** `A`, `A and B`, `A, B and C`. */
export function listWords(words: readonly string[], joint = 'and'): string {
  if (words.length <= 1) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} ${joint} ${words.at(-1) ?? ''}`;
}

/** A label inside a sentence: lower case unless it is an abbreviation. */
export function midSentence(label: string): string {
  return /^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
}

export function labelOfElement(model: SemanticModel, id: string): string {
  if (id === METRIC_TIME) return 'date';
  for (const table of model.tables) {
    const found = [...table.dimensions, ...table.timeDimensions, ...table.facts, ...table.filters].find(
      (element) => element.id === id,
    );
    if (found !== undefined) return found.label;
  }
  return id;
}

/** The conditions that must all hold, taken apart. */
export function conjuncts(condition: Condition | null): readonly Condition[] {
  if (condition === null) return [];
  return condition.kind === 'and' ? condition.conditions.flatMap(conjuncts) : [condition];
}

const COMPARATORS = {
  '=': 'is',
  '<>': 'is not',
  '<': 'below',
  '<=': 'at most',
  '>': 'above',
  '>=': 'at least',
} as const;

function valueText(value: Operand): string {
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
}

/** A condition in words, e.g. `region is Europe`, `list price above 100`. */
export function phraseCondition(condition: Condition, model: SemanticModel): string {
  switch (condition.kind) {
    case 'and':
    case 'or': {
      const parts = condition.conditions.map((part) => phraseCondition(part, model));
      return listWords(parts, condition.kind);
    }
    case 'not':
      return `not (${phraseCondition(condition.condition, model)})`;
    default:
      return phraseLeaf(condition, model);
  }
}

function phraseLeaf(condition: LeafCondition, model: SemanticModel): string {
  switch (condition.kind) {
    case 'exists': {
      const table = (name: string) => midSentence(model.tables.find((one) => one.name === name)?.label ?? name);
      const inner = condition.where.map((part) => phraseLeaf(part, model));
      const where = inner.length === 0 ? '' : ` (${listWords(inner)})`;
      return `${table(condition.of)} ${condition.negated ? 'without' : 'with'} ${table(condition.table)}${where}`;
    }
    case 'named':
      return `${condition.negated ? 'not ' : ''}${midSentence(labelOfElement(model, condition.filter))}`;
    default:
      return `${midSentence(labelOfElement(model, condition.field))} ${phraseTest(condition)}`;
  }
}

function notIf(negated: boolean): string {
  return negated ? 'not ' : '';
}

type FieldTest = Exclude<LeafCondition, { kind: 'exists' | 'named' }>;

const TEXT_VERBS = { contains: 'contains', starts: 'starts with', ends: 'ends with' } as const;

function phraseTest(condition: FieldTest): string {
  switch (condition.kind) {
    case 'compare':
      return `${COMPARATORS[condition.operator]} ${valueText(condition.value)}`;
    case 'in':
      return `is ${notIf(condition.negated)}${listWords(condition.values.map(valueText), 'or')}`;
    case 'range':
      return phraseRange(condition);
    case 'text':
      return `${notIf(condition.negated)}${TEXT_VERBS[condition.match]} “${condition.value}”`;
    case 'null':
    case 'member':
      return phraseMembership(condition);
    case 'part':
      return `${notIf(condition.negated)}on ${condition.part.replaceAll('-', ' ')} ${listWords(condition.values.map(String), 'or')}`;
    case 'scalar':
      return `${COMPARATORS[condition.operator]} the compared figure`;
  }
}

function phraseMembership({ kind, negated }: Extract<FieldTest, { kind: 'null' | 'member' }>): string {
  if (kind === 'null') return negated ? 'is known' : 'is unknown';
  return `is ${negated ? 'not ' : ''}one of the selected`;
}

function phraseRange({ from, to, includesFrom, includesTo }: Extract<FieldTest, { kind: 'range' }>): string {
  const low = from === null ? [] : [`${includesFrom ? 'from' : 'above'} ${valueText(from)}`];
  const high = to === null ? [] : [`${includesTo ? 'to' : 'below'} ${valueText(to)}`];
  return [...low, ...high].join(' ');
}

/** What narrows an answer, for the middle of a sentence: ` for Europe and Online`, ` with list price above 100`. */
export function phraseScope(plan: Plan, model: SemanticModel): string {
  const parts = conjuncts(plan.where);
  const values = parts.filter(isPlainValue).map((part) => listWords(part.values.map(valueText), 'or'));
  const others = parts.filter((part) => !isPlainValue(part)).map((part) => phraseCondition(part, model));
  const named = values.length === 0 ? '' : ` for ${listWords(values)}`;
  return others.length === 0 ? named : `${named} where ${listWords(others)}`;
}

type Inclusion = Extract<Condition, { kind: 'in' }>;

function isPlainValue(condition: Condition): condition is Inclusion {
  return condition.kind === 'in' && !condition.negated && condition.values.every((value) => typeof value === 'string');
}

const DAY_LABEL = /^\d{1,2} /;

/** ` in October 2026`, ` on 5 October 2026`; empty without a period. */
export function phrasePeriod(label: string | undefined): string {
  if (label === undefined || label === '') return '';
  if (label === 'all time') return ' over all time';
  if (/^(until|from|since) /.test(label)) return ` ${label}`;
  if (!DAY_LABEL.test(label)) return ` in ${label}`;
  return ` ${label.includes('–') ? 'during' : 'on'} ${label}`;
}

/** ` by region and month`; empty without dimensions. */
export function phraseGroups(dimensions: readonly CompiledColumn[]): string {
  return dimensions.length === 0 ? '' : ` by ${listWords(dimensions.map(({ label }) => midSentence(label)))}`;
}
