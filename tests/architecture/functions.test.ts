import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readManifests, type FunctionFolder } from '#infra/local/manifests.ts';
import { DEAD_LETTERS, EDGES, topicOf } from '#shared/schemas/edges.ts';

const ROOT = resolve(import.meta.dirname, '../..');
let folders: readonly FunctionFolder[] = [];

beforeAll(async () => {
  folders = await readManifests(ROOT);
});

const publishersOf = (topic: string): string[] =>
  folders.filter(({ manifest }) => manifest.publishes.includes(topic)).map(({ name }) => name);
const receiversOf = (topic: string): string[] =>
  folders.filter(({ manifest }) => manifest.receives.includes(topic)).map(({ name }) => name);

describe('the functions and the edges between them', () => {
  it.each(EDGES.map((edge) => [topicOf(edge), edge] as const))(
    '%s has one receiver and one publisher besides the sweep',
    (topic, edge) => {
      expect(receiversOf(topic)).toEqual([edge.to]);
      expect(publishersOf(topic).toSorted()).toEqual([edge.from, 'health-monitor'].toSorted());
    },
  );

  it('take dead letters in one place, where only Pub/Sub publishes', () => {
    expect(receiversOf(DEAD_LETTERS)).toEqual(['dead-letters']);
    expect(publishersOf(DEAD_LETTERS)).toEqual([]);
  });

  it('use no topic that is neither an edge nor the dead letters’', () => {
    const known = new Set([...EDGES.map(topicOf), DEAD_LETTERS]);
    const used = folders.flatMap(({ manifest }) => [...manifest.publishes, ...manifest.receives]);

    expect(used.filter((topic) => !known.has(topic))).toEqual([]);
  });

  it('export their entry point from an index.ts that is wiring only', async () => {
    const sources = await Promise.all(
      folders.map(async (folder) => ({ folder, source: await readFile(join(folder.directory, 'index.ts'), 'utf8') })),
    );

    for (const { folder, source } of sources) {
      const statements = source.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('import '));
      expect(source, folder.name).toContain(`export const ${folder.manifest.entryPoint} =`);
      expect(statements.length, `${folder.name}/index.ts`).toBeLessThanOrEqual(30);
      expect(source, folder.name).not.toMatch(/\bif \(|\bfor \(|\bfunction /);
    }
  });

  it('stay below the acknowledgement deadline of Pub/Sub', () => {
    const fed = folders.filter(({ manifest }) => manifest.receives.length > 0);

    expect(fed.filter(({ manifest }) => manifest.timeoutSeconds > 540)).toEqual([]);
  });
});
