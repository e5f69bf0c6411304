import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { AppError } from '#shared/errors/app-error.ts';
import type { TokenIssuer } from './token-issuer.ts';

export interface IdentityServerOptions {
  readonly issuer: TokenIssuer;
  /** 0 or absent takes a free one. */
  readonly port?: number;
  /** What the metadata server says of the machine it runs on. */
  readonly projectId?: string;
  readonly serviceAccount?: string;
}

export interface IdentityServer {
  /** `http://127.0.0.1:PORT`; its host and port are a GCE_METADATA_HOST. */
  readonly url: string;
  stop(): Promise<void>;
}

/** As at https://www.googleapis.com. */
const KEYS_PATH = '/oauth2/v3/certs';
const ACCOUNT_PATH = '/computeMetadata/v1/instance/service-accounts/default';

function refuseInCloud(): void {
  // oxlint-disable-next-line node/no-process-env -- a guard that a caller could leave out would be none
  if (process.env['K_SERVICE'] === undefined) return;
  throw new AppError('invalid_configuration', 'The local identity server does not run in the cloud: K_SERVICE is set.');
}

type Machine = Required<Pick<IdentityServerOptions, 'issuer' | 'projectId' | 'serviceAccount'>>;

interface Answer {
  readonly status: number;
  readonly text: string;
}

const found = (text: string): Answer => ({ status: 200, text });

/** Answers of the metadata server by path: docs.cloud.google.com/compute/docs/metadata/predefined-metadata-keys. */
async function metadata(url: URL, { issuer, projectId, serviceAccount }: Machine): Promise<Answer> {
  switch (url.pathname.replace(/\/$/, '')) {
    case '':
      return found('computeMetadata/');
    case '/computeMetadata/v1/instance':
      return found('service-accounts/');
    case '/computeMetadata/v1/project/project-id':
      return found(projectId);
    case '/computeMetadata/v1/universe/universe-domain':
      return found('googleapis.com');
    case `${ACCOUNT_PATH}/email`:
      return found(serviceAccount);
    case `${ACCOUNT_PATH}/identity`: {
      const audience = url.searchParams.get('audience') ?? '';
      if (audience === '') return { status: 400, text: 'non-empty audience parameter required' };
      return found(await issuer.sign({ audience, email: serviceAccount }));
    }
    default:
      return { status: 404, text: 'Not Found' };
  }
}

/** The real server refuses what a page in a browser or a proxy could send. */
function isFromClient({ headers }: IncomingMessage): boolean {
  return headers['metadata-flavor'] === 'Google' && headers['x-forwarded-for'] === undefined;
}

/**
 * Serves what Google serves of identities: the public keys of ID tokens, and a machine's metadata with tokens for it.
 *
 * Throws when K_SERVICE is set.
 */
export async function startIdentityServer(options: IdentityServerOptions): Promise<IdentityServer> {
  refuseInCloud();
  const {
    issuer,
    projectId = 'baton-laptop',
    serviceAccount = `laptop@${projectId}.iam.gserviceaccount.com`,
  } = options;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (request.method !== 'GET') return void response.writeHead(405).end();
    if (url.pathname === KEYS_PATH) {
      response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'public, max-age=3600' });
      return void response.end(JSON.stringify(issuer.jwks()));
    }
    const { status, text } = isFromClient(request)
      ? await metadata(url, { issuer, projectId, serviceAccount })
      : { status: 403, text: 'Missing Metadata-Flavor:Google header.' };
    response.writeHead(status, { 'metadata-flavor': 'Google', 'content-type': 'application/text' }).end(text);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new AppError('internal', 'The server has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
