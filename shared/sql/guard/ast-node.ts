import { refuse } from './guard-refusal.ts';

export type Ast = Readonly<Record<string, unknown>>;

/** Whether a field says where things stood in the text, which means nothing. */
function isPlace(key: string): boolean {
  return key === 'span' || key.endsWith('_token');
}

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
  let found: string | null = null;
  for (const key of Object.keys(node)) {
    if (isPlace(key)) continue;
    if (found !== null) return refuse(`${what} is not understood`);
    found = key;
  }
  return found === null ? refuse(`${what} is not understood`) : [found, node[found]];
}

/**
 * Reads the fields of a node one by one. {@link NodeReader.done} refuses the statement when a field that nobody read
 * says something: what we do not know is never printed, and never lost in silence.
 */
export class NodeReader {
  readonly #node: Ast;
  readonly #what: string;
  readonly #read: string[] = [];

  constructor(node: unknown, what: string) {
    this.#node = isAst(node) ? node : refuse(`${what} is not understood`);
    this.#what = what;
  }

  get(name: string): unknown {
    this.#read.push(name);
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
    for (const name of Object.keys(this.#node)) {
      if (isEmpty(this.#node[name]) || this.#read.includes(name) || isPlace(name)) continue;
      refuse(`${this.#what} with ${name.replaceAll('_', ' ')} is not allowed`);
    }
  }
}

/** Fields that only say how something was written: AS or none, ODBC's braces or none. */
const WORDINGS = new Set(['explicit', 'uses_odbc_syntax']);

/**
 * Whether two trees mean the same, however they are written: places, parentheses (the trees have them), the form of a
 * literal or cast, an optional AS and the case of a bare name do not count.
 */
export function meansSame(first: unknown, second: unknown): boolean {
  const [one, other] = [bare(first), bare(second)];
  if (Array.isArray(one)) {
    return Array.isArray(other) && one.length === other.length && one.every((item, at) => meansSame(item, other[at]));
  }
  if (!isAst(one)) return isSameValue(one, other);
  return isAst(other) && hasSameFields(one, other);
}

function isSameValue(one: unknown, other: unknown): boolean {
  return one === other || wording(one) === wording(other);
}

/** Words of one meaning. */
function wording(value: unknown): unknown {
  if (value === 'DoubleColon') return 'Cast';
  return value === 'Row' ? 'Rows' : value;
}

/** The node without what only wraps it. */
function bare(node: unknown): unknown {
  if (!isAst(node)) return node;
  if (node['Nested'] !== undefined) return bare(node['Nested']);
  if (node['Single'] !== undefined) return { Multiple: [node['Single']] };
  const dollar = node['DollarQuotedString'];
  return isAst(dollar) ? { SingleQuotedString: dollar['value'] } : node;
}

function hasSameFields(one: Ast, other: Ast): boolean {
  const isBareName = typeof one['value'] === 'string' && one['quote_style'] === undefined;
  const isSame = (key: string) =>
    isBareName && key === 'value'
      ? isSameName(one[key], other[key]) && other['quote_style'] === undefined
      : meansSame(one[key], other[key]);
  return (
    Object.keys(one).every(
      (key) => isPlace(key) || WORDINGS.has(key) || (one[key] === undefined ? other[key] === undefined : isSame(key)),
    ) && Object.keys(other).every((key) => other[key] === undefined || isPlace(key) || WORDINGS.has(key) || key in one)
  );
}

function isSameName(one: unknown, other: unknown): boolean {
  return typeof one === 'string' && typeof other === 'string' && one.toUpperCase() === other.toUpperCase();
}
