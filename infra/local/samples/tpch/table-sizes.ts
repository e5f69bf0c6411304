import { DBGEN_POOL_SIZE } from './text-pool.ts';

/** Rows of the tables that grow with the scale factor, and how much text their comments are cut from. */
export interface TableSizes {
  readonly parts: number;
  readonly suppliers: number;
  readonly customers: number;
  readonly orders: number;
  /** Characters; another size than dbgen's gives other comments and nothing else. */
  readonly poolSize: number;
}

/** Sizes at a scale factor (TPC-H specification 4.2.5); 1 is about a gigabyte. */
export function tableSizes(scaleFactor: number, poolSize: number = DBGEN_POOL_SIZE): TableSizes {
  const at = (base: number): number => Math.trunc(base * scaleFactor);
  return { parts: at(200_000), suppliers: at(10_000), customers: at(150_000), orders: at(1_500_000), poolSize };
}

/** Suppliers that offer each part. */
export const SUPPLIERS_PER_PART = 4;

/** The `which`th supplier of a part (TPC-H specification 4.2.3, PS_SUPPKEY). */
export function supplierOf(partKey: number, which: number, suppliers: number): number {
  const step = Math.trunc(suppliers / SUPPLIERS_PER_PART) + Math.trunc((partKey - 1) / suppliers);
  return ((partKey + which * step) % suppliers) + 1;
}

/** Whole cents (TPC-H specification 4.2.3, P_RETAILPRICE). */
export function retailPrice(partKey: number): number {
  return 90_000 + (Math.trunc(partKey / 10) % 20_001) + 100 * (partKey % 1_000);
}
