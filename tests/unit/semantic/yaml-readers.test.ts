import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { FAILSAFE_SCHEMA, load } from 'js-yaml';
import { expect, it } from 'vitest';
import { parseDocument, stringify } from 'yaml';
import { readLocatedYaml } from '#shared/semantic/located-yaml.ts';
import { SHOP, SHOP_SIDECAR } from './model-fixture.ts';

const MODELS = join(import.meta.dirname, '..', '..', '..', 'infra', 'models');
const FILES = readdirSync(MODELS).filter((name) => name.endsWith('.yaml'));

function withPlaces(text: string): unknown {
  return parseDocument(text, { schema: 'failsafe' }).toJS({ maxAliasCount: -1 });
}

it.each([
  ...FILES.map((name) => [name, readFileSync(join(MODELS, name), 'utf8')]),
  ['the shop', SHOP],
  ['its sidecar', SHOP_SIDECAR],
])('reads %s alike with and without places', (_, text) => {
  expect(load(text ?? '', { schema: FAILSAFE_SCHEMA })).toEqual(withPlaces(text ?? ''));
});

it('reads any data alike with and without places', () => {
  const data = fc.dictionary(
    fc.string({ minLength: 1 }),
    fc.oneof(fc.string(), fc.array(fc.string()), fc.boolean(), fc.integer()),
    {
      minKeys: 1,
      noNullPrototype: true,
    },
  );
  fc.assert(
    fc.property(data, (value) => {
      const text = stringify(value);

      expect(load(text, { schema: FAILSAFE_SCHEMA })).toEqual(withPlaces(text));
    }),
    { numRuns: 500 },
  );
});

it.each([
  ['a list that is not closed', 'a: [1, 2'],
  ['a key twice', 'a: 1\na: 2'],
  ['two documents', 'a: 1\n---\nb: 2'],
])('reports %s with its place', (_, text) => {
  const { data, problems } = readLocatedYaml(text, 'x.yaml');

  expect(data).toBeNull();
  expect(problems[0]).toMatchObject({ rule: 'yaml', severity: 'error', file: 'x.yaml' });
  expect(problems[0]?.line).toBeGreaterThan(0);
});
