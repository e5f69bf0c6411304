import { AppError, toAppError } from '#shared/errors/app-error.ts';
import type { WorkResult } from '#shared/handoff/commit-work.ts';
import type { HandoffReceiver } from '#shared/handoff/handoff-receiver.ts';
import type { Logger } from '#shared/observability/logger.ts';
import type { Finding, Handoff, HandoffOf } from '#shared/schemas/handoff.ts';
import type { ToolAnswer } from '#shared/schemas/tool-call.ts';
import type { Tool, ToolContext } from './define-tool.ts';

export interface ToolServer<Deps> {
  /** Name of its function. */
  readonly name: string;
  readonly tools: readonly Tool<Deps>[];
  readonly deps: Deps;
  readonly log: Logger;
}

/** How long a call is believed to be at work without a sign of life, milliseconds. */
const LEASE_MS = 10_000;

/** Serves tools to agents: each `tool.called` is answered with one `tool.answered`, a failure included. */
export function receiveAsToolServer<Deps>(server: ToolServer<Deps>): HandoffReceiver {
  const { name } = server;
  return {
    name,
    leaseMs: LEASE_MS,
    async work({ handoff, context: turn }, { now, signal }) {
      const { brief } = callOf(handoff);
      const startedAt = now();
      const started = performance.now();
      const context: ToolContext = { turn, requestId: handoff.id, signal, now };
      const { answer, finding } = await callTool(server, brief.tool, brief.arguments, context);
      const ms = Math.round((performance.now() - started) * 10) / 10;
      return answerTo(handoff, answer, { agent: name, step: brief.tool, finding, startedAt, ms });
    },
    refuse({ handoff }, failure, now) {
      const { tool } = callOf(handoff).brief;
      const answer: ToolAnswer = { tool, ok: false, error: describeFailure(failure) };
      return answerTo(handoff, answer, { agent: name, step: tool, finding: failed(failure), startedAt: now, ms: 0 });
    },
  };
}

/** @throws AppError `invalid_message` for anything but a call: no edge brings one. */
function callOf(handoff: Handoff): HandoffOf<'tool.called'> {
  if (handoff.kind === 'tool.called') return handoff;
  throw new AppError('invalid_message', 'A tool server is only ever called.');
}

function answerTo({ from, correlation }: Handoff, brief: ToolAnswer, finding: Finding): WorkResult {
  const draft = { kind: 'tool.answered', to: from, brief } as const;
  return { findings: [finding], handoffs: [{ draft, correlation }], run: null, end: null };
}

function failed(failure: AppError): string {
  return `Failed: ${failure.code}.`;
}

async function callTool<Deps>(
  { tools, deps, log }: ToolServer<Deps>,
  name: string,
  args: unknown,
  context: ToolContext,
): Promise<{ answer: ToolAnswer; finding: string }> {
  const tool = tools.find((candidate) => candidate.name === name);
  if (tool === undefined) {
    const message = `There is no tool ${name}; there are ${tools.map((known) => known.name).join(', ')}.`;
    return {
      answer: { tool: name, ok: false, error: { code: 'invalid_tool_call', message, retryable: false } },
      finding: message,
    };
  }
  try {
    const { result, finding } = await tool.call(args, deps, context);
    return { answer: { tool: name, ok: true, result }, finding };
  } catch (error) {
    const failure = toAppError(error);
    // A passing fault is left to redelivery, which waits longer each time.
    if (failure.retryable) throw failure;
    log.error('tool_failed', failure, { tool: name, turnId: context.turn.turnId });
    return { answer: { tool: name, ok: false, error: describeFailure(failure) }, finding: failed(failure) };
  }
}

/** Only what the caller may read: an operator's message stays in the log. */
function describeFailure(failure: AppError): { code: string; message: string; retryable: boolean } {
  const message = failure.audience === 'operator' ? 'The tool failed.' : failure.message;
  return { code: failure.code, message, retryable: failure.retryable };
}
