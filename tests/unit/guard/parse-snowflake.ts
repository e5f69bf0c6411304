import { init, parse } from '@guanmingchiu/sqlparser-ts';
import type { Catalogue } from '#shared/sql/guard/catalogue.ts';
import { judgeStatement, type Verdict } from '#shared/sql/guard/judge-statement.ts';

await init();

/** The guard's parser in this thread. */
export function parseSnowflake(text: string): readonly unknown[] {
  return parse(text, 'snowflake');
}

/** A shop: what the e-mail and the margin of CUSTOMERS and SALES are is not in the catalogue. */
export const SHOP: Catalogue = {
  tables: [
    { path: ['DB', 'SHOP', 'SALES'], columns: ['SALE_ID', 'CUSTOMER_KEY', 'AMOUNT', 'SOLD_ON', 'DETAILS'], rows: null },
    { path: ['DB', 'SHOP', 'CUSTOMERS'], columns: ['CUSTOMER_KEY', 'NAME', 'REGION'], rows: null },
  ],
  anyTable: false,
  functions: [],
};

export function judge(text: string, catalogue = SHOP): Verdict {
  return judgeStatement(text, catalogue, parseSnowflake);
}
