import { splitIdentifier } from '#shared/semantic/identifier-words.ts';
import { wordKey } from '../word-key.ts';
import { QUALITY_NOUNS } from './cue-words.ts';
import type { Element, EntityIndex } from './entity-index.ts';
import type { ColumnSense, EntitySense, Quality, ValueSense } from './entity-sense.ts';
import type { Filter, Measure, Mention, Sketch } from './sketch.ts';

/** What each step away from the middle of the question costs a reading. */
const STEP_COST = 0.12;
const UNRELATED_COST = 0.9;
const OWNER_BONUS = 0.3;
const SHOWN_COST = 0.3;
/** "Texas" is sooner the state of this name than what a city says of where it lies. */
const NAME_BONUS = 0.05;
/** A second reading this near makes the first uncertain. */
const NEAR = 0.1;

/** Words tied to what they mean, with what they nearly as well could. */
export interface Tie {
  readonly heard: string;
  readonly sense: EntitySense;
  readonly rivals: readonly EntitySense[];
}

interface Choice<Sense extends EntitySense> {
  readonly sense: Sense;
  readonly rivals: readonly Sense[];
}

/** How the words were tied to elements, for the confidence in the plan. */
export interface BindingTrace {
  readonly ties: Tie[];
  /** Weight of each tie, 1 for a name as written. */
  readonly weights: number[];
  /** How many mentions had a second reading nearly as good. */
  ambiguous: number;
}

/** Ties mentions to elements around the table that the question turns on. */
export class Binder {
  readonly index: EntityIndex;
  readonly focus: string;
  readonly trace: BindingTrace = { ties: [], weights: [], ambiguous: 0 };
  /** Columns that are shown: a value is sooner one of another column, since what is asked for is not known. */
  #shown: ReadonlySet<string> | null = null;
  readonly #mentions: readonly Mention[];

  /** Columns that have a value already: "Seattle, Washington" are a city and a state. */
  readonly #taken = new Set<string>();
  /** Whether two values are sooner of two columns than of one. */
  readonly #isSpread: boolean;

  constructor(index: EntityIndex, focus: string, { shown, isBoth }: Pick<Sketch, 'shown' | 'isBoth'>) {
    this.index = index;
    this.focus = focus;
    this.#isSpread = !isBoth;
    this.#mentions = shown;
  }

  score(sense: EntitySense, owners: readonly string[]): number {
    const named = sense.kind === 'value' && sense.isName ? NAME_BONUS : 0;
    return (
      sense.weight +
      named -
      nearness(this.index, this.focus, sense.table) +
      (owners.includes(sense.table) ? OWNER_BONUS : 0)
    );
  }

  #best<Sense extends EntitySense>(senses: readonly Sense[], owners: readonly string[]): Choice<Sense> | null {
    const scored = senses
      .map((sense) => ({ sense, score: this.score(sense, owners) }))
      .sort((left, right) => right.score - left.score);
    const [first, ...others] = scored;
    const [second] = others;
    if (first === undefined) return null;
    this.trace.weights.push(first.sense.weight);
    if (second !== undefined && first.score - second.score < NEAR) this.trace.ambiguous += 1;
    const near = others.filter(({ score }) => first.score - score < NEAR);
    return { sense: first.sense, rivals: near.map(({ sense }) => sense) };
  }

  #tie<Sense extends EntitySense>(heard: string, choice: Choice<Sense> | null): Sense | null {
    if (choice === null) return null;
    this.trace.ties.push({ heard, ...choice });
    return choice.sense;
  }

  column({ heard, senses, owners }: Mention): ColumnSense | null {
    const columns = senses.filter((sense) => sense.kind === 'column');
    return this.#tie(heard, this.#best(columns, owners));
  }

  table(mention: Mention): string | null {
    const tables = mention.senses.filter((sense) => sense.kind === 'table');
    return this.#tie(mention.heard, this.#best(tables, mention.owners))?.table ?? null;
  }

  /** Column or table, whichever fits better; a column that only leads to the table of the same name gives way to it. */
  any(mention: Mention): EntitySense | null {
    const choice = this.#best(mention.senses, mention.owners);
    const best = choice?.sense;
    if (best?.kind !== 'column') return this.#tie(mention.heard, choice);
    const table = mention.senses.find(
      (sense) => sense.kind === 'table' && sense.weight >= 0.9 && this.#leadsTo(best, sense.table),
    );
    return this.#tie(mention.heard, table === undefined ? choice : { sense: table, rivals: [] });
  }

  #leadsTo({ table, ids }: ColumnSense, to: string): boolean {
    const way = this.index.graph.wayTo(table, to);
    const element = this.index.elements.get(ids[0] ?? '');
    const [step] = way ?? [];
    if (way?.length !== 1 || step?.join.kind !== 'equi' || element?.expression.kind !== 'column') return false;
    const { column } = element.expression;
    return step.join.columns.some(({ left }) => left === column);
  }

  value(heard: string, senses: readonly ValueSense[], label: Mention | null): ValueSense | null {
    const ids = new Set(label?.senses.flatMap((sense) => (sense.kind === 'column' ? sense.ids : [])) ?? []);
    const labelled = senses.filter(({ id }) => ids.has(id));
    this.#shown ??= new Set(this.#mentions.flatMap((mention) => mention.senses.flatMap(sureIds)));
    const known = this.#shown;
    const open = senses.map((sense) =>
      known.has(sense.id) || this.#taken.has(sense.id) ? { ...sense, weight: sense.weight - SHOWN_COST } : sense,
    );
    const choice = this.#best(labelled.length > 0 ? labelled : open, label?.owners ?? []);
    if (choice !== null && this.#isSpread) this.#taken.add(choice.sense.id);
    return this.#tie(heard, choice);
  }

  /** The column of these tables that holds a quality, and whether it counts the other way: a birth date for an age. */
  quality(
    quality: Quality,
    tables: readonly string[],
  ): { readonly element: Element; readonly isReversed: boolean } | null {
    for (const table of tables) {
      const found = qualityColumn(this.index, table, quality);
      if (found === null) continue;
      this.trace.weights.push(0.75);
      const words = nameKeys(found);
      return { element: found, isReversed: quality === 'age' && !words.includes('age') };
    }
    return null;
  }
}

function sureIds(sense: EntitySense): readonly string[] {
  return sense.kind === 'column' && sense.weight >= 0.8 ? sense.ids : [];
}

function nameKeys(element: Element): readonly string[] {
  return splitIdentifier(element.name).map(wordKey);
}

function qualityColumn(index: EntityIndex, table: string, quality: Quality): Element | null {
  const { dimensions = [], timeDimensions = [], facts = [] } = index.tables.get(table) ?? {};
  const all = [...facts, ...timeDimensions, ...dimensions].filter((element) => index.isVisible(element));
  for (const noun of QUALITY_NOUNS[quality]) {
    const found = all.find((element) => nameKeys(element).includes(noun) && isMeasurable(element, quality));
    if (found !== undefined) return found;
  }
  return null;
}

function isMeasurable({ type }: Element, quality: Quality): boolean {
  return quality === 'date' || quality === 'age' || type === 'number';
}

function nearness(index: EntityIndex, focus: string, table: string): number {
  const steps = index.graph.distance(focus, table);
  return Number.isFinite(steps) ? steps * STEP_COST : UNRELATED_COST;
}

interface Demand {
  readonly senses: readonly EntitySense[];
  readonly owners: readonly string[];
  readonly importance: number;
}

function ofMention(mention: Mention | null, importance: number): readonly Demand[] {
  return mention === null ? [] : [{ senses: mention.senses, owners: mention.owners, importance }];
}

function ofMeasure(measure: Measure | null, importance: number): readonly Demand[] {
  return measure === null ? [] : ofMention(measure.of, importance);
}

function ofFilter(filter: Filter): readonly Demand[] {
  switch (filter.kind) {
    case 'values':
      return filter.values.map(({ senses }) => ({ senses, owners: filter.label?.owners ?? [], importance: 0.7 }));
    case 'compare':
    case 'summary':
      return ofMeasure(filter.by, 0.7);
    case 'text':
      return ofMention(filter.of, 0.7);
    case 'null':
    case 'exists':
      return ofMention(filter.of, 0.5);
  }
}

function demandsOf(sketch: Sketch): readonly Demand[] {
  return [
    ...sketch.figures.flatMap((measure) => ofMeasure(measure, 1)),
    ...sketch.shown.flatMap((mention) => ofMention(mention, 1)),
    ...sketch.groups.flatMap((mention) => ofMention(mention, 0.9)),
    ...sketch.tables.flatMap((mention, index) => ofMention(mention, index === 0 ? 1 : 0.6)),
    ...sketch.filters.flatMap(ofFilter),
    ...ofMeasure(sketch.ranking?.by ?? null, 0.7),
    ...sketch.orderings.flatMap(({ by }) => ofMeasure(by, 0.6)),
  ];
}

const MANY_SENSES = 20;

/** The table around which all nouns of the question lie nearest, most likely ones first; at most two. */
export function chooseFocus(sketch: Sketch, index: EntityIndex): readonly string[] {
  const demands = demandsOf(sketch).filter(({ senses }) => senses.length > 0);
  if (demands.length === 0) return [];
  // A name that half the tables have says nothing of where the question turns, if another noun says more.
  const telling = demands.filter(({ senses }) => senses.length <= MANY_SENSES);
  const candidates = [
    ...new Set((telling.length > 0 ? telling : demands).flatMap(({ senses }) => senses.map(({ table }) => table))),
  ];
  const scored = candidates.map((table) => {
    const binder = new Binder(index, table, sketch);
    const score = demands.reduce((sum, { senses, owners, importance }) => {
      return sum + importance * Math.max(...senses.map((sense) => binder.score(sense, owners)));
    }, 0);
    return { table, score };
  });
  return scored
    .sort((left, right) => right.score - left.score)
    .slice(0, 2)
    .map(({ table }) => table);
}
