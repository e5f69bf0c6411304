import { expect, it } from 'vitest';
import { PLAIN_CALENDARS } from './differential-model.ts';
import { outcomeText, runCases } from './run-cases.ts';

it('gives the figures of a row-by-row evaluation, with calendar and fiscal years', { timeout: 900_000 }, async () => {
  const outcome = await runCases(PLAIN_CALENDARS, 0);

  process.stdout.write(outcomeText('calendar and fiscal years', outcome));
  expect(outcome.differences.slice(0, 2)).toEqual([]);
  expect(outcome.answered).toBeGreaterThan(outcome.cases / 3);
});
