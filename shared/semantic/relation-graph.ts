import type { Relationship, SemanticModel } from './semantic-model.ts';

/** Relationships to follow one after another, each from its left to its right table. Empty from a table to itself. */
export type JoinPath = readonly Relationship[];

/** How a table can be reached: by one path, by none, or by several of which nothing says which to take. */
export type PathChoice =
  | { readonly kind: 'one'; readonly path: JoinPath }
  | { readonly kind: 'none' }
  | { readonly kind: 'several'; readonly paths: readonly JoinPath[] };

export interface RelationGraph {
  /** Every path along which a row of `from` finds at most one row of `to`, in the order of the model's relationships. */
  pathsBetween(from: string, to: string): readonly JoinPath[];
  /** The path to take, where `preferred` names relationships that decide between several. Length never decides. */
  choosePath(from: string, to: string, preferred: readonly string[]): PathChoice;
  /** Tables of which a row of `from` finds at most one row, itself first. */
  reachableFrom(from: string): readonly string[];
}

/** Keeps a model of many roles per table from growing paths without end; such a choice is ambiguous anyway. */
const MAX_PATHS = 64;

/** Narrows several paths: those that take the most preferred relationships, if a single one does. */
function narrow(paths: readonly JoinPath[], preferred: readonly string[]): PathChoice {
  const named = new Set(preferred);
  const scored = paths.map((path) => ({ path, taken: path.filter(({ name }) => named.has(name)).length }));
  const most = Math.max(...scored.map(({ taken }) => taken));
  const best = scored.filter(({ taken }) => taken === most);
  const [only] = best;
  return most > 0 && best.length === 1 && only !== undefined
    ? { kind: 'one', path: only.path }
    : { kind: 'several', paths };
}

/** Builds the graph of a model's many-to-one and one-to-one relationships. A model has no circles. */
export function createRelationGraph(model: SemanticModel): RelationGraph {
  const outgoing = new Map<string, Relationship[]>();
  for (const relationship of model.relationships) {
    const edges = outgoing.get(relationship.leftTable);
    if (edges === undefined) outgoing.set(relationship.leftTable, [relationship]);
    else edges.push(relationship);
  }
  const known = new Map<string, readonly JoinPath[]>();

  function pathsBetween(from: string, to: string): readonly JoinPath[] {
    if (from === to) return [[]];
    const key = JSON.stringify([from, to]);
    const found = known.get(key);
    if (found !== undefined) return found;
    const paths = (outgoing.get(from) ?? [])
      .flatMap((edge) => pathsBetween(edge.rightTable, to).map((rest): JoinPath => [edge, ...rest]))
      .slice(0, MAX_PATHS);
    known.set(key, paths);
    return paths;
  }

  return {
    pathsBetween,
    choosePath(from, to, preferred) {
      const paths = pathsBetween(from, to);
      const [only] = paths;
      if (only === undefined) return { kind: 'none' };
      return paths.length === 1 ? { kind: 'one', path: only } : narrow(paths, preferred);
    },
    reachableFrom(from) {
      const seen = new Set([from]);
      for (const table of seen) for (const { rightTable } of outgoing.get(table) ?? []) seen.add(rightTable);
      return [...seen];
    },
  };
}
