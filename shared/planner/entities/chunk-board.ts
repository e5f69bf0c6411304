import type { Chunk, Cue, EntitySense } from './entity-sense.ts';
import type { Mention } from './sketch.ts';

type CueNamed<Name extends Cue['name']> = Extract<Cue, { name: Name }>;

function isNamed<Name extends Cue['name']>(cue: Cue, names: readonly Name[]): cue is CueNamed<Name> {
  return names.some((name) => name === cue.name);
}

/** Below this a sense is only a hint: it never makes a noun of a word that also does something else. */
const SURE = 0.6;
/** A table that only shares a word with a noun is not meant where another one has its name. */
const WEAKER = 0.25;
/** From here on a word names a kind of thing. */
export const SURE_TABLE = 0.55;

/** The stretches of a question, and which of them something has been made of. */
export class ChunkBoard {
  readonly chunks: readonly Chunk[];
  readonly #claimed = new Set<number>();

  constructor(chunks: readonly Chunk[]) {
    this.chunks = chunks;
  }

  get length(): number {
    return this.chunks.length;
  }

  /** The folded words of a chunk; empty outside the question. */
  text(index: number): string {
    return this.chunks[index]?.text ?? '';
  }

  /** Whether one of the chunks from `from` to `to` (exclusive) has such a cue. */
  saysWithin(from: number, to: number, ...names: readonly Cue['name'][]): boolean {
    for (let at = from; at < to; at += 1) if (this.says(at, ...names)) return true;
    return false;
  }

  /** The free column named at a place. */
  columnAt(index: number): Mention | null {
    return this.isFree(index) && this.hasColumn(index) ? this.mention(index) : null;
  }

  claim(...indexes: readonly number[]): void {
    for (const index of indexes) this.#claimed.add(index);
  }

  isFree(index: number): boolean {
    return index >= 0 && index < this.chunks.length && !this.#claimed.has(index);
  }

  /** The cue of one of these names, of a free chunk. */
  cue<Name extends Cue['name']>(index: number, ...names: readonly Name[]): CueNamed<Name> | null {
    if (!this.isFree(index)) return null;
    for (const cue of this.chunks[index]?.cues ?? []) if (isNamed(cue, names)) return cue;
    return null;
  }

  /** Whether the chunk has such a cue, claimed or not. */
  says(index: number, ...names: readonly Cue['name'][]): boolean {
    return this.chunks[index]?.cues.some(({ name }) => names.includes(name)) ?? false;
  }

  nameSenses(index: number): readonly EntitySense[] {
    const chunk = this.chunks[index];
    if (chunk === undefined || chunk.quoted !== null || /^counts?$/.test(chunk.text)) return [];
    const isBusy = chunk.cues.length > 0 || chunk.isFiller || chunk.number !== null || chunk.isLight;
    return chunk.senses.filter(({ kind, weight }) => kind !== 'value' && (!isBusy || weight >= SURE));
  }

  /** True for a free chunk that names a table or column and has no other duty. */
  isNoun(index: number): boolean {
    return this.isFree(index) && this.nameSenses(index).length > 0;
  }

  isSkippable(index: number): boolean {
    const chunk = this.chunks[index];
    // "More than one": a number says how many.
    if (chunk === undefined || this.isNoun(index) || this.#isCompared(index)) return false;
    return chunk.isFiller || (chunk.isLight && chunk.cues.length === 0) || this.says(index, 'of');
  }

  #isCompared(index: number): boolean {
    return this.chunks[index]?.number !== null && this.says(index - 1, 'compare', 'between');
  }

  /** The next chunk from an index on that is no filler. */
  skip(index: number): number {
    let next = index;
    while (this.isSkippable(next)) next += 1;
    return next;
  }

  /** The chunk before an index that is no filler; -1 at the start. */
  skipBack(index: number): number {
    let next = index;
    while (next >= 0 && this.isSkippable(next)) next -= 1;
    return next;
  }

  /** The chunk before articles and pronouns. */
  skipBackTo(index: number): number {
    let next = index;
    while (next >= 0 && this.chunks[next]?.isFiller === true && !this.says(next, 'of', 'in', 'with')) next -= 1;
    return next;
  }

  mention(index: number): Mention | null {
    const chunk = this.chunks[index];
    const senses = this.nameSenses(index);
    if (chunk === undefined || senses.length === 0) return null;
    return { at: index, heard: chunk.heard, isPlural: chunk.isPlural, senses, owners: this.#owners(index) };
  }

  /** Tables named right before ("customer names") or after "of" ("names and ages of the customers"). */
  #owners(index: number): readonly string[] {
    const before = this.#tablesBefore(index);
    if (before.length > 0) return before;
    for (let next = index + 1; next < Math.min(this.chunks.length, index + 10); next += 1) {
      if (this.says(next, 'of', 'group')) return this.#tableAfter(next + 1);
      if (!this.#continuesList(next)) return [];
    }
    return [];
  }

  /** The table right before, or before the list of columns that this one continues: "customers' names and ids". */
  #tablesBefore(index: number): readonly string[] {
    for (let before = index - 1; before >= Math.max(0, index - 6); before -= 1) {
      const tables = this.#tablesAt(before);
      if (tables.length > 0) return before === index - 1 || this.hasColumn(before + 1) ? tables : [];
      if (!this.#continuesList(before)) return [];
    }
    return [];
  }

  #continuesList(index: number): boolean {
    const isColumn = this.nameSenses(index).some(({ kind }) => kind === 'column');
    return isColumn || this.says(index, 'and') || this.chunks[index]?.isFiller === true;
  }

  #tableAfter(from: number): readonly string[] {
    for (let next = from; next < Math.min(this.chunks.length, from + 4); next += 1) {
      const tables = this.#tablesAt(next);
      if (tables.length > 0) return tables;
      const called = this.#calledAt(next);
      if (called.length > 0) return called;
      const isPassed = this.chunks[next]?.isFiller === true || this.says(next, 'group', 'rank', 'distinct', 'of');
      if (!isPassed && this.nameSenses(next).length > 0) return [];
    }
    return [];
  }

  /** Tables with a thing of this name: "the area of Norway" is that of the country. */
  #calledAt(index: number): readonly string[] {
    if (this.nameSenses(index).length > 0) return [];
    const senses = this.chunks[index]?.senses ?? [];
    return senses.flatMap((sense) => (sense.kind === 'value' && sense.isName ? [sense.table] : []));
  }

  #tablesAt(index: number): readonly string[] {
    const tables = this.nameSenses(index).filter(({ kind, weight }) => kind === 'table' && weight >= SURE_TABLE);
    const surest = Math.max(0, ...tables.map(({ weight }) => weight));
    return tables.filter(({ weight }) => weight >= surest - WEAKER).map(({ table }) => table);
  }

  hasTable(index: number): boolean {
    return this.#tablesAt(index).length > 0;
  }

  hasColumn(index: number): boolean {
    return this.nameSenses(index).some(({ kind }) => kind === 'column');
  }
}
