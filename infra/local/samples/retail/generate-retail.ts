import { toDayNumber } from '#shared/calendar/civil-date.ts';
import { makeCustomerRows } from './customer-rows.ts';
import { makeDateRows } from './date-rows.ts';
import { makeInventoryRows } from './inventory-rows.ts';
import { plantEffects } from './planted-effects.ts';
import { makeProductRows } from './product-rows.ts';
import { makePromotionRows } from './promotion-rows.ts';
import { makeReturnRows } from './return-rows.ts';
import type { RetailData } from './rows.ts';
import { makeSaleRows } from './sale-rows.ts';
import { makeStoreRows } from './store-rows.ts';
import { makeTargetRows } from './target-rows.ts';

export interface RetailOptions {
  readonly seed: number;
  /** `YYYY-MM-DD`: the history ends the day before. */
  readonly asOf: string;
}

/** The retail sample: three years up to the day before `asOf`. Equal options give equal data, on every machine. */
export function generateRetail({ seed, asOf }: RetailOptions): RetailData {
  const effects = plantEffects(toDayNumber(asOf));
  const { from, to } = effects;
  const customers = makeCustomerRows(seed, from, to);
  const products = makeProductRows(seed, from, to);
  const stores = makeStoreRows(seed, from);
  const promotions = makePromotionRows(from, to);
  const sales = makeSaleRows(seed, { customers, products, stores, promotions }, effects);
  return {
    dates: makeDateRows(from, to),
    customers,
    products,
    stores,
    promotions,
    sales,
    returns: makeReturnRows(seed, sales, { products, stores }, effects),
    inventory: makeInventoryRows(seed, { products, stores }, effects),
    targets: makeTargetRows(seed, { sales, customers, stores, promotions }, effects),
  };
}
