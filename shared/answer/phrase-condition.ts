import type { Comparator, Condition, LeafCondition, Operand } from '#shared/schemas/plan-condition.ts';
import type { SemanticModel } from '#shared/semantic/semantic-model.ts';
import { phraseDays, phrasePeriod } from './phrase-dates.ts';
import { labelOfElement, listWords, midSentence } from './words.ts';

/** What conditions refer to. */
export interface PhraseScope {
  readonly model: SemanticModel;
  /** Results that conditions name, in words. */
  readonly nested: ReadonlyMap<string, string>;
}

export const COMPARATORS: Readonly<Record<Comparator, string>> = {
  '=': 'is',
  '<>': 'is not',
  '<': 'below',
  '<=': 'at most',
  '>': 'above',
  '>=': 'at least',
};

export function valueText(value: Operand): string {
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
}

/** A condition in words, e.g. `region is Europe`, `list price above 100`. */
export function phraseCondition(condition: Condition, scope: PhraseScope): string {
  switch (condition.kind) {
    case 'and':
    case 'or': {
      const parts = condition.conditions.map((part) => phraseCondition(part, scope));
      return listWords(parts, condition.kind);
    }
    case 'not':
      return `not (${phraseCondition(condition.condition, scope)})`;
    default:
      return phraseLeaf(condition, scope);
  }
}

function phraseLeaf(condition: LeafCondition, scope: PhraseScope): string {
  switch (condition.kind) {
    case 'exists':
      return phraseExistence(condition, scope);
    case 'named':
      return `${notIf(condition.negated)}${midSentence(labelOfElement(scope.model, condition.filter))}`;
    default:
      return `${midSentence(labelOfElement(scope.model, condition.field))} ${phraseTest(condition, scope)}`;
  }
}

/** `customers without returns (reason is Damaged) in 2025`. */
function phraseExistence(condition: Extract<LeafCondition, { kind: 'exists' }>, scope: PhraseScope): string {
  const table = (name: string) => midSentence(scope.model.tables.find((one) => one.name === name)?.label ?? name);
  const inner = condition.where.map((part) => phraseLeaf(part, scope));
  const where = inner.length === 0 ? '' : ` (${listWords(inner)})`;
  const when = phrasePeriod(condition.period?.label);
  return `${table(condition.of)} ${condition.negated ? 'without' : 'with'} ${table(condition.table)}${where}${when}`;
}

function notIf(negated: boolean): string {
  return negated ? 'not ' : '';
}

type FieldTest = Exclude<LeafCondition, { kind: 'exists' | 'named' }>;

const TEXT_VERBS = { contains: 'contains', starts: 'starts with', ends: 'ends with' } as const;

function phraseTest(condition: FieldTest, scope: PhraseScope): string {
  switch (condition.kind) {
    case 'compare':
      return `${COMPARATORS[condition.operator]} ${valueText(condition.value)}`;
    case 'in':
      return `is ${notIf(condition.negated)}${listWords(condition.values.map(valueText), 'or')}`;
    case 'range':
      return phraseRange(condition, scope);
    case 'text':
      return `${notIf(condition.negated)}${TEXT_VERBS[condition.match]} “${condition.value}”`;
    case 'null':
      return condition.negated ? 'is known' : 'is unknown';
    case 'member':
      return `is ${notIf(condition.negated)}among (${phraseNested(condition.of, scope)})`;
    case 'part':
      return `${notIf(condition.negated)}on ${condition.part.replaceAll('-', ' ')} ${listWords(condition.values.map(String), 'or')}`;
    case 'scalar':
      return `${COMPARATORS[condition.operator]} ${timesText(condition.times)}(${phraseNested(condition.of, scope)})`;
  }
}

/** `2 × ` before what is multiplied. */
export function timesText(times: number): string {
  return times === 1 ? '' : `${String(times)} × `;
}

/** A nested result in words. */
export function phraseNested(name: string, { nested }: PhraseScope): string {
  return nested.get(name) ?? name;
}

function phraseRange(
  { from, to, includesFrom, includesTo }: Extract<FieldTest, { kind: 'range' }>,
  { model }: PhraseScope,
): string {
  const isHalfOpen = includesFrom && !includesTo;
  const days = isHalfOpen ? phraseDays(from, to, model.calendar) : null;
  if (days !== null) return days;
  const low = from === null ? [] : [`${includesFrom ? 'from' : 'above'} ${valueText(from)}`];
  const high = to === null ? [] : [`${includesTo ? 'to' : 'below'} ${valueText(to)}`];
  return [...low, ...high].join(' ');
}
