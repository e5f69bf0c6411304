import { z } from 'zod';
import { problemSchema } from './problem.ts';
import type { Route } from './route.ts';

export interface ApiInfo {
  readonly title: string;
  readonly version: string;
  readonly description: string;
}

type Json = Record<string, unknown>;

/** The OpenAPI 3.1 document of a table of routes, with every schema made from the zod schema that checks it. */
export function describeRoutes(info: ApiInfo, routes: readonly Route[]): Json {
  const operations: Record<string, Json> = {};
  for (const route of routes) {
    operations[route.path] = { ...operations[route.path], [route.method.toLowerCase()]: describeOperation(route) };
  }
  return {
    openapi: '3.1.0',
    info,
    paths: operations,
    components: {
      securitySchemes: {
        idToken: { type: 'http', scheme: 'bearer', description: 'An ID token of Google, Identity Platform or IAP.' },
      },
    },
  };
}

function describeOperation(route: Route): Json {
  return {
    operationId: route.operationId,
    summary: route.summary,
    ...(route.authenticated ? { security: [{ idToken: [] }] } : {}),
    parameters: Object.entries(route.params ?? {}).map(([name, schema]) => ({
      name,
      in: 'path',
      required: true,
      schema: toSchema(schema, 'input'),
    })),
    ...(route.body === undefined
      ? {}
      : {
          requestBody: { required: true, content: { 'application/json': { schema: toSchema(route.body, 'input') } } },
        }),
    responses: {
      ...Object.fromEntries(
        Object.entries(route.responses).map(([status, { description, content }]) => [
          status,
          { description, content: describeContent(content) },
        ]),
      ),
      default: {
        description: 'A problem, RFC 9457.',
        content: { 'application/problem+json': { schema: toSchema(problemSchema, 'output') } },
      },
    },
  };
}

function describeContent(content: Readonly<Record<string, z.ZodType | null>>): Json {
  return Object.fromEntries(
    Object.entries(content).map(([type, schema]) => [
      type,
      schema === null ? {} : { schema: toSchema(schema, 'output') },
    ]),
  );
}

function toSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...described } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return described;
}
