import type { PoolPiece } from './text-pool.ts';

/** Rows of TPC-H as they are drawn. Money is whole cents, discount and tax whole hundredths, days are since 1970-01-01. */

export interface PlaceRow {
  readonly key: number;
  readonly name: string;
  /** A region's is its own. */
  readonly regionKey: number;
  readonly comment: PoolPiece;
}

export interface PartRow {
  readonly key: number;
  readonly name: string;
  readonly manufacturer: string;
  readonly brand: string;
  readonly type: string;
  readonly size: number;
  readonly container: string;
  readonly retailPrice: number;
  readonly comment: PoolPiece;
}

export interface PartSupplierRow {
  readonly partKey: number;
  readonly supplierKey: number;
  readonly availableQuantity: number;
  readonly supplyCost: number;
  readonly comment: PoolPiece;
}

export interface SupplierRow {
  readonly key: number;
  readonly name: string;
  readonly address: string;
  readonly nationKey: number;
  readonly phone: string;
  readonly balance: number;
  readonly comment: PoolPiece;
  /** What is written over the comment, and where; null for nearly all. */
  readonly remark: SupplierRemark | null;
}

/** `Customer … Complaints` or `Customer … Recommends`, which question 16 looks for. */
export interface SupplierRemark {
  readonly word: 'Complaints' | 'Recommends';
  readonly at: number;
  /** Characters between the two words. */
  readonly gap: number;
}

export interface CustomerRow {
  readonly key: number;
  readonly name: string;
  readonly address: string;
  readonly nationKey: number;
  readonly phone: string;
  readonly balance: number;
  readonly segment: string;
  readonly comment: PoolPiece;
}

export interface OrderRow {
  readonly key: number;
  readonly customerKey: number;
  readonly status: 'F' | 'O' | 'P';
  readonly totalPrice: number;
  readonly day: number;
  readonly priority: string;
  readonly clerk: string;
  readonly comment: PoolPiece;
  readonly lines: readonly LineRow[];
}

export interface LineRow {
  readonly orderKey: number;
  readonly partKey: number;
  readonly supplierKey: number;
  readonly number: number;
  readonly quantity: number;
  readonly extendedPrice: number;
  readonly discount: number;
  readonly tax: number;
  readonly returnFlag: string;
  readonly status: 'F' | 'O';
  readonly shipDay: number;
  readonly commitDay: number;
  readonly receiptDay: number;
  readonly shipInstruction: string;
  readonly shipMode: string;
  readonly comment: PoolPiece;
}
