import { createMessageLoad, createWriteLoad, type Load } from '#tests/support/local-load.ts';
import { type Memory, startServerProcess } from '#tests/support/server-process.ts';

const ITEMS = 100_000;
const ROUNDS = 10;

const megabytes = (bytes: number): string => (bytes / 1_048_576).toFixed(1).padStart(7);

async function measure(
  name: 'pubsub' | 'firestore',
  what: string,
  createLoad: (address: string) => Load | Promise<Load>,
) {
  const server = await startServerProcess(name);
  const load = await createLoad(server.address);
  try {
    const line = (done: number, { liveBytes, rss }: Memory): void =>
      console.log(
        `  ${String(done).padStart(7)} ${what}   live ${megabytes(liveBytes)} MB   process ${megabytes(rss)} MB`,
      );
    console.log(`\n${name}`);
    line(0, await server.memory());
    const live: number[] = [];
    for (let round = 1; round <= ROUNDS; round += 1) {
      await load.run(ITEMS / ROUNDS);
      const memory = await server.memory();
      live.push(memory.liveBytes);
      line((round * ITEMS) / ROUNDS, memory);
    }
    // The second half: by then caches and the kept past are full.
    const middle = live[ROUNDS / 2 - 1] ?? 0;
    const growth = ((live.at(-1) ?? 0) - middle) / (ITEMS / 2);
    console.log(`  growth in the second half: ${growth.toFixed(1)} bytes for each of the ${what}, which have 1 KB`);
  } finally {
    load.close();
    await server.stop();
  }
}

/** Memory of the local servers over 100,000 messages, published, pulled and acknowledged, and 100,000 writes. */
export async function benchMemory(): Promise<void> {
  await measure('pubsub', 'messages', createMessageLoad);
  await measure('firestore', 'writes', createWriteLoad);
}
