import { expect } from 'vitest';
import type { Features } from '#tests/support/describe-contract.ts';
import { CODE, fill, found, numberOf, read, type World } from '../world.ts';

/** Transactions: isolation, waiting, retries, phantoms. */
export const transactionFeatures: Features<World> = {
  'reads and writes as one': async ({ db, collection }) => {
    await fill(collection(), { from: { amount: 10 }, to: { amount: 0 } });

    const moved = await db.runTransaction(async (transaction) => {
      const [from, to] = await transaction.getAll(collection().doc('from'), collection().doc('to'));
      transaction.update(collection().doc('from'), { amount: numberOf(from, 'amount') - 4 });
      transaction.update(collection().doc('to'), { amount: numberOf(to, 'amount') + 4 });
      return 4;
    });

    expect(moved).toBe(4);
    expect(await read(collection().doc('from'))).toEqual({ amount: 6 });
    expect(await read(collection().doc('to'))).toEqual({ amount: 4 });
  },
  'loses no increment among ten at once': async ({ db, collection }) => {
    const counter = collection().doc('counter');
    await counter.set({ count: 0 });

    const increment = () =>
      db.runTransaction(
        async (transaction) => {
          const snapshot = await transaction.get(counter);
          transaction.update(counter, { count: numberOf(snapshot, 'count') + 1 });
        },
        { maxAttempts: 20 },
      );
    await Promise.all(Array.from({ length: 10 }, increment));

    expect(await read(counter)).toEqual({ count: 10 });
  },
  'writes nothing when its function throws': async ({ db, collection }) => {
    const document = collection().doc('a');

    const failing = db.runTransaction((transaction) => {
      transaction.set(document, { a: 1 });
      return Promise.reject(new Error('changed my mind'));
    });

    await expect(failing).rejects.toThrow('changed my mind');
    expect((await document.get()).exists).toBe(false);
  },
  'fails as a whole when one of its writes fails': async ({ db, collection }) => {
    const failing = db.runTransaction(async (transaction) => {
      await transaction.get(collection().doc('a'));
      transaction.set(collection().doc('a'), { a: 1 });
      transaction.update(collection().doc('none'), { a: 1 });
    });

    await expect(failing).rejects.toMatchObject({ code: CODE.notFound });
    expect((await collection().doc('a').get()).exists).toBe(false);
  },
  'does not see its document change while it works': async ({ db, collection }) => {
    const document = collection().doc('a');
    await document.set({ count: 1 });
    const { promise: others, resolve: letOthers } = Promise.withResolvers<void>();
    const outside = others.then(() => document.set({ count: 100 }));

    await db.runTransaction(async (transaction) => {
      const snapshot = await transaction.get(document);
      letOthers();
      transaction.update(document, { count: numberOf(snapshot, 'count') + 1 });
    });
    await outside;

    // Before or after, never between.
    expect([100, 101]).toContain((await read(document))?.['count']);
  },
  'counts a document that appears meanwhile, or comes before it': async ({ db, collection }) => {
    await fill(collection(), { a: { open: true } });
    const outside: Promise<unknown>[] = [];

    await db.runTransaction(async (transaction) => {
      const open = await transaction.get(collection().where('open', '==', true));
      // Not waited for: a service that locks what was read holds it up until the transaction is over.
      if (outside.length === 0) outside.push(collection().doc('b').set({ open: true }));
      transaction.set(collection().doc('total'), { count: open.size });
    });
    await Promise.all(outside);
    const [late, total] = await db.getAll(collection().doc('b'), collection().doc('total'));

    const isBefore = (late?.createTime?.valueOf() ?? '') < (total?.createTime?.valueOf() ?? '');
    expect(total?.get('count')).toBe(isBefore ? 2 : 1);
  },
  'notices that what it found missing was created': async ({ db, collection }) => {
    const document = collection().doc('once');

    const claim = (owner: string) =>
      db.runTransaction(async (transaction) => {
        const snapshot = await transaction.get(document);
        if (snapshot.exists) return false;
        transaction.create(document, { owner });
        return true;
      });
    const outcomes = await Promise.all(['ann', 'bob', 'cleo'].map(claim));

    expect(outcomes.filter(Boolean)).toHaveLength(1);
  },
  'reads one moment when it is read-only': async ({ db, collection }) => {
    await fill(collection(), { a: { at: 1 }, b: { at: 1 } });

    const seen = await db.runTransaction(
      async (transaction) => {
        const first = await transaction.get(collection().doc('a'));
        await collection().doc('b').set({ at: 2 });
        const second = await transaction.get(collection().doc('b'));
        return [numberOf(first, 'at'), numberOf(second, 'at')];
      },
      { readOnly: true },
    );

    expect(seen).toEqual([1, 1]);
  },
  'counts inside of a transaction': async ({ db, collection }) => {
    await fill(collection(), { a: { at: 1 }, b: { at: 2 } });

    const count = await db.runTransaction(async (transaction) => {
      const counted = await transaction.get(collection().count());
      transaction.set(collection().doc('c'), { at: counted.data().count });
      return counted.data().count;
    });

    expect(count).toBe(2);
    expect(await found(collection().where('at', '==', 2))).toEqual(['b', 'c']);
  },
  'ends in order when two want each other’s documents': async ({ db, collection }) => {
    await fill(collection(), { a: { count: 0 }, b: { count: 0 } });

    const both = (first: string, second: string) =>
      db.runTransaction(
        async (transaction) => {
          const one = await transaction.get(collection().doc(first));
          const other = await transaction.get(collection().doc(second));
          transaction.update(one.ref, { count: numberOf(one, 'count') + 1 });
          transaction.update(other.ref, { count: numberOf(other, 'count') + 1 });
        },
        { maxAttempts: 10 },
      );
    await Promise.all([both('a', 'b'), both('b', 'a')]);

    expect(await read(collection().doc('a'))).toEqual({ count: 2 });
    expect(await read(collection().doc('b'))).toEqual({ count: 2 });
  },
};
