import { toAppError, type AppError } from '#shared/errors/app-error.ts';
import type { HandoffReceiver } from '#shared/handoff/receive-handoff.ts';
import type { Logger } from '#shared/observability/logger.ts';
import type { ToolAnswer } from '#shared/schemas/tool-call.ts';
import type { Tool, ToolContext } from './define-tool.ts';

export interface ToolServer<Deps> {
  /** Name of its function. */
  readonly name: string;
  readonly tools: readonly Tool<Deps>[];
  readonly deps: Deps;
  readonly log: Logger;
}

/** Serves tools to agents: each `tool.called` is answered with one `tool.answered`, a failure included. */
export function receiveAsToolServer<Deps>(server: ToolServer<Deps>): HandoffReceiver {
  const { name } = server;
  return {
    name,
    async work({ handoff, context: turn }, { now, signal }) {
      if (handoff.kind !== 'tool.called') return { findings: [], handoffs: [], run: null, end: null };
      const startedAt = now();
      const started = performance.now();
      const context: ToolContext = { turn, requestId: handoff.id, signal, now };
      const { answer, finding } = await callTool(server, handoff.brief.tool, handoff.brief.arguments, context);
      const ms = Math.round((performance.now() - started) * 10) / 10;
      return {
        findings: [{ agent: name, step: handoff.brief.tool, finding, startedAt, ms }],
        handoffs: [
          { draft: { kind: 'tool.answered', to: handoff.from, brief: answer }, correlation: handoff.correlation },
        ],
        run: null,
        end: null,
      };
    },
  };
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
    return { answer: { tool: name, ok: false, error: describeFailure(failure) }, finding: `Failed: ${failure.code}.` };
  }
}

/** Only what the caller may read: an operator's message stays in the log. */
function describeFailure(failure: AppError): { code: string; message: string; retryable: boolean } {
  const message = failure.audience === 'operator' ? 'The tool failed.' : failure.message;
  return { code: failure.code, message, retryable: failure.retryable };
}
