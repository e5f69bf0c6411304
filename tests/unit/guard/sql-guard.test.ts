import { afterEach, describe, expect, it } from 'vitest';
import { createSqlGuard, type GuardOptions, type SqlGuard } from '#shared/sql/guard/sql-guard.ts';
import { SHOP } from './parse-snowflake.ts';

const FAILING = new URL('./failing-worker.ts', import.meta.url);

const open: SqlGuard[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((guard) => guard.close()));
});

function startGuard(options: GuardOptions): SqlGuard {
  const guard = createSqlGuard(options);
  open.push(guard);
  return guard;
}

describe('the guard’s threads', () => {
  it.each(['crash', 'exit', 'hang'])(
    'are replaced when a text makes them %s, and the text is refused',
    async (text) => {
      const guard = startGuard({ worker: FAILING, timeoutMs: 300 });

      const verdicts = await Promise.all(['a', text, 'b', text, text, 'c'].map((one) => guard.judge(one, SHOP)));

      expect(verdicts.map((verdict) => verdict.allowed)).toEqual([true, false, true, false, false, true]);
    },
  );

  it('leave the caller’s own thread free while a text hangs', async () => {
    const guard = startGuard({ worker: FAILING, timeoutMs: 300 });
    await guard.judge('a', SHOP);
    let turns = 0;
    const ticking = setInterval(() => (turns += 1), 5);

    await guard.judge('hang', SHOP);
    clearInterval(ticking);

    expect(turns).toBeGreaterThan(5);
  });

  it('have their time of work counted and not that of the clock', async () => {
    const guard = startGuard({ worker: FAILING, timeoutMs: 100 });

    expect(await guard.judge('wait', SHOP)).toMatchObject({ allowed: true });
  });

  it.each([
    ['work 100', true],
    ['work 1000', false],
  ])('let a text have its share and no more: %s of 400 ms is allowed: %s', async (text, allowed) => {
    const guard = startGuard({ worker: FAILING, timeoutMs: 400 });

    expect(await guard.judge(text, SHOP)).toMatchObject({ allowed });
  });

  it('leave the caller next to nothing to do for a text that hangs', async () => {
    const guard = startGuard({ worker: FAILING, timeoutMs: 400 });
    await guard.judge('a', SHOP);
    const before = process.threadCpuUsage();

    await guard.judge('hang', SHOP);

    const own = process.threadCpuUsage(before);
    expect(own.user + own.system).toBeLessThan(200_000);
  });

  it('say why, without a word of what broke', async () => {
    const guard = startGuard({ worker: FAILING, timeoutMs: 300 });

    expect(await guard.judge('crash', SHOP)).toEqual({ allowed: false, reason: 'Refused: it cannot be read.' });
    expect(await guard.judge('hang', SHOP)).toEqual({ allowed: false, reason: 'Refused: it takes too long to read.' });
  });

  it('judge with the catalogue that comes with a text, however many there are', async () => {
    const guard = startGuard({ timeoutMs: 5_000 });
    const catalogues = Array.from({ length: 70 }, (_, at) => ({
      ...SHOP,
      tables: [{ path: [`T${String(at)}`], columns: ['A'], rows: null }],
    }));

    const own = await Promise.all(
      catalogues.map((catalogue, at) => guard.judge(`select a from t${String(at)}`, catalogue)),
    );
    const other = await guard.judge('select a from t69', catalogues[0] ?? SHOP);

    expect(own.every((verdict) => verdict.allowed)).toBe(true);
    expect(other.allowed).toBe(false);
  });

  it('refuse everything once the guard is closed', async () => {
    const guard = startGuard({ worker: FAILING });
    await guard.close();

    expect(await guard.judge('a', SHOP)).toMatchObject({ allowed: false });
  });
});
