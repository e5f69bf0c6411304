import { Agent, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { TokenIssuer } from '../identity/token-issuer.ts';
import type { Delivery } from './delivery-queue.ts';
import type { PubSubFaults } from './pubsub-faults.ts';
import type { SubscriptionRecord } from './records.ts';
import { projectOf } from './resource-names.ts';

/** Status codes that acknowledge a push (docs.cloud.google.com/pubsub/docs/push#receive_push). */
const ACKNOWLEDGES: ReadonlySet<number> = new Set([102, 200, 201, 202, 204]);
/** Tokens are used again for so long, well below their hour. */
const TOKEN_MS = 45 * 60_000;
/** In the endpoint of a subscription that Eventarc made for a function. */
const EVENTARC_MODE = '__GCP_CloudEventsMode';

interface Post {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** Sends messages to push endpoints as Pub/Sub does, over connections that are kept open. */
export class PushSender {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 256 });
  readonly #issuer: TokenIssuer | null;
  readonly #faults: PubSubFaults;
  readonly #now: () => number;
  readonly #tokens = new Map<string, { readonly token: Promise<string>; readonly until: number }>();

  constructor(issuer: TokenIssuer | null, faults: PubSubFaults, now: () => number) {
    this.#issuer = issuer;
    this.#faults = faults;
    this.#now = now;
  }

  /** @returns Whether the endpoint acknowledged the message. Never throws: no answer is a refusal. */
  async send(record: SubscriptionRecord, delivery: Delivery): Promise<boolean> {
    const post = toPost(record, delivery);
    const authorization = await this.#authorization(record);
    const headers = { ...post.headers, ...(authorization === null ? {} : { authorization }) };
    try {
      const status = await this.#post(record, { ...post, headers });
      return ACKNOWLEDGES.has(status);
    } catch {
      return false; // A broken connection counts as a refusal, as in the cloud.
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  async #authorization({ pushConfig }: SubscriptionRecord): Promise<string | null> {
    const { oidcToken } = pushConfig;
    if (this.#issuer === null || oidcToken === null || oidcToken === undefined) return null;
    const audience = oidcToken.audience === '' ? pushConfig.pushEndpoint : oidcToken.audience;
    const spoiled = this.#faults.spoiledToken(audience);
    if (spoiled !== null)
      return `Bearer ${await this.#issuer.sign({ email: oidcToken.serviceAccountEmail, ...spoiled })}`;
    const key = `${oidcToken.serviceAccountEmail} ${audience}`;
    const known = this.#tokens.get(key);
    if (known !== undefined && this.#now() < known.until) return `Bearer ${await known.token}`;
    const token = this.#issuer.sign({ audience, email: oidcToken.serviceAccountEmail });
    this.#tokens.set(key, { token, until: this.#now() + TOKEN_MS });
    return `Bearer ${await token}`;
  }

  #post(record: SubscriptionRecord, { body, headers }: Post): Promise<number> {
    const url = new URL(record.pushConfig.pushEndpoint);
    const isPlain = url.protocol === 'http:';
    const timeout = record.ackDeadlineSeconds * 1000;
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    const options = { method: 'POST', headers: { ...headers, 'content-length': body.byteLength }, timeout };
    const request = isPlain ? httpRequest(url, { ...options, agent: this.#agent }) : httpsRequest(url, options);
    request.on('response', (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
      response.on('error', reject);
    });
    request.on('timeout', () => request.destroy(new Error('The endpoint did not answer within the deadline.')));
    request.on('error', reject);
    if (this.#faults.dropsPush()) request.destroy(new Error('The connection was dropped on demand.'));
    else request.end(body);
    return promise;
  }
}

function toPost(record: SubscriptionRecord, delivery: Delivery): Post {
  const { noWrapper } = record.pushConfig;
  return noWrapper === null || noWrapper === undefined
    ? wrapped(record, delivery)
    : unwrapped(record, delivery, noWrapper.writeMetadata);
}

/** The message in JSON, with both spellings of its fields, as the service sends them. */
function wrapped(record: SubscriptionRecord, { message, attempts }: Delivery): Post {
  const publishTime = new Date(message.publishedAt).toISOString();
  const { messageId, data, attributes, orderingKey } = message;
  const body = {
    message: {
      ...(Object.keys(attributes).length === 0 ? {} : { attributes }),
      ...(data === '' ? {} : { data }),
      messageId,
      message_id: messageId,
      ...(orderingKey === '' ? {} : { orderingKey }),
      publishTime,
      publish_time: publishTime,
    },
    subscription: record.name,
    ...(record.deadLetter === null ? {} : { deliveryAttempt: attempts }),
  };
  const isEventarc = record.pushConfig.pushEndpoint.includes(EVENTARC_MODE);
  return {
    body: Buffer.from(JSON.stringify(body)),
    headers: {
      'content-type': 'application/json',
      from: 'noreply@google.com',
      'user-agent': 'CloudPubSub-Google',
      ...(isEventarc ? eventHeaders(record, messageId, publishTime) : {}),
    },
  };
}

/** CloudEvents 1.0 in binary mode, as an event-triggered function receives it. */
function eventHeaders(
  record: SubscriptionRecord,
  messageId: string,
  publishTime: string,
): Readonly<Record<string, string>> {
  return {
    'ce-id': messageId,
    'ce-source': `//pubsub.googleapis.com/${record.topic}`,
    'ce-specversion': '1.0',
    'ce-type': 'google.cloud.pubsub.topic.v1.messagePublished',
    'ce-time': publishTime,
  };
}

/** The data alone; with `writeMetadata` the rest travels in headers. */
function unwrapped(record: SubscriptionRecord, { message }: Delivery, writesMetadata: boolean): Post {
  const metadata = {
    'x-goog-pubsub-subscription-name': record.name,
    'x-goog-pubsub-message-id': message.messageId,
    'x-goog-pubsub-publish-time': new Date(message.publishedAt).toISOString(),
    'x-goog-pubsub-project-id': projectOf(record.name),
    ...(message.orderingKey === '' ? {} : { 'x-goog-pubsub-ordering-key': message.orderingKey }),
    ...message.attributes,
  };
  return { body: Buffer.from(message.data, 'base64'), headers: writesMetadata ? metadata : {} };
}
