import { z } from 'zod';
import { beginConversation } from '#shared/handoff/begin-turn.ts';
import { readConversation } from '#shared/handoff/follow-turn.ts';
import { json, routeWithBody, type Route } from '#shared/http/route.ts';
import { answerSchema, pendingTurnSchema } from '#shared/schemas/answer.ts';
import { askRequestSchema, type Turn } from '#shared/schemas/conversation.ts';
import { conversationIdSchema, instantSchema, turnIdSchema } from '#shared/schemas/primitives.ts';
import type { ApiDeps } from '../api-deps.ts';
import { askTurn } from '../ask-turn.ts';
import { acceptedSchema, acceptedTurn, describeTurn, linksOf } from '../turn-links.ts';

const conversationReplySchema = z.object({ conversationId: conversationIdSchema });
const listedSchema = z.object({
  conversationId: conversationIdSchema,
  createdAt: instantSchema,
  turns: z.array(
    z.object({
      turnId: turnIdSchema,
      question: z.string(),
      askedAt: instantSchema,
      answer: z.union([answerSchema, pendingTurnSchema]),
    }),
  ),
});

const params = { conversationId: conversationIdSchema };

/** Conversations: begin one, add a turn, read what was said. */
export function conversationRoutes(deps: ApiDeps): readonly Route[] {
  return [beginRoute(deps), nextTurnRoute(deps), readRoute(deps)];
}

function beginRoute(deps: ApiDeps): Route {
  return {
    method: 'POST',
    path: '/v1/conversations',
    operationId: 'beginConversation',
    summary: 'Begin a conversation.',
    authenticated: true,
    responses: {
      201: { description: 'The new conversation.', content: { 'application/json': conversationReplySchema } },
    },
    async handle(call) {
      const { conversationId } = await beginConversation(call.caller, deps);
      return json(201, { conversationId }, { Location: `/v1/conversations/${conversationId}` });
    },
  };
}

function nextTurnRoute(deps: ApiDeps): Route {
  return routeWithBody({
    method: 'POST',
    path: '/v1/conversations/{conversationId}/turns',
    operationId: 'askInConversation',
    summary: 'Ask the next question of a conversation; the answer is fetched or followed at the links.',
    authenticated: true,
    params,
    body: askRequestSchema.omit({ conversationId: true }),
    responses: { 202: { description: 'The turn was accepted.', content: { 'application/json': acceptedSchema } } },
    async handle(call) {
      const turn = await askTurn(call, call.params['conversationId'] ?? '', call.body, deps);
      return json(202, acceptedTurn(turn), { Location: linksOf(turn).self });
    },
  });
}

function readRoute(deps: ApiDeps): Route {
  return {
    method: 'GET',
    path: '/v1/conversations/{conversationId}',
    operationId: 'readConversation',
    summary: 'Read the turns of a conversation so far, oldest first.',
    authenticated: true,
    params,
    responses: { 200: { description: 'The conversation.', content: { 'application/json': listedSchema } } },
    async handle(call) {
      const id = call.params['conversationId'] ?? '';
      const { conversation, turns } = await readConversation(id, call.caller.id, deps.store);
      return json(200, {
        conversationId: conversation.conversationId,
        createdAt: new Date(conversation.createdAt).toISOString(),
        turns: turns.map(listedTurn),
      });
    },
  };
}

function listedTurn(turn: Turn) {
  const { turnId, question, askedAt } = turn;
  return { turnId, question, askedAt: new Date(askedAt).toISOString(), answer: describeTurn(turn) };
}
