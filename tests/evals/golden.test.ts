import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { figuresOf } from '#infra/local/golden/golden-figures.ts';
import { createGoldenReader } from '#infra/local/golden/golden-reader.ts';
import { formatFailures } from '#infra/local/golden/golden-report.ts';
import { readGoldenSet } from '#infra/local/golden/golden-set.ts';
import { runGolden } from '#infra/local/golden/run-golden.ts';
import { readModelFiles } from '#infra/local/model/model-files.ts';
import { openLocalWarehouse, type OpenWarehouse } from '#infra/local/open-warehouse.ts';
import { parseModel } from '#shared/semantic/parse-model.ts';

const set = readGoldenSet('infra/models/golden/retail.yaml');
const SEED = 20_260_101;

let warehouse: OpenWarehouse;

beforeAll(async () => {
  warehouse = await openLocalWarehouse({ asOf: set.as_of, seed: SEED });
}, 120_000);

afterAll(() => warehouse.stop());

/** The conversations and what must be turned down: the whole set is for `npm run eval -- run`. */
const questions = set.questions
  .filter(({ kind, unanswerable }) => kind === 'conversation' || unanswerable !== undefined)
  .map((question) => ({ ...question, also_asked: [] }));

describe('the golden questions in short', () => {
  it('are turned down where there is no answer, and followed up without an error', async () => {
    const reader = await createGoldenReader(parseModel(readModelFiles(set.model)), warehouse, set.as_of);

    const run = await runGolden({ questions }, reader, warehouse.query);

    const { accuracy, coverage, abstention } = figuresOf(run);
    expect(abstention.rate, formatFailures(run)).toBe(1);
    expect(accuracy.rate, formatFailures(run)).toBeGreaterThanOrEqual(0.97);
    expect(coverage.rate, formatFailures(run)).toBeGreaterThanOrEqual(0.92);
  }, 120_000);
});
