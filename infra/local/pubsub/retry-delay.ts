import type { SubscriptionRecord } from './records.ts';

/** Backoff of push subscriptions that state none: docs.cloud.google.com/pubsub/docs/push#push_backoff. */
const PUSH_BACKOFF = { minimumMs: 100, maximumMs: 60_000 };

/**
 * How long a message waits after its delivery number `attempts` was refused: the minimum backoff, doubled each time,
 * up to the maximum. Pull subscriptions without a retry policy deliver again at once.
 */
export function retryDelayMs(record: Pick<SubscriptionRecord, 'retry' | 'pushConfig'>, attempts: number): number {
  const backoff = record.retry ?? (record.pushConfig.pushEndpoint === '' ? null : PUSH_BACKOFF);
  if (backoff === null) return 0;
  return Math.min(backoff.maximumMs, backoff.minimumMs * 2 ** (attempts - 1));
}
