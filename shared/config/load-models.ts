import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#shared/errors/app-error.ts';
import { parseModel } from '#shared/semantic/parse-model.ts';
import type { SemanticModel } from '#shared/semantic/semantic-model.ts';

/**
 * Reads the semantic models of a folder: each `<name>.yaml` with its sidecar `<name>.baton.yaml`, if it has one.
 *
 * @returns Models by name.
 * @throws AppError `invalid_model` naming file, line and mend; `invalid_configuration` when the folder has no models.
 */
export async function loadModels(directory: string): Promise<ReadonlyMap<string, SemanticModel>> {
  const files = await readdir(directory);
  const names = files.filter((file) => file.endsWith('.yaml') && !file.endsWith('.baton.yaml')).toSorted();
  if (names.length === 0) throw new AppError('invalid_configuration', 'The folder of semantic models has none.');
  const models = await Promise.all(names.map((file) => loadModel(directory, file, files)));
  return new Map(models.map((model) => [model.name, model]));
}

async function loadModel(directory: string, file: string, files: readonly string[]): Promise<SemanticModel> {
  const sidecarFile = file.replace(/\.yaml$/, '.baton.yaml');
  const model = await readFile(join(directory, file), 'utf8');
  const sidecar = files.includes(sidecarFile) ? await readFile(join(directory, sidecarFile), 'utf8') : null;
  return parseModel({ model, sidecar, fileNames: { model: file, sidecar: sidecarFile } });
}
