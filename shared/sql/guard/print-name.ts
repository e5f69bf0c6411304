import { textLiteral } from '../compile/fragment.ts';
import { isAst, kindOf, listOf, NodeReader } from './ast-node.ts';
import { refuse } from './guard-refusal.ts';

/** A name as it stands in the statement. */
export interface Identifier {
  /** As Snowflake resolves it: upper case unless quoted. */
  readonly value: string;
  readonly text: string;
}

const BARE = /^(?:[A-Za-z_][A-Za-z0-9_]*|\$[1-9][0-9]{0,3})$/;
const QUOTED = /^[ -~]+$/;

/** Reads a name. Only ASCII: letters that look alike are how a name passes for another. */
export function readIdentifier(node: unknown): Identifier {
  const reader = new NodeReader(node, 'a name');
  const value = reader.text('value');
  const quote = reader.get('quote_style') ?? null;
  reader.done();
  if (quote === null) {
    return BARE.test(value)
      ? { value: value.toUpperCase(), text: value }
      : refuse(`the name ${shown(value)} is not allowed`);
  }
  if (quote !== '"' || !QUOTED.test(value)) return refuse(`the name ${shown(value)} is not allowed`);
  return { value, text: `"${value.replaceAll('"', '""')}"` };
}

/** A name for a message: printable, short. */
export function shown(value: string): string {
  return value.replaceAll(/[^ -~]/g, '?').slice(0, 80);
}

/** The parts of a dotted name. */
export function readName(node: unknown): readonly Identifier[] {
  const parts = listOf(node, 'a name').map((part) => {
    const [kind, payload] = kindOf(part, 'a name');
    return kind === 'Identifier' ? readIdentifier(payload) : refuse('a computed name is not allowed');
  });
  return parts.length === 0 ? refuse('a name is empty') : parts;
}

export function nameText(parts: readonly Identifier[]): string {
  return parts.map(({ text }) => text).join('.');
}

/** What stands for a value that is not in the statement: `?`, `:1`, `:name`, `$name`, `$1`. Null for a literal. */
export function placeholderOf(node: unknown): string | null {
  const [kind, payload] = kindOf(new NodeReader(node, 'a literal').get('value'), 'a literal');
  return kind === 'Placeholder' && typeof payload === 'string' ? payload : null;
}

/** Text of a literal. */
export function printValue(node: unknown): string {
  const reader = new NodeReader(node, 'a literal');
  const [kind, payload] = kindOf(reader.get('value'), 'a literal');
  reader.done();
  switch (kind) {
    case 'Number':
      return numberText(payload);
    case 'SingleQuotedString':
      return literalText(payload);
    case 'DollarQuotedString':
      return literalText(isAst(payload) ? payload['value'] : null);
    case 'Boolean':
      return payload === true ? 'TRUE' : 'FALSE';
    case 'Null':
      return 'NULL';
    case 'HexStringLiteral':
      return hexText(payload);
    case 'Placeholder':
      return refuse('binds and session variables are not allowed');
    default:
      return refuse(`a literal of kind ${kind} is not allowed`);
  }
}

function numberText(payload: unknown): string {
  const [digits, isLong] = listOf(payload, 'a number');
  const isPlain = typeof digits === 'string' && /^(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(digits) && isLong === false;
  return isPlain ? digits : refuse('a number is not understood');
}

/** Any character may stand in a text but NUL, at which readers of other languages stop. */
export function literalText(payload: unknown): string {
  if (typeof payload !== 'string' || payload.includes('\0')) return refuse('a text is not understood');
  return textLiteral(payload);
}

function hexText(payload: unknown): string {
  const isHex = typeof payload === 'string' && /^(?:[0-9A-Fa-f]{2})*$/.test(payload);
  return isHex ? `X'${payload}'` : refuse('a binary literal is not understood');
}

export function fieldText(node: unknown, allowed: ReadonlySet<string>, what: string): string {
  const [kind, payload] = kindOf(node, what);
  const word = kind === 'Custom' ? readIdentifier(payload).text : kind.toUpperCase();
  return allowed.has(word.toUpperCase()) ? word : refuse(`${what} ${shown(word)} is not allowed`);
}
