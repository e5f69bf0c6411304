import { FieldPath, Filter, Timestamp, type CollectionReference, type Query } from '@google-cloud/firestore';
import { expect } from 'vitest';
import type { Features } from '#tests/support/describe-contract.ts';
import { CODE, fill, found, type World } from '../world.ts';

const PEOPLE = {
  ann: { age: 31, city: 'Bern', tags: ['a', 'b'], address: { zip: '3000' }, vip: true },
  bob: { age: 25, city: 'Basel', tags: ['b', 'c'], address: { zip: '4000' }, vip: null },
  cleo: { age: 31.5, city: 'Zug', tags: ['c'], score: Number.NaN },
  dan: { age: 40, city: 'Bern', tags: [], score: 1 },
  eve: { age: 'unknown', city: 'Bonn', score: 2, since: new Timestamp(1_700_000_000, 0) },
};

/** A feature that asks the people one query and compares who is found. */
function finds(ask: (people: CollectionReference, world: World) => Query, expected: readonly string[]) {
  return async (world: World): Promise<void> => {
    const people = await fill(world.collection('people'), PEOPLE);

    expect(await found(ask(people, world))).toEqual(expected);
  };
}

/** All filters, alone and put together. */
export const filterFeatures: Features<World> = {
  'finds equal values, 1 and 1.0 alike': finds((people) => people.where('age', '==', 31.0), ['ann']),
  'finds different values, but not missing ones nor null': finds((people) => people.where('vip', '!=', false), ['ann']),
  'finds less': finds((people) => people.where('age', '<', 31), ['bob']),
  'finds less or equal': finds((people) => people.where('age', '<=', 31), ['bob', 'ann']),
  'finds greater': finds((people) => people.where('age', '>', 31), ['cleo', 'dan']),
  'finds greater or equal': finds((people) => people.where('age', '>=', 31), ['ann', 'cleo', 'dan']),
  'finds between two bounds': finds((people) => people.where('age', '>', 25).where('age', '<', 40), ['ann', 'cleo']),
  'compares within one type only': finds((people) => people.where('age', '>', 'a'), ['eve']),
  'finds by a time': finds((people) => people.where('since', '>=', new Timestamp(1_600_000_000, 0)), ['eve']),
  'finds by the beginning of a text': finds(
    (people) => people.where('city', '>=', 'B').where('city', '<', 'C'),
    ['bob', 'ann', 'dan', 'eve'],
  ),
  'finds null': finds((people) => people.where('vip', '==', null), ['bob']),
  'finds what is there and not null': finds((people) => people.where('vip', '!=', null), ['ann']),
  'finds what is not a number': finds((people) => people.where('score', '==', Number.NaN), ['cleo']),
  'finds numbers': finds((people) => people.where('score', '!=', Number.NaN), ['dan', 'eve']),
  'finds one of several values': finds(
    (people) => people.where('city', 'in', ['Zug', 'Basel', 'Ulm']),
    ['bob', 'cleo'],
  ),
  'finds none of several values': finds((people) => people.where('city', 'not-in', ['Bern', 'Zug']), ['bob', 'eve']),
  'finds an element of an array': finds((people) => people.where('tags', 'array-contains', 'b'), ['ann', 'bob']),
  'finds any of several elements of an array, each document once': finds(
    (people) => people.where('tags', 'array-contains-any', ['a', 'b']),
    ['ann', 'bob'],
  ),
  'finds a whole array': finds((people) => people.where('tags', '==', ['b', 'c']), ['bob']),
  'finds a whole map': finds((people) => people.where('address', '==', { zip: '4000' }), ['bob']),
  'finds by a nested field': finds((people) => people.where('address.zip', '>', '3000'), ['bob']),
  'finds by id': finds((people) => people.where(FieldPath.documentId(), 'in', ['dan', 'bob', 'zoe']), ['bob', 'dan']),
  'finds ids after an id': finds((people) => people.where(FieldPath.documentId(), '>', 'cleo'), ['dan', 'eve']),
  'needs all of several conditions': finds(
    (people) => people.where('city', '==', 'Bern').where('age', '==', 40),
    ['dan'],
  ),
  'takes any of several conditions': finds(
    (people) => people.where(Filter.or(Filter.where('city', '==', 'Zug'), Filter.where('age', '==', 25))),
    ['bob', 'cleo'],
  ),
  'nests all in any': finds(
    (people) =>
      people.where(
        Filter.or(
          Filter.and(Filter.where('city', '==', 'Bern'), Filter.where('age', '==', 31)),
          Filter.where('city', '==', 'Zug'),
        ),
      ),
    ['ann', 'cleo'],
  ),
  'nests any in all': finds(
    (people) =>
      people.where(
        Filter.and(
          Filter.where('city', '==', 'Bern'),
          Filter.or(Filter.where('age', '==', 40), Filter.where('age', '==', 41)),
        ),
      ),
    ['dan'],
  ),
  'bounds several fields at once': finds(
    (people) => people.where('age', '>', 30).where('city', '<', 'C'),
    ['ann', 'dan'],
  ),
  'joins an array filter with an equality': finds(
    (people) => people.where('tags', 'array-contains', 'b').where('city', '==', 'Basel'),
    ['bob'],
  ),
  'refuses two array filters in one conjunction': async ({ collection }) => {
    const query = collection().where('a', 'array-contains', 1).where('b', 'array-contains', 2);

    await expect(query.get()).rejects.toMatchObject({ code: CODE.invalidArgument });
  },
  'refuses more than thirty disjunctions': async ({ collection }) => {
    const query = collection().where('a', 'in', [1, 2, 3, 4, 5, 6]).where('b', 'in', [1, 2, 3, 4, 5, 6]);

    await expect(query.get()).rejects.toMatchObject({ code: CODE.invalidArgument });
  },
  'refuses not-in beside in': async ({ collection }) => {
    const query = collection().where('a', 'not-in', [1]).where('b', 'in', [1]);

    await expect(query.get()).rejects.toMatchObject({ code: CODE.invalidArgument });
  },
};
