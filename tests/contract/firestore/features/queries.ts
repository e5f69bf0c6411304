import { AggregateField, FieldPath, FieldValue, Timestamp, type QuerySnapshot } from '@google-cloud/firestore';
import { expect } from 'vitest';
import type { Features } from '#tests/support/describe-contract.ts';
import { fill, found, idsOf, numberOf, type World } from '../world.ts';

const HEIGHTS = { a: { height: 3 }, b: { height: 1 }, c: { height: 2 }, d: { height: 2 }, e: { name: 'no height' } };

/** Order, cursors, limits, projections, groups. */
export const queryFeatures: Features<World> = {
  'orders by id when nothing else is said': async ({ collection }) => {
    await fill(collection(), {
      b: { at: 1 },
      a: { at: 2 },
      B: { at: 3 },
      é: { at: 4 },
      '10': { at: 5 },
      '9': { at: 6 },
    });

    expect(await found(collection())).toEqual(['10', '9', 'B', 'a', 'b', 'é']);
  },
  'orders by a field, ties by id, and leaves out documents without it': async ({ collection }) => {
    await fill(collection(), HEIGHTS);

    expect(await found(collection().orderBy('height'))).toEqual(['b', 'c', 'd', 'a']);
  },
  'orders downwards, ties too': async ({ collection }) => {
    await fill(collection(), HEIGHTS);

    expect(await found(collection().orderBy('height', 'desc'))).toEqual(['a', 'd', 'c', 'b']);
  },
  'orders by several fields': async ({ collection }) => {
    await fill(collection(), { a: { x: 1, y: 1 }, b: { x: 1, y: 2 }, c: { x: 0, y: 9 } });

    expect(await found(collection().orderBy('x').orderBy('y', 'desc'))).toEqual(['c', 'b', 'a']);
  },
  'orders values of different types': async ({ db, root, collection }) => {
    await fill(collection(), {
      map: { value: { a: 1 } },
      vector: { value: FieldValue.vector([1]) },
      array: { value: [1] },
      reference: { value: db.doc(root.path) },
      bytes: { value: Buffer.from('a') },
      text: { value: 'a' },
      time: { value: new Timestamp(1, 0) },
      number: { value: 1 },
      nan: { value: Number.NaN },
      yes: { value: true },
      no: { value: false },
      nothing: { value: null },
    });

    expect(await found(collection().orderBy('value'))).toEqual(
      'nothing no yes nan number time text bytes reference array vector map'.split(' '),
    );
  },
  'orders text by its UTF-8 bytes': async ({ collection }) => {
    await fill(collection(), { high: { text: '\u{1F600}' }, low: { text: '\uFFEE' }, plain: { text: 'z' } });

    expect(await found(collection().orderBy('text'))).toEqual(['plain', 'low', 'high']);
  },
  'tells whole numbers apart that round to one double': async ({ collection }) => {
    await fill(collection(), { larger: { n: BigInt('9007199254740993') }, smaller: { n: 9_007_199_254_740_992 } });

    expect(await found(collection().orderBy('n'))).toEqual(['smaller', 'larger']);
  },
  'orders by id downwards': async ({ collection }) => {
    await fill(collection(), { a: { at: 1 }, b: { at: 1 }, c: { at: 1 } });

    expect(await found(collection().orderBy(FieldPath.documentId(), 'desc'))).toEqual(['c', 'b', 'a']);
  },
  'gives the first ones up to a limit': async ({ collection }) => {
    await fill(collection(), HEIGHTS);

    expect(await found(collection().orderBy('height').limit(2))).toEqual(['b', 'c']);
  },
  'gives the last ones, in order': async ({ collection }) => {
    await fill(collection(), HEIGHTS);

    expect(await found(collection().orderBy('height').limitToLast(2))).toEqual(['d', 'a']);
  },
  'leaves out the first ones': async ({ collection }) => {
    await fill(collection(), HEIGHTS);

    expect(await found(collection().orderBy('height').offset(1).limit(2))).toEqual(['c', 'd']);
  },
  'starts at a value': async ({ collection }) => {
    await fill(collection(), HEIGHTS);

    expect(await found(collection().orderBy('height').startAt(2))).toEqual(['c', 'd', 'a']);
  },
  'starts after a value': async ({ collection }) => {
    await fill(collection(), HEIGHTS);

    expect(await found(collection().orderBy('height').startAfter(2))).toEqual(['a']);
  },
  'ends at a value': async ({ collection }) => {
    await fill(collection(), HEIGHTS);

    expect(await found(collection().orderBy('height').endAt(2))).toEqual(['b', 'c', 'd']);
  },
  'ends before a value': async ({ collection }) => {
    await fill(collection(), HEIGHTS);

    expect(await found(collection().orderBy('height').endBefore(2))).toEqual(['b']);
  },
  'pages with a document as cursor, through ties': async ({ collection }) => {
    await fill(collection(), HEIGHTS);
    const pages: string[][] = [];
    let query = collection().orderBy('height', 'desc').limit(2);
    for (let page: QuerySnapshot = await query.get(); page.size > 0; page = await query.get()) {
      pages.push(idsOf(page));
      const last = page.docs.at(-1);
      if (last !== undefined) query = collection().orderBy('height', 'desc').limit(2).startAfter(last);
    }

    expect(pages).toEqual([
      ['a', 'd'],
      ['c', 'b'],
    ]);
  },
  'gives only the selected fields': async ({ collection }) => {
    await fill(collection(), { a: { name: 'a', size: { small: 1, large: 2 } } });
    const snapshot = await collection().select('size.small').get();

    expect(snapshot.docs[0]?.data()).toEqual({ size: { small: 1 } });
  },
  'gives documents without fields when none is selected': async ({ collection }) => {
    await fill(collection(), { a: { name: 'a' } });
    const snapshot = await collection().select().get();

    expect(snapshot.docs.map((document) => [document.id, document.data()])).toEqual([['a', {}]]);
  },
  'looks only into its own collection': async ({ collection }) => {
    await fill(collection(), { a: { at: 1 } });
    await fill(collection().doc('a').collection('cities'), { inner: { at: 1 } });

    expect(await found(collection().where('at', '==', 1))).toEqual(['a']);
  },
  'looks into all collections of a group': async ({ db, root, uniqueId }) => {
    const group = uniqueId();
    await fill(root.collection(group), { a: { at: 1 } });
    await fill(root.collection('countries').doc('ch').collection(group), { b: { at: 2 } });
    await fill(root.collection(`${group}-other`), { c: { at: 3 } });

    expect((await found(db.collectionGroup(group))).sort()).toEqual(['a', 'b']);
  },
  'cuts a collection group into partitions that together are the whole': async ({ db, root, uniqueId }) => {
    const group = uniqueId();
    const ids = Array.from({ length: 300 }, (_, at) => `d${String(at).padStart(3, '0')}`);
    await fill(root.collection(group), Object.fromEntries(ids.map((id) => [id, { at: 1 }])));
    const seen: string[] = [];
    for await (const partition of db.collectionGroup(group).getPartitions(4)) {
      seen.push(...(await found(partition.toQuery())));
    }

    expect(seen).toEqual(ids);
  },
  'streams a result': async ({ collection }) => {
    await fill(collection(), HEIGHTS);
    const heights: unknown[] = [];
    for await (const document of collection().orderBy('height').stream()) heights.push(document);

    expect(heights).toHaveLength(4);
  },
  'counts, adds up and averages in one query': async ({ collection }) => {
    await fill(collection(), { ...HEIGHTS, f: { height: 'tall' } });
    const aggregates = await collection()
      .aggregate({
        all: AggregateField.count(),
        total: AggregateField.sum('height'),
        mean: AggregateField.average('height'),
      })
      .get();

    // An aggregate over a field looks at documents that have it; the text counts but does not add.
    expect(aggregates.data()).toEqual({ all: 5, total: 8, mean: 2 });
  },
  'counts what a query finds, within its limit': async ({ collection }) => {
    await fill(collection(), HEIGHTS);

    expect((await collection().where('height', '>', 1).count().get()).data().count).toBe(3);
    expect((await collection().limit(2).count().get()).data().count).toBe(2);
  },
  'averages nothing to null and adds nothing up to zero': async ({ collection }) => {
    const aggregates = await collection()
      .aggregate({ total: AggregateField.sum('height'), mean: AggregateField.average('height') })
      .get();

    expect(aggregates.data()).toEqual({ total: 0, mean: null });
  },
  'finds the nearest vectors': async ({ collection }) => {
    await fill(collection('vectors'), {
      far: { at: FieldValue.vector([10, 0]) },
      near: { at: FieldValue.vector([1, 1]) },
      nearest: { at: FieldValue.vector([0.5, 0]) },
      other: { at: FieldValue.vector([1, 2, 3]) },
      none: { at: [1, 1] },
    });
    const nearest = collection('vectors').findNearest({
      vectorField: 'at',
      queryVector: [0, 0],
      limit: 2,
      distanceMeasure: 'EUCLIDEAN',
      distanceResultField: 'distance',
    });
    const { docs } = await nearest.get();

    expect(docs.map((document) => [document.id, numberOf(document, 'distance')])).toEqual([
      ['nearest', 0.5],
      ['near', Math.SQRT2],
    ]);
  },
  'finds vectors by angle and by product, within a threshold': async ({ collection }) => {
    await fill(collection('vectors'), {
      same: { at: FieldValue.vector([2, 0]) },
      square: { at: FieldValue.vector([0, 5]) },
      opposite: { at: FieldValue.vector([-1, 0]) },
    });
    const search = { vectorField: 'at', queryVector: [1, 0], limit: 10 };
    const byAngle = collection('vectors').findNearest({ ...search, distanceMeasure: 'COSINE', distanceThreshold: 1 });
    const byProduct = collection('vectors').findNearest({ ...search, distanceMeasure: 'DOT_PRODUCT' });

    expect((await byAngle.get()).docs.map(({ id }) => id)).toEqual(['same', 'square']);
    expect((await byProduct.get()).docs.map(({ id }) => id)).toEqual(['same', 'square', 'opposite']);
  },
};
