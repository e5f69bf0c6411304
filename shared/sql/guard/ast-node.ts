import { refuse } from './guard-refusal.ts';

export type Ast = Readonly<Record<string, unknown>>;

/** Where things stood in the text; of no meaning. */
const PLACES = /(?:^span$|_token$)/;

export function isAst(value: unknown): value is Ast {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === 'None') return true;
  return Array.isArray(value) && value.length === 0;
}

export function listOf(value: unknown, what: string): readonly unknown[] {
  return Array.isArray(value) ? value : refuse(`${what} is not understood`);
}

/** The one key of `{Kind: payload}`, or a bare `Kind`. */
export function kindOf(node: unknown, what: string): readonly [kind: string, payload: unknown] {
  if (typeof node === 'string') return [node, undefined];
  if (!isAst(node)) return refuse(`${what} is not understood`);
  const [first, ...more] = Object.entries(node).filter(([key]) => !PLACES.test(key));
  return first === undefined || more.length > 0 ? refuse(`${what} is not understood`) : first;
}

/**
 * Reads the fields of a node one by one. {@link NodeReader.done} refuses the statement when a field that nobody read
 * says something: what we do not know is never printed, and never lost in silence.
 */
export class NodeReader {
  readonly #node: Ast;
  readonly #what: string;
  readonly #read = new Set<string>();

  constructor(node: unknown, what: string) {
    this.#node = isAst(node) ? node : refuse(`${what} is not understood`);
    this.#what = what;
  }

  get(name: string): unknown {
    this.#read.add(name);
    return this.#node[name];
  }

  /** Whether the field says something. Reads it. */
  has(name: string): boolean {
    return !isEmpty(this.get(name));
  }

  list(name: string): readonly unknown[] {
    return listOf(this.get(name), this.#what);
  }

  flag(name: string): boolean {
    return this.get(name) === true;
  }

  text(name: string): string {
    const value = this.get(name);
    return typeof value === 'string' ? value : refuse(`${this.#what} is not understood`);
  }

  /** @throws GuardRefusal naming a field that was not read and is not empty. */
  done(): void {
    for (const [name, value] of Object.entries(this.#node)) {
      if (this.#read.has(name) || PLACES.test(name) || isEmpty(value)) continue;
      refuse(`${this.#what} with ${name.replaceAll('_', ' ')} is not allowed`);
    }
  }
}

/**
 * What a statement means, without how it is written: no places, no parentheses (the tree has them), one form of each
 * literal and cast, no optional AS. Two texts with one canonical tree mean the same.
 */
export function canonical(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(canonical);
  if (!isAst(node)) return node;
  const entries = Object.entries(node).filter(([key, value]) => value !== undefined && !PLACES.test(key));
  const [first] = entries;
  if (entries.length === 1 && first !== undefined) {
    const [key, value] = first;
    if (key === 'Nested') return canonical(value);
    if (key === 'Single') return { Multiple: [canonical(value)] };
    if (key === 'DollarQuotedString' && isAst(value)) return { SingleQuotedString: value['value'] };
  }
  const isBareName = typeof node['value'] === 'string' && node['quote_style'] === undefined;
  return Object.fromEntries(
    entries
      .filter(([key]) => !WORDINGS.has(key))
      .map(([key, value]) => [
        key,
        isBareName && key === 'value' ? String(value).toUpperCase() : canonicalEntry(key, value),
      ]),
  );
}

/** Fields that only say how something was written: AS or none, ODBC's braces or none. */
const WORDINGS = new Set(['explicit', 'uses_odbc_syntax']);

function canonicalEntry(key: string, value: unknown): unknown {
  if (key === 'kind' && value === 'DoubleColon') return 'Cast';
  return key === 'rows' && value === 'Row' ? 'Rows' : canonical(value);
}
