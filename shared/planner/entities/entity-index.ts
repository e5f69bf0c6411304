import type { Dimension, Fact, LogicalTable, SemanticModel, TimeDimension } from '#shared/semantic/semantic-model.ts';
import type { ModelIndex } from '#shared/sql/compile/model-index.ts';
import type { ModelSense } from '../sense.ts';
import type { EntitySense } from './entity-sense.ts';
import { createJoinGraph, type JoinGraph } from './join-graph.ts';
import { nameSenses, ownNames, roleSenses } from './lexicon.ts';
import { otherValues } from './value-aliases.ts';
import { stemOf } from './word-stem.ts';

export type Element = Dimension | TimeDimension | Fact;

/** What words mean among the things of a model, for one set of roles. Immutable; built with the planner's index. */
export interface EntityIndex {
  readonly model: SemanticModel;
  readonly tables: ReadonlyMap<string, LogicalTable>;
  readonly elements: ReadonlyMap<string, Element>;
  readonly graph: JoinGraph;
  isVisible(element: Element): boolean;
  /** Senses of a phrase in its look-up form, surest first. */
  senses(key: string): readonly EntitySense[];
  readonly longestName: number;
  /** The whole model, for the trial that every plan must pass, with the roles of the person who asks. */
  readonly compiling: { readonly index: ModelIndex; readonly roles: readonly string[] };
}

/** Longest name, in words, that is looked for. */
const LONGEST_NAME = 6;

function target(sense: EntitySense): string {
  if (sense.kind === 'column') return `column ${sense.ids.join(' ')}`;
  return sense.kind === 'table' ? `table ${sense.table}` : `value ${sense.id} ${sense.value}`;
}

type Names = Map<string, Map<string, EntitySense>>;

/** Names by which tables are referred to, where no table has that name itself. */
function addRoles({ relationships }: SemanticModel, names: Names): void {
  for (const [phrase, sense] of relationships.flatMap((relationship) => [...roleSenses(relationship)])) {
    const known = names.get(phrase) ?? new Map<string, EntitySense>();
    const isTable = [...known.values()].some(({ kind, weight }) => kind === 'table' && weight >= sense.weight);
    if (!isTable) names.set(phrase, known.set(target(sense), sense));
  }
}

/** The senses of each phrase; of several names for one thing the surest. */
function collectNames(
  model: SemanticModel,
  isVisible: (element: Element) => boolean,
): ReadonlyMap<string, readonly EntitySense[]> {
  const names: Names = new Map();
  for (const table of model.tables) {
    for (const [phrase, sense] of nameSenses(table, isVisible)) {
      const known = names.get(phrase) ?? new Map<string, EntitySense>();
      const same = known.get(target(sense));
      if (same === undefined || same.weight < sense.weight) known.set(target(sense), sense);
      names.set(phrase, known);
    }
  }
  addRoles(model, names);
  return new Map(
    [...names]
      .filter(([phrase]) => phrase !== '')
      .map(([phrase, known]) => [phrase, [...known.values()].sort((left, right) => right.weight - left.weight)]),
  );
}

/** Trust in a name of which a word is only bent otherwise: "opening year" for open year. */
const INFLECTED = 0.9;

/** Names of several words by their stems. */
function collectStems(names: ReadonlyMap<string, readonly EntitySense[]>): ReadonlyMap<string, readonly EntitySense[]> {
  const stems = new Map<string, readonly EntitySense[]>();
  for (const [phrase, senses] of names) {
    if (!phrase.includes(' ')) continue;
    const inflected = senses.map((sense) => ({ ...sense, weight: sense.weight * INFLECTED }));
    stems.set(stemOf(phrase), [...(stems.get(stemOf(phrase)) ?? []), ...inflected]);
  }
  return stems;
}

const VALUE_TRUST: Readonly<Record<ModelSense['method'], number>> = {
  exact: 1,
  case: 1,
  value: 1,
  plural: 0.95,
  name: 0.95,
  synonym: 0.8,
  fuzzy: 0.5,
};

/** Trust in a value that is written otherwise in the data: "female" for F. */
const ALIASED = 0.85;

/** Builds the index; values are looked up among the planner's own phrases and not stored again. */
export function buildEntityIndex(
  model: SemanticModel,
  phrases: ReadonlyMap<string, readonly ModelSense[]>,
  compiling: EntityIndex['compiling'],
): EntityIndex {
  const isVisible = ({ visibility }: Element) => visibility === 'public';
  const names = collectNames(model, isVisible);
  const elements = new Map<string, Element>(
    model.tables.flatMap((table) =>
      [...table.dimensions, ...table.timeDimensions, ...table.facts].map((one) => [one.id, one] as const),
    ),
  );
  const nameColumns = new Set(model.tables.flatMap(ownNames));
  const values = (key: string): readonly EntitySense[] =>
    (phrases.get(key) ?? []).flatMap((sense) => {
      const element = sense.kind === 'value' ? elements.get(sense.id) : undefined;
      if (sense.kind !== 'value' || element === undefined) return [];
      const { id, value, method } = sense;
      const weight = VALUE_TRUST[method];
      return [{ kind: 'value', table: element.table, id, value, isName: nameColumns.has(id), weight } as const];
    });
  const aliased = (key: string): readonly EntitySense[] =>
    otherValues(key).flatMap(({ key: other, columns }) =>
      values(other)
        .filter((sense) => sense.kind === 'value' && columns.test(elements.get(sense.id)?.name ?? ''))
        .map((sense) => ({ ...sense, weight: sense.weight * ALIASED })),
    );
  const stems = collectStems(names);
  const named = (key: string) => names.get(key) ?? (key.includes(' ') ? stems.get(stemOf(key)) : undefined) ?? [];
  const longest = [...names.keys()].reduce((most, phrase) => Math.max(most, phrase.split(' ').length), 1);
  return {
    model,
    tables: new Map(model.tables.map((table) => [table.name, table])),
    elements,
    graph: createJoinGraph(model),
    isVisible,
    senses: (key) => {
      const known = values(key);
      return [...named(key), ...(known.length > 0 ? known : aliased(key))];
    },
    longestName: Math.min(LONGEST_NAME, longest),
    compiling,
  };
}
