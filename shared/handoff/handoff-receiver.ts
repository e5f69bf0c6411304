import type { AppError } from '#shared/errors/app-error.ts';
import type { PushSenderVerifier } from '#shared/identity/push-sender.ts';
import type { TurnContext } from '#shared/identity/turn-context.ts';
import type { MessageBus } from '#shared/messaging/message-bus.ts';
import type { Logger } from '#shared/observability/logger.ts';
import type { Timers } from '#shared/resilience/timers.ts';
import type { Turn } from '#shared/schemas/conversation.ts';
import type { Handoff } from '#shared/schemas/handoff.ts';
import type { DocumentStore } from '#shared/state/document-store.ts';
import type { WorkResult } from './commit-work.ts';
import type { Run } from './stored-records.ts';

/** A handoff that was found genuine and open, with what is stored around it. */
export interface TakenHandoff {
  readonly handoff: Handoff;
  readonly turn: Turn;
  /** The suspended run that this handoff replies to; null for a handoff that starts something. */
  readonly run: Run | null;
}

/** What a function is given to work on. */
export interface Received extends TakenHandoff {
  readonly context: TurnContext;
}

export interface WorkContext {
  readonly now: () => number;
  /** Aborts when the work is of no use any more: at the deadline, at the turn's end, or when the instance must stop. */
  readonly signal: AbortSignal;
}

/** A function that is fed by handoffs. Its work may read, but changes nothing except through its result. */
export interface HandoffReceiver {
  readonly name: string;
  /**
   * How long work is believed to go on without a sign of life, milliseconds; set where work costs money or seconds, so
   * that two instances don't pay twice. Without it, work that is delivered twice at a time is done twice and used once.
   */
  readonly leaseMs?: number;
  work(received: Received, context: WorkContext): Promise<WorkResult>;
  /** What is handed on when the work can't be done: mostly the failure, to whoever asked. Without it the turn ends. */
  refuse?(taken: TakenHandoff, failure: AppError, now: number): WorkResult;
}

export interface ReceiverDeps {
  readonly store: DocumentStore;
  readonly bus: MessageBus;
  readonly sender: PushSenderVerifier;
  /** JWKS of the entry's keys, as JSON text. */
  readonly contextKeys: () => Promise<string>;
  readonly log: Logger;
  readonly timers: Timers;
  /** Aborts when this instance must give back what it holds. */
  readonly stopping: AbortSignal;
}
