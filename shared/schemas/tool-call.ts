import { z } from 'zod';
import { jsonObjectSchema } from './primitives.ts';

/** A tool's name as models and MCP clients see it: a verb and a noun, snake_case. */
export const toolNameSchema = z.string().regex(/^[a-z][a-z0-9_]{2,60}$/);

/** What is asked of a tool server; `arguments` is checked against the tool's own input schema there. */
export const toolCallSchema = z.looseObject({
  tool: toolNameSchema,
  arguments: jsonObjectSchema,
});
export type ToolCall = z.infer<typeof toolCallSchema>;

/** What a tool gave back; a failure carries only what the caller may read. */
export const toolAnswerSchema = z.discriminatedUnion('ok', [
  z.looseObject({ tool: toolNameSchema, ok: z.literal(true), result: jsonObjectSchema }),
  z.looseObject({
    tool: toolNameSchema,
    ok: z.literal(false),
    error: z.object({ code: z.string(), message: z.string(), retryable: z.boolean() }),
  }),
]);
export type ToolAnswer = z.infer<typeof toolAnswerSchema>;
