import { findGoogleEmulator, startGoogleEmulator } from '#tests/support/google-emulator.ts';
import { startServerProcess } from '#tests/support/server-process.ts';

/** A server to be measured, in a process of its own. */
export interface Contender {
  readonly name: string;
  readonly address: string;
  stop(): Promise<void>;
}

/** Ours, and Google's emulator when it is installed: measured in turns, so that both meet the same noise. */
export async function startContenders(service: 'firestore' | 'pubsub'): Promise<readonly Contender[]> {
  const ours = { name: 'ours', ...(await startServerProcess(service)) };
  const emulator = findGoogleEmulator(service);
  if (emulator === null) {
    console.log(`\nNo Google Cloud SDK with the ${service} emulator here: ours alone is measured.`);
    return [ours];
  }
  return [ours, { name: 'Google’s', ...(await startGoogleEmulator(emulator)) }];
}

export function printFigures(title: string, figures: ReadonlyMap<string, string>): void {
  console.log(`\n${title}`);
  for (const [name, figure] of figures) console.log(`  ${name.padEnd(34)} ${figure}`);
}
