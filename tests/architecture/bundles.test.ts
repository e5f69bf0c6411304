import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleFunction, type Bundle } from '#infra/build/bundle-function.ts';
import { readManifests } from '#infra/local/manifests.ts';

const ROOT = resolve(import.meta.dirname, '../..');
let out = '';
let bundles: readonly Bundle[] = [];

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'bundles-'));
  const runtime = { framework: '1.0.0', external: { 'snowflake-sdk': '1.0.0', '@guanmingchiu/sqlparser-ts': '1.0.0' } };
  bundles = await Promise.all((await readManifests(ROOT)).map((folder) => bundleFunction(folder, ROOT, out, runtime)));
});

afterAll(() => rm(out, { recursive: true, force: true }));

describe('the bundle of a function', () => {
  it('holds no file of another function, of the local cloud or of a test', () => {
    const foreign = bundles.flatMap(({ name, inputs }) =>
      inputs.filter((path) => !path.startsWith('shared/') && !path.includes(`/${name}/`)),
    );

    expect(foreign).toEqual([]);
    expect(bundles.length).toBeGreaterThanOrEqual(5);
  });

  it('holds the warehouse adapter in the Snowflake tools only', () => {
    const holders = bundles.filter(({ inputs }) =>
      inputs.some((path) => path.startsWith('shared/warehouse/snowflake-')),
    );

    expect(holders.map(({ name }) => name)).toEqual(['snowflake-query']);
  });
});
