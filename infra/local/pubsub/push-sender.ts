import { Agent, request as httpRequest, type ClientRequest, type RequestOptions } from 'node:http';
import { Agent as SecureAgent, request as httpsRequest } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Lease } from './delivery-queue.ts';
import type { PubSubFaults, PushFault } from './pubsub-faults.ts';
import { toPushPost, type PushPost } from './push-post.ts';
import type { PushTokens } from './push-tokens.ts';
import type { SubscriptionRecord } from './records.ts';

/** Status codes that acknowledge a push: docs.cloud.google.com/pubsub/docs/push#receive_push. */
const ACKNOWLEDGES: ReadonlySet<number> = new Set([102, 200, 201, 202, 204]);

const DROPPED = new Error('The connection was dropped on demand.');

/** Sends messages to push endpoints as Pub/Sub does, over connections that are kept open. */
export class PushSender {
  readonly #agents = {
    'http:': new Agent({ keepAlive: true, maxSockets: 256 }),
    'https:': new SecureAgent({ keepAlive: true, maxSockets: 256 }),
  };
  readonly #tokens: PushTokens | null;
  readonly #faults: PubSubFaults;

  /** @param tokens Null sends pushes without tokens. */
  constructor(tokens: PushTokens | null, faults: PubSubFaults) {
    this.#tokens = tokens;
    this.#faults = faults;
  }

  /** @returns Whether the endpoint acknowledged the message. Never throws: no answer is a refusal. */
  async send(record: SubscriptionRecord, lease: Lease): Promise<boolean> {
    const fault = this.#faults.takePush();
    if (fault?.kind === 'delay') await sleep(fault.ms);
    try {
      const authorization = (await this.#tokens?.authorization(record)) ?? null;
      const { body, headers } = toPushPost(record, lease);
      const post = { body, headers: { ...headers, ...(authorization === null ? {} : { authorization }) } };
      return ACKNOWLEDGES.has(await this.#post(record, post, fault));
    } catch {
      return false; // A broken connection counts as a refusal, as in the cloud.
    }
  }

  close(): void {
    for (const agent of Object.values(this.#agents)) agent.destroy();
  }

  async #post(record: SubscriptionRecord, post: PushPost, fault: PushFault | null): Promise<number> {
    const options = { body: post.body, deadlineMs: record.ackDeadlineSeconds * 1000, fault };
    const request = this.#open(record, post);
    try {
      return await exchange(request, options);
    } catch (error) {
      // The endpoint may have closed an idle connection in the moment of its use: that is no refusal.
      if (fault !== null || !request.reusedSocket || !isReset(error)) throw error;
      return exchange(this.#open(record, post), options);
    }
  }

  #open({ pushConfig }: SubscriptionRecord, { body, headers }: PushPost): ClientRequest {
    const url = new URL(pushConfig.pushEndpoint);
    const options: RequestOptions = { method: 'POST', headers: { ...headers, 'content-length': body.byteLength } };
    return url.protocol === 'https:'
      ? httpsRequest(url, { ...options, agent: this.#agents['https:'] })
      : httpRequest(url, { ...options, agent: this.#agents['http:'] });
  }
}

function isReset(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
}

interface ExchangeOptions {
  readonly body: Buffer;
  readonly deadlineMs: number;
  readonly fault: PushFault | null;
}

/** Sends a request whole. @returns The status of the answer, once it is whole. */
async function exchange(request: ClientRequest, { body, deadlineMs, fault }: ExchangeOptions): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const deadline = setTimeout(
    () => request.destroy(new Error('The endpoint did not answer within the acknowledgement deadline.')),
    deadlineMs,
  );
  request.on('error', reject);
  request.on('response', (response) => {
    if (fault?.kind === 'drop-answer') request.destroy(DROPPED);
    response.on('error', reject);
    response.on('end', () => resolve(response.statusCode ?? 0));
    response.resume();
  });
  if (fault?.kind === 'drop') request.destroy(DROPPED);
  else request.end(body);
  try {
    return await promise;
  } finally {
    clearTimeout(deadline);
  }
}
