import type { ObjectName } from './lowered.ts';
import { syntaxError } from './refusal.ts';
import type { Token } from './tokens.ts';

/** Words that end a name's place in a SHOW command. */
const CLAUSES = new Set(['STARTS', 'LIMIT', 'LIKE', 'IN']);

/** Reads a command word by word; every method throws 001003 when the next token is not what it says. */
export class TokenReader {
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(tokens: readonly Token[]) {
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
