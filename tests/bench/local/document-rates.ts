import type { Firestore } from '@google-cloud/firestore';
import { connectFirestore } from '#tests/contract/firestore/connect-firestore.ts';
import { percentile, summarize } from '../percentile.ts';
import { printFigures, startContenders } from './contenders.ts';

const ROUNDS = 6;
const WRITES_A_ROUND = 400;
const AT_ONCE = 32;
const CHANGES = 200;

interface Measured {
  readonly name: string;
  readonly db: Firestore;
  readonly writesASecond: number[];
  readonly listenerMs: number[];
}

async function writeRound(db: Firestore, round: number): Promise<number> {
  const collection = db.collection(`round-${round}`);
  let next = 0;
  const writer = async (): Promise<void> => {
    while (next < WRITES_A_ROUND) {
      next += 1;
      await collection.doc(`d${next}`).set({ at: next, text: 'x'.repeat(200), tags: ['a', 'b'] });
    }
  };
  const before = performance.now();
  await Promise.all(Array.from({ length: AT_ONCE }, writer));
  return WRITES_A_ROUND / ((performance.now() - before) / 1_000);
}

/** A document that is listened to: how long after `set` was called the listener sees the change. */
function follow(db: Firestore) {
  const document = db.doc('bench/followed');
  let seen: (at: number) => void = () => undefined;
  const stop = document.onSnapshot((snapshot) => {
    const at: unknown = snapshot.get('at');
    if (typeof at === 'number') seen(at);
  });
  const change = async (at: number): Promise<number> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    seen = (value) => value === at && resolve();
    const before = performance.now();
    await Promise.all([document.set({ at }), promise]);
    return performance.now() - before;
  };
  return { change, stop };
}

async function measureListeners(measured: readonly Measured[]): Promise<void> {
  const followed = measured.map((one) => ({ ...one, ...follow(one.db) }));
  for (let at = 1; at <= CHANGES; at += 1) {
    for (const { change, listenerMs } of followed) {
      const ms = await change(at);
      if (at > CHANGES / 10) listenerMs.push(ms);
    }
  }
  for (const { stop } of followed) stop();
}

/** Writes a second, and how soon a listener sees a change. */
export async function benchDocuments(): Promise<void> {
  const contenders = await startContenders('firestore');
  const measured: Measured[] = contenders.map(({ name, address }) => ({
    name: `${name} (${address})`,
    db: connectFirestore(address, 'bench'),
    writesASecond: [],
    listenerMs: [],
  }));
  try {
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const { db, writesASecond } of measured) {
        const rate = await writeRound(db, round);
        if (round > 0) writesASecond.push(rate);
      }
    }
    await measureListeners(measured);
    printFigures(
      `Writes a second, ${AT_ONCE} at once, ${ROUNDS} rounds of ${WRITES_A_ROUND} in turns`,
      new Map(
        measured.map(({ name, writesASecond }) => [
          name,
          `median ${percentile(writesASecond, 0.5).toFixed(0)}  worst ${Math.min(...writesASecond).toFixed(0)}`,
        ]),
      ),
    );
    printFigures(
      'Set → listener sees it (ms)',
      new Map(measured.map(({ name, listenerMs }) => [name, summarize(listenerMs)])),
    );
  } finally {
    for (const { db } of measured) await db.terminate();
    for (const contender of contenders) await contender.stop();
  }
}
