import { z } from 'zod';
import { AppError } from '#shared/errors/app-error.ts';
import type { TurnContext } from '#shared/identity/turn-context.ts';

export interface ToolContext {
  /** Who asked, and in which turn. */
  readonly turn: TurnContext;
  /** Stable for one request however often it is delivered: the idempotency key of what the tool calls. */
  readonly requestId: string;
  /** Aborts at the turn's deadline. */
  readonly signal: AbortSignal;
  readonly now: () => number;
}

/** One tool: its schemas are the check, the types, and the description that models and MCP clients see. */
export interface ToolDefinition<Input extends z.ZodObject, Output extends z.ZodObject, Deps> {
  /** snake_case, verb first, as its file. */
  readonly name: string;
  readonly description: string;
  /** True when it changes nothing anywhere. */
  readonly readOnly: boolean;
  readonly input: Input;
  readonly output: Output;
  run(input: z.infer<Input>, deps: Deps, context: ToolContext): Promise<z.infer<Output>>;
  /** One sentence on what came out, for the trail; no rows, no SQL. */
  describe(output: z.infer<Output>): string;
}

/** A tool whose schemas are hidden behind plain JSON, so that tools of different shapes fit in one list. */
export interface Tool<Deps> {
  readonly name: string;
  readonly description: string;
  readonly readOnly: boolean;
  readonly inputSchema: z.ZodObject;
  readonly outputSchema: z.ZodObject;
  /** @throws AppError `invalid_tool_call` when the arguments are not of the tool's form. */
  call(args: unknown, deps: Deps, context: ToolContext): Promise<{ result: Record<string, unknown>; finding: string }>;
}

/** Makes one definition callable with unchecked arguments; the caller learns which argument is wrong, and why. */
export function defineTool<Input extends z.ZodObject, Output extends z.ZodObject, Deps>(
  definition: ToolDefinition<Input, Output, Deps>,
): Tool<Deps> {
  return {
    name: definition.name,
    description: definition.description,
    readOnly: definition.readOnly,
    inputSchema: definition.input,
    outputSchema: definition.output,
    async call(args, deps, context) {
      const parsed = definition.input.safeParse(args);
      if (!parsed.success) {
        throw new AppError('invalid_tool_call', `${definition.name}: ${z.prettifyError(parsed.error)}`, {
          cause: parsed.error,
        });
      }
      const result = await definition.run(parsed.data, deps, context);
      return { result, finding: definition.describe(result) };
    },
  };
}
