import { FieldValue, GeoPoint, Timestamp } from '@google-cloud/firestore';
import { expect } from 'vitest';
import type { Features } from '#tests/support/describe-contract.ts';
import { fill, read, type World } from '../world.ts';

/** Reading documents: values, masks, snapshots, listings. */
export const documentFeatures: Features<World> = {
  'gives back every type of value as it was written': async ({ db, collection, root }) => {
    const data = {
      nothing: null,
      yes: true,
      whole: 42,
      fraction: 0.5,
      text: 'Zürich 😀',
      bytes: Buffer.from([0, 255, 10]),
      time: new Timestamp(1_700_000_000, 123_456_000),
      place: new GeoPoint(47.4, -8.5),
      list: [1, 'two', { three: 3 }],
      map: { deep: { deeper: [null, false] } },
      reference: db.doc(root.path),
      empty: { list: [], map: {}, text: '' },
    };
    await collection().doc('all').set(data);

    expect(await read(collection().doc('all'))).toEqual(data);
  },
  'keeps numbers that are not finite, and the sign of zero': async ({ collection }) => {
    const numbers = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0];
    await collection().doc('numbers').set({ numbers });

    expect((await read(collection().doc('numbers')))?.['numbers']).toEqual(numbers);
  },
  'cuts times to microseconds': async ({ collection }) => {
    await collection()
      .doc('time')
      .set({ at: new Timestamp(1, 123_456_789) });

    expect((await read(collection().doc('time')))?.['at']).toEqual(new Timestamp(1, 123_456_000));
  },
  'keeps a vector as a vector': async ({ collection }) => {
    await collection()
      .doc('vector')
      .set({ embedding: FieldValue.vector([1, 2.5]) });

    expect((await read(collection().doc('vector')))?.['embedding']).toEqual(FieldValue.vector([1, 2.5]));
  },
  'keeps field names with dots, quotes and spaces': async ({ collection }) => {
    const data = { 'a.b': 1, 'with `ticks`': 2, 'with space': 3, über: 4, '0': 5 };
    await collection().doc('names').set(data);

    expect(await read(collection().doc('names'))).toEqual(data);
  },
  'says of a missing document that it does not exist, and when it looked': async ({ collection }) => {
    const snapshot = await collection().doc('missing').get();

    expect(snapshot.exists).toBe(false);
    expect(snapshot.data()).toBeUndefined();
    expect(snapshot.readTime.toMillis()).toBeGreaterThan(1_600_000_000_000);
  },
  'tells when a document was created and last changed': async ({ collection }) => {
    const document = collection().doc('times');
    const first = await document.set({ a: 1 });
    const second = await document.set({ a: 2 });
    const snapshot = await document.get();

    expect(snapshot.createTime).toEqual(first.writeTime);
    expect(snapshot.updateTime).toEqual(second.writeTime);
    expect(second.writeTime > first.writeTime).toBe(true);
  },
  'reads many documents at once, in the order asked for, missing ones too': async ({ db, collection }) => {
    await fill(collection(), { a: { at: 1 }, b: { at: 2 } });

    const snapshots = await db.getAll(collection().doc('b'), collection().doc('none'), collection().doc('a'));

    expect(snapshots.map(({ id, exists }) => [id, exists])).toEqual([
      ['b', true],
      ['none', false],
      ['a', true],
    ]);
  },
  'gives only the masked fields of documents': async ({ db, collection }) => {
    await fill(collection(), { a: { name: 'a', size: { small: 1, large: 2 }, rest: true } });

    const [snapshot] = await db.getAll(collection().doc('a'), { fieldMask: ['name', 'size.small', 'none'] });

    expect(snapshot?.data()).toEqual({ name: 'a', size: { small: 1 } });
  },
  'lists the collections below a document': async ({ root, collection }) => {
    await fill(collection('towns'), { a: { at: 1 } });
    await fill(collection('lakes'), { a: { at: 1 } });

    expect((await root.listCollections()).map(({ id }) => id)).toEqual(['lakes', 'towns']);
  },
  'lists documents, also those that only have collections below them': async ({ collection }) => {
    await fill(collection(), { real: { at: 1 } });
    await collection().doc('shadow').collection('parts').doc('a').set({ at: 1 });

    expect((await collection().listDocuments()).map(({ id }) => id)).toEqual(['real', 'shadow']);
  },
  'lists more documents than fit on one page': async ({ collection }) => {
    const ids = Array.from({ length: 305 }, (_, index) => `d${String(index).padStart(3, '0')}`);
    await fill(collection(), Object.fromEntries(ids.map((id) => [id, { at: 1 }])));

    expect((await collection().listDocuments()).map(({ id }) => id)).toEqual(ids);
  },
  'keeps a document when its parent is deleted': async ({ collection }) => {
    const child = collection().doc('parent').collection('parts').doc('child');
    await child.parent.parent?.set({ at: 1 });
    await child.set({ kept: true });

    await child.parent.parent?.delete();

    expect(await read(child)).toEqual({ kept: true });
  },
  'reads as of a time in the past': async ({ db, collection }) => {
    const document = collection().doc('changing');
    const { writeTime } = await document.set({ version: 1 });
    await document.set({ version: 2 });

    const old = await db.runTransaction(async (transaction) => (await transaction.get(document)).data(), {
      readOnly: true,
      readTime: writeTime,
    });

    expect(old).toEqual({ version: 1 });
  },
  'gives new documents ids of their own': async ({ collection }) => {
    const first = await collection().add({ at: 1 });
    const second = await collection().add({ at: 2 });

    expect(first.id).not.toBe(second.id);
    expect(await read(first)).toEqual({ at: 1 });
  },
};
