import { readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { readManifests } from '#infra/local/manifests.ts';
import { bundleFunction } from './bundle-function.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const OUT = join(ROOT, 'dist');
const FRAMEWORK = '@google-cloud/functions-framework';
/** The driver and the SQL parser find parts of themselves by path, so they stay outside. */
const EXTERNAL = ['snowflake-sdk', '@guanmingchiu/sqlparser-ts'];

const packageSchema = z.looseObject({ dependencies: z.record(z.string(), z.string()) });
const { dependencies } = packageSchema.parse(JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')));
const external = Object.fromEntries(EXTERNAL.map((name) => [name, dependencies[name] ?? '']));

await rm(OUT, { recursive: true, force: true });
for (const folder of await readManifests(ROOT)) {
  const bundle = await bundleFunction(folder, ROOT, OUT, { framework: dependencies[FRAMEWORK] ?? '', external });
  console.log(
    `${bundle.name.padEnd(20)} ${(bundle.bytes / 1_048_576).toFixed(1).padStart(6)} MB  ${bundle.inputs.length} files of ours`,
  );
}
