import type { Relationship, SemanticModel } from '#shared/semantic/semantic-model.ts';

/** A way along many-to-one relationships. */
export type Way = readonly Relationship[];

/** Which tables lead to which, inferred relationships included: a plan that takes one names it. */
export interface JoinGraph {
  /** The shortest way from a table to one that each of its rows has at most one row of; null when there is none. */
  wayTo(from: string, to: string): Way | null;
  /** Steps between two tables in either direction; Infinity when they are unrelated. */
  distance(left: string, right: string): number;
  /** The table with the shortest ways to all of these, and their length; `not` is left out. */
  meetingPoint(
    tables: readonly string[],
    not: string | null,
  ): { readonly table: string; readonly length: number } | null;
  readonly tables: readonly string[];
}

/** Longest way that is looked for: farther tables have little to do with each other. */
const FARTHEST = 6;

function createWays(outgoing: ReadonlyMap<string, readonly Relationship[]>) {
  const known = new Map<string, ReadonlyMap<string, Way>>();
  return (from: string): ReadonlyMap<string, Way> => {
    const found = known.get(from);
    if (found !== undefined) return found;
    const ways = new Map<string, Way>([[from, []]]);
    for (const [table, way] of ways) {
      if (way.length >= FARTHEST) continue;
      for (const edge of outgoing.get(table) ?? []) {
        if (!ways.has(edge.rightTable)) ways.set(edge.rightTable, [...way, edge]);
      }
    }
    known.set(from, ways);
    return ways;
  };
}

function createDistances(model: SemanticModel) {
  const neighbours = new Map<string, string[]>();
  const connect = (left: string, right: string) => neighbours.set(left, [...(neighbours.get(left) ?? []), right]);
  for (const { leftTable, rightTable } of model.relationships) {
    connect(leftTable, rightTable);
    connect(rightTable, leftTable);
  }
  const known = new Map<string, ReadonlyMap<string, number>>();
  return (from: string): ReadonlyMap<string, number> => {
    const found = known.get(from);
    if (found !== undefined) return found;
    const steps = new Map([[from, 0]]);
    for (const [table, count] of steps) {
      for (const next of neighbours.get(table) ?? []) if (!steps.has(next)) steps.set(next, count + 1);
    }
    known.set(from, steps);
    return steps;
  };
}

/** Arranges the relationships of a model for look-up; ways and distances are found when first asked for. */
export function createJoinGraph(model: SemanticModel): JoinGraph {
  const ways = createWays(Map.groupBy(model.relationships, ({ leftTable }) => leftTable));
  const distances = createDistances(model);
  const tables = model.tables.map(({ name }) => name);
  const length = (from: string, targets: readonly string[]) =>
    targets.reduce((sum, to) => sum + (ways(from).get(to)?.length ?? Infinity), 0);
  return {
    tables,
    wayTo: (from, to) => ways(from).get(to) ?? null,
    distance: (left, right) => distances(left).get(right) ?? Infinity,
    meetingPoint(targets, not) {
      let best: { readonly table: string; readonly length: number } | null = null;
      for (const table of tables) {
        const steps = table === not ? Infinity : length(table, targets);
        if (steps < (best?.length ?? Infinity)) best = { table, length: steps };
      }
      return best;
    },
  };
}
