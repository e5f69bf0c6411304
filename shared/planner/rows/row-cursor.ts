import { isFiller, operatorOf, sensesOf } from '../board.ts';
import type { Item, Operator } from '../sense.ts';
import type { RowWord } from './row-words.ts';

type WordNamed<Name extends RowWord['name']> = Extract<RowWord, { name: Name }>;

function isNamed<Name extends RowWord['name']>(word: RowWord, name: Name): word is WordNamed<Name> {
  return word.name === name;
}

/** The item's meaning of this name in the vocabulary of rows; null when it has none. */
export function rowWord<Name extends RowWord['name']>(item: Item | undefined, name: Name): WordNamed<Name> | null {
  for (const { word } of sensesOf(item, 'row')) {
    if (isNamed(word, name)) return word;
  }
  return null;
}

/** True for an item that holds the question together and says nothing that a clause could miss. */
function isPassable(item: Item): boolean {
  const words = sensesOf(item, 'row');
  if (words.some(({ word }) => word.name !== 'light')) return false;
  if (words.length > 0 && words.length === item.senses.length) return true;
  const says = sensesOf(item, 'deed').length + sensesOf(item, 'operator').length;
  return says === 0 && isFiller(item);
}

/** Reads the items of a question from left to right. Words that only hold it together are passed over. */
export class RowCursor {
  readonly items: readonly Item[];
  place: number;

  constructor(items: readonly Item[], place = 0) {
    this.items = items;
    this.place = place;
    this.pass();
  }

  /** The item that is read next; undefined at the end. */
  get item(): Item | undefined {
    return this.items[this.place];
  }

  /** The item after the next one. */
  get second(): Item | undefined {
    return this.items[this.#skip(this.place + 1)];
  }

  get isAtEnd(): boolean {
    return this.place >= this.items.length;
  }

  /** The item just before the place, passed over or not. */
  get previous(): Item | undefined {
    return this.items[this.place - 1];
  }

  step(): void {
    this.place = this.#skip(this.place + 1);
  }

  pass(): void {
    this.place = this.#skip(this.place);
  }

  #skip(from: number): number {
    let next = from;
    for (let item = this.items[next]; item !== undefined && isPassable(item); item = this.items[next]) next += 1;
    return next;
  }

  /** Takes the next item where it has this row word. */
  takeWord<Name extends RowWord['name']>(name: Name): WordNamed<Name> | null {
    const word = rowWord(this.item, name);
    if (word !== null) this.step();
    return word;
  }

  /** Takes the next item where it has one of these operators. */
  takeOperator<Name extends Operator['name']>(...names: readonly Name[]): Extract<Operator, { name: Name }> | null {
    const operator = operatorOf(this.item, ...names);
    if (operator !== null) this.step();
    return operator;
  }

  /** Takes the next item where it is a number. */
  takeNumber(): { readonly value: number; readonly unit: 'currency' | 'percent' | null } | null {
    const [number] = sensesOf(this.item, 'number');
    if (number !== undefined) this.step();
    return number ?? null;
  }

  /** What `read` gives; where that is null, the place is as before. */
  attempt<Result>(read: () => Result | null): Result | null {
    const { place } = this;
    const result = read();
    if (result === null) this.place = place;
    return result;
  }

  /** Words of the question from one place to another, as written. */
  heard(from: number, text: string, to = this.place): string {
    const first = this.items[from];
    const last = this.items.slice(from, to).findLast((item) => !isPassable(item)) ?? first;
    return first === undefined || last === undefined ? '' : text.slice(first.start, last.end);
  }
}
