import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { toDayNumber } from '#shared/calendar/civil-date.ts';
import { generateTpch } from '#infra/local/samples/tpch/generate-tpch.ts';
import { makeOrderRows } from '#infra/local/samples/tpch/order-rows.ts';
import { withRemark } from '#infra/local/samples/tpch/party-rows.ts';
import { makeNationRows, makeRegionRows } from '#infra/local/samples/tpch/places.ts';
import { nextState } from '#infra/local/samples/tpch/random-stream.ts';
import { SentenceWriter } from '#infra/local/samples/tpch/sentence-writer.ts';
import { tableSizes } from '#infra/local/samples/tpch/table-sizes.ts';
import { cutPool } from '#infra/local/samples/tpch/text-pool.ts';

describe('the random numbers', () => {
  it('are those of the minimal standard generator, for any state', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_147_483_646 }), (state) => {
        expect(BigInt(nextState(state))).toBe((BigInt(state) * 16_807n) % 2_147_483_647n);
      }),
    );
  });

  it('reach the check value that Park and Miller publish: 1,043,618,065 after 10,000 steps from 1', () => {
    let state = 1;
    for (let step = 0; step < 10_000; step += 1) state = nextState(state);

    expect(state).toBe(1_043_618_065);
  });
});

describe('the pseudo text', () => {
  it('begins as dbgen’s does', () => {
    const writer = new SentenceWriter();
    let text = '';
    for (let sentence = 0; sentence < 12; sentence += 1) {
      const length = writer.next();
      expect(writer.text()).toHaveLength(length);
      text += writer.text();
    }

    expect(text).toMatch(
      /^furiously special foxes haggle furiously blithely ironic deposits\. slyly final theodolites /,
    );
    expect(text).toMatch(/ quick, careful packages could have to use slyly ideas\. $/);
  });

  it('is cut alike whatever else is cut, and however pieces lie over each other', async () => {
    const pieces = [
      { start: 40, length: 100 },
      { start: 0, length: 9 },
      { start: 45, length: 3 },
      { start: 40, length: 100 },
    ];

    const [long, first, inside, again] = await cutPool(pieces);

    expect(first).toBe('furiously');
    expect(long?.slice(5, 8)).toBe(inside);
    expect(again).toBe(long);
    expect(long).toHaveLength(100);
  });

  // As in every published TPC-H database of dbgen 3; they lie far apart in the 300 MB of text, up to 297 MB from its start.
  it('gives the comments of regions and nations that dbgen gives', async () => {
    const sizes = tableSizes(1);
    const [africa, algeria, argentina, brazil] = await cutPool(
      [makeRegionRows(sizes)[0], ...makeNationRows(sizes).slice(0, 3)].map((row) => row?.comment ?? never()),
    );

    expect(africa).toBe(
      'lar deposits. blithely final packages cajole. regular waters are final requests. regular accounts are according to ',
    );
    expect(algeria).toBe(' haggle. carefully final deposits detect slyly agai');
    expect(argentina).toBe('al foxes promise slyly according to the regular accounts. bold requests alon');
    expect(brazil).toBe(
      'y alongside of the pending deposits. carefully special packages are about the ironic forges. slyly special ',
    );
  });

  it('bears the remark that question 16 looks for, where there is one', () => {
    const text = 'abcdefghijklmnopqrstuvwxyz';

    expect(withRemark(text, null)).toBe(text);
    expect(withRemark(text, { word: 'Complaints', at: 2, gap: 3 })).toBe('abCustomer lmnComplaintsyz');
  });
});

describe('the tables at scale 0.01', () => {
  let data: Awaited<ReturnType<typeof generateTpch>>;
  beforeAll(async () => {
    data = await generateTpch({ scaleFactor: 0.01, poolSize: 10 * 1_024 * 1_024 });
  });

  it('have the rows of the specification', () => {
    expect(Object.entries(data).map(([table, rows]) => [table, rows.length])).toEqual([
      ['regions', 5],
      ['nations', 25],
      ['parts', 2_000],
      ['partSuppliers', 8_000],
      ['suppliers', 100],
      ['customers', 1_500],
      ['orders', 15_000],
      ['lines', 60_175],
    ]);
  });

  it('refer to each other', () => {
    const keys = <Row>(rows: readonly Row[], keyOf: (row: Row) => unknown): ReadonlySet<unknown> =>
      new Set(rows.map((row) => keyOf(row)));
    const offers = keys(data.partSuppliers, ({ partKey, supplierKey }) => `${partKey}/${supplierKey}`);
    const customers = keys(data.customers, ({ key }) => key);

    expect(offers.size).toBe(8_000);
    expect(data.lines.every(({ partKey, supplierKey }) => offers.has(`${partKey}/${supplierKey}`))).toBe(true);
    expect(data.orders.every(({ customerKey }) => customers.has(customerKey) && customerKey % 3 !== 0)).toBe(true);
  });
});

/** Sums of whole numbers beyond 2^53. */
class ExactSum {
  #high = 0n;
  #low = 0;

  add(value: number): void {
    this.#low += value;
    if (this.#low < 2 ** 52) return;
    this.#high += BigInt(this.#low);
    this.#low = 0;
  }

  get value(): bigint {
    return this.#high + BigInt(this.#low);
  }
}

describe('the order lines at scale 1', () => {
  // TPC-H specification 4.2.5 (rows of LINEITEM) and its published answers of questions 1 and 6.
  it('give the specification’s published figures to the last digit', () => {
    const groups = new Map<string, { quantity: number; base: number; discounted: ExactSum; charge: ExactSum }>();
    const [lastShipment, from, to] = ['1998-09-02', '1994-01-01', '1995-01-01'].map((day) => toDayNumber(day));
    let count = 0;
    let question6 = 0;
    for (const { lines } of makeOrderRows(tableSizes(1))) {
      for (const line of lines) {
        count += 1;
        if (line.shipDay > (lastShipment ?? 0)) continue;
        const name = line.returnFlag + line.status;
        const group = groups.get(name) ?? { quantity: 0, base: 0, discounted: new ExactSum(), charge: new ExactSum() };
        groups.set(name, group);
        group.quantity += line.quantity;
        group.base += line.extendedPrice;
        group.discounted.add(line.extendedPrice * (100 - line.discount));
        group.charge.add(line.extendedPrice * (100 - line.discount) * (100 + line.tax));
        const isInYear = line.shipDay >= (from ?? 0) && line.shipDay < (to ?? 0);
        const isCounted = isInYear && line.discount >= 5 && line.discount <= 7 && line.quantity < 24;
        if (isCounted) question6 += line.extendedPrice * line.discount;
      }
    }

    expect(count).toBe(6_001_215);
    expect(question6).toBe(1_231_410_782_283);
    expect(
      Object.fromEntries(
        [...groups].map(([name, sums]) => [name, [sums.quantity, sums.base, sums.discounted.value, sums.charge.value]]),
      ),
    ).toEqual({
      AF: [37_734_107, 5_658_655_440_073, 537_582_571_348_700n, 55_909_065_222_827_692n],
      NF: [991_417, 148_750_471_038, 14_130_821_680_541n, 1_469_649_223_194_375n],
      NO: [74_476_040, 11_170_172_969_774, 1_061_182_303_076_056n, 110_367_043_872_497_010n],
      RF: [37_719_753, 5_656_804_138_090, 537_412_926_846_040n, 55_889_619_119_831_932n],
    });
  }, 120_000);
});

function never(): never {
  throw new Error('There is no such row.');
}
