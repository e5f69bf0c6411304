import type { LoadedColumn } from '../column-loader.ts';
import type { CustomerRow, LineRow, OrderRow, PartRow, PartSupplierRow, PlaceRow, SupplierRow } from './rows.ts';

/** A row whose comment has been cut from the pool. */
export type Worded<Row> = Omit<Row, 'comment'> & { readonly comment: string };

/** How rows become the columns of `infra/snowflake/tpch/schema.sql`. */

export const REGION_COLUMNS: readonly LoadedColumn<Worded<PlaceRow>>[] = [
  { name: 'R_REGIONKEY', kind: 'whole', of: ({ key }) => key },
  { name: 'R_NAME', kind: 'text', of: ({ name }) => name },
  { name: 'R_COMMENT', kind: 'text', of: ({ comment }) => comment },
];

export const NATION_COLUMNS: readonly LoadedColumn<Worded<PlaceRow>>[] = [
  { name: 'N_NATIONKEY', kind: 'whole', of: ({ key }) => key },
  { name: 'N_NAME', kind: 'text', of: ({ name }) => name },
  { name: 'N_REGIONKEY', kind: 'whole', of: ({ regionKey }) => regionKey },
  { name: 'N_COMMENT', kind: 'text', of: ({ comment }) => comment },
];

export const PART_COLUMNS: readonly LoadedColumn<Worded<PartRow>>[] = [
  { name: 'P_PARTKEY', kind: 'whole', of: ({ key }) => key },
  { name: 'P_NAME', kind: 'text', of: ({ name }) => name },
  { name: 'P_MFGR', kind: 'text', of: ({ manufacturer }) => manufacturer },
  { name: 'P_BRAND', kind: 'text', of: ({ brand }) => brand },
  { name: 'P_TYPE', kind: 'text', of: ({ type }) => type },
  { name: 'P_SIZE', kind: 'whole', of: ({ size }) => size },
  { name: 'P_CONTAINER', kind: 'text', of: ({ container }) => container },
  { name: 'P_RETAILPRICE', kind: 'money', of: ({ retailPrice }) => retailPrice },
  { name: 'P_COMMENT', kind: 'text', of: ({ comment }) => comment },
];

export const PART_SUPPLIER_COLUMNS: readonly LoadedColumn<Worded<PartSupplierRow>>[] = [
  { name: 'PS_PARTKEY', kind: 'whole', of: ({ partKey }) => partKey },
  { name: 'PS_SUPPKEY', kind: 'whole', of: ({ supplierKey }) => supplierKey },
  { name: 'PS_AVAILQTY', kind: 'whole', of: ({ availableQuantity }) => availableQuantity },
  { name: 'PS_SUPPLYCOST', kind: 'money', of: ({ supplyCost }) => supplyCost },
  { name: 'PS_COMMENT', kind: 'text', of: ({ comment }) => comment },
];

export const SUPPLIER_COLUMNS: readonly LoadedColumn<Worded<SupplierRow>>[] = [
  { name: 'S_SUPPKEY', kind: 'whole', of: ({ key }) => key },
  { name: 'S_NAME', kind: 'text', of: ({ name }) => name },
  { name: 'S_ADDRESS', kind: 'text', of: ({ address }) => address },
  { name: 'S_NATIONKEY', kind: 'whole', of: ({ nationKey }) => nationKey },
  { name: 'S_PHONE', kind: 'text', of: ({ phone }) => phone },
  { name: 'S_ACCTBAL', kind: 'money', of: ({ balance }) => balance },
  { name: 'S_COMMENT', kind: 'text', of: ({ comment }) => comment },
];

export const CUSTOMER_COLUMNS: readonly LoadedColumn<Worded<CustomerRow>>[] = [
  { name: 'C_CUSTKEY', kind: 'whole', of: ({ key }) => key },
  { name: 'C_NAME', kind: 'text', of: ({ name }) => name },
  { name: 'C_ADDRESS', kind: 'text', of: ({ address }) => address },
  { name: 'C_NATIONKEY', kind: 'whole', of: ({ nationKey }) => nationKey },
  { name: 'C_PHONE', kind: 'text', of: ({ phone }) => phone },
  { name: 'C_ACCTBAL', kind: 'money', of: ({ balance }) => balance },
  { name: 'C_MKTSEGMENT', kind: 'text', of: ({ segment }) => segment },
  { name: 'C_COMMENT', kind: 'text', of: ({ comment }) => comment },
];

export const ORDER_COLUMNS: readonly LoadedColumn<Worded<OrderRow>>[] = [
  { name: 'O_ORDERKEY', kind: 'whole', of: ({ key }) => key },
  { name: 'O_CUSTKEY', kind: 'whole', of: ({ customerKey }) => customerKey },
  { name: 'O_ORDERSTATUS', kind: 'text', of: ({ status }) => status },
  { name: 'O_TOTALPRICE', kind: 'money', of: ({ totalPrice }) => totalPrice },
  { name: 'O_ORDERDATE', kind: 'day', of: ({ day }) => day },
  { name: 'O_ORDERPRIORITY', kind: 'text', of: ({ priority }) => priority },
  { name: 'O_CLERK', kind: 'text', of: ({ clerk }) => clerk },
  { name: 'O_SHIPPRIORITY', kind: 'whole', of: () => 0 },
  { name: 'O_COMMENT', kind: 'text', of: ({ comment }) => comment },
];

export const LINE_COLUMNS: readonly LoadedColumn<Worded<LineRow>>[] = [
  { name: 'L_ORDERKEY', kind: 'whole', of: ({ orderKey }) => orderKey },
  { name: 'L_PARTKEY', kind: 'whole', of: ({ partKey }) => partKey },
  { name: 'L_SUPPKEY', kind: 'whole', of: ({ supplierKey }) => supplierKey },
  { name: 'L_LINENUMBER', kind: 'whole', of: ({ number }) => number },
  { name: 'L_QUANTITY', kind: 'whole', of: ({ quantity }) => quantity },
  { name: 'L_EXTENDEDPRICE', kind: 'money', of: ({ extendedPrice }) => extendedPrice },
  { name: 'L_DISCOUNT', kind: 'money', of: ({ discount }) => discount },
  { name: 'L_TAX', kind: 'money', of: ({ tax }) => tax },
  { name: 'L_RETURNFLAG', kind: 'text', of: ({ returnFlag }) => returnFlag },
  { name: 'L_LINESTATUS', kind: 'text', of: ({ status }) => status },
  { name: 'L_SHIPDATE', kind: 'day', of: ({ shipDay }) => shipDay },
  { name: 'L_COMMITDATE', kind: 'day', of: ({ commitDay }) => commitDay },
  { name: 'L_RECEIPTDATE', kind: 'day', of: ({ receiptDay }) => receiptDay },
  { name: 'L_SHIPINSTRUCT', kind: 'text', of: ({ shipInstruction }) => shipInstruction },
  { name: 'L_SHIPMODE', kind: 'text', of: ({ shipMode }) => shipMode },
  { name: 'L_COMMENT', kind: 'text', of: ({ comment }) => comment },
];
