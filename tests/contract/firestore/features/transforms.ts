import { FieldValue, Timestamp } from '@google-cloud/firestore';
import { expect } from 'vitest';
import { z } from 'zod';
import type { Features } from '#tests/support/describe-contract.ts';
import { read, type World } from '../world.ts';

const timestamp = z.instanceof(Timestamp);

/** Values that the server works out as it writes. */
export const transformFeatures: Features<World> = {
  'sets the server’s time': async ({ collection }) => {
    const document = collection().doc('a');
    const before = Date.now() - 60_000;
    await document.set({ at: FieldValue.serverTimestamp(), map: { at: FieldValue.serverTimestamp() } });
    const data = await read(document);
    const { at, map } = z.object({ at: timestamp, map: z.object({ at: timestamp }) }).parse(data);

    expect(at.toMillis()).toBeGreaterThan(before);
    expect(map.at).toEqual(at);
  },
  'increments whole numbers and fractions, and starts at nothing': async ({ collection }) => {
    const document = collection().doc('a');
    await document.set({ whole: 1, fraction: 0.5, text: 'x' });
    await document.update({
      whole: FieldValue.increment(2),
      fraction: FieldValue.increment(1),
      text: FieldValue.increment(5),
      missing: FieldValue.increment(7),
    });

    expect(await read(document)).toEqual({ whole: 3, fraction: 1.5, text: 5, missing: 7 });
  },
  'increments nested fields': async ({ collection }) => {
    const document = collection().doc('a');
    await document.set({ map: { count: 1, other: true } });
    await document.update({ 'map.count': FieldValue.increment(1), 'map.fresh': FieldValue.increment(1) });

    expect(await read(document)).toEqual({ map: { count: 2, other: true, fresh: 1 } });
  },
  'stops at the largest integer': async ({ collection }) => {
    const document = collection().doc('a');
    await document.set({ count: Number.MAX_SAFE_INTEGER });
    for (let doubled = 0; doubled < 3; doubled += 1) {
      await document.update({ count: FieldValue.increment(Number.MAX_SAFE_INTEGER) });
    }

    expect((await read(document))?.['count']).toBe(Number.MAX_SAFE_INTEGER * 4);
  },
  'adds only elements that are not in the array': async ({ collection }) => {
    const document = collection().doc('a');
    await document.set({ tags: [1, 'two', { three: 3 }] });
    await document.update({ tags: FieldValue.arrayUnion('two', { three: 3 }, 4, 1.0, 4) });

    expect(await read(document)).toEqual({ tags: [1, 'two', { three: 3 }, 4] });
  },
  'makes the array when there is none, or something else': async ({ collection }) => {
    const document = collection().doc('a');
    await document.set({ tags: 'no array' });
    await document.update({ tags: FieldValue.arrayUnion(1), fresh: FieldValue.arrayUnion(2) });

    expect(await read(document)).toEqual({ tags: [1], fresh: [2] });
  },
  'removes every equal element from the array': async ({ collection }) => {
    const document = collection().doc('a');
    await document.set({ tags: [1, 2, 1, 3, { a: 1 }], none: true });
    await document.update({ tags: FieldValue.arrayRemove(1, { a: 1 }), none: FieldValue.arrayRemove(1) });

    expect(await read(document)).toEqual({ tags: [2, 3], none: [] });
  },
  'does several transforms and plain values in one write': async ({ collection }) => {
    const document = collection().doc('a');
    await document.set({ count: 1, tags: ['a'] });
    await document.update({
      count: FieldValue.increment(1),
      tags: FieldValue.arrayUnion('b'),
      at: FieldValue.serverTimestamp(),
      plain: true,
    });

    expect(await read(document)).toMatchObject({ count: 2, tags: ['a', 'b'], plain: true });
  },
  'transforms while it merges': async ({ collection }) => {
    const document = collection().doc('a');
    await document.set({ kept: true, map: { count: 1 } });
    await document.set({ map: { count: FieldValue.increment(4) } }, { merge: true });

    expect(await read(document)).toEqual({ kept: true, map: { count: 5 } });
  },
};
