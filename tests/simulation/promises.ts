import { MAX_DELIVERY_ATTEMPTS } from '#shared/handoff/turn-limits.ts';
import { handoffSchema } from '#shared/schemas/handoff.ts';
import { MAX_PAST_TURNS } from '#shared/schemas/past-turn.ts';
import type { HistoryEvent, MessageFacts } from './history.ts';
import { DEADLY_QUESTION } from './people.ts';
import type { SimulatedRun } from './run-simulation.ts';
import { TURN_TIMEOUT_MS } from './wire-function.ts';
import { commitsBelow, conversationsOf, turnStories, type TurnStory } from './turn-stories.ts';

export type PromiseName = 'P1' | 'P2' | 'P3' | 'P4' | 'P5' | 'P6' | 'P7' | 'P8' | 'P9';

export interface Breach {
  readonly promise: PromiseName;
  readonly what: string;
}

/** A run with what the checks read from it. */
interface Evidence {
  readonly run: SimulatedRun;
  readonly stories: readonly TurnStory[];
  /** The text of the right answer to each question. */
  readonly answers: ReadonlyMap<string, string>;
}

type Check = (evidence: Evidence) => readonly string[];

/** How often a step's SQL may run: as often as Pub/Sub delivers its call. */
const MAX_RUNS = MAX_DELIVERY_ATTEMPTS;

/** Failures that a fault outside of our code explains. */
const EXPLAINED = new Set([
  'deadline_exceeded',
  'cancelled',
  'warehouse_unavailable',
  'state_unavailable',
  'state_contended',
  'messaging_unavailable',
  'undeliverable',
  'circuit_open',
  'overloaded',
]);

const failureOf = ({ turn }: TurnStory): string | null => turn.answer?.failure?.code ?? null;

/** P1: an accepted turn reaches exactly one end, and is seen, within its deadline and one sweep. */
const reachesOneEnd: Check = ({ run, stories }) => {
  const seen = new Set(run.history.of('seen').map(({ turnId }) => turnId));
  const sweeps = run.history.of('swept');
  return stories.flatMap((story) => {
    const { turnId, turn, states, endedAt, isAccepted } = story;
    if (endedAt === null) return [`turn ${turnId} never ended (${turn.steps.length} steps were taken)`];
    const begunAt = states[0]?.at ?? 0;
    const sweep = sweeps.find(({ startedAt, clock }) => startedAt > begunAt && clock > turn.deadlineAt);
    const late = sweep !== undefined && endedAt > sweep.at;
    return [
      ...(late ? [`turn ${turnId} was still pending after a sweep past its deadline`] : []),
      ...(isAccepted && !seen.has(turnId) ? [`the end of turn ${turnId} was never shown to whoever asked`] : []),
    ];
  });
};

/** P2: at most one final message per turn and surface. */
const postsOnce: Check = ({ run, stories }) => {
  const posts = new Map<string, number>();
  for (const { turnId } of run.history.of('posted')) posts.set(turnId, (posts.get(turnId) ?? 0) + 1);
  const silent = stories.filter(({ turnId, endedAt }) => endedAt !== null && !posts.has(turnId));
  return [
    ...[...posts].flatMap(([turnId, times]) => (times > 1 ? [`turn ${turnId} was posted ${times} times`] : [])),
    ...silent.map(({ turnId }) => `the end of turn ${turnId} was never posted`),
  ];
};

/** P3: nothing later contradicts the final answer. */
const neverContradicts: Check = ({ run, stories }) => {
  const finals = new Map(stories.map((story) => [story.turnId, story]));
  const rewritten = stories.flatMap(({ turnId, states, endedAt }) => {
    const after = states.filter(({ at, turn }) => endedAt !== null && at >= endedAt && turn.status !== undefined);
    const told = new Set(after.map(({ turn }) => JSON.stringify([turn.status, turn.answer, turn.steps])));
    return told.size > 1 ? [`turn ${turnId} changed after its end, ${told.size} versions`] : [];
  });
  const shown = run.history.of('seen').flatMap(({ turnId, answer }) => {
    const final = finals.get(turnId)?.turn.answer ?? null;
    const isSame = JSON.stringify(JSON.parse(answer)) === JSON.stringify(final);
    return isSame ? [] : [`a person saw another answer of turn ${turnId} than its final one`];
  });
  const posted = run.history
    .of('posted')
    .filter(({ turnId, text }) => finals.get(turnId)?.turn.answer?.text !== text)
    .map(({ turnId }) => `another text was posted for turn ${turnId} than its final one`);
  return [...rewritten, ...shown, ...posted];
};

/** P4: nothing is lost: a turn fails only for a fault, and only while something of it was still on its way. */
const losesNothing: Check = ({ run, stories }) => {
  const outbox = [...run.database.documents.keys()].filter((path) => path.startsWith('outbox/'));
  const ended = new Set(stories.filter(({ endedAt }) => endedAt !== null).map(({ turnId }) => turnId));
  const dead = run.history
    .of('dead-lettered')
    .filter(({ message: { turnId } }) => turnId !== null && !ended.has(turnId))
    .map(({ message }) => `dead letter ${message.id} (${message.topic}) did not end its turn`);
  return [
    ...outbox.map((path) => `${path} was never published`),
    ...dead,
    ...stories.flatMap((story) => {
      const code = failureOf(story);
      if (code !== null && !EXPLAINED.has(code))
        return [`turn ${story.turnId} failed with ${code}: no fault explains it`];
      return code === 'deadline_exceeded' && isLost(story, run, stories)
        ? [`turn ${story.turnId} ran out of time with nothing on its way: its work was lost`]
        : [];
    }),
  ];
};

/** Whether a turn waited for nothing when its time was up. */
function isLost(story: TurnStory, run: SimulatedRun, all: readonly TurnStory[]): boolean {
  const { turnId, endedAt } = story;
  if (endedAt === null) return false;
  const before = run.history.events.filter(({ at }) => at <= endedAt);
  const open = new Set<string>();
  let outbox = 0;
  for (const event of before) {
    const message = messageOf(event);
    if (message !== null && message.turnId === turnId) {
      if (event.kind === 'published') open.add(message.id);
      else if (event.kind === 'dead-lettered') return false;
      else if (event.at < endedAt) open.delete(message.id);
    }
    if (event.kind === 'committed' && event.path.startsWith('outbox/')) outbox += outboxChange(event, turnId);
  }
  return open.size === 0 && outbox === 0 && !waitedForOthers(story, endedAt, all);
}

/** Whether an earlier turn of its conversation was open until it ended, or nearly. */
function waitedForOthers({ conversationId, turn }: TurnStory, endedAt: number, all: readonly TurnStory[]): boolean {
  // Clocks may be minutes apart: a sweep whose clock is ahead ends a turn before its deadline by everyone else's.
  const dueAt = Math.min(turn.deadlineAt, endedAt);
  return all.some(
    (other) =>
      other.conversationId === conversationId &&
      other.turn.sequence < turn.sequence &&
      (other.endedAt === null || other.endedAt > dueAt - 20_000),
  );
}

function messageOf(event: HistoryEvent): MessageFacts | null {
  return event.kind === 'published' || event.kind === 'acknowledged' || event.kind === 'dead-lettered'
    ? event.message
    : null;
}

function outboxChange({ before, after }: Extract<HistoryEvent, { kind: 'committed' }>, turnId: string): number {
  const concerns = String((after ?? before)?.['handoffPath']).includes(turnId);
  return concerns ? Number(after !== null) - Number(before !== null) : 0;
}

/** P5: duplicates, reordering and replays change nothing: every handoff counts once, and the answer is the right one. */
const countsOnce: Check = ({ run, stories, answers }) => {
  const done = commitsBelow(run, 'handoffs').flatMap(({ path, before, after }) => {
    if (before === null || before['doneAt'] === null || before['doneAt'] === after?.['doneAt']) return [];
    return [`handoff ${path.split('/').at(-1)} was worked on twice`];
  });
  const wrong = stories.flatMap(({ turnId, turn }) => {
    const { answer, question } = turn;
    if (answer === null || answer.outcome === 'failed') return [];
    const right = answers.get(question);
    return right === answer.text ? [] : [`turn ${turnId} was answered “${answer.text}” instead of “${right}”`];
  });
  const miscounted = stories.flatMap(({ turnId, conversationId, turn }) => {
    const stored = [...run.database.documents.keys()].filter((path) =>
      path.startsWith(`conversations/${conversationId}/turns/${turnId}/handoffs/`),
    ).length;
    return stored === turn.handoffs ? [] : [`turn ${turnId} counts ${turn.handoffs} handoffs and has ${stored}`];
  });
  return [...done, ...wrong, ...miscounted];
};

/** P6: a step's SQL runs at most as often as its call may be delivered, and its result is used once. */
const runsSqlWithinBounds: Check = ({ run }) => {
  const runs = new Map<string, number>();
  for (const { requestId } of run.history.of('queried')) runs.set(requestId, (runs.get(requestId) ?? 0) + 1);
  return [...runs].flatMap(([id, times]) => (times > MAX_RUNS ? [`request ${id} ran its SQL ${times} times`] : []));
};

function summaryOf(past: readonly { readonly question: string; readonly outcome: string | undefined }[]): string {
  return JSON.stringify(past.map(({ question, outcome }) => [question, outcome]));
}

/** P7: turns of one conversation apply in order: none starts before the one before it has ended. */
const appliesInOrder: Check = ({ run, stories }) => {
  const started = new Map<string, number>();
  const told = new Map<string, string>();
  for (const { at, path, before, after } of commitsBelow(run, 'handoffs')) {
    if (before !== null || after?.['kind'] !== 'analysis.requested') continue;
    const handoff = handoffSchema.parse(JSON.parse(String(after['json'])));
    if (handoff.kind === 'analysis.requested') told.set(handoff.turnId, summaryOf(handoff.brief.past));
    started.set(path.split('/')[3] ?? '', at);
  }
  return conversationsOf(run).flatMap((conversationId) => {
    const turns = stories
      .filter((story) => story.conversationId === conversationId)
      .toSorted((one, other) => one.turn.sequence - other.turn.sequence);
    return turns.flatMap((story, at) => {
      const startedAt = started.get(story.turnId);
      const earlier = turns.slice(0, at);
      if (startedAt === undefined) return [];
      const early = earlier.some(({ endedAt }) => endedAt === null || endedAt > startedAt);
      const past = earlier.slice(-MAX_PAST_TURNS).map(({ turn }) => ({
        question: turn.question,
        outcome: turn.answer?.outcome,
      }));
      const sawOther = told.get(story.turnId) !== summaryOf(past);
      return [
        ...(early ? [`turn ${story.turnId} started before the one before it had ended`] : []),
        ...(sawOther ? [`turn ${story.turnId} was told another past than what was said before it`] : []),
      ];
    });
  });
};

/** P8: a poison message stops and harms no neighbour. */
const stopsPoison: Check = ({ run, stories }) => {
  const over = new Set([
    ...run.history.of('acknowledged').map(({ message }) => message.id),
    ...run.history.of('dead-lettered').map(({ message }) => message.id),
  ]);
  const endless = run.history
    .of('published')
    .filter(({ message }) => !over.has(message.id))
    .map(({ message }) => `message ${message.id} (${message.topic}) was neither finished nor given up`);
  const deadly = stories
    .filter(({ turn }) => turn.question === DEADLY_QUESTION && turn.answer?.outcome === 'answered')
    .map(({ turnId }) => `turn ${turnId} was answered by an instance that was dead`);
  // A clock that is off by more than a turn may take is a fault that does not stop.
  const areClocksSound = run.profile.skewMs < TURN_TIMEOUT_MS / 2;
  const harmed = stories
    .filter(({ turnId, turn }) => areClocksSound && run.probes.has(turnId) && turn.answer?.outcome !== 'answered')
    .map(({ turnId }) => `turn ${turnId} was asked after all faults had stopped and was not answered`);
  return [...endless, ...deadly, ...harmed];
};

const CHECKS: readonly (readonly [PromiseName, Check])[] = [
  ['P1', reachesOneEnd],
  ['P2', postsOnce],
  ['P3', neverContradicts],
  ['P4', losesNothing],
  ['P5', countsOnce],
  ['P6', runsSqlWithinBounds],
  ['P7', appliesInOrder],
  ['P8', stopsPoison],
];

/** P9: P1–P5 hold across a redeploy in mid-turn. */
function acrossRedeploys(run: SimulatedRun, breaches: readonly Breach[]): readonly Breach[] {
  if ((run.faults.counts.get('redeploy') ?? 0) === 0) return [];
  return breaches
    .filter(({ promise }) => promise <= 'P5')
    .map(({ promise, what }) => ({ promise: 'P9', what: `with a redeploy in mid-turn, ${promise}: ${what}` }));
}

/** Holds a run against the nine promises of the design; empty when all are kept. */
export function checkPromises(run: SimulatedRun, answers: ReadonlyMap<string, string>): readonly Breach[] {
  const evidence = { run, stories: turnStories(run), answers };
  const breaches = CHECKS.flatMap(([promise, check]) => check(evidence).map((what): Breach => ({ promise, what })));
  return [...breaches, ...acrossRedeploys(run, breaches)];
}
