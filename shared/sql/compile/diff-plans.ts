import { isDeepStrictEqual } from 'node:util';
import type { Plan } from '#shared/schemas/plan.ts';

/** One place in which two plans differ. A value that only one of them has is null in the other. */
export interface PlanChange {
  /** Path in the plan, e.g. `dimensions.0.grain`. */
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Where two plans differ, in the order of the plan's fields; empty when they are equal. Lists are compared by place. */
export function diffPlans(before: Plan, after: Plan): readonly PlanChange[] {
  return changesAt([], before, after);
}

function changesAt(path: readonly string[], before: unknown, after: unknown): readonly PlanChange[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (!isTree(before) || !isTree(after) || Array.isArray(before) !== Array.isArray(after)) {
    return [{ path: path.join('.'), before: before ?? null, after: after ?? null }];
  }
  const left = new Map<string, unknown>(Object.entries(before));
  const right = new Map<string, unknown>(Object.entries(after));
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((key) =>
    changesAt([...path, key], left.get(key), right.get(key)),
  );
}

function isTree(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
