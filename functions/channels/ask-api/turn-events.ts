import { followTurn } from '#shared/handoff/follow-turn.ts';
import type { ApiCall, ApiReply, StreamEvent } from '#shared/http/route.ts';
import type { Turn } from '#shared/schemas/conversation.ts';
import { endingDeps, type ApiDeps } from './api-deps.ts';

/** An AG-UI event (docs.ag-ui.com, @ag-ui/core 1.0): upper-case type and the fields that it prescribes. */
type AgUiEvent = Readonly<Record<string, unknown>> & { readonly type: string };

/**
 * A turn as AG-UI events, oldest first.
 *
 * A later state of the turn yields the same events and more after them, so that an event's place is its id and a
 * client can resume anywhere.
 */
export function turnToEvents(turn: Turn): readonly AgUiEvent[] {
  const { conversationId: threadId, turnId: runId } = turn;
  const steps = turn.steps.flatMap(({ agent, step, finding, ms }): AgUiEvent[] => {
    const stepName = `${agent}/${step}`;
    return [
      { type: 'STEP_STARTED', stepName },
      { type: 'CUSTOM', name: 'finding', value: { agent, step, finding, ms } },
      { type: 'STEP_FINISHED', stepName },
    ];
  });
  return [{ type: 'RUN_STARTED', threadId, runId }, ...steps, ...endingEvents(turn)];
}

function endingEvents({ answer, conversationId: threadId, turnId: runId }: Turn): readonly AgUiEvent[] {
  if (answer === null) return [];
  const messageId = `${runId}-answer`;
  return [
    { type: 'TEXT_MESSAGE_START', messageId, role: 'assistant' },
    { type: 'TEXT_MESSAGE_CONTENT', messageId, delta: answer.text },
    { type: 'TEXT_MESSAGE_END', messageId },
    { type: 'CUSTOM', name: 'answer', value: answer },
    answer.outcome === 'failed'
      ? { type: 'RUN_ERROR', message: answer.text, code: answer.failure?.code ?? 'internal' }
      : { type: 'RUN_FINISHED', threadId, runId },
  ];
}

/** Streams a turn until it ends, beginning after the event that the client saw last. */
export function streamTurn(turn: Turn, call: ApiCall, deps: ApiDeps): ApiReply {
  return {
    kind: 'stream',
    async run(write: (event: StreamEvent) => void) {
      let sent = Number.parseInt(call.lastEventId ?? '-1', 10) + 1;
      if (!Number.isSafeInteger(sent) || sent < 0) sent = 0;
      await followTurn(turn, { ...endingDeps(deps), signal: call.signal }, (current) => {
        for (const [at, data] of turnToEvents(current).entries()) {
          if (at < sent) continue;
          write({ id: String(at), data });
          sent = at + 1;
        }
      });
    },
  };
}
