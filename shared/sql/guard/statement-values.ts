import type { Cell } from '#shared/schemas/primitives.ts';
import { refuse } from './guard-refusal.ts';
import { readTokens } from './sql-tokens.ts';

/** Values that the caller supplies beside a statement. They are bound, never written into it. */
export interface StatementValues {
  /** For each `?`, or `:1`, `:2`, …, in order. */
  readonly positional: readonly Cell[];
  /** For `:name` and for a session variable `$name`, which is never looked up in a session. Names in upper case. */
  readonly named: ReadonlyMap<string, Cell>;
}

export const NO_VALUES: StatementValues = { positional: [], named: new Map() };

/** Values as callers write them down; names in any case. */
export function givenValues(positional: readonly Cell[], named: Readonly<Record<string, Cell>> = {}): StatementValues {
  return { positional, named: new Map(Object.entries(named).map(([name, value]) => [name.toUpperCase(), value])) };
}

/** Gives each `?` its number, `:1` and on, so that it keeps its value wherever it is written anew. */
export function numberPlaceholders(text: string): string {
  let numbered = '';
  let [end, count] = [0, 0];
  for (const { text: token, start } of readTokens(text)) {
    if (token !== '?') continue;
    count += 1;
    numbered += `${text.slice(end, start)}:${String(count)}`;
    end = start + 1;
  }
  return numbered + text.slice(end);
}

/** The value of a placeholder; undefined when the caller supplies none. */
export function valueOf(text: string, { positional, named }: StatementValues): Cell | undefined {
  const [, place] = /^:([1-9]\d{0,3})$/.exec(text) ?? [];
  if (place !== undefined) return positional[Number(place) - 1];
  const [, name] = /^[:$]([A-Za-z_]\w*)$/.exec(text) ?? [];
  return name === undefined ? undefined : named.get(name.toUpperCase());
}

/**
 * Refuses unless every positional value has its place in the statement: a value that is left over is a sign that the
 * caller and the parser do not agree where the placeholders are.
 */
export function checkPlaces({ positional }: StatementValues, used: ReadonlySet<string>): void {
  const isComplete = positional.every((_, at) => used.has(`:${String(at + 1)}`));
  if (!isComplete) refuse(`it does not have a place for each of its ${String(positional.length)} values`);
}
