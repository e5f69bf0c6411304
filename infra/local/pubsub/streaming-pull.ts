import type { ServerDuplexStream } from '@grpc/grpc-js';
import { z } from 'zod';
import type { Broker } from './broker.ts';
import type { Lease } from './delivery-queue.ts';
import { checkedRequest } from '../grpc/call-handlers.ts';
import { toGrpcStatus } from '../grpc/grpc-failure.ts';
import { invalidArgument, notFound } from './pubsub-failure.ts';
import { checkSubscriptionName, idOf } from './resource-names.ts';
import { checkPullable, type Subscription } from './subscription.ts';
import { toReceivedMessage } from './wire-format.ts';

const requestSchema = z.looseObject({
  subscription: z.string().default(''),
  ackIds: z.array(z.string()).default([]),
  modifyDeadlineSeconds: z.array(z.int()).default([]),
  modifyDeadlineAckIds: z.array(z.string()).default([]),
  streamAckDeadlineSeconds: z.int().default(0),
  maxOutstandingMessages: z.coerce.number().default(0),
  maxOutstandingBytes: z.coerce.number().default(0),
});
type StreamRequest = z.infer<typeof requestSchema>;

export type PullCall = ServerDuplexStream<unknown, unknown>;

/** Most messages of one response. */
const BATCH = 100;
/** Messages that a stream holds which states no limit. */
const DEFAULT_MOST = 1_000;
/** Limits of StreamingPullRequest.stream_ack_deadline_seconds in pubsub.proto. */
const DEADLINE_SECONDS = { least: 10, most: 600 };

/** One client's stream: hands out messages as they come, within its flow control, and takes acknowledgements. */
class PullStream {
  readonly #call: PullCall;
  readonly #subscription: Subscription;
  readonly #mostMessages: number;
  readonly #mostBytes: number;
  readonly #stopWaiting: () => void;
  #deadlineMs: number;
  #heldMessages = 0;
  #heldBytes = 0;
  #isClosed = false;
  #isWaking = false;

  /** @throws GrpcFailure for a first request that the service refuses. */
  constructor(call: PullCall, broker: Broker, first: StreamRequest) {
    if (first.subscription === '') throw invalidArgument('The first request must name a subscription.');
    this.#call = call;
    this.#subscription = broker.subscription(checkSubscriptionName(first.subscription));
    checkPullable(this.#subscription.record);
    this.#deadlineMs = checkedDeadlineMs(first.streamAckDeadlineSeconds);
    this.#mostMessages = first.maxOutstandingMessages > 0 ? first.maxOutstandingMessages : DEFAULT_MOST;
    this.#mostBytes = first.maxOutstandingBytes > 0 ? first.maxOutstandingBytes : Number.POSITIVE_INFINITY;
    this.#stopWaiting = this.#subscription.onReady(() => this.#flow());
    call.on('drain', () => this.#flow());
    this.#flow();
  }

  /** Takes a later request. @throws GrpcFailure as the service does. */
  receive(request: StreamRequest): void {
    const { streamAckDeadlineSeconds, ackIds, modifyDeadlineAckIds } = request;
    if (streamAckDeadlineSeconds !== 0) this.#deadlineMs = checkedDeadlineMs(streamAckDeadlineSeconds);
    if (ackIds.length > 0 || modifyDeadlineAckIds.length > 0) this.#settle(request);
    // A client asks whether the stream lives, and gives it up after 15 s without an answer.
    else if (streamAckDeadlineSeconds === 0) this.#call.write({});
  }

  /** What the client still holds comes to others when its deadline is over, as in the cloud. */
  close(): void {
    this.#isClosed = true;
    this.#stopWaiting();
  }

  #settle({ ackIds, modifyDeadlineAckIds: modifiedIds, modifyDeadlineSeconds: seconds }: StreamRequest): void {
    if (modifiedIds.length !== seconds.length)
      throw invalidArgument('modify_deadline_seconds and modify_deadline_ack_ids must have the same length.');
    const acknowledged = sort(ackIds, (ackId) => this.#subscription.acknowledge(ackId));
    const modified = sort(modifiedIds, (ackId, at) => this.#subscription.extend(ackId, (seconds[at] ?? 0) * 1000));
    if (!this.#subscription.record.enableExactlyOnceDelivery) return;
    this.#call.write({
      ...(ackIds.length > 0 ? { acknowledgeConfirmation: acknowledged } : {}),
      ...(modifiedIds.length > 0 ? { modifyAckDeadlineConfirmation: modified } : {}),
    });
  }

  #flow(): void {
    if (this.#isClosed) return;
    if (!this.#subscription.isOpen) return refuse(this.#call, notFound(idOf(this.#subscription.record.name)));
    try {
      while (!this.#call.writableNeedDrain) {
        const batch = this.#takeBatch();
        if (batch.length === 0) return;
        this.#send(batch);
      }
    } catch (error) {
      refuse(this.#call, error);
    }
  }

  /** Takes one by one: how many bytes a message has is known when it was taken. */
  #takeBatch(): readonly Lease[] {
    const batch: Lease[] = [];
    while (batch.length < BATCH && this.#heldMessages < this.#mostMessages && this.#heldBytes < this.#mostBytes) {
      let bytes = 0;
      const onEnd = (): void => this.#onLeaseEnd(bytes);
      const [lease] = this.#subscription.take(1, { leaseMs: this.#deadlineMs, onEnd });
      if (lease === undefined) return batch;
      bytes = lease.message.data.length;
      this.#heldMessages += 1;
      this.#heldBytes += bytes;
      batch.push(lease);
    }
    return batch;
  }

  #onLeaseEnd(bytes: number): void {
    this.#heldMessages -= 1;
    this.#heldBytes -= bytes;
    if (this.#isWaking) return;
    this.#isWaking = true;
    // Afterwards: the queue is in the middle of its own change.
    queueMicrotask(() => {
      this.#isWaking = false;
      this.#flow();
    });
  }

  #send(batch: readonly Lease[]): void {
    const { record } = this.#subscription;
    this.#call.write({
      receivedMessages: batch.map((lease) => toReceivedMessage(record, lease)),
      subscriptionProperties: {
        exactlyOnceDeliveryEnabled: record.enableExactlyOnceDelivery,
        messageOrderingEnabled: record.enableMessageOrdering,
      },
    });
  }
}

function checkedDeadlineMs(seconds: number): number {
  if (seconds < DEADLINE_SECONDS.least || seconds > DEADLINE_SECONDS.most)
    throw invalidArgument('Invalid stream_ack_deadline_seconds: it must lie between 10 and 600.');
  return seconds * 1000;
}

/** Acknowledgement ids by whether they were of effect, as the stream confirms them. */
function sort(ackIds: readonly string[], settle: (ackId: string, at: number) => boolean) {
  const isValid = ackIds.map(settle);
  return {
    ackIds: ackIds.filter((_, at) => isValid[at] === true),
    invalidAckIds: ackIds.filter((_, at) => isValid[at] === false),
  };
}

function refuse(call: PullCall, error: unknown): void {
  call.emit('error', toGrpcStatus(error));
}

/** StreamingPull: both directions of one stream until either side ends it. */
export function serveStreamingPull(call: PullCall, broker: Broker): void {
  let stream: PullStream | null = null;
  const close = (): void => stream?.close();
  call.on('data', (message: unknown) => {
    try {
      const request = requestSchema.parse(checkedRequest(message));
      if (stream === null) stream = new PullStream(call, broker, request);
      else stream.receive(request);
    } catch (error) {
      refuse(call, error);
    }
  });
  call.on('end', () => {
    close();
    call.end();
  });
  call.on('cancelled', close);
  call.on('error', close);
}
