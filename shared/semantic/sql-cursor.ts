import type { SqlNode } from './sql-syntax.ts';
import { ExpressionError, type SqlToken, readTokens } from './sql-tokens.ts';

/** Far above any expression a person writes; keeps a hostile model from exhausting the stack. */
const MAX_DEPTH = 100;
const MAX_LENGTH = 20_000;
const END: SqlToken = { kind: 'end', value: '', start: 0, end: 0 };

/** A place in the tokens of one expression. `expression` reads a whole expression from there. */
export class SqlCursor {
  readonly text: string;
  readonly #tokens: readonly SqlToken[];
  readonly #readExpression: (cursor: SqlCursor) => SqlNode;
  #index = 0;
  #depth = 0;

  constructor(text: string, readExpression: (cursor: SqlCursor) => SqlNode) {
    if (text.length > MAX_LENGTH) {
      throw new ExpressionError(`it is longer than ${MAX_LENGTH} characters`, MAX_LENGTH, 'Move the logic to a view.');
    }
    this.text = text;
    this.#tokens = readTokens(text);
    this.#readExpression = readExpression;
  }

  peek(ahead = 0): SqlToken {
    return this.#tokens[this.#index + ahead] ?? this.#tokens.at(-1) ?? END;
  }

  next(): SqlToken {
    const token = this.peek();
    this.#index += 1;
    return token;
  }

  /** End of the token before the current one. */
  get lastEnd(): number {
    return this.#tokens[this.#index - 1]?.end ?? 0;
  }

  isAt(kind: 'word' | 'symbol', value: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === kind && token.value === value;
  }

  /** Consumes the token if it is the next one. */
  take(kind: 'word' | 'symbol', value: string): boolean {
    const isNext = this.isAt(kind, value);
    if (isNext) this.#index += 1;
    return isNext;
  }

  expect(kind: 'word' | 'symbol', value: string): SqlToken {
    if (!this.isAt(kind, value)) this.refuse(`${value} was expected`);
    return this.next();
  }

  expression(): SqlNode {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) {
      throw new ExpressionError('it is nested too deeply', this.peek().start, 'Move the logic to a view.');
    }
    const node = this.#readExpression(this);
    this.#depth -= 1;
    return node;
  }

  /** Expressions separated by commas, up to a closing parenthesis that is consumed. */
  list(): readonly SqlNode[] {
    const nodes = [this.expression()];
    while (this.take('symbol', ',')) nodes.push(this.expression());
    this.expect('symbol', ')');
    return nodes;
  }

  refuse(expectation: string, mend = 'Check the spelling and the parentheses.'): never {
    const token = this.peek();
    const found =
      token.kind === 'end' ? 'the expression ends' : `"${this.text.slice(token.start, token.end)}" stands there`;
    throw new ExpressionError(`${expectation}, but ${found}`, token.start, mend);
  }
}
