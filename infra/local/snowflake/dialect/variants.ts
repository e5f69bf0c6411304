import { isRecord, listOf, variantOf } from './ast-node.ts';
import { storedName } from './identifiers.ts';
import type { Printer } from './printer.ts';

const VARIANT_FUNCTIONS = new Set([
  'ARRAY_AGG',
  'AS_ARRAY',
  'AS_OBJECT',
  'GET',
  'GET_IGNORE_CASE',
  'GET_PATH',
  'PARSE_JSON',
  'TO_VARIANT',
  'TRY_PARSE_JSON',
]);
const FLATTEN_VARIANTS = new Set(['VALUE', 'THIS']);

/** True when the expression's text alone shows that its type is VARIANT: `v:a`, GET, PARSE_JSON, FLATTEN's VALUE. */
export function isVariantExpression(node: unknown, printer: Printer): boolean {
  const { name, payload } = variantOf(node);
  switch (name) {
    case 'JsonAccess':
      return true;
    case 'Nested':
      return isVariantExpression(payload, printer);
    case 'Identifier':
      return printer.variantSources.size > 0 && FLATTEN_VARIANTS.has(storedName(payload));
    case 'CompoundIdentifier': {
      const [source, column] = listOf(payload).slice(-2).map(storedName);
      return printer.variantSources.has(source ?? '') && FLATTEN_VARIANTS.has(column ?? '');
    }
    case 'Function':
      return VARIANT_FUNCTIONS.has(functionNameOf(payload));
    default:
      return false;
  }
}

function functionNameOf(payload: unknown): string {
  const [only, ...more] = isRecord(payload) ? listOf(payload['name']) : [];
  if (only === undefined || more.length > 0) return '';
  const { name, payload: ident } = variantOf(only);
  return name === 'Identifier' ? storedName(ident) : '';
}

type LiteralKind = 'text' | 'number' | 'boolean';

const LITERAL_KINDS: Readonly<Record<string, LiteralKind>> = {
  Number: 'number',
  Boolean: 'boolean',
  SingleQuotedString: 'text',
  DollarQuotedString: 'text',
};

/** What kind of literal an expression is, seen through signs and parentheses; null for anything else. */
export function literalKind(node: unknown): LiteralKind | null {
  const { name, payload } = variantOf(node);
  if (name === 'Nested') return literalKind(payload);
  if (!isRecord(payload)) return null;
  if (name === 'UnaryOp') return literalKind(payload['expr']) === 'number' ? 'number' : null;
  return name === 'Value' ? (LITERAL_KINDS[variantOf(payload['value']).name] ?? null) : null;
}

/** The text of a string literal; null for anything else. */
export function stringLiteral(node: unknown): string | null {
  const { name, payload } = variantOf(node);
  if (name !== 'Value' || !isRecord(payload) || !isRecord(payload['value'])) return null;
  const { name: kind, payload: text } = variantOf(payload['value']);
  if (kind === 'SingleQuotedString' && typeof text === 'string') return text;
  if (kind === 'DollarQuotedString' && isRecord(text) && typeof text['value'] === 'string') return text['value'];
  return null;
}

/** The value of an unsigned integer literal; null for anything else. */
export function integerLiteral(node: unknown): number | null {
  const { name, payload } = variantOf(node);
  if (name !== 'Value' || !isRecord(payload) || !isRecord(payload['value'])) return null;
  const { name: kind, payload: digits } = variantOf(payload['value']);
  const [text] = kind === 'Number' ? listOf(digits) : [];
  return typeof text === 'string' && /^\d{1,9}$/.test(text) ? Number(text) : null;
}
