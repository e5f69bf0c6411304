import { z } from 'zod';
import { listFeedback, storeFeedback } from '#shared/handoff/feedback-records.ts';
import { readTurn } from '#shared/handoff/follow-turn.ts';
import { json, routeWithBody, type Route } from '#shared/http/route.ts';
import { feedbackRequestSchema, feedbackSchema } from '#shared/schemas/feedback.ts';
import { conversationIdSchema, turnIdSchema } from '#shared/schemas/primitives.ts';
import type { ApiDeps } from '../api-deps.ts';

const params = { conversationId: conversationIdSchema, turnId: turnIdSchema };
const acceptedSchema = z.object({ turnId: turnIdSchema, rating: z.enum(['up', 'down']) });

/** What people say of answers: kept, so that the model can learn from it. */
export function feedbackRoutes(deps: ApiDeps): readonly Route[] {
  return [
    routeWithBody({
      method: 'POST',
      path: '/v1/conversations/{conversationId}/turns/{turnId}/feedback',
      operationId: 'giveFeedback',
      summary: 'Rate an answer, and say what should have been understood. The last rating of a turn counts.',
      authenticated: true,
      params,
      body: feedbackRequestSchema,
      responses: { 200: { description: 'It was kept.', content: { 'application/json': acceptedSchema } } },
      async handle(call) {
        const key = { conversationId: call.params['conversationId'] ?? '', turnId: call.params['turnId'] ?? '' };
        const turn = await readTurn(key, call.caller.id, deps.store);
        const { rating, comment = null, correction = null } = call.body;
        await storeFeedback(turn, { rating, comment, correction, at: deps.now() }, deps.store);
        return json(200, { turnId: turn.turnId, rating });
      },
    }),
    {
      method: 'GET',
      path: '/v1/feedback',
      operationId: 'listFeedback',
      summary: 'Read the latest feedback that the caller gave, newest first.',
      authenticated: true,
      responses: {
        200: {
          description: 'The feedback.',
          content: { 'application/json': z.object({ feedback: z.array(feedbackSchema) }) },
        },
      },
      handle: async (call) => json(200, { feedback: await listFeedback(call.caller.id, deps.store) }),
    },
  ];
}
