import type { PlantedEffects } from './planted-effects.ts';
import { createRandom } from './random.ts';
import type { ProductRow, ReturnRow, SaleRow, StoreRow } from './rows.ts';

const REASONS = ['Changed mind', 'Damaged', 'Wrong item', 'Not as described', 'Late delivery'] as const;
const RECALL = 'Recall';
const ONLINE_RATE = 0.055;
const OTHER_RATE = 0.03;
/** Buyers of so many days before a recall send the product back. */
const RECALL_REACH_DAYS = 90;

/** Returns of sold lines, always after the order, by day; a line comes back once at most. */
export function makeReturnRows(
  seed: number,
  sales: readonly SaleRow[],
  { products, stores }: { readonly products: readonly ProductRow[]; readonly stores: readonly StoreRow[] },
  effects: PlantedEffects,
): ReturnRow[] {
  const random = createRandom(seed, 'returns');
  const { recall } = effects;
  const recalled = products.find(({ name }) => name === recall.productName)?.key ?? null;
  const online = new Set(stores.filter(({ channel }) => channel === 'Online').map(({ key }) => key));
  const returns: Omit<ReturnRow, 'id'>[] = [];
  for (const sale of sales) {
    const isReached =
      sale.product === recalled && sale.day < recall.from && sale.day >= recall.from - RECALL_REACH_DAYS;
    if (isReached && random.chance(recall.returnedShare)) {
      const day = recall.from + random.between(0, 40);
      returns.push({ day, sale, quantity: sale.quantity, refundCents: sale.netCents, reason: RECALL });
      continue;
    }
    if (!random.chance(online.has(sale.store) ? ONLINE_RATE : OTHER_RATE)) continue;
    const quantity = random.between(1, sale.quantity);
    const refundCents = Math.round((sale.netCents * quantity) / sale.quantity);
    returns.push({ day: sale.day + random.between(2, 30), sale, quantity, refundCents, reason: random.pick(REASONS) });
  }
  return returns
    .filter(({ day }) => day < effects.to)
    .toSorted((one, other) => one.day - other.day)
    .map((row, at) => ({ id: at + 1, ...row }));
}
