import type { Item, Operator, Sense } from './sense.ts';

type SenseOf<Kind extends Sense['kind']> = Extract<Sense, { kind: Kind }>;
type OperatorNamed<Name extends Operator['name']> = Extract<Operator, { name: Name }>;

/** Senses that say something about the data; a word that has one is never skipped as a filler. */
const MEANINGFUL: ReadonlySet<Sense['kind']> = new Set([
  'metric',
  'dimension',
  'time',
  'fact',
  'table',
  'filter',
  'lift',
  'value',
  'period',
  'number',
  'grain',
  'part',
]);

function isSenseOf<Kind extends Sense['kind']>(sense: Sense, kind: Kind): sense is SenseOf<Kind> {
  return sense.kind === kind;
}

export function sensesOf<Kind extends Sense['kind']>(item: Item | undefined, kind: Kind): readonly SenseOf<Kind>[] {
  return item?.senses.filter((sense): sense is SenseOf<Kind> => isSenseOf(sense, kind)) ?? [];
}

export function hasSense(item: Item | undefined, kind: Sense['kind']): boolean {
  return item?.senses.some((sense) => sense.kind === kind) ?? false;
}

function isOperatorNamed<Name extends Operator['name']>(
  operator: Operator,
  names: readonly Name[],
): operator is OperatorNamed<Name> {
  return names.some((name) => name === operator.name);
}

/** The item's operator of one of these names, if it has one. */
export function operatorOf<Name extends Operator['name']>(
  item: Item | undefined,
  ...names: readonly Name[]
): OperatorNamed<Name> | null {
  for (const { operator } of sensesOf(item, 'operator')) {
    if (isOperatorNamed(operator, names)) return operator;
  }
  return null;
}

/** A name that is also an everyday word ("make" for a brand, "us" for a country) does not count outside its place. */
function isWeak(sense: Sense): boolean {
  return (sense.kind === 'dimension' || sense.kind === 'value') && sense.method === 'synonym';
}

/** True for words that may be passed over: they only hold the question together. */
export function isFiller(item: Item): boolean {
  return hasSense(item, 'filler') && !item.senses.some((sense) => MEANINGFUL.has(sense.kind) && !isWeak(sense));
}

/** Stands for the place before the first and after the last item. */
const NO_ITEM: Item = { heard: '', start: 0, end: 0, isPlural: false, isQuoted: false, senses: [] };

/** The items of a question, and which of them something has already been made of. */
export class Board {
  readonly items: readonly Item[];
  readonly #claimed = new Set<number>();

  constructor(items: readonly Item[]) {
    this.items = items;
  }

  /** The item at a place; one without senses outside the question. */
  at(index: number): Item {
    return this.items[index] ?? NO_ITEM;
  }

  claim(...indexes: readonly number[]): void {
    for (const index of indexes) this.#claimed.add(index);
  }

  isFree(index: number): boolean {
    return index >= 0 && index < this.items.length && !this.#claimed.has(index);
  }

  /** Items nothing has been made of yet, in order. */
  freeIndexes(): readonly number[] {
    return this.items.map((_, index) => index).filter((index) => this.isFree(index));
  }

  /** The next item that is no filler, claimed or not; -1 at the end. */
  after(index: number): number {
    return this.items.findIndex((item, place) => place > index && !isFiller(item));
  }

  /** The item before that is no filler, claimed or not; -1 at the start. */
  before(index: number): number {
    return this.items.findLastIndex((item, place) => place < index && !isFiller(item));
  }
}
