import { generateKeyPairSync } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { createTurnContextKeys } from '#shared/identity/turn-context.ts';

const secretsSchema = z.record(z.string(), z.string());

/** The secrets of a laptop by id: made at the first start, kept beside the state so that turns in flight stay valid. */
export async function provideSecrets(file: string | null): Promise<Readonly<Record<string, string>>> {
  const kept = file === null ? null : await readKept(file);
  if (kept !== null) return kept;
  const context = await createTurnContextKeys('laptop');
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const secrets = {
    'turn-context-key': context.privateKey,
    'turn-context-public-keys': context.publicKeys,
    'snowflake-private-key': privateKey,
  };
  if (file !== null) {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, JSON.stringify(secrets), { mode: 0o600 });
  }
  return secrets;
}

async function readKept(file: string): Promise<Readonly<Record<string, string>> | null> {
  try {
    return secretsSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
