import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Logger } from '#shared/observability/logger.ts';
import type { Random } from '#tests/differential/random.ts';
import { runActivity } from './activity.ts';
import { postFinalMessage, finalMessageId, sweepChat, type Chat, type ChatSurfaceDeps } from './chat-surface.ts';
import { EnvelopeCodec, type Release } from './envelope-codec.ts';
import type { FaultPlan } from './faults.ts';
import type { History } from './history.ts';
import type { SimulatedRequest, SimulatedResponse } from './http-exchange.ts';
import { Instance } from './instance.ts';
import type { PlantedBug } from './planted-bug.ts';
import type { SimulatedPubSub } from './simulated-pubsub.ts';
import { createSimulatedStore, type SimulatedDatabase } from './simulated-store.ts';
import { createSimulatedWarehouse } from './simulated-warehouse.ts';
import type { VirtualTime } from './virtual-time.ts';
import { wireFunction, type InstancePorts, type Serve } from './wire-function.ts';

export interface CloudParts {
  readonly time: VirtualTime;
  readonly random: Random;
  readonly faults: FaultPlan;
  readonly history: History;
  readonly database: SimulatedDatabase;
  readonly pubsub: SimulatedPubSub;
  readonly chatFor: (instance: Instance) => Chat;
  readonly keys: { readonly privateKey: string; readonly publicKeys: string };
  readonly bug: PlantedBug | null;
  /** Takes each log line of each instance. */
  readonly onLog: (line: string) => void;
}

export interface Errand {
  readonly request: SimulatedRequest;
  readonly messageId: string | null;
  /** Told of the instance that takes the request, when it begins. */
  readonly onStart?: (instance: Instance) => void;
}

interface Running {
  readonly instance: Instance;
  readonly serve: Serve;
}

const pushSchema = z.looseObject({ message: z.looseObject({ data: z.string() }) });

const MAX_INSTANCES = 3;

/** Cloud Run cuts a request off after this time; its instance may go on with it all the same. */
const REQUEST_TIMEOUT_MS = 120_000;

/** The API's own limit, for those who wait for an answer. */
const API_TIMEOUT_MS = 300_000;

/** How long an instance that is replaced may go on with what it has, and when it is killed. */
const FINISH_MS = 6_000;
const DRAIN_MS = 10_000;

/** Runs functions: several instances each, started on demand, replaced when they die or are deployed anew. */
export class Cloud {
  readonly #parts: CloudParts;
  readonly #pools = new Map<string, Running[]>();
  readonly #releases = new Map<string, Release>();
  #started = 0;

  constructor(parts: CloudParts) {
    this.#parts = parts;
  }

  /** Sends a request to some instance of a function; a broken connection is status 0. */
  send(name: string, errand: Errand): Promise<SimulatedResponse> {
    const { time, random } = this.#parts;
    const { running, isCold } = this.#pick(name);
    const { instance, serve } = running;
    return new Promise((resolve) => {
      instance.onDeath(() => resolve({ status: 0, text: '' }));
      time.after(name === 'ask-api' ? API_TIMEOUT_MS : REQUEST_TIMEOUT_MS, () => resolve({ status: 504, text: '' }));
      time.after(isCold ? 300 + random.next() * 500 : 1, () =>
        instance.resume(() => {
          errand.onStart?.(instance);
          const activity = { name: errand.request.path, messageId: errand.messageId };
          runActivity(activity, () => serve(errand.request)).then(resolve, (error: unknown) => {
            this.#parts.onLog(`${instance.name} threw ${String(error)}`);
            resolve({ status: 500, text: '' });
          });
        }),
      );
    });
  }

  /** Deploys a function anew: new requests go to the new release, what runs is finished or, after a while, killed. */
  redeploy(name: string, release: Release): void {
    const { faults, history, time } = this.#parts;
    faults.count('redeploy');
    history.record({ kind: 'fault', fault: `redeploy ${release}`, where: name });
    this.#releases.set(name, release);
    const old = this.#pools.get(name) ?? [];
    this.#pools.set(name, []);
    for (const { instance } of old) {
      time.after(FINISH_MS, () => instance.resume(() => instance.stopping.abort()));
      time.after(DRAIN_MS, () => instance.die());
    }
  }

  #pick(name: string): { readonly running: Running; readonly isCold: boolean } {
    const { random } = this.#parts;
    const pool = (this.#pools.get(name) ?? []).filter(({ instance }) => instance.isAlive);
    this.#pools.set(name, pool);
    if (pool.length > 0 && (pool.length >= MAX_INSTANCES || !random.chance(0.05))) {
      return { running: random.pick(pool), isCold: false };
    }
    const running = this.#start(name);
    pool.push(running);
    return { running, isCold: true };
  }

  #start(name: string): Running {
    const { random, faults, bug } = this.#parts;
    this.#started += 1;
    const { skewMs } = faults.profile;
    const skew = Math.round((random.next() * 2 - 1) * skewMs);
    const instance = new Instance(`${name}-${this.#started}`, skew, this.#parts);
    const codec = new EnvelopeCodec(this.#releases.get(name) ?? 'current');
    const { ports, chat } = this.#portsOf(instance, codec);
    const serve = name === 'chat-surface' ? this.#serveChat(ports, chat) : wireFunction(name, ports);
    const mistaken = bug?.serve === undefined || name === 'ask-api' ? serve : bug.serve(serve, ports.store);
    return { instance, serve: (request) => mistaken(decoded(request, codec)) };
  }

  #portsOf(instance: Instance, codec: EnvelopeCodec): { readonly ports: InstancePorts; readonly chat: Chat } {
    const { random, time, faults, history, database, pubsub, keys, bug } = this.#parts;
    const store = createSimulatedStore(database, instance, { faults, time });
    const mistaken = bug?.store?.(store) ?? store;
    const secret = (value: string) => async (): Promise<string> => {
      await instance.call({ dependency: 'secrets', method: 'secrets.read', failure: 'state_unavailable' }, () => null);
      return value;
    };
    const bus = {
      publish: (topic: string, message: Parameters<SimulatedPubSub['publish']>[1]) =>
        instance.call({ dependency: 'bus', method: 'publish', failure: 'messaging_unavailable' }, () =>
          pubsub.publish(topic, message),
        ),
    };
    const ports = {
      store: codec.store(mistaken),
      bus: codec.bus(bus),
      warehouse: createSimulatedWarehouse(instance, history),
      contextKey: secret(keys.privateKey),
      contextKeys: secret(keys.publicKeys),
      log: this.#logOf(instance),
      now: instance.now,
      timers: { now: instance.now, sleep: instance.sleep },
      stopping: instance.stopping.signal,
      randomBytes: (size: number) => Uint8Array.from({ length: size }, () => random.int(0, 255)),
    };
    return { ports, chat: this.#parts.chatFor(instance) };
  }

  #logOf(instance: Instance): Logger {
    const { onLog, time } = this.#parts;
    const write = (event: string, rest: unknown): void =>
      onLog(`${new Date(time.now()).toISOString()} ${instance.name} ${event} ${JSON.stringify(rest)}`);
    const log: Logger = {
      info: (event, fields) => write(event, fields),
      warn: (event, fields) => write(event, fields),
      error: (event, error) => write(event, error instanceof Error ? error.message : error),
      with: () => log,
    };
    return log;
  }

  /** The surface that stands for a chat: it is told of ended turns, and posts what was said. */
  #serveChat(ports: InstancePorts, chat: Chat): Serve {
    const requestIdOf = this.#parts.bug?.chatRequestId ?? finalMessageId;
    const deps: ChatSurfaceDeps = { store: ports.store, chat, now: ports.now, requestIdOf };
    return async ({ path }) => {
      const [, conversationId, turnId] = path.split('/');
      if (conversationId === undefined || turnId === undefined) await sweepChat(deps);
      else await postFinalMessage({ conversationId, turnId }, deps);
      return { status: 204, text: '' };
    };
  }
}

/** A push as the release of an instance shows it to the code. */
function decoded(request: SimulatedRequest, codec: EnvelopeCodec): SimulatedRequest {
  const push = pushSchema.safeParse(request.body);
  if (!push.success) return request;
  const text = codec.push(Buffer.from(push.data.message.data, 'base64').toString());
  const message = { ...push.data.message, data: Buffer.from(text).toString('base64') };
  return { ...request, body: { ...push.data, message } };
}

/** A short name for a seed's history, to see that two runs went the same way. */
export function fingerprintOf(history: History): string {
  const hash = createHash('sha256');
  for (const event of history.events) {
    // Contents hold how long steps took on this machine: where and when things happened is what must be equal.
    const what = 'path' in event ? event.path : 'turnId' in event ? event.turnId : JSON.stringify(event);
    hash.update(`${event.at.toFixed(3)} ${event.kind} ${what}\n`);
  }
  return hash.digest('hex').slice(0, 16);
}
