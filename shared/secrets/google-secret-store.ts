import { credentials } from '@grpc/grpc-js';
import { SecretManagerServiceClient } from '@google-cloud/secret-manager';
import { AppError } from '#shared/errors/app-error.ts';
import { withTimeout } from '#shared/resilience/with-timeout.ts';
import type { SecretStore } from './secret-store.ts';

/** How long a value is reused, so that a rotated secret is in force within five minutes. */
const CACHE_MS = 5 * 60_000;

/** How long a read may take, with the client's own tries. */
const READ_MS = 10_000;

export interface GoogleSecretOptions {
  readonly projectId: string;
  readonly now: () => number;
  /** `host:port` of a local server, which takes no credentials; undefined for Google's own. */
  readonly emulatorHost: string | undefined;
}

function createClient(projectId: string, emulatorHost: string | undefined): SecretManagerServiceClient {
  if (emulatorHost === undefined) return new SecretManagerServiceClient({ projectId });
  const [apiEndpoint = '127.0.0.1', port] = emulatorHost.split(':');
  return new SecretManagerServiceClient({
    projectId,
    apiEndpoint,
    port: Number(port),
    sslCreds: credentials.createInsecure(),
  });
}

/** Google Secret Manager as the secret store. */
export function createGoogleSecretStore(options: GoogleSecretOptions): SecretStore {
  const { projectId, now, emulatorHost } = options;
  const cache = new Map<string, { readonly value: Promise<string>; readonly readAt: number }>();
  let client: SecretManagerServiceClient | null = null;

  async function access(name: string): Promise<string> {
    const [id, version = 'latest'] = name.split('@');
    // Made on first use: a client without credentials ends the process at construction time.
    client ??= createClient(projectId, emulatorHost);
    try {
      const asked = client.accessSecretVersion({ name: `projects/${projectId}/secrets/${id}/versions/${version}` });
      const [answer] = await withTimeout(asked, READ_MS, () => new Error('No answer in time.'));
      const data = answer.payload?.data;
      if (data === null || data === undefined) throw new AppError('secret_unavailable', 'The secret has no value.');
      return typeof data === 'string' ? data : Buffer.from(data).toString('utf8');
    } catch (error) {
      cache.delete(name);
      throw new AppError('secret_unavailable', 'A secret could not be read.', {
        cause: error,
        details: { secret: name },
      });
    }
  }

  return {
    read(name) {
      const cached = cache.get(name);
      if (cached !== undefined && now() - cached.readAt < CACHE_MS) return cached.value;
      const value = access(name);
      cache.set(name, { value, readAt: now() });
      return value;
    },
  };
}
