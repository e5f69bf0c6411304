import { type ModelElement, elementsOf } from './model-index.ts';
import type { SemanticModel } from './semantic-model.ts';

/** One difference between two models. */
export interface ModelChange {
  readonly kind: 'added' | 'removed' | 'changed';
  /** What changed: `metric sales.revenue`, `relationship sales_customer`, `calendar`. */
  readonly subject: string;
  /** The property that changed, or empty. */
  readonly property: string;
  readonly before: string;
  readonly after: string;
  /** `breaking`: questions may fail. `meaning`: the same question may give another figure. `wording`: neither. */
  readonly effect: 'breaking' | 'meaning' | 'wording';
}

type Record_ = Readonly<Record<string, unknown>>;

const WORDING: ReadonlySet<string> = new Set([
  'label',
  'description',
  'synonyms',
  'sampleValues',
  'valueSynonyms',
  'format',
  'goodDirection',
  'drivers',
  'verbs',
  'roleWords',
  'isDisplay',
  'displayDimension',
  'freshness',
]);
/** Written forms of what is compared in its resolved form already. */
const REDUNDANT: ReadonlySet<string> = new Set(['expr', 'dimensions', 'timeDimensions', 'facts', 'metrics', 'filters']);

function toText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

function entriesOf(value: object): Record_ {
  return Object.fromEntries(Object.entries(value));
}

function changesOf(subject: string, before: Record_, after: Record_): readonly ModelChange[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys]
    .filter((key) => !REDUNDANT.has(key) && toText(before[key]) !== toText(after[key]))
    .map((key) => {
      const isExpression = key === 'expression';
      return {
        kind: 'changed',
        subject,
        property: isExpression ? 'expr' : key,
        before: toText(isExpression ? before['expr'] : before[key]),
        after: toText(isExpression ? after['expr'] : after[key]),
        effect: WORDING.has(key) ? 'wording' : 'meaning',
      };
    });
}

/** Compares two lists of named things, in the order of the first and then of the second. */
function compareAll<T extends object>(
  what: (item: T) => string,
  before: readonly T[],
  after: readonly T[],
): readonly ModelChange[] {
  const later = new Map(after.map((item) => [what(item), item]));
  const earlier = new Set(before.map(what));
  const whole = { property: '', before: '', after: '' };
  return [
    ...before.flatMap((item): readonly ModelChange[] => {
      const other = later.get(what(item));
      if (other === undefined) return [{ kind: 'removed', subject: what(item), ...whole, effect: 'breaking' }];
      return changesOf(what(item), entriesOf(item), entriesOf(other));
    }),
    ...after
      .filter((item) => !earlier.has(what(item)))
      .map((item): ModelChange => ({ kind: 'added', subject: what(item), ...whole, effect: 'wording' })),
  ];
}

function elementName({ kind, id }: ModelElement): string {
  return `${kind === 'time' ? 'time dimension' : kind} ${id}`;
}

function called(what: string): (item: { readonly name: string }) => string {
  return ({ name }) => `${what} ${name}`;
}

function generalParts({ calendar, piiRoles, instructions, description }: SemanticModel): Record_ {
  return { calendar, piiRoles, instructions, description };
}

/** What differs between two models, and what it does to questions. Moving things about in the files is no difference. */
export function diffModels(before: SemanticModel, after: SemanticModel): readonly ModelChange[] {
  return [
    ...changesOf('model', generalParts(before), generalParts(after)),
    ...compareAll(called('table'), before.tables, after.tables),
    ...compareAll(elementName, elementsOf(before), elementsOf(after)),
    ...compareAll(called('relationship'), before.relationships, after.relationships),
    ...compareAll(called('default filter'), before.defaultFilters, after.defaultFilters),
    ...compareAll(called('row policy'), before.rowPolicies, after.rowPolicies),
    ...compareAll(called('hierarchy'), before.hierarchies, after.hierarchies),
    ...compareAll(called('verified query'), before.verifiedQueries, after.verifiedQueries),
  ];
}

/** One line for people. */
export function formatChange({ kind, subject, property, before, after, effect }: ModelChange): string {
  if (kind !== 'changed') return `${kind === 'added' ? '+' : '-'} ${subject} (${effect})`;
  return `~ ${subject}: ${property} ${before} → ${after} (${effect})`;
}
