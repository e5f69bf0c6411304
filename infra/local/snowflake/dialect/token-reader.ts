import type { ObjectName } from './object-name.ts';
import { syntaxError } from './refusal.ts';
import type { Token } from './tokens.ts';

/** Words that end a name's place in a SHOW command. */
const CLAUSES = new Set(['STARTS', 'LIMIT', 'LIKE', 'IN']);

/** Reads a command word by word; every method throws 001003 when the next token is not what it says. */
export class TokenReader {
  readonly #sql: string;
  readonly #tokens: readonly Token[];
  #next = 0;

  /** @param sql the text the tokens are of. */
  constructor(sql: string, tokens: readonly Token[]) {
    this.#sql = sql;
    this.#tokens = tokens.filter((token, index) => !(token.text === ';' && index === tokens.length - 1));
  }

  skip(): void {
    this.#next += 1;
  }

  atEnd(): boolean {
    return this.#next >= this.#tokens.length;
  }

  atName(): boolean {
    const token = this.#tokens[this.#next];
    return token?.kind === 'quoted' || (token?.kind === 'word' && !CLAUSES.has(token.text));
  }

  end(): void {
    if (!this.atEnd()) throw this.#unexpected();
  }

  accept(word: string): boolean {
    const token = this.#tokens[this.#next];
    const isIt = token?.kind === 'word' && token.text === word;
    if (isIt) this.#next += 1;
    return isIt;
  }

  /** Takes all of the words, or none when any is missing. */
  acceptAll(...words: readonly string[]): boolean {
    const isThere = words.every((word, index) => this.#isWord(this.#next + index, word));
    if (isThere) this.#next += words.length;
    return isThere;
  }

  isNext(word: string): boolean {
    return this.#isWord(this.#next, word);
  }

  isNextSymbol(symbol: string): boolean {
    const token = this.#tokens[this.#next];
    return token?.kind === 'symbol' && token.text === symbol;
  }

  #isWord(index: number, word: string): boolean {
    const token = this.#tokens[index];
    return token?.kind === 'word' && token.text === word;
  }

  acceptSymbol(symbol: string): boolean {
    const token = this.#tokens[this.#next];
    const isIt = token?.kind === 'symbol' && token.text === symbol;
    if (isIt) this.#next += 1;
    return isIt;
  }

  expect(word: string): void {
    if (!this.accept(word)) throw this.#unexpected();
  }

  expectSymbol(symbol: string): void {
    if (!this.acceptSymbol(symbol)) throw this.#unexpected();
  }

  word(): string {
    return this.#take('word').text;
  }

  string(): string {
    return this.#take('string').text;
  }

  integer(): number {
    return Number(this.#take('number').text);
  }

  /** A parameter's value: string, number or word; words in lower case, as TRUE is 'true'. */
  value(): string {
    const token = this.#tokens[this.#next];
    const sign = this.acceptSymbol('-') ? '-' : '';
    const value = sign === '' ? token : this.#tokens[this.#next];
    if (value === undefined || !['string', 'number', 'word'].includes(value.kind)) throw this.#unexpected();
    this.#next += 1;
    return sign + (value.kind === 'word' ? value.text.toLowerCase() : value.text);
  }

  /** A name of one part, as Snowflake stores it. */
  name(): string {
    return this.#namePart();
  }

  /** All that is left, as written; at least one token. */
  rest(): string {
    const first = this.#tokens[this.#next];
    const last = this.#tokens.at(-1);
    if (first === undefined || last === undefined) throw this.#unexpected();
    this.#next = this.#tokens.length;
    return this.#sql.slice(first.start, last.end);
  }

  objectName(): ObjectName {
    const parts = [this.#namePart()];
    while (this.acceptSymbol('.')) parts.push(this.#namePart());
    return parts;
  }

  #namePart(): string {
    const token = this.#tokens[this.#next];
    if (token?.kind !== 'word' && token?.kind !== 'quoted') throw this.#unexpected();
    this.#next += 1;
    return token.text;
  }

  #take(kind: Token['kind']): Token {
    const token = this.#tokens[this.#next];
    if (token?.kind !== kind) throw this.#unexpected();
    this.#next += 1;
    return token;
  }

  #unexpected(): Error {
    const token = this.#tokens[this.#next];
    return syntaxError(
      token === undefined
        ? 'syntax error: unexpected end.'
        : `syntax error: unexpected '${token.text}' at position ${token.start}.`,
    );
  }
}
