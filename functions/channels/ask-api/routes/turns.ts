import { z } from 'zod';
import { cancelTurn, readTurn, type TurnKey } from '#shared/handoff/follow-turn.ts';
import { readTrail, trailSchema, trailToMarkdown } from '#shared/handoff/trail-document.ts';
import { json, type ApiCall, type Route } from '#shared/http/route.ts';
import { answerSchema, pendingTurnSchema } from '#shared/schemas/answer.ts';
import type { Turn } from '#shared/schemas/conversation.ts';
import { conversationIdSchema, turnIdSchema } from '#shared/schemas/primitives.ts';
import { endingDeps, type ApiDeps } from '../api-deps.ts';
import { streamTurn } from '../turn-events.ts';
import { describeTurn } from '../turn-links.ts';

const params = { conversationId: conversationIdSchema, turnId: turnIdSchema };
const BASE = '/v1/conversations/{conversationId}/turns/{turnId}';

/** One turn: its answer, its events, its trail. */
export function turnRoutes(deps: ApiDeps): readonly Route[] {
  return [readRoute(deps), eventsRoute(deps), trailRoute(deps), cancelRoute(deps)];
}

function keyOf({ params: { conversationId = '', turnId = '' } }: ApiCall): TurnKey {
  return { conversationId, turnId };
}

function turnOf(call: ApiCall, { store }: ApiDeps): Promise<Turn> {
  return readTurn(keyOf(call), call.caller.id, store);
}

function readRoute(deps: ApiDeps): Route {
  return {
    method: 'GET',
    path: BASE,
    operationId: 'readTurn',
    summary: 'Read the answer of a turn, or how far it is.',
    authenticated: true,
    params,
    responses: {
      200: {
        description: 'The answer, or a pending turn.',
        content: { 'application/json': z.union([answerSchema, pendingTurnSchema]) },
      },
    },
    handle: async (call) => json(200, describeTurn(await turnOf(call, deps))),
  };
}

function eventsRoute(deps: ApiDeps): Route {
  return {
    method: 'GET',
    path: `${BASE}/events`,
    operationId: 'followTurn',
    summary: 'Follow a turn as AG-UI events; resumes after the Last-Event-ID header.',
    authenticated: true,
    params,
    responses: { 200: { description: 'Server-sent events.', content: { 'text/event-stream': null } } },
    handle: async (call) => streamTurn(await turnOf(call, deps), call, deps),
  };
}

function trailRoute(deps: ApiDeps): Route {
  return {
    method: 'GET',
    path: `${BASE}/handoffs`,
    operationId: 'readTrail',
    summary:
      'Read the trail: who handed what to whom, and what each step found. Markdown when Accept says text/markdown.',
    authenticated: true,
    params,
    responses: {
      200: { description: 'The trail.', content: { 'application/json': trailSchema, 'text/markdown': z.string() } },
    },
    async handle(call) {
      const trail = await readTrail(await turnOf(call, deps), deps.store);
      if (!call.accepts.includes('text/markdown')) return json(200, trail);
      return { kind: 'text', status: 200, contentType: 'text/markdown; charset=utf-8', body: trailToMarkdown(trail) };
    },
  };
}

function cancelRoute(deps: ApiDeps): Route {
  return {
    method: 'POST',
    path: `${BASE}/cancel`,
    operationId: 'cancelTurn',
    summary: 'Stop working on a turn; what runs for it in the warehouse is stopped. One that has ended stays as it is.',
    authenticated: true,
    params,
    responses: {
      200: {
        description: 'How the turn ended: failed with the code `cancelled`, or as it had ended before.',
        content: { 'application/json': answerSchema },
      },
    },
    handle: async (call) => json(200, describeTurn(await cancelTurn(keyOf(call), call.caller.id, endingDeps(deps)))),
  };
}
