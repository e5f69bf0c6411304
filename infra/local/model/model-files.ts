import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { AppError } from '#shared/errors/app-error.ts';
import type { ModelSources } from '#shared/semantic/parse-model.ts';

const MODELS = join(import.meta.dirname, '..', '..', 'models');

/**
 * Reads a model and its sidecar: by name from infra/models, or by the path of a YAML file.
 *
 * Throws `unknown_model` when there is no such file.
 */
export function readModelFiles(nameOrPath: string): ModelSources {
  const isPath = /\.ya?ml$/.test(nameOrPath);
  const model = isPath ? nameOrPath : join(MODELS, `${nameOrPath}.yaml`);
  if (!existsSync(model)) throw new AppError('unknown_model', `There is no model ${nameOrPath}: ${model} is missing.`);
  const sidecar = join(dirname(model), `${basename(model).replace(/\.ya?ml$/, '')}.baton.yaml`);
  return {
    model: readFileSync(model, 'utf8'),
    sidecar: existsSync(sidecar) ? readFileSync(sidecar, 'utf8') : null,
    fileNames: { model, sidecar },
  };
}

/** Reads a JSON file. Throws `not_found` when it is missing and `invalid_json` when it is none. */
export function readJson(file: string): unknown {
  if (!existsSync(file)) throw new AppError('not_found', `There is no file ${file}.`);
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new AppError('invalid_json', `${file} is no JSON.`, { cause: error });
  }
}
