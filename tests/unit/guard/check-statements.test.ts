import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { checkStatements } from '#infra/local/check-statements.ts';

const folder = mkdtempSync(join(tmpdir(), 'baton-check-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const verdictSchema = z.object({ id: z.number(), allowed: z.boolean(), reason: z.string().nullable() });

/** The verdicts on some lines, as `npm run sql -- --check` prints them. */
async function check(lines: readonly object[], anyTable: boolean): Promise<readonly z.infer<typeof verdictSchema>[]> {
  const file = join(folder, 'statements.jsonl');
  writeFileSync(file, lines.map((line, id) => JSON.stringify({ id, ...line })).join('\n'));
  const printed: string[] = [];
  const options = { role: [], tables: [], functions: [], anyTable, statement: false };
  await checkStatements(file, options, (line) => printed.push(line));
  return printed.map((line) => verdictSchema.parse(JSON.parse(line)));
}

async function allowed(text: string, anyTable: boolean): Promise<boolean> {
  const [verdict] = await check([{ text }], anyTable);
  return verdict?.allowed ?? false;
}

describe('with any table, only the form of a statement is judged', () => {
  it.each([
    'select password from users',
    'select a.b, c from x.y.z as a where exists (select 1 from "Other" where a.k = k)',
    'select max(amount)',
    'with a as (select * from b) select * from a, lateral flatten(input => a.items) f',
  ])('so this may pass, which names what nobody declared: %s', async (text) => {
    expect(await allowed(text, true)).toBe(true);
    expect(await allowed(text, false)).toBe(false);
  });

  it.each([
    'delete from users',
    'select 1; select 2',
    'select * from information_schema.tables',
    'select * from snowflake.account_usage.users',
    'select * from @stage',
    'select * from users at (offset => -60)',
    'select current_user() from users',
    'select my_function(name) from users',
    'select * from a.b.c.d',
    'select name from users where id = ?',
  ])('and all else holds: %s', async (text) => {
    expect(await allowed(text, true)).toBe(false);
  });
});

it('lets a line declare tables, functions, models and values for itself', async () => {
  const text = 'select churn!predict(a), f(b) from t where a = ? and b = $low';
  const declared = { tables: ['t'], functions: ['f', 'churn!predict'], binds: [1], variables: { low: 2 } };

  const verdicts = await check([{ text }, { text, ...declared }, { text, ...declared, binds: [] }], false);

  expect(verdicts.map((verdict) => verdict.allowed)).toEqual([false, true, false]);
});
