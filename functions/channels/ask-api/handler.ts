import { z } from 'zod';
import { describeRoutes } from '#shared/http/openapi.ts';
import { json, type Route } from '#shared/http/route.ts';
import { serveRoutes, type ServeDeps } from '#shared/http/serve-routes.ts';
import type { ApiDeps } from './api-deps.ts';
import { askRoute } from './routes/ask.ts';
import { conversationRoutes } from './routes/conversations.ts';
import { feedbackRoutes } from './routes/feedback.ts';
import { turnRoutes } from './routes/turns.ts';

const INFO = {
  title: 'Baton',
  version: '1',
  description: 'Ask business questions; get the figure, the chart, and the receipt that proves it.',
};

/** The REST API: its routes, and the document that describes them. */
export function createAskApi(deps: ApiDeps & ServeDeps) {
  const routes: readonly Route[] = [
    askRoute(deps),
    ...conversationRoutes(deps),
    ...turnRoutes(deps),
    ...feedbackRoutes(deps),
    healthRoute,
  ];
  return serveRoutes([...routes, openApiRoute(routes)], deps);
}

const healthRoute: Route = {
  method: 'GET',
  path: '/health',
  operationId: 'health',
  summary: 'Whether this function takes requests.',
  authenticated: false,
  responses: {
    200: { description: 'It does.', content: { 'application/json': z.object({ status: z.literal('ok') }) } },
  },
  handle: () => Promise.resolve(json(200, { status: 'ok' })),
};

function openApiRoute(routes: readonly Route[]): Route {
  const route: Route = {
    method: 'GET',
    path: '/openapi.json',
    operationId: 'describeApi',
    summary: 'This description, OpenAPI 3.1.',
    authenticated: false,
    responses: {
      200: { description: 'The description.', content: { 'application/json': z.record(z.string(), z.unknown()) } },
    },
    handle() {
      document ??= describeRoutes(INFO, [...routes, route]);
      return Promise.resolve(json(200, document));
    },
  };
  // Made when it is first asked for: an instance that starts has a question to answer.
  let document: ReturnType<typeof describeRoutes> | null = null;
  return route;
}
