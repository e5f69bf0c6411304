import { nearestName } from './identifier-words.ts';
import type { ModelDocument } from './model-document.ts';
import type { PlacedProblem } from './model-problem.ts';
import { type NameScope, createNameScope } from './name-scope.ts';
import type { SidecarDocument } from './sidecar-document.ts';
import { ExpressionError } from './sql-tokens.ts';

type Path = PlacedProblem['path'];

/** What the resolution of one model shares, and where it reports what is wrong. */
export interface ResolveContext {
  readonly document: ModelDocument;
  readonly sidecar: SidecarDocument;
  readonly scope: NameScope;
  /** Ids of dimensions, time dimensions and facts. */
  readonly elementIds: ReadonlySet<string>;
  readonly timeDimensionIds: ReadonlySet<string>;
  readonly metricIds: ReadonlySet<string>;
  readonly relationshipNames: ReadonlySet<string>;
  report(problem: PlacedProblem): void;
}

function idsOf(document: ModelDocument, kinds: readonly ('dimensions' | 'time_dimensions' | 'facts' | 'metrics')[]) {
  return new Set(
    document.tables.flatMap((table) =>
      kinds.flatMap((kind) => (table[kind] ?? []).map(({ name }) => `${table.name}.${name}`)),
    ),
  );
}

/** Prepares the resolution of one model; problems are added to the given list. */
export function createResolveContext(
  document: ModelDocument,
  sidecar: SidecarDocument,
  problems: PlacedProblem[],
): ResolveContext {
  return {
    document,
    sidecar,
    scope: createNameScope(document),
    elementIds: idsOf(document, ['dimensions', 'time_dimensions', 'facts']),
    timeDimensionIds: idsOf(document, ['time_dimensions']),
    metricIds: new Set([...idsOf(document, ['metrics']), ...(document.metrics ?? []).map(({ name }) => name)]),
    relationshipNames: new Set((document.relationships ?? []).map(({ name }) => name)),
    report: (problem) => problems.push(problem),
  };
}

/** Runs a reader of an expression; what it does not understand is reported at the path, and gives null. */
export function attempt<T>(
  context: ResolveContext,
  place: { readonly document: PlacedProblem['document']; readonly path: Path },
  read: () => T,
): T | null {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const { message, offset, mend } = error;
    const said = `The expression is not understood: ${message}.`;
    context.report({ severity: 'error', rule: 'expression', ...place, offset, message: said, mend });
    return null;
  }
}

/** Finds what a name of the sidecar means among ids; a bare name is looked for in the given table first. Null is reported. */
export function findReference(
  context: ResolveContext,
  name: string,
  options: { readonly among: ReadonlySet<string>; readonly table: string | null; readonly path: Path },
): string | null {
  const { among, table, path } = options;
  const local = table === null ? name : `${table}.${name}`;
  if (among.has(local)) return local;
  if (among.has(name)) return name;
  const nearest = nearestName(name, among) ?? nearestName(local, among);
  const mend = nearest === null ? 'Write table.name as the model spells it.' : `Did you mean ${nearest}?`;
  const message = `${name} is not in the model.`;
  context.report({ severity: 'error', rule: 'unknown-reference', document: 'sidecar', path, message, mend });
  return null;
}

/** Finds several names; those not found are reported and left out. */
export function findReferences(
  context: ResolveContext,
  names: readonly string[] | undefined,
  options: { readonly among: ReadonlySet<string>; readonly table: string | null; readonly path: Path },
): readonly string[] {
  return (names ?? [])
    .map((name, index) => findReference(context, name, { ...options, path: [...options.path, index] }))
    .filter((name) => name !== null);
}
