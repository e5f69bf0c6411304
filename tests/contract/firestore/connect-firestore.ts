import { Firestore } from '@google-cloud/firestore';

/**
 * The unmodified client for a server of this machine, at `127.0.0.1:PORT`.
 *
 * The client takes the address from the environment when it is made, and only then.
 */
export function connectFirestore(address: string, projectId = 'contract-tests'): Firestore {
  process.env['FIRESTORE_EMULATOR_HOST'] = address;
  try {
    return new Firestore({ projectId });
  } finally {
    delete process.env['FIRESTORE_EMULATOR_HOST'];
  }
}
