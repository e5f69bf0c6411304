import { expect, it } from 'vitest';
import { RETAIL_CALENDARS } from './differential-model.ts';
import { outcomeText, runCases } from './run-cases.ts';

it('gives the figures of a row-by-row evaluation, with retail years of whole weeks', { timeout: 900_000 }, async () => {
  const outcome = await runCases(RETAIL_CALENDARS, 1);

  process.stdout.write(outcomeText('retail years of whole weeks', outcome));
  expect(outcome.differences.slice(0, 2)).toEqual([]);
  expect(outcome.answered).toBeGreaterThan(outcome.cases / 3);
});
