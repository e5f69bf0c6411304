import { makeOrderRows } from './order-rows.ts';
import { makePartRows, makePartSupplierRows } from './part-rows.ts';
import { makeCustomerRows, makeSupplierRows, withRemark } from './party-rows.ts';
import { makeNationRows, makeRegionRows } from './places.ts';
import { type TableSizes, tableSizes } from './table-sizes.ts';
import { cutPool, type PoolPiece } from './text-pool.ts';
import type { Worded } from './tpch-columns.ts';

export interface TpchOptions {
  /** 1 is about a gigabyte; 0.01 gives 86,805 rows. */
  readonly scaleFactor: number;
  /** Characters of the text that comments are cut from; dbgen's own unless told otherwise. */
  readonly poolSize?: number;
}

/**
 * The eight tables of TPC-H as its generator, dbgen 3, makes them: every column of every row, comments included.
 *
 * Takes about a second for the text whatever the scale; other work gets its turn meanwhile.
 */
export async function generateTpch({ scaleFactor, poolSize }: TpchOptions) {
  const sizes = tableSizes(scaleFactor, poolSize);
  const drawn = drawRows(sizes);
  const texts = await cutPool(Object.values(drawn).flatMap((rows) => rows.map(({ comment }) => comment)));
  const words = texts.values();
  // The order is the one in which the pieces were listed.
  return {
    regions: worded(drawn.regions, words),
    nations: worded(drawn.nations, words),
    parts: worded(drawn.parts, words),
    partSuppliers: worded(drawn.partSuppliers, words),
    suppliers: worded(drawn.suppliers, words).map((row) => ({ ...row, comment: withRemark(row.comment, row.remark) })),
    customers: worded(drawn.customers, words),
    orders: worded(drawn.orders, words),
    lines: worded(drawn.lines, words),
  };
}

function drawRows(sizes: TableSizes) {
  const orders = [...makeOrderRows(sizes)];
  return {
    regions: makeRegionRows(sizes),
    nations: makeNationRows(sizes),
    parts: makePartRows(sizes),
    partSuppliers: makePartSupplierRows(sizes),
    suppliers: makeSupplierRows(sizes),
    customers: makeCustomerRows(sizes),
    orders,
    lines: orders.flatMap(({ lines }) => lines),
  };
}

function worded<Row extends { readonly comment: PoolPiece }>(
  rows: readonly Row[],
  words: Iterator<string>,
): readonly Worded<Row>[] {
  return rows.map((row) => ({ ...row, comment: String(words.next().value) }));
}
