import { type Fragment, raw } from '../compile/fragment.ts';
import { listOf } from './ast-node.ts';
import { refuse } from './guard-refusal.ts';
import { printPlaceholder } from './print-placeholder.ts';
import { nameText, placeholderOf, printValue, readIdentifier, shown } from './print-name.ts';
import type { Printer } from './printer.ts';
import type { Scope } from './scope.ts';

/** Names that Snowflake takes for calls: the person and the session. As a column they must be quoted. */
const NILADIC = new Set([
  'CURRENT_USER',
  'SESSION_USER',
  'SYSTEM_USER',
  'CURRENT_ROLE',
  'CURRENT_SESSION',
  'CURRENT_ACCOUNT',
]);

export function printColumn(payload: unknown, scope: Scope): Fragment {
  const { value, text } = readIdentifier(payload);
  if (NILADIC.has(text.toUpperCase())) return refuse(`${text.toUpperCase()} is not allowed`);
  return scope.knows(value) ? raw(text) : refuse(`there is no column ${shown(value)}`);
}

export function printQualified(payload: unknown, scope: Scope, { narrows }: Printer): Fragment {
  const parts = listOf(payload, 'a name').map(readIdentifier);
  const column = parts.at(-1);
  const qualifier = parts.slice(0, -1);
  if (column === undefined || column.value === 'NEXTVAL') return refuse('sequences are not allowed');
  const isKnown = scope.knowsQualified(
    qualifier.map(({ value }) => value),
    column.value,
  );
  if (!isKnown) return refuse(`there is no column ${shown(parts.map(({ value }) => value).join('.'))}`);
  // A narrowed table has its bare name only.
  return raw(nameText(narrows ? parts.slice(-2) : parts));
}

/** A literal, a value that is given beside the statement, or the column at a place of what the SELECT reads. */
export function printLiteral(payload: unknown, scope: Scope, printer: Printer): Fragment {
  const placeholder = placeholderOf(payload);
  if (placeholder === null) return raw(printValue(payload));
  // The parser takes the place of a column, `$1`, for a placeholder when it stands alone.
  if (!/^\$[1-9]\d{0,3}$/.test(placeholder)) return printPlaceholder(placeholder, printer);
  return scope.sources.length > 0 ? raw(placeholder) : refuse(`there is no column ${placeholder}`);
}
