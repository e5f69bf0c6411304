import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installMacros } from '#infra/local/snowflake/dialect/install-macros.ts';
import { lowerStatement } from '#infra/local/snowflake/dialect/lower-statement.ts';
import { DEFAULT_CALENDAR } from '#shared/calendar/calendar-settings.ts';
import { planSchema, type PlanInput } from '#shared/schemas/plan.ts';
import type { SemanticModel } from '#shared/semantic/semantic-model.ts';
import { compilePlan } from '#shared/sql/compile/compile-plan.ts';
import { aggregate, metric, model, table, time } from './model-parts.ts';
import { Random } from './random.ts';

/** Zones with a day on which their clocks change: 23 and 25 hours, half an hour, no midnight, no such day at all. */
const CHANGES = [
  { zone: 'Europe/Berlin', day: '2026-03-29' },
  { zone: 'Europe/Berlin', day: '2026-10-25' },
  { zone: 'America/New_York', day: '2026-03-08' },
  { zone: 'America/New_York', day: '2026-11-01' },
  { zone: 'America/Sao_Paulo', day: '2018-11-04' },
  { zone: 'Australia/Lord_Howe', day: '2026-04-05' },
  { zone: 'Pacific/Apia', day: '2011-12-30' },
  { zone: 'Asia/Kathmandu', day: '2026-01-01' },
  { zone: 'UTC', day: '2026-03-29' },
] as const;

/** The same instants as each type keeps them. The last two are what clocks of a declared zone showed. */
const COLUMNS = ['at_tz', 'at_ltz', 'at_utc_clock', 'at_india_clock'] as const;
const GRAINS = ['hour', 'day', 'month', null] as const;
const SESSION = {
  database: null,
  schema: null,
  role: null,
  warehouse: null,
  user: 'TEST',
  sessionId: '1',
  parameters: {},
};
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

function eventsModel(zone: string): SemanticModel {
  const timestamp = { type: 'timestamp', grain: 'second' } as const;
  const timeDimensions = [
    time('events', 'at_tz', { ...timestamp, dataType: 'TIMESTAMP_TZ(9)' }),
    time('events', 'at_ltz', { ...timestamp, dataType: 'TIMESTAMP_LTZ' }),
    time('events', 'at_utc_clock', { ...timestamp, dataType: 'TIMESTAMP_NTZ', timeZone: 'UTC' }),
    time('events', 'at_india_clock', { ...timestamp, dataType: 'TIMESTAMP_NTZ', timeZone: 'Asia/Kolkata' }),
  ];
  const metrics = [metric('events', 'events', aggregate('events', 'count', null))];
  return model([table('events', ['ID'], { timeDimensions, metrics })], [], {
    calendar: { ...DEFAULT_CALENDAR, timeZone: zone },
  });
}

/** What the clocks of a zone show, `YYYY-MM-DD HH:00:00`, straight from the platform's own formatter. */
function shownIn(zone: string): (instantMs: number) => string {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    hourCycle: 'h23',
  });
  return (instantMs) => `${format.format(instantMs)}:00:00`;
}

const LENGTHS = { hour: 19, day: 10, month: 7 } as const;

interface Case {
  readonly zone: string;
  readonly column: (typeof COLUMNS)[number];
  readonly grain: (typeof GRAINS)[number];
  readonly from: string;
  readonly to: string;
}

type Rows = readonly (readonly unknown[])[];

/** By their first column, which none have in common. */
function inOrder(rows: Rows): Rows {
  return rows.toSorted(([first], [second]) => (String(first) < String(second) ? -1 : 1));
}

/** Row by row: the date that each instant has in the zone, compared as text. */
function expected({ zone, grain, from, to }: Case, instants: readonly number[]): Rows {
  const shown = instants.map(shownIn(zone)).filter((text) => text.slice(0, 10) >= from && text.slice(0, 10) < to);
  if (grain === null) return [[shown.length]];
  const key = (text: string): string => text.slice(0, LENGTHS[grain]) + (grain === 'month' ? '-01' : '');
  const groups = [...Map.groupBy(shown, key)];
  return inOrder(groups.map(([unit, rows]) => [unit, rows.length]));
}

function planOf({ column, grain, from, to }: Case): PlanInput {
  return {
    model: 'test',
    metrics: [{ kind: 'metric', metric: 'events.events' }],
    dimensions: grain === null ? [] : [{ dimension: `events.${column}`, grain }],
    period: { from, to, label: 'a period', timeDimension: `events.${column}` },
  };
}

let connection: DuckDBConnection;

async function answer(plan: PlanInput, zone: string): Promise<Rows> {
  const compiled = compilePlan(planSchema.parse(plan), eventsModel(zone));
  if (compiled.kind === 'refused') throw new Error(compiled.message);
  const { statement, binds } = compiled;
  const types = binds.map((value) => (typeof value === 'number' ? 'FIXED' : 'TEXT'));
  const lowered = lowerStatement(statement, SESSION, types);
  if (lowered.kind !== 'query') throw new Error('The compiler wrote something else than a query.');
  const text = lowered.sql.replaceAll(/\$(\d+)/g, (_, place: string) => `'${String(binds[Number(place) - 1])}'`);
  const rows = (await connection.runAndReadAll(text)).getRowsJson();
  return inOrder(
    rows.map((row) => row.map((cell) => (typeof cell === 'string' && /^\d+$/.test(cell) ? Number(cell) : cell))),
  );
}

function instantsAround(day: string, random: Random): readonly number[] {
  const middle = Date.parse(day);
  const loose = Array.from({ length: 150 }, () => middle + random.int(-4 * DAY_MS, 5 * DAY_MS));
  const sharp = Array.from({ length: 9 * 48 }, (_, place) => middle - 4 * DAY_MS + (place * HOUR_MS) / 2);
  return [...loose.map((at) => at - (at % 1000)), ...sharp, ...sharp.map((at) => at - 1000)];
}

async function load(instants: readonly number[]): Promise<void> {
  await connection.run('DELETE FROM EVENTS');
  const india = shift(5.5);
  const rows = instants.map((at, id) => {
    const utc = shift(0)(at);
    return `(${id}, '${utc}+00:00', '${utc}+00:00', '${utc}', '${india(at)}')`;
  });
  await connection.run(`INSERT INTO EVENTS VALUES ${rows.join(', ')}`);
}

/** What clocks show that are always so many hours ahead of UTC. */
function shift(hours: number): (at: number) => string {
  return (at) => new Date(at + hours * HOUR_MS).toISOString().replace('T', ' ').replace('.000Z', '');
}

function dayAfter(day: string, count: number): string {
  return new Date(Date.parse(day) + count * DAY_MS).toISOString().slice(0, 10);
}

// What a date is must not depend on the session that a statement happens to run in.
describe.each(['UTC', 'Asia/Tokyo'])('in a session of %s', (sessionZone) => {
  beforeAll(async () => {
    connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
    await installMacros(connection);
    await connection.run(`SET TimeZone = '${sessionZone}'`);
    await connection.run(
      'CREATE TABLE EVENTS (ID INTEGER, AT_TZ TIMESTAMPTZ, AT_LTZ TIMESTAMPTZ, AT_UTC_CLOCK TIMESTAMP, AT_INDIA_CLOCK TIMESTAMP)',
    );
  });
  afterAll(() => {
    connection.closeSync();
  });

  it.each(CHANGES)('counts every instant on its day of $zone around $day', async ({ zone, day }) => {
    const random = new Random(Number(process.env['BATON_SEED'] ?? 1));
    const instants = instantsAround(day, random);
    await load(instants);
    const cases = COLUMNS.flatMap((column) =>
      GRAINS.map((grain): Case => {
        const from = dayAfter(day, random.int(-2, 0));
        return { zone, column, grain, from, to: dayAfter(from, random.int(1, 4)) };
      }),
    );

    const answers = await Promise.all(cases.map((one) => answer(planOf(one), zone)));

    expect(answers).toEqual(cases.map((one) => expected(one, instants)));
  });

  it.each([
    ['2026-03-29', 23],
    ['2026-10-25', 25],
    ['2026-10-26', 24],
  ])('finds %s to have %d hours in Berlin, by every type of column', async (day, hours) => {
    await load(Array.from({ length: 120 }, (_, place) => Date.parse(dayAfter(day, -2)) + place * HOUR_MS));
    const one = { zone: 'Europe/Berlin', grain: null, from: day, to: dayAfter(day, 1) };

    const answers = await Promise.all(COLUMNS.map((column) => answer(planOf({ ...one, column }), one.zone)));

    expect(answers).toEqual(COLUMNS.map(() => [[hours]]));
  });
});
