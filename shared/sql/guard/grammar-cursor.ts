/** Reads the pieces of a small grammar one after the other. */
export class GrammarCursor {
  readonly #pieces: readonly string[];
  #at = 0;

  private constructor(pieces: readonly string[]) {
    this.#pieces = pieces;
  }

  /** `piece` matches one piece, at a fixed place (flag y), with the spaces before it; null when something else is left. */
  static over(text: string, piece: RegExp): GrammarCursor | null {
    const pieces: string[] = [];
    const whole = text.trimEnd();
    const reader = new RegExp(piece, 'y');
    while (reader.lastIndex < whole.length) {
      const match = reader.exec(whole);
      if (match === null) return null;
      pieces.push(match[0].trim());
    }
    return new GrammarCursor(pieces);
  }

  get next(): string | null {
    return this.#pieces[this.#at] ?? null;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#pieces.length;
  }

  /** Takes the next piece when it is as asked. */
  take(wanted: RegExp): string | null {
    const { next } = this;
    if (next === null || !wanted.test(next)) return null;
    this.#at += 1;
    return next;
  }

  /** Takes these words, in any case, or nothing. */
  takeWords(...words: readonly string[]): boolean {
    const isThere = words.every((word, at) => this.#pieces[this.#at + at]?.toUpperCase() === word);
    if (isThere) this.#at += words.length;
    return isThere;
  }
}
