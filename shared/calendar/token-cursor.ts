/** A run of letters, a run of digits or a single other sign. Offsets are UTF-16 units, `end` exclusive. */
export interface PeriodToken {
  /** Lower-case. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const TOKEN = /\p{L}+|\p{Nd}+|[^\s\p{L}\p{Nd}]/gu;

export function tokenizePeriods(text: string): readonly PeriodToken[] {
  return [...text.matchAll(TOKEN)].map((match) => ({
    text: match[0].toLowerCase(),
    start: match.index,
    end: match.index + match[0].length,
  }));
}

const HYPHENS = new Set(['-', '‐', '‑']);
export const DASHES: ReadonlySet<string> = new Set(['-', '‐', '‑', '–', '—']);

/** Reads tokens from left to right. A rule that fails leaves the cursor anywhere; `attempt` puts it back. */
export class TokenCursor {
  readonly #tokens: readonly PeriodToken[];
  #at: number;

  constructor(tokens: readonly PeriodToken[], at: number) {
    this.#tokens = tokens;
    this.#at = at;
  }

  /** Index of the next token. */
  get at(): number {
    return this.#at;
  }

  /** Text of a token relative to the next one, empty outside the text. */
  peek(offset = 0): string {
    return this.#tokens[this.#at + offset]?.text ?? '';
  }

  /** True when nothing stands between the last token and the next one. */
  isGlued(): boolean {
    const before = this.#tokens[this.#at - 1];
    return before !== undefined && before.end === this.#tokens[this.#at]?.start;
  }

  skip(): void {
    this.#at += 1;
  }

  moveTo(at: number): void {
    this.#at = at;
  }

  /** Takes the next token when it is one of these words. */
  word(...options: readonly string[]): string | null {
    const next = this.peek();
    if (next === '' || !options.includes(next)) return null;
    this.skip();
    return next;
  }

  /** Takes the next token when the table has it. */
  lookUp<Value>(table: ReadonlyMap<string, Value>): Value | null {
    const found = table.get(this.peek());
    if (found === undefined) return null;
    this.skip();
    return found;
  }

  /** Takes words that follow one another, also joined by hyphens: `year to date`, `year-to-date`. */
  phrase(text: string): boolean {
    return (
      this.attempt(() => {
        for (const [index, word] of text.split(' ').entries()) {
          if (index > 0 && HYPHENS.has(this.peek())) this.skip();
          if (this.word(word) === null) return null;
        }
        return true;
      }) ?? false
    );
  }

  /** Takes the first of these phrases that is there. */
  anyPhrase(...phrases: readonly string[]): boolean {
    return phrases.some((phrase) => this.phrase(phrase));
  }

  /** Takes digits whose value is in the range; `digits` fixes how many there must be. */
  number(min: number, max: number, digits?: number): number | null {
    const next = this.peek();
    if (!/^\d{1,4}$/.test(next) || (digits !== undefined && next.length !== digits)) return null;
    const value = Number(next);
    if (value < min || value > max) return null;
    this.skip();
    return value;
  }

  /** Runs a rule and puts the cursor back when it gives null. */
  attempt<Value>(rule: (cursor: TokenCursor) => Value | null): Value | null {
    const start = this.#at;
    const value = rule(this);
    if (value === null) this.#at = start;
    return value;
  }
}
