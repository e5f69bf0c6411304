import { z } from 'zod';
import type { ServerDuplexStream } from '@grpc/grpc-js';
import type { Broker } from './broker.ts';
import type { Delivery } from './delivery-queue.ts';
import { invalidArgument, toGrpcStatus } from './pubsub-failure.ts';
import { toWireMessage } from './records.ts';

const requestSchema = z.looseObject({
  subscription: z.string().default(''),
  ackIds: z.array(z.string()).default([]),
  modifyDeadlineSeconds: z.array(z.int()).default([]),
  modifyDeadlineAckIds: z.array(z.string()).default([]),
  streamAckDeadlineSeconds: z.int().default(0),
  maxOutstandingMessages: z.coerce.number().default(0),
});
type StreamRequest = z.infer<typeof requestSchema>;

const BATCH = 100;
const UNBOUNDED = 1_000;

/** One client's stream: hands out messages as they come, within its flow control, and takes acknowledgements. */
class PullStream {
  readonly #call: ServerDuplexStream<unknown, unknown>;
  readonly #broker: Broker;
  readonly #held = new Set<string>();
  #subscription = '';
  #deadlineMs = 10_000;
  #most = UNBOUNDED;
  #stop: (() => void) | null = null;

  constructor(call: ServerDuplexStream<unknown, unknown>, broker: Broker) {
    this.#call = call;
    this.#broker = broker;
  }

  receive(request: StreamRequest): void {
    if (this.#subscription === '') this.#open(request);
    if (request.streamAckDeadlineSeconds > 0) this.#deadlineMs = request.streamAckDeadlineSeconds * 1000;
    const confirmation = { ...this.#acknowledge(request.ackIds), ...this.#modify(request) };
    const { enableExactlyOnceDelivery } = this.#broker.subscription(this.#subscription);
    if (enableExactlyOnceDelivery && Object.keys(confirmation).length > 0) this.#call.write(confirmation);
    this.#flow();
  }

  close(): void {
    this.#stop?.();
    this.#stop = null;
    // What the client holds stays its own until the lease ends: it may still acknowledge by a call of its own.
    this.#held.clear();
  }

  #open({ subscription, maxOutstandingMessages }: StreamRequest): void {
    if (subscription === '') throw invalidArgument('The first request must name a subscription.');
    this.#broker.subscription(subscription);
    this.#subscription = subscription;
    if (maxOutstandingMessages > 0) this.#most = maxOutstandingMessages;
    this.#stop = this.#broker.onReady(subscription, () => this.#flow());
  }

  #acknowledge(ackIds: readonly string[]): object {
    if (ackIds.length === 0) return {};
    const stale = this.#broker.acknowledge(this.#subscription, ackIds);
    for (const ackId of ackIds) this.#held.delete(ackId);
    const good = ackIds.filter((ackId) => !stale.includes(ackId));
    return { acknowledgeConfirmation: { ackIds: good, invalidAckIds: stale } };
  }

  #modify({ modifyDeadlineAckIds: ackIds, modifyDeadlineSeconds: seconds }: StreamRequest): object {
    if (ackIds.length === 0) return {};
    const stale = ackIds.filter(
      (ackId, at) => this.#broker.modifyDeadline(this.#subscription, [ackId], seconds[at] ?? 0).length > 0,
    );
    for (const [at, ackId] of ackIds.entries()) if ((seconds[at] ?? 0) === 0) this.#held.delete(ackId);
    const good = ackIds.filter((ackId) => !stale.includes(ackId));
    return { modifyAckDeadlineConfirmation: { ackIds: good, invalidAckIds: stale } };
  }

  #flow(): void {
    if (this.#stop === null) return;
    if (!this.#broker.has(this.#subscription)) return void this.#call.end();
    while (this.#held.size < this.#most) {
      const taken = this.#broker.take(
        this.#subscription,
        Math.min(BATCH, this.#most - this.#held.size),
        this.#deadlineMs,
      );
      if (taken.length === 0) return;
      this.#send(taken);
    }
  }

  #send(taken: readonly Delivery[]): void {
    const record = this.#broker.subscription(this.#subscription);
    for (const { ackId } of taken) this.#held.add(ackId);
    this.#call.write({
      receivedMessages: taken.map(({ ackId, message, attempts }) => ({
        ackId,
        message: toWireMessage(message),
        deliveryAttempt: record.deadLetter === null ? 0 : attempts,
      })),
      subscriptionProperties: {
        exactlyOnceDeliveryEnabled: record.enableExactlyOnceDelivery,
        messageOrderingEnabled: record.enableMessageOrdering,
      },
    });
  }
}

/** StreamingPull: both directions of one stream until either side ends it. */
export function serveStreamingPull(call: ServerDuplexStream<unknown, unknown>, broker: Broker): void {
  const stream = new PullStream(call, broker);
  call.on('data', (request: unknown) => {
    try {
      stream.receive(requestSchema.parse(request));
    } catch (error) {
      stream.close();
      call.destroy(Object.assign(new Error('The stream was refused.'), toGrpcStatus(error)));
    }
  });
  call.on('end', () => {
    stream.close();
    call.end();
  });
  call.on('cancelled', () => stream.close());
  call.on('error', () => stream.close());
}
