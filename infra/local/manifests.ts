import { glob, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { functionManifestSchema, type FunctionManifest } from '#shared/schemas/function-manifest.ts';

/** A function as its folder describes it. */
export interface FunctionFolder {
  /** The folder's name, which is the function's. */
  readonly name: string;
  readonly group: string;
  /** Absolute path of the folder. */
  readonly directory: string;
  readonly manifest: FunctionManifest;
}

/** Reads every `functions/<group>/<name>/function.json` below a root, ordered by name. */
export async function readManifests(root: string): Promise<readonly FunctionFolder[]> {
  const folders: FunctionFolder[] = [];
  for await (const path of glob('functions/*/*/function.json', { cwd: root })) {
    const directory = join(root, dirname(path));
    const text = await readFile(join(directory, 'function.json'), 'utf8');
    const manifest = functionManifestSchema.parse(JSON.parse(text));
    folders.push({ name: basename(directory), group: basename(dirname(directory)), directory, manifest });
  }
  return folders.sort((one, other) => (one.name < other.name ? -1 : 1));
}
