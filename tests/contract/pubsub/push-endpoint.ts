import { createServer, type IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';

const bodySchema = z.looseObject({
  subscription: z.string(),
  deliveryAttempt: z.number().optional(),
  message: z.looseObject({
    data: z.string().optional(),
    messageId: z.string(),
    attributes: z.record(z.string(), z.string()).optional(),
    orderingKey: z.string().optional(),
  }),
});

export interface Push {
  readonly headers: IncomingHttpHeaders;
  readonly raw: string;
  /** The message's data as text, for a wrapped push; the body otherwise. */
  readonly data: string;
  readonly deliveryAttempt: number | undefined;
  readonly attributes: Readonly<Record<string, string>>;
  readonly at: number;
}

export interface PushEndpoint {
  readonly url: string;
  readonly pushes: readonly Push[];
  /** Answers the next pushes with these status codes, then 204. */
  answer(...statuses: readonly number[]): void;
  /** Resolves when so many pushes have come. */
  until(count: number): Promise<readonly Push[]>;
  stop(): void;
}

function toPush(headers: IncomingHttpHeaders, raw: string): Push {
  const parsed = bodySchema.safeParse(tryJson(raw));
  const at = performance.now();
  if (!parsed.success) return { headers, raw, data: raw, deliveryAttempt: undefined, attributes: {}, at };
  const { message, deliveryAttempt } = parsed.data;
  const data = Buffer.from(message.data ?? '', 'base64').toString();
  return { headers, raw, data, deliveryAttempt, attributes: message.attributes ?? {}, at };
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // An unwrapped push need not be JSON.
  }
}

/** An HTTP server that keeps what is pushed to it. */
export async function startPushEndpoint(): Promise<PushEndpoint> {
  const pushes: Push[] = [];
  const statuses: number[] = [];
  const waiting = new Set<() => void>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      pushes.push(toPush(request.headers, Buffer.concat(chunks).toString()));
      response.writeHead(statuses.shift() ?? 204).end();
      for (const check of waiting) check();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/push`,
    pushes,
    answer: (...next) => void statuses.push(...next),
    until(count) {
      const { promise, resolve } = Promise.withResolvers<readonly Push[]>();
      const check = (): void => {
        if (pushes.length < count) return;
        waiting.delete(check);
        resolve(pushes.slice(0, count));
      };
      waiting.add(check);
      check();
      return promise;
    },
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
