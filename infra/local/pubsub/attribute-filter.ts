import { invalidArgument } from './pubsub-failure.ts';

export type Attributes = Readonly<Record<string, string>>;
export type AttributeFilter = (attributes: Attributes) => boolean;

const TOKEN = /\s*(?:(?<symbol>!=|[=:(),.-])|(?<text>"(?:[^"\\]|\\.)*")|(?<word>[A-Za-z_][\w-]*))/y;

interface Token {
  readonly kind: 'symbol' | 'text' | 'word';
  readonly value: string;
}

function tokenize(filter: string): readonly Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (filter.slice(TOKEN.lastIndex).trim() !== '') {
    const groups = TOKEN.exec(filter)?.groups;
    if (groups === undefined) throw invalidArgument('Invalid filter: it can’t be read.');
    if (groups['text'] !== undefined)
      tokens.push({ kind: 'text', value: groups['text'].slice(1, -1).replace(/\\(.)/g, '$1') });
    else if (groups['word'] !== undefined) tokens.push({ kind: 'word', value: groups['word'] });
    else tokens.push({ kind: 'symbol', value: groups['symbol'] ?? '' });
  }
  return tokens;
}

function valueOf(attributes: Attributes, key: string): string | undefined {
  return Object.hasOwn(attributes, key) ? attributes[key] : undefined;
}

/** Reads a filter by recursive descent; one instance a filter. */
class FilterReader {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(filter: string) {
    this.#tokens = tokenize(filter);
  }

  read(): AttributeFilter {
    const filter = this.#condition();
    if (this.#at < this.#tokens.length)
      throw invalidArgument('Invalid filter: AND and OR need parentheses between them.');
    return filter;
  }

  /** Terms with one kind of operator between them: the language allows no mixture without parentheses. */
  #condition(): AttributeFilter {
    const terms = [this.#term()];
    const operator = this.#peek('AND') ? 'AND' : 'OR';
    while (this.#take(operator)) terms.push(this.#term());
    if (operator === 'AND') return (attributes) => terms.every((term) => term(attributes));
    return (attributes) => terms.some((term) => term(attributes));
  }

  #term(): AttributeFilter {
    if (this.#take('NOT') || this.#take('-')) {
      const negated = this.#term();
      return (attributes) => !negated(attributes);
    }
    if (this.#take('(')) {
      const inner = this.#condition();
      this.#expect(')');
      return inner;
    }
    return this.#take('hasPrefix') ? this.#prefix() : this.#comparison();
  }

  #prefix(): AttributeFilter {
    this.#expect('(');
    const key = this.#key();
    this.#expect(',');
    const prefix = this.#text();
    this.#expect(')');
    return (attributes) => valueOf(attributes, key)?.startsWith(prefix) === true;
  }

  #comparison(): AttributeFilter {
    this.#expect('attributes');
    if (this.#take(':')) {
      const key = this.#name();
      return (attributes) => valueOf(attributes, key) !== undefined;
    }
    this.#expect('.');
    const key = this.#name();
    const isEqual = this.#take('=');
    if (!isEqual) this.#expect('!=');
    const value = this.#text();
    return (attributes) => (valueOf(attributes, key) === value) === isEqual;
  }

  #key(): string {
    this.#expect('attributes');
    this.#expect('.');
    return this.#name();
  }

  #name(): string {
    const token = this.#tokens[this.#at];
    if (token === undefined || token.kind === 'symbol')
      throw invalidArgument('Invalid filter: an attribute’s name is missing.');
    this.#at += 1;
    return token.value;
  }

  #text(): string {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'text') throw invalidArgument('Invalid filter: a value in double quotes is missing.');
    this.#at += 1;
    return token.value;
  }

  #peek(value: string): boolean {
    const token = this.#tokens[this.#at];
    return token !== undefined && token.kind !== 'text' && token.value === value;
  }

  #take(value: string): boolean {
    if (!this.#peek(value)) return false;
    this.#at += 1;
    return true;
  }

  #expect(value: string): void {
    if (!this.#take(value)) throw invalidArgument(`Invalid filter: “${value}” is missing.`);
  }
}

/**
 * Compiles a subscription's filter (docs.cloud.google.com/pubsub/docs/subscription-message-filter): `attributes:key`,
 * `=`, `!=`, `hasPrefix`, NOT or `-`, AND, OR, parentheses. An empty filter lets everything pass.
 *
 * @throws GrpcFailure INVALID_ARGUMENT for one that can't be read or is longer than 256 bytes.
 */
export function compileFilter(filter: string): AttributeFilter {
  if (filter.trim() === '') return () => true;
  if (Buffer.byteLength(filter) > 256) throw invalidArgument('Invalid filter: it may have at most 256 bytes.');
  return new FilterReader(filter).read();
}
