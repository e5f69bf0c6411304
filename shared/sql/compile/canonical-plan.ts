import { createHash } from 'node:crypto';
import type { Plan } from '#shared/schemas/plan.ts';

/** What a plan says about where it came from or how to name a period; it changes no figure. */
const WORDING = new Set(['heard', 'method', 'label', 'complete']);

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * The plan's meaning as JSON text: equal for plans that ask for the same result.
 *
 * Keys are sorted and wording is left out. Conditions joined by and/or, lists of values and lifted filters are sets, so
 * their order does not count; the order of metrics, dimensions and sort keys does, since it is the order of columns and
 * rows.
 */
export function canonicalPlan(plan: Plan): string {
  return JSON.stringify(canonical(plan, null));
}

/** SHA-256 of the canonical plan, 64 hexadecimal digits. */
export function planHash(plan: Plan): string {
  return createHash('sha256').update(canonicalPlan(plan)).digest('hex');
}

function canonical(value: unknown, key: string | null): Json {
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => canonical(item, null));
    return key !== null && isSet(key) ? sortedSet(items) : items;
  }
  if (typeof value === 'object' && value !== null) return canonicalRecord(value);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

function canonicalRecord(record: object): Json {
  const entries = Object.entries(record)
    .filter(([key, value]) => !WORDING.has(key) && value !== undefined)
    .map(([key, value]: [string, unknown]): [string, Json] => [key, canonical(value, key)])
    .sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries);
}

function isSet(key: string): boolean {
  return key === 'conditions' || key === 'values' || key === 'liftedFilters' || key === 'calculate';
}

function sortedSet(items: readonly Json[]): Json {
  const byText = new Map(items.map((item) => [JSON.stringify(item), item]));
  return [...byText.entries()].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, item]) => item);
}
