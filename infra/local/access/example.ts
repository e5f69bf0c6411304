import { readModelFiles } from '#infra/local/model/model-files.ts';
import { parseModel } from '#shared/semantic/parse-model.ts';
import type { SemanticModel } from '#shared/semantic/semantic-model.ts';

/** The same policies as `infra/snowflake/retail/access.sql`, as a sidecar says them. */
const ROW_POLICIES = `
row_policies:
  - { name: European customers, table: customers, roles: [europe], expr: "region = 'Europe'" }
  - { name: sales to European customers, table: sales, roles: [europe], expr: "customers.region = 'Europe'" }
  - { name: returns of European customers, table: returns, roles: [europe], expr: "customers.region = 'Europe'" }
  - { name: European targets, table: targets, roles: [europe], expr: "target_region = 'Europe'" }
`;

/** Someone who asks, and what the sample holds for them by rights. */
export interface Person {
  readonly email: string;
  readonly roles: readonly string[];
  /** Role of Snowflake that stands for them. */
  readonly snowflakeRole: string;
  /** Whether the e-mail addresses of customers are for them. */
  readonly seesEmail: boolean;
  /** By table, a condition over the plain tables that is true for their rows; a table that is left out is theirs whole. */
  readonly rows: Readonly<Record<string, string>>;
}

const OF_EUROPEANS =
  "CUSTOMER_KEY IN (SELECT CUSTOMER_KEY FROM BATON_SAMPLE.RETAIL.DIM_CUSTOMER WHERE REGION = 'Europe')";

export const PEOPLE: readonly Person[] = [
  {
    email: 'ann@example.com',
    roles: ['analyst'],
    snowflakeRole: 'BATON_READER',
    seesEmail: false,
    rows: {},
  },
  {
    email: 'eve@example.com',
    roles: ['analyst', 'europe'],
    snowflakeRole: 'BATON_READER_EUROPE',
    seesEmail: false,
    rows: {
      DIM_CUSTOMER: "REGION = 'Europe'",
      FACT_SALES: OF_EUROPEANS,
      FACT_RETURNS: OF_EUROPEANS,
      FACT_TARGET: "REGION = 'Europe'",
    },
  },
  {
    email: 'pat@example.com',
    roles: ['analyst', 'privacy'],
    snowflakeRole: 'BATON_READER_PRIVACY',
    seesEmail: true,
    rows: {},
  },
];

/** The retail model with row policies for a European team. */
export function exampleModel(): SemanticModel {
  const sources = readModelFiles('retail');
  return parseModel({ ...sources, sidecar: `${sources.sidecar ?? ''}${ROW_POLICIES}` });
}
