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

const ACCOUNT_PATH = '/computeMetadata/v1/instance/service-accounts/default';

function refuseInCloud(): void {
  // oxlint-disable-next-line node/no-process-env -- a guard that a caller could leave out would be none
  if (process.env['K_SERVICE'] === undefined) return;
  throw new AppError('invalid_configuration', 'The local identity server does not run in the cloud: K_SERVICE is set.');
}

/** Answers of the metadata server (docs.cloud.google.com/compute/docs/metadata) by path; null is not found. */
async function metadata(
  url: URL,
  options: Required<Pick<IdentityServerOptions, 'issuer' | 'projectId' | 'serviceAccount'>>,
) {
  switch (url.pathname.replace(/\/$/, '')) {
    case '/computeMetadata/v1/project/project-id':
      return options.projectId;
    case '/computeMetadata/v1/universe/universe-domain':
      return 'googleapis.com';
    case `${ACCOUNT_PATH}/email`:
      return options.serviceAccount;
    case `${ACCOUNT_PATH}/identity`: {
      const audience = url.searchParams.get('audience');
      return audience === null ? null : options.issuer.sign({ audience, email: options.serviceAccount });
    }
    case '/computeMetadata/v1/instance':
    case '':
      return 'computeMetadata/';
    default:
      return null;
  }
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
    if (url.pathname === '/oauth2/v3/certs') {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(issuer.jwks()));
      return;
    }
    // Without this header the real server refuses, so that a page in a browser can't ask it.
    const isAllowed = request.headers['metadata-flavor'] === 'Google';
    const text = isAllowed ? await metadata(url, { issuer, projectId, serviceAccount }) : null;
    response.setHeader('metadata-flavor', 'Google');
    response.statusCode = isAllowed ? (text === null ? 404 : 200) : 403;
    response.end(text ?? '');
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
