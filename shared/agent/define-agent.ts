import type { z } from 'zod';
import type { Analysis } from '#shared/schemas/analysis.ts';
import type { Note } from '#shared/schemas/note.ts';
import type { HandoffKind } from '#shared/schemas/edges.ts';
import type { Handoff, HandoffDraft } from '#shared/schemas/handoff.ts';
import type { TurnContext } from '#shared/identity/turn-context.ts';

/** A request to another function, whose reply the step waits for. */
export interface Request {
  /** Name by which the reply is found again; unique in the agent's run. */
  readonly id: string;
  readonly draft: HandoffDraft;
}

/** What came of a step: a longer record, and in one sentence what it found or decided. */
export type StepResult<RecordType> =
  | { readonly next: 'step'; readonly record: RecordType; readonly finding: string }
  /** Store the record, publish the requests, and resume this step when all replies are in. */
  | {
      readonly next: 'replies';
      readonly record: RecordType;
      readonly finding: string;
      readonly requests: readonly [Request, ...Request[]];
    }
  /** The agent's work is done; steps that follow are left out. */
  | { readonly next: 'finish'; readonly record: RecordType; readonly finding: string };

export type Replies = ReadonlyMap<string, Handoff>;

export interface StepContext {
  /** Epoch milliseconds, UTC. */
  readonly now: () => number;
  /** Aborts at the turn's deadline. */
  readonly signal: AbortSignal;
  readonly turn: TurnContext;
}

/** One step of an agent: takes the record, returns a longer one. Steps change nothing but the record. */
export interface Step<RecordType, Deps> {
  /** Verb-noun, kebab-case, as its file. */
  readonly name: string;
  run(record: RecordType, deps: Deps, context: StepContext): Promise<StepResult<RecordType>> | StepResult<RecordType>;
  /** Goes on with the replies to its requests; needed only by a step that makes some. */
  resume?(
    record: RecordType,
    replies: Replies,
    deps: Deps,
    context: StepContext,
  ): Promise<StepResult<RecordType>> | StepResult<RecordType>;
}

/** How an agent ends: by handing a result to whoever asked, or by ending the turn. */
export type Ending =
  | { readonly kind: 'reply'; readonly draft: HandoffDraft }
  | { readonly kind: 'end-turn'; readonly analysis: Analysis; readonly notes?: readonly Note[] };

export interface Agent<RecordType, Deps> {
  /** Name of its function. */
  readonly name: string;
  /** The kind of handoff that starts it; every other kind it receives is a reply. */
  readonly startsOn: HandoffKind;
  /** Set where a step pays for a slow call, as to a language model; see `HandoffReceiver.leaseMs`. */
  readonly leaseMs?: number;
  /** Checks a stored record when a suspended run is resumed. */
  readonly record: z.ZodType<RecordType>;
  /** The first record, from the handoff that starts the agent. */
  begin(handoff: Handoff): RecordType;
  /** The steps, in order. */
  readonly steps: readonly Step<RecordType, Deps>[];
  finish(record: RecordType, startedBy: Handoff): Ending;
  /** How it ends when it can't do its work: as a reply, the failure goes back to whoever asked. */
  fail(analysis: Analysis, startedBy: Handoff): Ending;
}

/** Goes on to the next step. */
export function found<RecordType>(record: RecordType, finding: string): StepResult<RecordType> {
  return { next: 'step', record, finding };
}

/** Waits for replies before this step is resumed. */
export function awaitReplies<RecordType>(
  record: RecordType,
  finding: string,
  requests: readonly [Request, ...Request[]],
): StepResult<RecordType> {
  return { next: 'replies', record, finding, requests };
}

/** Leaves out the steps that follow. */
export function finished<RecordType>(record: RecordType, finding: string): StepResult<RecordType> {
  return { next: 'finish', record, finding };
}
