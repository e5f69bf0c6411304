import { followTurn } from '#shared/handoff/follow-turn.ts';
import { json, routeWithBody, type Route } from '#shared/http/route.ts';
import { answerSchema } from '#shared/schemas/answer.ts';
import { askRequestSchema } from '#shared/schemas/conversation.ts';
import { endingDeps, type ApiDeps } from '../api-deps.ts';
import { askTurn } from '../ask-turn.ts';
import { streamTurn } from '../turn-events.ts';
import { acceptedSchema, acceptedTurn, linksOf } from '../turn-links.ts';

/** `POST /v1/ask`: one question, one answer; waits for it, or streams the way to it when Accept says so. */
export function askRoute(deps: ApiDeps): Route {
  return routeWithBody({
    method: 'POST',
    path: '/v1/ask',
    operationId: 'ask',
    summary: 'Ask a question and get the answer, in one call or as a stream of AG-UI events.',
    authenticated: true,
    body: askRequestSchema,
    responses: {
      200: { description: 'The answer.', content: { 'application/json': answerSchema, 'text/event-stream': null } },
      202: {
        description: 'The answer is not in yet, and can’t be waited for here. Fetch or follow it at the links.',
        content: { 'application/json': acceptedSchema },
      },
    },
    async handle(call) {
      const { conversationId = null, ...asked } = call.body;
      const turn = await askTurn(call, conversationId, asked, deps);
      if (call.accepts.includes('text/event-stream')) return streamTurn(turn, call, deps);
      const ended = await followTurn(turn, { ...endingDeps(deps), signal: call.signal });
      // This instance must stop: the question goes on without it, and its answer can be fetched.
      if (ended.answer === null) return json(202, acceptedTurn(ended), { Location: linksOf(ended).self });
      return json(200, ended.answer);
    },
  });
}
