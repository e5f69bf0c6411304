import { benchDocuments } from './document-rates.ts';
import { benchMemory } from './memory.ts';
import { benchMessages } from './message-latency.ts';

/** The local servers beside Google's emulators, where those are installed, and beside the bare work; then their memory. */
export async function benchLocal(): Promise<void> {
  await benchMessages();
  await benchDocuments();
  // The driver reads its part of the environment when it is imported.
  const { benchRows } = await import('./row-rate.ts');
  await benchRows();
  await benchMemory();
}
