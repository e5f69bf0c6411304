import type { Relationship } from '#shared/semantic/semantic-model.ts';
import { type ModelIndex, tableNamed } from './model-index.ts';
import { PlanRefusal } from './refusal.ts';

/** Relationships to follow, each from its many side; empty when the table is the starting point itself. */
export type Path = readonly Relationship[];

export interface PathChoice {
  /** Relationships that the plan names: a way must take one of them if there are any. */
  readonly via: readonly string[];
  /** Relationships to prefer where several ways are left, most binding first: those of the metric, of the table. */
  readonly preferred: readonly (readonly string[])[];
}

/** All ways along many-to-one relationships, without visiting a table twice. */
export function pathsBetween(index: ModelIndex, from: string, to: string): readonly Path[] {
  if (from === to) return [[]];
  const found: Path[] = [];
  const walk = (table: string, path: Path): void => {
    for (const step of index.outgoing.get(table) ?? []) {
      if (step.rightTable === to) found.push([...path, step]);
      else if (step.rightTable !== from && !path.some(({ leftTable }) => leftTable === step.rightTable)) {
        walk(step.rightTable, [...path, step]);
      }
    }
  };
  walk(from, []);
  return found;
}

export function pathText(from: string, path: Path): string {
  return [from, ...path.map(({ rightTable, name }) => `${rightTable} (${name})`)].join(' → ');
}

/** Keeps the paths that take a named relationship; all of them when none does. */
function narrow(paths: readonly Path[], names: readonly string[]): readonly Path[] {
  const taken = paths.filter((path) => path.some(({ name }) => names.includes(name)));
  return taken.length > 0 ? taken : paths;
}

/**
 * The one way from a table to another, or null when there is none.
 *
 * A path is never chosen by its length: if several are left after the named relationships, the plan is refused and the
 * paths are named. A relationship that awaits review is only taken when it is named.
 */
export function choosePath(index: ModelIndex, from: string, to: string, choice: PathChoice): Path | null {
  const named = new Set([...choice.via, ...choice.preferred.flat()]);
  const usable = pathsBetween(index, from, to)
    .filter((path) => path.every(({ review, name }) => review === null || named.has(name)))
    .filter((path) => choice.via.length === 0 || path.some(({ name }) => choice.via.includes(name)));
  if (usable.length <= 1) return usable[0] ?? null;
  let left: readonly Path[] = usable;
  for (const names of choice.preferred) {
    left = narrow(left, names);
    if (left.length === 1) return left[0] ?? null;
  }
  const ways = left.map((path) => pathText(from, path)).join('; ');
  throw new PlanRefusal('ambiguous', `There are several ways from ${from} to ${to}, and they may differ: ${ways}.`);
}

/** Refuses, saying what stands in the way: a finer table multiplies rows, an unrelated one cannot be joined. */
export function refusePath(index: ModelIndex, from: string, to: string, what: string): never {
  const unreviewed = pathsBetween(index, from, to)
    .flat()
    .find(({ review }) => review !== null);
  if (unreviewed !== undefined) {
    throw new PlanRefusal('unrelated', `The relationship ${unreviewed.name} was inferred and awaits review.`);
  }
  if (pathsBetween(index, to, from).length > 0) {
    const label = tableNamed(index, from).label;
    throw new PlanRefusal(
      'multiplies',
      `${what} is finer than ${label}: one row of ${from} has many rows of ${to}, so its figures would count several times.`,
    );
  }
  throw new PlanRefusal('unrelated', `${what} cannot be used here: no relationship leads from ${from} to ${to}.`);
}
