import { FieldValue, Timestamp } from '@google-cloud/firestore';
import { expect } from 'vitest';
import type { Features } from '#tests/support/describe-contract.ts';
import { CODE, fill, read, type World } from '../world.ts';

/** Writing documents: replacing, merging, preconditions, limits, batches. */
export const writeFeatures: Features<World> = {
  'replaces the whole document with set': async ({ collection }) => {
    await collection().doc('a').set({ old: 1, kept: false });
    await collection().doc('a').set({ fresh: 2 });

    expect(await read(collection().doc('a'))).toEqual({ fresh: 2 });
  },
  'merges deeply when told to': async ({ collection }) => {
    await collection()
      .doc('a')
      .set({ top: 1, map: { left: 1, right: 1 } });
    await collection()
      .doc('a')
      .set({ map: { right: 2 } }, { merge: true });

    expect(await read(collection().doc('a'))).toEqual({ top: 1, map: { left: 1, right: 2 } });
  },
  'merges only the named fields': async ({ collection }) => {
    await collection().doc('a').set({ a: 1, b: 1 });
    await collection()
      .doc('a')
      .set({ a: 2, b: 2 }, { mergeFields: ['b'] });

    expect(await read(collection().doc('a'))).toEqual({ a: 1, b: 2 });
  },
  'creates a document by merging into none': async ({ collection }) => {
    await collection().doc('a').set({ a: 1 }, { merge: true });

    expect(await read(collection().doc('a'))).toEqual({ a: 1 });
  },
  'updates nested fields and leaves their neighbours': async ({ collection }) => {
    await collection()
      .doc('a')
      .set({ map: { left: 1, right: 1 }, top: 1 });
    await collection().doc('a').update({ 'map.left': 2 });

    expect(await read(collection().doc('a'))).toEqual({ map: { left: 2, right: 1 }, top: 1 });
  },
  'replaces a whole map when an update names the map': async ({ collection }) => {
    await collection()
      .doc('a')
      .set({ map: { left: 1, right: 1 } });
    await collection()
      .doc('a')
      .update({ map: { left: 2 } });

    expect(await read(collection().doc('a'))).toEqual({ map: { left: 2 } });
  },
  'makes the maps on the way to a nested field': async ({ collection }) => {
    await collection().doc('a').set({ at: 1 });
    await collection().doc('a').update({ 'x.y.z': 1 });

    expect(await read(collection().doc('a'))).toEqual({ at: 1, x: { y: { z: 1 } } });
  },
  'deletes single fields': async ({ collection }) => {
    await collection()
      .doc('a')
      .set({ a: 1, map: { left: 1, right: 1 } });
    await collection().doc('a').update({ a: FieldValue.delete(), 'map.left': FieldValue.delete() });

    expect(await read(collection().doc('a'))).toEqual({ map: { right: 1 } });
  },
  'refuses to update what is not there': async ({ collection }) => {
    await expect(collection().doc('none').update({ a: 1 })).rejects.toMatchObject({ code: CODE.notFound });
  },
  'refuses to create what is there': async ({ collection }) => {
    await collection().doc('a').create({ a: 1 });

    await expect(collection().doc('a').create({ a: 2 })).rejects.toMatchObject({ code: CODE.alreadyExists });
    expect(await read(collection().doc('a'))).toEqual({ a: 1 });
  },
  'deletes documents, also those that are not there': async ({ collection }) => {
    await collection().doc('a').set({ a: 1 });
    await collection().doc('a').delete();
    await collection().doc('a').delete();

    expect((await collection().doc('a').get()).exists).toBe(false);
  },
  'refuses to delete what must exist and does not': async ({ collection }) => {
    await expect(collection().doc('none').delete({ exists: true })).rejects.toMatchObject({ code: CODE.notFound });
  },
  'writes only onto the version that was read': async ({ collection }) => {
    const document = collection().doc('a');
    const { writeTime } = await document.set({ a: 1 });
    await document.update({ a: 2 }, { lastUpdateTime: writeTime });

    await expect(document.update({ a: 3 }, { lastUpdateTime: writeTime })).rejects.toMatchObject({
      code: CODE.failedPrecondition,
    });
    await expect(document.delete({ lastUpdateTime: writeTime })).rejects.toMatchObject({
      code: CODE.failedPrecondition,
    });
    expect(await read(document)).toEqual({ a: 2 });
  },
  'makes no new version of a write that changes nothing': async ({ collection }) => {
    const document = collection().doc('a');
    const first = await document.set({ a: 1 });
    await document.set({ a: 1 });

    expect((await document.get()).updateTime).toEqual(first.writeTime);
  },
  'refuses a document of more than 1 MiB and takes one just below': async ({ collection }) => {
    const document = collection().doc('large');

    await expect(document.set({ text: 'x'.repeat(1_048_576) })).rejects.toMatchObject({ code: CODE.invalidArgument });
    await document.set({ text: 'x'.repeat(1_048_000) });
    expect((await read(document))?.['text']).toHaveLength(1_048_000);
  },
  'refuses reserved field names': async ({ collection }) => {
    await expect(collection().doc('a').set({ __reserved__: 1 })).rejects.toMatchObject({ code: CODE.invalidArgument });
  },
  'refuses reserved document ids': async ({ collection }) => {
    await expect(collection().doc('__reserved__').set({ a: 1 })).rejects.toMatchObject({ code: CODE.invalidArgument });
  },
  'applies all writes of a batch or none': async ({ db, collection }) => {
    await collection().doc('there').set({ a: 1 });
    const batch = db.batch();
    batch.set(collection().doc('new'), { a: 1 });
    batch.delete(collection().doc('there'));
    batch.update(collection().doc('none'), { a: 1 });

    await expect(batch.commit()).rejects.toMatchObject({ code: CODE.notFound });
    expect((await collection().doc('new').get()).exists).toBe(false);
    expect((await collection().doc('there').get()).exists).toBe(true);
  },
  'applies the writes of a batch to one document in order': async ({ db, collection }) => {
    const document = collection().doc('a');
    const batch = db.batch();
    batch.set(document, { a: 1, gone: true });
    batch.update(document, { a: FieldValue.increment(1), gone: FieldValue.delete() });
    batch.update(document, { b: 3 });
    const results = await batch.commit();

    expect(await read(document)).toEqual({ a: 2, b: 3 });
    expect(results).toHaveLength(3);
  },
  'gives all writes of a batch one time': async ({ db, collection }) => {
    const batch = db.batch();
    batch.set(collection().doc('a'), { a: 1 });
    batch.set(collection().doc('b'), { a: 1 });
    const [first, second] = await batch.commit();

    expect(first?.writeTime).toEqual(second?.writeTime);
    expect(first?.writeTime).toBeInstanceOf(Timestamp);
  },
  'writes five hundred documents in one batch': async ({ collection }) => {
    await fill(collection(), Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`d${at}`, { at }])));

    expect((await collection().count().get()).data().count).toBe(500);
  },
  'writes in bulk, each write on its own': async ({ db, collection }) => {
    const writer = db.bulkWriter();
    writer.onWriteError(() => false);
    await collection().doc('there').set({ a: 1 });
    const outcomes = await Promise.allSettled([
      ...Array.from({ length: 40 }, (_, at) => writer.set(collection().doc(`d${at}`), { at })),
      writer.create(collection().doc('there'), { a: 2 }),
      writer.flush(),
    ]);
    await writer.close();

    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    expect((await collection().count().get()).data().count).toBe(41);
    expect(await read(collection().doc('there'))).toEqual({ a: 1 });
  },
  'deletes everything below a collection': async ({ db, collection }) => {
    await fill(collection(), { a: { at: 1 }, b: { at: 1 } });
    await collection().doc('a').collection('parts').doc('x').set({ at: 1 });

    await db.recursiveDelete(collection());

    expect(await collection().listDocuments()).toEqual([]);
  },
};
