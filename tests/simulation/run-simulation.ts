import { MAX_DELIVERY_ATTEMPTS } from '#shared/handoff/turn-limits.ts';
import { createTurnContextKeys } from '#shared/identity/turn-context.ts';
import { DEAD_LETTERS, EDGES, topicOf } from '#shared/schemas/edges.ts';
import { Random } from '#tests/differential/random.ts';
import { createChatService } from './chat-surface.ts';
import { Cloud } from './cloud.ts';
import type { Release } from './envelope-codec.ts';
import { FaultPlan, profileOf, type CrashPoint, type FaultProfile } from './faults.ts';
import { History } from './history.ts';
import { DEADLY_QUESTION, Person, QUESTIONS } from './people.ts';
import type { Instance } from './instance.ts';
import type { PlantedBug } from './planted-bug.ts';
import { publishPoison } from './poison.ts';
import { SimulatedPubSub, TURN_ENDED, type Push } from './simulated-pubsub.ts';
import { SimulatedDatabase } from './simulated-store.ts';
import { withVirtualGlobals } from './virtual-globals.ts';
import { VirtualTime } from './virtual-time.ts';
import { PLATFORM_TOKEN } from './wire-function.ts';

export interface SimulationOptions {
  readonly seed: number;
  /** What goes wrong; by the seed when it is left out. */
  readonly faults?: FaultProfile;
  readonly crashPoint?: CrashPoint;
  readonly bug?: PlantedBug;
  readonly conversations?: number;
  /** Turns of each conversation. */
  readonly turns?: number;
  /** What is asked, in turn; a mixture when it is left out. */
  readonly questions?: readonly string[];
  /** When one more question is asked in each conversation, minutes after the start; null asks none. */
  readonly probeAfterMinutes?: number | null;
  /** Whether some ask what kills every instance that works on it; so they do in poisoned runs unless told otherwise. */
  readonly hasDeadlyQuestions?: boolean;
  /** Takes each log line of the functions. */
  readonly onLog?: (line: string) => void;
}

/** A simulation that has run to its end, for the checker. */
export interface SimulatedRun {
  readonly options: SimulationOptions;
  readonly profile: FaultProfile;
  readonly history: History;
  readonly database: SimulatedDatabase;
  readonly faults: FaultPlan;
  /** Turns asked after all faults had stopped. */
  readonly probes: ReadonlySet<string>;
  readonly events: number;
}

const MINUTE = 60_000;
const STARTS_AT = Date.UTC(2026, 10, 15, 12);

/** When faults stop. */
const FAULTS_END_AT = STARTS_AT + 6 * MINUTE;

/** When everything that was asked must have ended, and one more question is asked in each conversation; minutes. */
const PROBE_AFTER = 20;

/** How long a run goes on after that, minutes: beyond a deadline and what follows it. */
const CODA = 5;

/** Pace of the scheduler, as the health monitor promises. */
const SWEEP_MS = 30_000;

const DEPLOYED = ['ask-api', 'coordinator', 'data-intelligence', 'snowflake-query', 'health-monitor', 'dead-letters'];

let keys: Promise<{ privateKey: string; publicKeys: string }> | null = null;

/** Everything of one run that its parts share. */
interface World {
  readonly time: VirtualTime;
  readonly random: Random;
  readonly faults: FaultPlan;
  readonly history: History;
  readonly database: SimulatedDatabase;
  readonly pubsub: SimulatedPubSub;
  readonly cloud: Cloud;
}

/** Runs the platform's own handlers through some minutes of virtual time, with everything that the seed has go wrong. */
export async function runSimulation(options: SimulationOptions): Promise<SimulatedRun> {
  const world = await buildWorld(options);
  return withVirtualGlobals(world.time, world.random, () => runWorld(world, options));
}

async function runWorld(world: World, options: SimulationOptions): Promise<SimulatedRun> {
  const { time, random, faults, history, database } = world;
  subscribeFunctions(world);
  if (options.bug?.hasNoSweeper !== true) every(SWEEP_MS, world, sweepPlatform);
  every(SWEEP_MS, world, sweepSurface);
  planRedeploys(world);
  for (let at = 0; at < faults.profile.poison; at += 1) {
    time.after(random.next() * 5 * MINUTE, () => publishPoison(world));
  }
  const people = Array.from({ length: options.conversations ?? 4 }, (_, number) => new Person(number, world));
  const talks = people.map((person) => talk(person, world, options));
  const { probeAfterMinutes = PROBE_AFTER } = options;
  const probes = new Set<string>();
  if (probeAfterMinutes === null) {
    await time.runUntil(STARTS_AT + CODA * MINUTE);
    return { options, profile: faults.profile, history, database, faults, probes, events: time.events };
  }
  const probesAt = STARTS_AT + probeAfterMinutes * MINUTE;
  await time.runUntil(probesAt);
  for (const [at, person] of people.entries()) {
    talks[at]?.then(
      async (conversationId) => {
        if (conversationId === null) return;
        const asked = await person.ask(conversationId, 'revenue in October 2026');
        if (asked !== null) probes.add(asked.turnId);
      },
      () => undefined,
    );
  }
  await time.runUntil(probesAt + CODA * MINUTE);
  return { options, profile: faults.profile, history, database, faults, probes, events: time.events };
}

async function buildWorld(options: SimulationOptions): Promise<World> {
  const random = new Random(options.seed);
  const time = new VirtualTime(STARTS_AT);
  const history = new History(time.now);
  const profile = options.faults ?? profileOf(options.seed);
  const span = { startsAt: STARTS_AT, endsAt: FAULTS_END_AT };
  const faults = new FaultPlan(profile, random, span, options.crashPoint ?? null);
  const database = new SimulatedDatabase(history);
  const ackDeadlineMs = random.pick([60_000, 600_000]);
  const hasPolicy = options.bug?.hasNoDeadLetterPolicy !== true;
  const maxDeliveryAttempts = hasPolicy ? MAX_DELIVERY_ATTEMPTS : Number.POSITIVE_INFINITY;
  const pubsub = new SimulatedPubSub({ time, faults, history }, random, { ackDeadlineMs, maxDeliveryAttempts });
  keys ??= createTurnContextKeys('simulation');
  const cloud = new Cloud({
    time,
    random,
    faults,
    history,
    database,
    pubsub,
    chatFor: createChatService(history),
    keys: await keys,
    bug: options.bug ?? null,
    onLog: options.onLog ?? (() => undefined),
  });
  return { time, random, faults, history, database, pubsub, cloud };
}

/** One push subscription for each edge, and the trigger that tells the surface of ended turns. */
function subscribeFunctions({ cloud, pubsub, database }: World): void {
  const pushTo =
    (name: string) =>
    async (push: Push): Promise<number> => {
      const headers = { authorization: PLATFORM_TOKEN };
      const request = { method: 'POST', path: push.topic, headers, body: push.body } as const;
      const { status } = await cloud.send(name, { request, messageId: push.messageId });
      return status;
    };
  for (const edge of EDGES) pubsub.subscribe(topicOf(edge), pushTo(edge.to));
  pubsub.subscribe(DEAD_LETTERS, pushTo('dead-letters'));
  pubsub.subscribe(TURN_ENDED, async (push) => {
    const request = { method: 'POST', path: keyOf(push), headers: {} } as const;
    const { status } = await cloud.send('chat-surface', { request, messageId: push.messageId });
    return status;
  });
  database.onChange = (path, data) => {
    const key = /^conversations\/([^/]+)\/turns\/([^/]+)$/.exec(path);
    if (key === null || data?.['status'] !== 'ended') return;
    pubsub.publish(TURN_ENDED, { json: '', attributes: { key: `post/${key[1]}/${key[2]}` } });
  };
}

function keyOf({ body }: Push): string {
  return /post\/\w+\/\w+/.exec(JSON.stringify(body))?.[0] ?? '';
}

function every(ms: number, world: World, action: (world: World) => void): void {
  const tick = (): void => {
    action(world);
    world.time.after(ms, tick);
  };
  tick();
}

function sweepPlatform({ cloud, history, time }: World): void {
  let begun = { startedAt: 0, clock: 0 };
  const onStart = ({ now }: Instance): void => {
    begun = { startedAt: time.now(), clock: now() };
  };
  const request = { method: 'POST', path: 'sweep', headers: { authorization: PLATFORM_TOKEN } } as const;
  cloud
    .send('health-monitor', { request, messageId: null, onStart })
    .then(({ status }) => {
      if (status === 204) history.record({ kind: 'swept', ...begun });
    })
    .catch(() => undefined);
}

function sweepSurface({ cloud }: World): void {
  const request = { method: 'POST', path: 'sweep', headers: {} } as const;
  cloud.send('chat-surface', { request, messageId: null }).catch(() => undefined);
}

/**
 * Deploys single functions anew at any time, to a neighbour of the same envelope version and back; and in half of the
 * runs all of them, one after the other, to the next version of the envelope, from which there is no way back.
 */
function planRedeploys({ time, random, faults, cloud }: World): void {
  const { redeploys } = faults.profile;
  let isUpgraded = false;
  for (let at = 0; at < redeploys; at += 1) {
    const name = random.pick(DEPLOYED);
    const release = random.pick<Release>(['current', 'extended']);
    time.after(random.next() * 5 * MINUTE, () => cloud.redeploy(name, isUpgraded ? 'next' : release));
  }
  if (redeploys === 0 || random.chance(0.5)) return;
  time.after(random.next() * 4 * MINUTE, () => {
    isUpgraded = true;
    for (const name of random.some(DEPLOYED, DEPLOYED.length, DEPLOYED.length)) {
      time.after(random.next() * 5_000, () => cloud.redeploy(name, 'next'));
    }
  });
}

/** A conversation: question after question, at times the next before the answer to the last. */
async function talk(person: Person, world: World, options: SimulationOptions): Promise<string | null> {
  const { time, random, faults } = world;
  await time.sleep(random.next() * 10_000);
  const conversationId = await person.begin();
  if (conversationId === null) return null;
  const { turns = random.int(1, 5), questions = QUESTIONS } = options;
  const { hasDeadlyQuestions = faults.profile.poison > 0 } = options;
  for (let turn = 0; turn < turns; turn += 1) {
    const isDeadly = hasDeadlyQuestions && random.chance(0.1);
    const question = isDeadly ? DEADLY_QUESTION : random.pick(questions);
    if (random.chance(0.25)) {
      await person.askAndWait(conversationId, question);
      continue;
    }
    const asked = await person.ask(conversationId, question);
    if (asked !== null && random.chance(0.7)) await asked.isEnded;
    await time.sleep(random.next() * 15_000);
  }
  return conversationId;
}
