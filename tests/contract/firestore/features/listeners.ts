import { type DocumentReference, type Query, type QuerySnapshot } from '@google-cloud/firestore';
import { expect } from 'vitest';
import type { Features } from '#tests/support/describe-contract.ts';
import { fill, found, idsOf, type World } from '../world.ts';

/** Follows something and keeps what it is shown; ends when the feature does. */
class Follower<T> {
  readonly seen: T[] = [];
  readonly errors: unknown[] = [];
  readonly #waiting = new Set<() => void>();

  readonly show = (value: T): void => {
    this.seen.push(value);
    for (const check of this.#waiting) check();
  };
  readonly fail = (error: unknown): void => {
    this.errors.push(error);
    for (const check of this.#waiting) check();
  };

  /** Resolves with what was shown last once it is as wanted, or the listener failed. */
  until(isWanted: (value: T) => boolean): Promise<T | undefined> {
    const { promise, resolve } = Promise.withResolvers<T | undefined>();
    const check = (): void => {
      const last = this.seen.at(-1);
      if (this.errors.length === 0 && (last === undefined || !isWanted(last))) return;
      this.#waiting.delete(check);
      resolve(last);
    };
    this.#waiting.add(check);
    check();
    return promise;
  }
}

async function followQuery(query: Query, use: (follower: Follower<QuerySnapshot>) => Promise<void>): Promise<void> {
  const follower = new Follower<QuerySnapshot>();
  const stop = query.onSnapshot(follower.show, follower.fail);
  try {
    await use(follower);
  } finally {
    stop();
  }
}

async function followDocument(
  document: DocumentReference,
  use: (follower: Follower<FirebaseFirestore.DocumentSnapshot>) => Promise<void>,
): Promise<void> {
  const follower = new Follower<FirebaseFirestore.DocumentSnapshot>();
  const stop = document.onSnapshot(follower.show, follower.fail);
  try {
    await use(follower);
  } finally {
    stop();
  }
}

/** Listening to documents and queries. */
export const listenerFeatures: Features<World> = {
  'shows a document as it is, as it changes and when it goes': async ({ collection }) => {
    const document = collection().doc('a');
    await document.set({ at: 1 });

    await followDocument(document, async (follower) => {
      await follower.until((snapshot) => snapshot.get('at') === 1);
      await document.set({ at: 2 });
      await follower.until((snapshot) => snapshot.get('at') === 2);
      await document.delete();
      const last = await follower.until((snapshot) => !snapshot.exists);

      expect(follower.errors).toEqual([]);
      expect(last?.exists).toBe(false);
    });
  },
  'shows that a document is not there, and then that it is': async ({ collection }) => {
    const document = collection().doc('later');

    await followDocument(document, async (follower) => {
      await follower.until((snapshot) => !snapshot.exists);
      await document.set({ at: 1 });

      expect((await follower.until((snapshot) => snapshot.exists))?.data()).toEqual({ at: 1 });
    });
  },
  'shows a query’s result and what was added, changed and removed': async ({ collection }) => {
    await fill(collection(), { a: { open: true, at: 1 }, b: { open: true, at: 2 }, c: { open: false, at: 3 } });

    await followQuery(collection().where('open', '==', true), async (follower) => {
      await follower.until(({ size }) => size === 2);
      await fill(collection(), { a: { open: true, at: 9 }, b: { open: false, at: 2 }, d: { open: true, at: 4 } });
      const last = await follower.until((snapshot) => idsOf(snapshot).join() === 'a,d');
      const changes = last?.docChanges().map(({ type, doc }) => `${type} ${doc.id}`);

      expect(changes?.sort()).toEqual(['added d', 'modified a', 'removed b']);
    });
  },
  'shows one snapshot for one batch': async ({ collection }) => {
    await followQuery(collection(), async (follower) => {
      await follower.until(({ empty }) => empty);
      await fill(collection(), { a: { at: 1 }, b: { at: 2 }, c: { at: 3 } });
      await follower.until(({ size }) => size === 3);

      expect(follower.seen.map(({ size }) => size)).toEqual([0, 3]);
    });
  },
  'keeps a limited result full when a document leaves it': async ({ collection }) => {
    await fill(collection(), { a: { at: 1 }, b: { at: 2 }, c: { at: 3 } });

    await followQuery(collection().orderBy('at').limit(2), async (follower) => {
      await follower.until((snapshot) => idsOf(snapshot).join() === 'a,b');
      await collection().doc('a').delete();

      expect(idsOf((await follower.until((snapshot) => idsOf(snapshot).join() === 'b,c')) ?? raise())).toEqual([
        'b',
        'c',
      ]);
    });
  },
  'keeps the order of the result as documents move in it': async ({ collection }) => {
    await fill(collection(), { a: { at: 1 }, b: { at: 2 }, c: { at: 3 } });

    await followQuery(collection().orderBy('at', 'desc'), async (follower) => {
      await follower.until(({ size }) => size === 3);
      await collection().doc('a').update({ at: 10 });
      await follower.until((snapshot) => idsOf(snapshot)[0] === 'a');

      expect(await found(collection().orderBy('at', 'desc'))).toEqual(['a', 'c', 'b']);
    });
  },
  'shows nothing of documents outside of the query': async ({ collection }) => {
    await followQuery(collection().where('open', '==', true), async (follower) => {
      await follower.until(({ empty }) => empty);
      await collection().doc('shut').set({ open: false });
      await collection().doc('open').set({ open: true });
      await follower.until(({ size }) => size === 1);

      expect(follower.seen.map((snapshot) => idsOf(snapshot))).toEqual([[], ['open']]);
    });
  },
  'follows several queries at once, each with its own result': async ({ collection }) => {
    await followQuery(collection('left'), async (left) => {
      await followQuery(collection('right'), async (right) => {
        await fill(collection('left'), { a: { at: 1 } });
        await fill(collection('right'), { b: { at: 1 } });

        expect(idsOf((await left.until(({ size }) => size === 1)) ?? raise())).toEqual(['a']);
        expect(idsOf((await right.until(({ size }) => size === 1)) ?? raise())).toEqual(['b']);
      });
    });
  },
  'tells the listener what is wrong with its query': async ({ collection }) => {
    const query = collection().where('a', 'array-contains', 1).where('b', 'array-contains', 2);

    await followQuery(query, async (follower) => {
      await follower.until(() => false);

      expect(follower.errors).toHaveLength(1);
    });
  },
  'shows nothing more after the end of listening': async ({ collection }) => {
    const follower = new Follower<QuerySnapshot>();
    const stop = collection().onSnapshot(follower.show, follower.fail);
    await follower.until(({ empty }) => empty);
    stop();

    await collection().doc('a').set({ at: 1 });
    await followQuery(collection(), async (other) => {
      await other.until(({ size }) => size === 1);
    });

    expect(follower.seen).toHaveLength(1);
  },
};

function raise(): never {
  throw new Error('The listener failed.');
}
