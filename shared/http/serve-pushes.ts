import type { HttpFunction } from '@google-cloud/functions-framework';
import type { HandoffReceiver, ReceiverDeps } from '#shared/handoff/handoff-receiver.ts';
import { receiveHandoff } from '#shared/handoff/receive-handoff.ts';
import { systemTimers } from '#shared/resilience/timers.ts';
import { createGracefulStop } from './graceful-stop.ts';
import { servePushRequests } from './serve-push-requests.ts';

export interface PushDeps extends Omit<ReceiverDeps, 'timers' | 'stopping'> {
  readonly now: () => number;
}

/** Serves a receiver of handoffs as the HTTP function that its push subscriptions call. */
export function servePushes(receiver: HandoffReceiver, { now, ...deps }: PushDeps): HttpFunction {
  const stop = createGracefulStop();
  const receiverDeps = { ...deps, timers: systemTimers(now), stopping: stop.stopping };
  return servePushRequests((request) => receiveHandoff(request, receiver, receiverDeps), stop);
}
