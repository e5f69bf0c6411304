import { checkNames } from './check-names.ts';
import { type LocatedYaml, readLocatedYaml } from './located-yaml.ts';
import { type ModelDocument, modelDocumentSchema } from './model-document.ts';
import { type ModelProblem, type PlacedProblem, toModelError } from './model-problem.ts';
import { toCurrentForm } from './older-form.ts';
import { readDocument } from './read-document.ts';
import { resolveModel } from './resolve-model.ts';
import type { SemanticModel } from './semantic-model.ts';
import { type SidecarDocument, sidecarDocumentSchema } from './sidecar-document.ts';

/** The texts of a model and what errors call them. */
export interface ModelSources {
  readonly model: string;
  /** Null when there is no sidecar. */
  readonly sidecar: string | null;
  readonly fileNames: { readonly model: string; readonly sidecar: string };
}

export interface ModelReading {
  /** Null when there are errors. */
  readonly model: SemanticModel | null;
  /** What the files say, once they have the right shape; for lint, diff and writing. */
  readonly document: ModelDocument | null;
  readonly sidecar: SidecarDocument | null;
  /** In the order of the files, errors and warnings alike. */
  readonly problems: readonly ModelProblem[];
  /** Gives a problem found later its place in the files. */
  readonly place: (problem: PlacedProblem) => ModelProblem;
}

function createPlacer(model: LocatedYaml, sidecar: LocatedYaml | null): ModelReading['place'] {
  return ({ document, path, offset, ...problem }) => {
    const source = document === 'sidecar' && sidecar !== null ? sidecar : model;
    const place = source.locate(path, offset);
    return {
      ...problem,
      file: source.file,
      line: place?.line ?? null,
      column: place?.column ?? null,
      path: source.describe(path),
    };
  };
}

function inOrder(first: ModelProblem, second: ModelProblem): number {
  if (first.file !== second.file) return first.file < second.file ? -1 : 1;
  return (first.line ?? 0) - (second.line ?? 0) || (first.column ?? 0) - (second.column ?? 0);
}

function distinct(problems: readonly ModelProblem[]): readonly ModelProblem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()].toSorted(inOrder);
}

function readModelDocument(yaml: LocatedYaml, problems: PlacedProblem[]): ModelDocument | null {
  const { data, notes } = toCurrentForm(yaml.data);
  for (const note of notes) problems.push({ severity: 'error', rule: 'relationship', document: 'model', ...note });
  const read = readDocument(data, modelDocumentSchema, 'model');
  problems.push(...read.problems);
  return read.value;
}

function readSidecarDocument(
  yaml: LocatedYaml | null,
  name: string,
  problems: PlacedProblem[],
): SidecarDocument | null {
  if (yaml === null) return { model: name };
  const read = readDocument(yaml.data, sidecarDocumentSchema, 'sidecar');
  problems.push(...read.problems);
  return read.value;
}

function readDocuments(yaml: { readonly model: LocatedYaml; readonly sidecar: LocatedYaml | null }) {
  const found: PlacedProblem[] = [];
  const document = readModelDocument(yaml.model, found);
  const sidecar = readSidecarDocument(yaml.sidecar, document?.name ?? '', found);
  if (document === null || sidecar === null) return { document, sidecar, resolved: null, found };
  found.push(...checkNames(document));
  return { document, sidecar, resolved: resolveModel(document, sidecar, found), found };
}

/** Reads a model and its sidecar and reports whatever is wrong with them. Never throws. */
export function readModel(sources: ModelSources): ModelReading {
  const model = readLocatedYaml(sources.model, sources.fileNames.model);
  const sidecar = sources.sidecar === null ? null : readLocatedYaml(sources.sidecar, sources.fileNames.sidecar);
  const place = createPlacer(model, sidecar);
  const unreadable = [...model.problems, ...(sidecar?.problems ?? [])];
  if (unreadable.some(({ severity }) => severity === 'error')) {
    return { model: null, document: null, sidecar: null, problems: unreadable, place };
  }
  const read = readDocuments({ model, sidecar });
  const problems = distinct([...unreadable, ...read.found.map(place)]);
  const isUsable = problems.every(({ severity }) => severity !== 'error');
  return { model: isUsable ? read.resolved : null, document: read.document, sidecar: read.sidecar, problems, place };
}

/**
 * Reads a model that must be usable.
 *
 * Throws `invalid_model`, whose message lists each error with its file, line, path and mend.
 */
export function parseModel(sources: ModelSources): SemanticModel {
  const { model, problems } = readModel(sources);
  if (model === null) throw toModelError(problems);
  return model;
}
