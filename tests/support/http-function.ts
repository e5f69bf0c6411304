import { http, type HttpFunction } from '@google-cloud/functions-framework';
import { getTestServer } from '@google-cloud/functions-framework/testing';

let served = 0;

/** Serves a handler behind the functions framework's own server, as the cloud does, for the length of a test. */
export async function serveFunction(
  handler: HttpFunction,
): Promise<{ url: string; [Symbol.asyncDispose](): Promise<void> }> {
  served += 1;
  const name = `test-function-${served}`;
  http(name, handler);
  const server = getTestServer(name);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
