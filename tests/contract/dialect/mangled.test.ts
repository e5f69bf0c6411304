import type { DuckDBConnection } from '@duckdb/node-api';
import { beforeAll, describe, expect, it } from 'vitest';
import { tokenize } from '#infra/local/snowflake/dialect/tokens.ts';
import { fromDuckDBError } from '#infra/local/snowflake/duckdb-error.ts';
import { openDialectWorld, runSnowflake } from './dialect-world.ts';
import { DOCUMENTED_STATEMENTS } from './documented-statements.ts';

const SEED = 20_261_127;
const COUNT = 1_200;

/** Tokens of statements that run, as written. */
const STATEMENTS = DOCUMENTED_STATEMENTS.flatMap(([, list]) => list)
  // One changed number there makes a statement that runs for hours.
  .filter(({ sql }) => !/GENERATOR|RECURSIVE|REPEAT|SPACE|PAD/i.test(sql))
  .map(({ sql }) => tokenize(sql).map(({ start, end }) => sql.slice(start, end)));
const WORDS = STATEMENTS.flat();

/** Drops, adds, changes or swaps one to three tokens. */
function mangle(tokens: readonly string[], random: (below: number) => number): string {
  const mangled = [...tokens];
  const word = (): string => WORDS[random(WORDS.length)] ?? '';
  for (let times = random(3); times >= 0; times -= 1) {
    const at = random(mangled.length);
    const other = mangled[random(mangled.length)] ?? '';
    const changes = [
      () => mangled.splice(at, 1),
      () => mangled.splice(at, 0, word()),
      () => mangled.splice(at, 1, word()),
      () => mangled.splice(at, 1, other),
    ];
    changes[random(changes.length)]?.();
  }
  return mangled.join(' ');
}

/** The six-digit code, or what stood in its place. */
async function outcome(connection: DuckDBConnection, sql: string): Promise<string> {
  try {
    await runSnowflake(connection, sql);
    return 'ran';
  } catch (error) {
    return fromDuckDBError(error).code;
  }
}

describe('statements that were mangled', () => {
  let connection: DuckDBConnection;
  beforeAll(async () => {
    connection = await openDialectWorld();
  });

  it('run or fail with a code of Snowflake’s, and nothing dies of them', async () => {
    let state = SEED;
    const random = (below: number): number => {
      state = (state * 16_807) % 2_147_483_647;
      return state % below;
    };
    const counts = new Map<string, number>();
    const internal: string[] = [];
    for (let index = 0; index < COUNT; index += 1) {
      const sql = mangle(STATEMENTS[random(STATEMENTS.length)] ?? [], random);
      const code = await outcome(connection, sql);
      counts.set(code, (counts.get(code) ?? 0) + 1);
      if (!/^(?:ran|\d{6})$/.test(code) || code === '000603') internal.push(sql);
    }

    process.stdout.write(`dialect, mangled: ${COUNT} statements, ${JSON.stringify(Object.fromEntries(counts))}\n`);
    expect(internal).toEqual([]);
    expect(await runSnowflake(connection, 'SELECT 1')).toEqual([[1]]);
  }, 60_000);
});
