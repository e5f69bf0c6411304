import type { LoadedColumn } from '../column-loader.ts';
import type {
  CustomerRow,
  DateRow,
  InventoryRow,
  ProductRow,
  PromotionRow,
  ReturnRow,
  SaleRow,
  StoreRow,
  TargetRow,
} from './rows.ts';

/** How rows become the columns of `infra/snowflake/retail/schema.sql`. */

export const DATE_COLUMNS: readonly LoadedColumn<DateRow>[] = [
  { name: 'DATE_KEY', kind: 'day', of: ({ day }) => day },
  { name: 'YEAR', kind: 'whole', of: ({ year }) => year },
  { name: 'QUARTER', kind: 'whole', of: ({ quarter }) => quarter },
  { name: 'MONTH', kind: 'whole', of: ({ month }) => month },
  { name: 'MONTH_NAME', kind: 'text', of: ({ monthName }) => monthName },
  { name: 'WEEK', kind: 'whole', of: ({ week }) => week },
  { name: 'DAY_OF_WEEK', kind: 'whole', of: ({ dayOfWeek }) => dayOfWeek },
  { name: 'DAY_NAME', kind: 'text', of: ({ dayName }) => dayName },
  { name: 'FISCAL_YEAR', kind: 'whole', of: ({ fiscalYear }) => fiscalYear },
  { name: 'FISCAL_QUARTER', kind: 'whole', of: ({ fiscalQuarter }) => fiscalQuarter },
  { name: 'IS_HOLIDAY', kind: 'flag', of: ({ holiday }) => holiday !== null },
  { name: 'HOLIDAY_NAME', kind: 'text', of: ({ holiday }) => holiday },
];

export const CUSTOMER_COLUMNS: readonly LoadedColumn<CustomerRow>[] = [
  { name: 'CUSTOMER_KEY', kind: 'whole', of: ({ key }) => key },
  { name: 'CUSTOMER_NAME', kind: 'text', of: ({ name }) => name },
  { name: 'EMAIL', kind: 'text', of: ({ email }) => email },
  { name: 'SEGMENT', kind: 'text', of: ({ segment }) => segment },
  { name: 'LOYALTY_TIER', kind: 'text', of: ({ tier }) => tier },
  { name: 'CITY', kind: 'text', of: ({ city }) => city },
  { name: 'COUNTRY', kind: 'text', of: ({ country }) => country },
  { name: 'REGION', kind: 'text', of: ({ region }) => region },
  { name: 'SIGNUP_DATE', kind: 'day', of: ({ signupDay }) => signupDay },
];

export const PRODUCT_COLUMNS: readonly LoadedColumn<ProductRow>[] = [
  { name: 'PRODUCT_KEY', kind: 'whole', of: ({ key }) => key },
  { name: 'SKU', kind: 'text', of: ({ sku }) => sku },
  { name: 'PRODUCT_NAME', kind: 'text', of: ({ name }) => name },
  { name: 'BRAND', kind: 'text', of: ({ brand }) => brand },
  { name: 'CATEGORY', kind: 'text', of: ({ category }) => category },
  { name: 'SUBCATEGORY', kind: 'text', of: ({ subcategory }) => subcategory },
  { name: 'UNIT_COST', kind: 'money', of: ({ costCents }) => costCents },
  { name: 'LIST_PRICE', kind: 'money', of: ({ priceCents }) => priceCents },
  { name: 'LAUNCH_DATE', kind: 'day', of: ({ launchDay }) => launchDay },
];

export const STORE_COLUMNS: readonly LoadedColumn<StoreRow>[] = [
  { name: 'STORE_KEY', kind: 'whole', of: ({ key }) => key },
  { name: 'STORE_NAME', kind: 'text', of: ({ name }) => name },
  { name: 'CHANNEL', kind: 'text', of: ({ channel }) => channel },
  { name: 'CITY', kind: 'text', of: ({ city }) => city },
  { name: 'COUNTRY', kind: 'text', of: ({ country }) => country },
  { name: 'REGION', kind: 'text', of: ({ region }) => region },
  { name: 'OPENED_DATE', kind: 'day', of: ({ openedDay }) => openedDay },
];

export const PROMOTION_COLUMNS: readonly LoadedColumn<PromotionRow>[] = [
  { name: 'PROMOTION_KEY', kind: 'whole', of: ({ key }) => key },
  { name: 'PROMOTION_NAME', kind: 'text', of: ({ name }) => name },
  { name: 'DISCOUNT_RATE', kind: 'rate', of: ({ rateThousandths }) => rateThousandths },
  { name: 'START_DATE', kind: 'day', of: ({ startDay }) => startDay },
  { name: 'END_DATE', kind: 'day', of: ({ endDay }) => endDay },
];

export const SALE_COLUMNS: readonly LoadedColumn<SaleRow>[] = [
  { name: 'ORDER_ID', kind: 'whole', of: ({ orderId }) => orderId },
  { name: 'LINE_NUMBER', kind: 'whole', of: ({ line }) => line },
  { name: 'ORDER_DATE', kind: 'day', of: ({ day }) => day },
  { name: 'CUSTOMER_KEY', kind: 'whole', of: ({ customer }) => customer },
  { name: 'PRODUCT_KEY', kind: 'whole', of: ({ product }) => product },
  { name: 'STORE_KEY', kind: 'whole', of: ({ store }) => store },
  { name: 'PROMOTION_KEY', kind: 'whole', of: ({ promotion }) => promotion },
  { name: 'QUANTITY', kind: 'whole', of: ({ quantity }) => quantity },
  { name: 'UNIT_PRICE', kind: 'money', of: ({ priceCents }) => priceCents },
  { name: 'DISCOUNT_AMOUNT', kind: 'money', of: ({ discountCents }) => discountCents },
  { name: 'NET_AMOUNT', kind: 'money', of: ({ netCents }) => netCents },
  { name: 'COST_AMOUNT', kind: 'money', of: ({ costCents }) => costCents },
];

export const RETURN_COLUMNS: readonly LoadedColumn<ReturnRow>[] = [
  { name: 'RETURN_ID', kind: 'whole', of: ({ id }) => id },
  { name: 'RETURN_DATE', kind: 'day', of: ({ day }) => day },
  { name: 'ORDER_ID', kind: 'whole', of: ({ sale }) => sale.orderId },
  { name: 'LINE_NUMBER', kind: 'whole', of: ({ sale }) => sale.line },
  { name: 'CUSTOMER_KEY', kind: 'whole', of: ({ sale }) => sale.customer },
  { name: 'PRODUCT_KEY', kind: 'whole', of: ({ sale }) => sale.product },
  { name: 'STORE_KEY', kind: 'whole', of: ({ sale }) => sale.store },
  { name: 'QUANTITY', kind: 'whole', of: ({ quantity }) => quantity },
  { name: 'REFUND_AMOUNT', kind: 'money', of: ({ refundCents }) => refundCents },
  { name: 'REASON', kind: 'text', of: ({ reason }) => reason },
];

export const INVENTORY_COLUMNS: readonly LoadedColumn<InventoryRow>[] = [
  { name: 'SNAPSHOT_DATE', kind: 'day', of: ({ day }) => day },
  { name: 'PRODUCT_KEY', kind: 'whole', of: ({ product }) => product },
  { name: 'STORE_KEY', kind: 'whole', of: ({ store }) => store },
  { name: 'ON_HAND_QTY', kind: 'whole', of: ({ quantity }) => quantity },
  { name: 'ON_HAND_VALUE', kind: 'money', of: ({ valueCents }) => valueCents },
];

export const TARGET_COLUMNS: readonly LoadedColumn<TargetRow>[] = [
  { name: 'MONTH', kind: 'day', of: ({ day }) => day },
  { name: 'REGION', kind: 'text', of: ({ region }) => region },
  { name: 'CHANNEL', kind: 'text', of: ({ channel }) => channel },
  { name: 'TARGET_AMOUNT', kind: 'money', of: ({ targetCents }) => targetCents },
];
