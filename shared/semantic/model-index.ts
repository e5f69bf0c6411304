import { splitIdentifier } from './identifier-words.ts';
import { type JoinPath, type RelationGraph, createRelationGraph } from './relation-graph.ts';
import type {
  Dimension,
  ElementId,
  Fact,
  LogicalTable,
  Metric,
  NamedFilter,
  SemanticModel,
  TimeDimension,
} from './semantic-model.ts';

export type ModelElement = Dimension | TimeDimension | Fact | NamedFilter | Metric;

/** How a word came to stand for something; earlier ones are surer. */
export type TermSource = 'label' | 'synonym' | 'name' | 'value' | 'value-synonym';

/** Something that words of a question may mean. */
export interface Term {
  readonly source: TermSource;
  /** Element, or table when the element is null. */
  readonly element: ModelElement | null;
  readonly table: LogicalTable | null;
  /** Value of the dimension, as it is stored; null unless a value is meant. */
  readonly value: string | null;
}

/** How rows of a fact table get at a dimension. */
export type Reach =
  | { readonly kind: 'path'; readonly element: ModelElement; readonly path: JoinPath }
  /** Another dimension with the same meaning stands in for it. */
  | { readonly kind: 'conformed'; readonly element: ModelElement; readonly path: JoinPath }
  | { readonly kind: 'ambiguous'; readonly paths: readonly JoinPath[] }
  | { readonly kind: 'unreachable' };

export interface ModelIndex {
  readonly model: SemanticModel;
  readonly graph: RelationGraph;
  table(name: string): LogicalTable | null;
  /** Dimension, time dimension, fact, filter or metric by its id. */
  element(id: ElementId): ModelElement | null;
  metric(id: ElementId): Metric | null;
  /** What a phrase may mean, in the order of the model. The phrase is normalised with {@link toPhrase}. */
  terms(phrase: string): readonly Term[];
  /** Most words in a phrase that has a meaning. */
  readonly longestTerm: number;
  /** How the rows of `fact` get at a dimension or fact; `preferred` names relationships that decide between paths. */
  reach(fact: string, id: ElementId, preferred: readonly string[]): Reach;
  /** Dimensions by which all these fact tables can be grouped, each by one path or through a conformed dimension. */
  conformedDimensions(facts: readonly string[]): readonly (Dimension | TimeDimension)[];
}

/** Lower case, words parted by single spaces; punctuation inside a word such as `e-mail` parts it too. */
export function toPhrase(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}&%$.]+/u)
    .map((word) => word.replace(/^\.+|\.+$/g, ''))
    .filter((word) => word !== '')
    .join(' ');
}

function rowElements(table: LogicalTable): readonly (Dimension | TimeDimension | Fact)[] {
  return [...table.dimensions, ...table.timeDimensions, ...table.facts];
}

/** Every element of a model, tables first to last, derived metrics at the end. */
export function elementsOf(model: SemanticModel): readonly ModelElement[] {
  const ofTables = model.tables.flatMap((table) => [...rowElements(table), ...table.filters, ...table.metrics]);
  return [...ofTables, ...model.metrics];
}

function valueTerms(element: ModelElement): readonly (readonly [string, Term])[] {
  if (element.kind !== 'dimension') return [];
  const term = (source: TermSource, value: string): Term => ({ source, element, table: null, value });
  return [
    ...element.sampleValues.map((value) => [value, term('value', value)] as const),
    ...element.valueSynonyms.flatMap(({ value, synonyms }) => [
      [value, term('value', value)] as const,
      ...synonyms.map((synonym) => [synonym, term('value-synonym', value)] as const),
    ]),
  ];
}

function namedTerms(
  named: { readonly label: string; readonly name: string; readonly synonyms: readonly string[] },
  meaning: { readonly element: ModelElement | null; readonly table: LogicalTable | null },
): readonly (readonly [string, Term])[] {
  const term = (source: TermSource): Term => ({ source, ...meaning, value: null });
  return [
    [named.label, term('label')],
    ...named.synonyms.map((synonym) => [synonym, term('synonym')] as const),
    [splitIdentifier(named.name).join(' '), term('name')],
  ];
}

function termsOf(model: SemanticModel): readonly (readonly [string, Term])[] {
  const public_ = elementsOf(model).filter((element) => element.kind === 'filter' || element.visibility === 'public');
  return [
    ...model.tables.flatMap((table) => namedTerms(table, { element: null, table })),
    ...public_.flatMap((element) => [...namedTerms(element, { element, table: null }), ...valueTerms(element)]),
  ];
}

/** Words to what they mean; the surest source of each meaning only. */
function collectTerms(model: SemanticModel): ReadonlyMap<string, readonly Term[]> {
  const collected = new Map<string, Term[]>();
  for (const [words, term] of termsOf(model)) {
    const phrase = toPhrase(words);
    const terms = collected.get(phrase) ?? [];
    const isKnown = terms.some(
      ({ element, table, value }) => element === term.element && table === term.table && value === term.value,
    );
    if (phrase !== '' && !isKnown) collected.set(phrase, [...terms, term]);
  }
  return collected;
}

/** Elements by the dimension that they conform to, that one included. */
function conformedGroups(elements: readonly ModelElement[]): ReadonlyMap<ElementId, readonly ModelElement[]> {
  const groups = new Map<ElementId, ModelElement[]>();
  for (const element of elements) {
    if (element.kind !== 'dimension' && element.kind !== 'time') continue;
    const key = element.conformsTo ?? element.id;
    groups.set(key, [...(groups.get(key) ?? []), element]);
  }
  return groups;
}

/** Answers how a fact table's rows get at an element. */
function createReach(graph: RelationGraph, all: readonly ModelElement[]): ModelIndex['reach'] {
  const elements = new Map(all.map((element) => [element.id, element]));
  const groups = conformedGroups(all);

  function direct(fact: string, element: ModelElement, preferred: readonly string[]): Reach {
    if (element.table === null) return { kind: 'unreachable' };
    const choice = graph.choosePath(fact, element.table, preferred);
    if (choice.kind === 'one') return { kind: 'path', element, path: choice.path };
    return choice.kind === 'none' ? { kind: 'unreachable' } : { kind: 'ambiguous', paths: choice.paths };
  }

  function standIn(fact: string, element: ModelElement, preferred: readonly string[]): Reach {
    const group = element.kind === 'dimension' || element.kind === 'time' ? (element.conformsTo ?? element.id) : '';
    const others = (groups.get(group) ?? [])
      .filter((other) => other.id !== element.id)
      .map((other) => direct(fact, other, preferred))
      .filter((other) => other.kind === 'path');
    const [only, second] = others;
    if (only === undefined) return { kind: 'unreachable' };
    if (second !== undefined) return { kind: 'ambiguous', paths: others.map(({ path }) => path) };
    return { ...only, kind: 'conformed' };
  }

  return (fact, id, preferred) => {
    const element = elements.get(id);
    if (element === undefined) return { kind: 'unreachable' };
    const found = direct(fact, element, preferred);
    return found.kind === 'unreachable' ? standIn(fact, element, preferred) : found;
  };
}

/** Builds the look-ups of one model; the work is done once, look-ups are hash look-ups. */
export function createModelIndex(model: SemanticModel): ModelIndex {
  const graph = createRelationGraph(model);
  const tables = new Map(model.tables.map((table) => [table.name, table]));
  const all = elementsOf(model);
  const elements = new Map(all.map((element) => [element.id, element]));
  const terms = collectTerms(model);
  const reach = createReach(graph, all);
  return {
    model,
    graph,
    table: (name) => tables.get(name) ?? null,
    element: (id) => elements.get(id) ?? null,
    metric(id) {
      const found = elements.get(id);
      return found?.kind === 'metric' ? found : null;
    },
    terms: (phrase) => terms.get(toPhrase(phrase)) ?? [],
    longestTerm: Math.max(0, ...[...terms.keys()].map((phrase) => phrase.split(' ').length)),
    reach,
    conformedDimensions(facts) {
      const preferred = facts.flatMap((fact) => tables.get(fact)?.preferredRelationships ?? []);
      return all
        .filter((element) => element.kind === 'dimension' || element.kind === 'time')
        .filter((element) => element.conformsTo === null)
        .filter((element) =>
          facts.every((fact) => ['path', 'conformed'].includes(reach(fact, element.id, preferred).kind)),
        );
    },
  };
}
