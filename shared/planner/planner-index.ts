import { visibleModel } from '#shared/semantic/access.ts';
import type { Dimension, LogicalTable, SemanticModel } from '#shared/semantic/semantic-model.ts';
import { indexModel } from '#shared/sql/compile/model-index.ts';
import { type Deed, deedsOf } from './deed-words.ts';
import { buildEntityIndex, type EntityIndex } from './entities/entity-index.ts';
import { type ModelView, viewModel } from './model-view.ts';
import { phraseKey } from './question-token.ts';
import type { MatchMethod, ModelSense } from './sense.ts';

/** Values of a dimension beyond the model's samples, usually read from the warehouse. */
export interface DimensionValues {
  readonly dimension: string;
  readonly values: readonly string[];
}

/** Everything a question's words may mean in one model, for one set of roles. Immutable; build once per model version. */
export interface PlannerIndex {
  readonly view: ModelView;
  /** By look-up form of the phrase. */
  readonly phrases: ReadonlyMap<string, readonly ModelSense[]>;
  /** Dimensions by the last word of their names, where that is not all of it. */
  readonly labels: ReadonlyMap<string, readonly string[]>;
  /** What each form of a verb stands for, by look-up form. */
  readonly deeds: ReadonlyMap<string, Deed>;
  /** Number of words of the longest phrase, at most `LONGEST_PHRASE`. */
  readonly longestPhrase: number;
  /** Single-word and multi-word look-up forms by first letter, for misspelt words. */
  readonly spellings: ReadonlyMap<string, readonly string[]>;
  /** Values that can be recognised, at most `MOST_VALUES`. */
  readonly valueCount: number;
  /** Values beyond that, or too long to be named in a question. */
  readonly leftOutValues: number;
  /** The things of the model, for questions about them rather than about figures. */
  readonly entities: EntityIndex;
}

export interface IndexOptions {
  readonly values?: readonly DimensionValues[] | undefined;
  /** Roles of the person who asks: elements hidden from them are unknown. */
  readonly roles?: readonly string[] | undefined;
}

/** Longer phrases, e.g. values that are sentences, are indexed but cut to this many words for look-up. */
export const LONGEST_PHRASE = 8;
/** Most values of all dimensions that are indexed: 100,000 of them take about 110 MB, so an index stays near 220 MB. */
const MOST_VALUES = 200_000;
/** Longer values are prose: nobody names them in a question. In UTF-16 units. */
const LONGEST_VALUE = 120;
/** A misspelt phrase is looked for among phrases of at most this many words. */
const LONGEST_SPELLING = 3;

function isPublic(element: { readonly visibility: 'public' | 'private' }): boolean {
  return element.visibility === 'public';
}

interface Named {
  readonly name: string;
  readonly label: string;
  readonly synonyms: readonly string[];
}

/** The phrases that name an element, each with how it does. */
function* namesOf({ name, label, synonyms }: Named): Generator<readonly [string, MatchMethod]> {
  yield [label, 'exact'];
  yield [name, 'name'];
  for (const synonym of synonyms) yield [synonym, 'synonym'];
}

function* valueSenses(dimension: Dimension, extra: readonly string[]): Generator<readonly [string, ModelSense]> {
  const seen = new Set<string>();
  const named = dimension.valueSynonyms.map(({ value }) => value);
  for (const value of [...dimension.sampleValues, ...named, ...extra]) {
    // "4" as a quarter of the year would be read into every number.
    const isPlainNumber = dimension.type !== 'text' && /^\d+$/.test(value);
    if (seen.has(value) || isPlainNumber) continue;
    seen.add(value);
    yield [value, { kind: 'value', id: dimension.id, value, method: 'value' }];
  }
  for (const { value, synonyms } of dimension.valueSynonyms) {
    for (const synonym of synonyms) yield [synonym, { kind: 'value', id: dimension.id, value, method: 'synonym' }];
  }
}

function* namedSenses<Element extends Named>(
  elements: readonly Element[],
  toSense: (element: Element, method: MatchMethod) => ModelSense,
): Generator<readonly [string, ModelSense]> {
  for (const element of elements) {
    for (const [phrase, method] of namesOf(element)) yield [phrase, toSense(element, method)];
  }
}

function* tableSenses(
  table: LogicalTable,
  extra: ReadonlyMap<string, readonly string[]>,
): Generator<readonly [string, ModelSense]> {
  const dimensions = table.dimensions.filter(isPublic);
  yield* namedSenses(table.metrics.filter(isPublic), ({ id }, method) => ({ kind: 'metric', id, method }));
  yield* namedSenses(dimensions, ({ id }, method) => ({ kind: 'dimension', id, method }));
  yield* namedSenses(table.timeDimensions.filter(isPublic), ({ id }, method) => ({ kind: 'time', id, method }));
  const conditions = dimensions.filter((dimension) => dimension.isFilter);
  yield* namedSenses(conditions, ({ id }, method) => ({ kind: 'filter', id, method }));
  yield* namedSenses(table.facts.filter(isPublic), ({ id }, method) => ({
    kind: 'fact',
    id,
    table: table.name,
    method,
  }));
  yield* namedSenses(table.filters, ({ id }, method) => ({ kind: 'filter', id, method }));
  yield* namedSenses([table], ({ name }, method) => ({ kind: 'table', id: name, method }));

  const display = dimensions.find((dimension) => dimension.id === table.displayDimension);
  if (display !== undefined) {
    yield* namedSenses([table], (_, method) => ({ kind: 'dimension', id: display.id, method }));
  }
  for (const dimension of dimensions) yield* valueSenses(dimension, extra.get(dimension.id) ?? []);
}

function* modelSenses(
  model: SemanticModel,
  extra: ReadonlyMap<string, readonly string[]>,
): Generator<readonly [string, ModelSense]> {
  yield* namedSenses(model.metrics.filter(isPublic), ({ id }, method) => ({ kind: 'metric', id, method }));
  for (const table of model.tables) yield* tableSenses(table, extra);
  for (const filter of model.defaultFilters) {
    for (const words of filter.liftedBy) yield [words, { kind: 'lift', id: filter.name, method: 'exact' }];
  }
}

function sameTarget(left: ModelSense, right: ModelSense): boolean {
  if (left.kind !== right.kind || left.id !== right.id) return false;
  return left.kind !== 'value' || (right.kind === 'value' && left.value === right.value);
}

function spellingsOf(keys: Iterable<string>): ReadonlyMap<string, readonly string[]> {
  const spellings = new Map<string, string[]>();
  for (const key of keys) {
    if (key.split(' ').length > LONGEST_SPELLING) continue;
    const first = key.charAt(0);
    const sharing = spellings.get(first);
    if (sharing === undefined) spellings.set(first, [key]);
    else sharing.push(key);
  }
  return spellings;
}

/** Keeps the index of values within its bound. */
class ValueBudget {
  admitted = 0;
  leftOut = 0;

  admits(phrase: string): boolean {
    const isAdmitted = this.admitted < MOST_VALUES && phrase.length <= LONGEST_VALUE;
    if (isAdmitted) this.admitted += 1;
    else this.leftOut += 1;
    return isAdmitted;
  }
}

/** Every phrase with what it may mean. */
function collectPhrases(
  model: SemanticModel,
  extra: ReadonlyMap<string, readonly string[]>,
  budget: ValueBudget,
): ReadonlyMap<string, readonly ModelSense[]> {
  const phrases = new Map<string, ModelSense[]>();
  for (const [phrase, sense] of modelSenses(model, extra)) {
    if (sense.kind === 'value' && !budget.admits(phrase)) continue;
    const key = phraseKey(phrase).split(' ').slice(0, LONGEST_PHRASE).join(' ');
    if (key === '') continue;
    const known = phrases.get(key);
    if (known === undefined) phrases.set(key, [sense]);
    else if (!known.some((other) => sameTarget(other, sense))) known.push(sense);
  }
  return phrases;
}

/** "Tier" of "loyalty tier"; not of "city of the store", nor where the word means something by itself. */
function labelWords(model: SemanticModel, phrases: PlannerIndex['phrases']): PlannerIndex['labels'] {
  const labels = new Map<string, readonly string[]>();
  for (const dimension of model.tables.flatMap(({ dimensions }) => dimensions.filter(isPublic))) {
    for (const [name] of namesOf(dimension)) {
      const words = phraseKey(name).split(' ');
      const last = words.length > 1 && !words.includes('of') ? words.at(-1) : undefined;
      if (last !== undefined && !phrases.has(last)) labels.set(last, [...(labels.get(last) ?? []), dimension.id]);
    }
  }
  return labels;
}

/** Compiles a model's names and values for look-up; the cost grows with the number of names and values. */
export function buildPlannerIndex(model: SemanticModel, options: IndexOptions = {}): PlannerIndex {
  const roles = options.roles ?? [];
  const visible = visibleModel(model, roles);
  const extra = new Map((options.values ?? []).map(({ dimension, values }) => [dimension, values]));
  const budget = new ValueBudget();
  const phrases = collectPhrases(visible, extra, budget);
  const keys = [...phrases.keys()];
  return {
    view: viewModel(visible),
    phrases,
    labels: labelWords(visible, phrases),
    deeds: deedsOf(visible),
    longestPhrase: keys.reduce((longest, key) => Math.max(longest, key.split(' ').length), 1),
    spellings: spellingsOf(keys),
    valueCount: budget.admitted,
    leftOutValues: budget.leftOut,
    entities: buildEntityIndex(visible, phrases, { index: indexModel(model), roles }),
  };
}
