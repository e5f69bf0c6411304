import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { decodeJwt } from 'jose';
import { z } from 'zod';
import { loadModels } from '#shared/config/load-models.ts';
import { replayTurn, type Recording, type ReplayedHandoff } from '#shared/handoff/replay-turn.ts';
import { turnFromData } from '#shared/handoff/stored-records.ts';
import { readRecordedHandoffs } from '#shared/handoff/trail-document.ts';
import { callerSchema } from '#shared/identity/caller.ts';
import type { TurnContext } from '#shared/identity/turn-context.ts';
import type { DocumentStore } from '#shared/state/document-store.ts';
import { createFirestoreStore } from '#shared/state/firestore-store.ts';
import { createReplayReceivers } from './replay/replay-receivers.ts';
import { findRunningStack } from './running-stack.ts';

const USAGE = `npm run replay -- TURN_ID [--from N]

Works on a stored turn of the running platform again, with the agents and models of this working copy and the clock of
that time, and shows the first thing that comes out otherwise than it is recorded. Nothing is changed; tools are not
called: their recorded replies are used.
  --from N   compare from the Nth handoff of the list on`;

const ROOT = resolve(import.meta.dirname, '../..');

interface Arguments {
  readonly turnId: string;
  readonly from: number | null;
}

function readArguments(): Arguments | null {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { from: { type: 'string' }, help: { type: 'boolean' } },
  });
  const [turnId] = positionals;
  if (turnId === undefined || values.help === true) return null;
  return { turnId, from: values.from === undefined ? null : z.coerce.number().int().positive().parse(values.from) };
}

async function openStore(): Promise<DocumentStore> {
  const stack = await findRunningStack();
  if (stack === null) throw new Error('No platform runs in this working copy. Start one with: npm start');
  process.env['FIRESTORE_EMULATOR_HOST'] = stack.firestore;
  process.env['METADATA_SERVER_DETECTION'] = 'none';
  return createFirestoreStore({ projectId: stack.projectId, databaseId: 'platform' });
}

async function readRecording(turnId: string, store: DocumentStore): Promise<Recording> {
  const where = [{ field: 'turnId', operator: '==', value: turnId }] as const;
  const [found] = await store.find({ collection: 'turns', group: true, where, limit: 1 });
  if (found === undefined) throw new Error(`The running platform has no turn ${turnId}.`);
  const turn = turnFromData(found.data);
  const handoffs = await readRecordedHandoffs(turn, store);
  const [first] = handoffs;
  if (first === undefined) throw new Error('The turn has no handoffs.');
  return { turn, handoffs, context: readContext(first.handoff.context) };
}

/** Who asked; the signature was verified when the turn was worked on, and its time is over now. */
function readContext(token: string): TurnContext {
  const claims = decodeJwt(token);
  return z.object({ caller: callerSchema, conversationId: z.string(), turnId: z.string() }).parse(claims);
}

const WORDS: Readonly<Record<ReplayedHandoff['outcome'], string>> = {
  same: 'the same',
  different: 'DIFFERENT',
  recorded: 'recorded reply used',
  before: 'not compared',
  open: 'was never worked on',
};

function describe(replayed: ReplayedHandoff, at: number): string {
  const { kind, from, to } = replayed.handoff;
  return `${String(at + 1).padStart(3)}  ${kind.padEnd(19)} ${`${from} → ${to}`.padEnd(38)} ${WORDS[replayed.outcome]}`;
}

function print(recording: Recording, replayed: readonly ReplayedHandoff[]): boolean {
  console.log(`“${recording.turn.question}”, asked ${new Date(recording.turn.askedAt).toISOString()}\n`);
  console.log(replayed.map(describe).join('\n'));
  const last = replayed.at(-1);
  if (last?.outcome !== 'different') {
    console.log('\nNo difference.');
    return true;
  }
  const { path, recorded, replayed: now } = last.difference;
  console.log(`\nFirst difference, at ${path}\n  recorded  ${show(recorded)}\n  replayed  ${show(now)}`);
  return false;
}

function show(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 2_000);
}

async function main({ turnId, from }: Arguments): Promise<boolean> {
  const store = await openStore();
  const recording = await readRecording(turnId, store);
  const models = await loadModels(join(ROOT, 'infra/models'));
  const receivers = await createReplayReceivers(recording.turn, recording.handoffs, {
    store,
    models,
    defaultModel: 'retail',
  });
  return print(recording, await replayTurn(recording, receivers, from));
}

const given = readArguments();
if (given === null) {
  console.log(USAGE);
  process.exit(2);
}
try {
  process.exit((await main(given)) ? 0 : 1);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
