import { parseArgs } from 'node:util';
import { fingerprintOf } from './cloud.ts';
import type { HistoryEvent } from './history.ts';
import { checkPromises } from './promises.ts';
import { rightAnswers } from './right-answers.ts';
import { runSimulation, type SimulatedRun } from './run-simulation.ts';
import { turnStories } from './turn-stories.ts';

const USAGE = `npm run simulate -- --seed N [--to M] [--turn ID]

Runs the platform's own handlers through the faults of a seed, in virtual time, and holds the history against the nine
promises of docs/simulation.md.
  --seed N     the seed; the same one gives the same history
  --to M       runs every seed from N to M
  --turn ID    prints what happened to a turn (the start of its id is enough), and what functions logged meanwhile`;

interface Arguments {
  readonly from: number;
  readonly to: number;
  readonly turn: string | null;
}

function readArguments(): Arguments | null {
  const { values } = parseArgs({
    options: { seed: { type: 'string' }, to: { type: 'string' }, turn: { type: 'string' } },
  });
  const from = Number(values.seed ?? Number.NaN);
  const to = Number(values.to ?? from);
  return Number.isSafeInteger(from) && Number.isSafeInteger(to) ? { from, to, turn: values.turn ?? null } : null;
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);

function describe(event: HistoryEvent): string {
  const at = new Date(event.at).toISOString().slice(11, 23);
  if (event.kind !== 'committed') return `${at} ${JSON.stringify({ ...event, at: undefined })}`;
  const { path, before, after } = event;
  const changed = Object.entries(after ?? {}).filter(([field, value]) => before?.[field] !== value);
  const short = changed.map(([field, value]) => `${field}=${JSON.stringify(value).slice(0, 60)}`);
  return `${at} ${after === null ? 'deleted' : 'committed'} ${path} ${short.join(' ')}`;
}

/** The events of a turn, faults, and log lines, in the order in which they happened. */
async function tell({ from, turn }: Arguments): Promise<void> {
  const lines: string[] = [];
  const run = await runSimulation({ seed: from, onLog: (line) => lines.push(line.slice(11)) });
  const events = run.history.events
    .filter((event) => event.kind === 'fault' || JSON.stringify(event).includes(turn ?? ''))
    .map(describe);
  for (const line of [...events, ...lines].toSorted()) print(line);
}

function summarise(seed: number, run: SimulatedRun, breaches: number, ms: number): string {
  const outcomes = new Map<string, number>();
  for (const { turn } of turnStories(run)) {
    const outcome = turn.answer?.failure?.code ?? turn.answer?.outcome ?? 'pending';
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }
  const list = (counts: ReadonlyMap<string, number>): string =>
    [...counts].map(([what, times]) => `${times} ${what}`).join(', ') || 'none';
  return `seed ${seed}: ${list(outcomes)}; faults: ${list(run.faults.counts)}; ${breaches} breaches; history ${fingerprintOf(run.history)}, ${Math.round(ms)} ms`;
}

async function main(): Promise<void> {
  const asked = readArguments();
  if (asked === null) return print(USAGE);
  if (asked.turn !== null) return tell(asked);
  const answers = await rightAnswers();
  for (let seed = asked.from; seed <= asked.to; seed += 1) {
    const started = performance.now();
    const run = await runSimulation({ seed });
    const breaches = checkPromises(run, answers);
    if (breaches.length > 0) process.exitCode = 1;
    print(summarise(seed, run, breaches.length, performance.now() - started));
    for (const { promise, what } of breaches) print(`  ${promise}: ${what}`);
  }
}

await main();
