import type { ModelDocument } from '../model-document.ts';
import { type ModelIndex, createModelIndex } from '../model-index.ts';
import type { PlacedProblem, Severity } from '../model-problem.ts';
import type { SemanticModel } from '../semantic-model.ts';
import type { SidecarDocument } from '../sidecar-document.ts';

type Path = PlacedProblem['path'];

/** What the rules look at. */
export interface LintContext {
  readonly model: SemanticModel;
  readonly index: ModelIndex;
  readonly document: ModelDocument;
  readonly sidecar: SidecarDocument;
  /** Where a table stands in the model's file. */
  tablePath(table: string): Path;
  /** Where an element, metric or filter stands in the model's file. */
  pathOf(id: string): Path;
}

/** One thing to check; it returns what it found. */
export type LintRule = (context: LintContext) => readonly PlacedProblem[];

/** Makes the problems of one rule. */
export function problem(
  severity: Severity,
  rule: string,
  place: { readonly document?: PlacedProblem['document']; readonly path: Path },
  text: { readonly message: string; readonly mend: string },
): PlacedProblem {
  return { severity, rule, document: place.document ?? 'model', path: place.path, ...text };
}

function pathsOf(document: ModelDocument): ReadonlyMap<string, Path> {
  const kinds = ['dimensions', 'time_dimensions', 'facts', 'filters', 'metrics'] as const;
  const ofTables = document.tables.flatMap((table, tableIndex) =>
    kinds.flatMap((kind) =>
      (table[kind] ?? []).map(({ name }, index): [string, Path] => [
        `${table.name}.${name}`,
        ['tables', tableIndex, kind, index],
      ]),
    ),
  );
  const derived = (document.metrics ?? []).map(({ name }, index): [string, Path] => [name, ['metrics', index]]);
  return new Map([...ofTables, ...derived]);
}

/** Prepares a model for the rules. */
export function createLintContext(
  model: SemanticModel,
  document: ModelDocument,
  sidecar: SidecarDocument,
): LintContext {
  const paths = pathsOf(document);
  return {
    model,
    index: createModelIndex(model),
    document,
    sidecar,
    tablePath: (table) => ['tables', document.tables.findIndex(({ name }) => name === table)],
    pathOf: (id) => paths.get(id) ?? [],
  };
}
