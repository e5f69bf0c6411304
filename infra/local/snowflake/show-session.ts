import type { ShowObject } from './dialect/lowered.ts';
import type { RunContext, RunDeps } from './run-context.ts';
import { listParameters } from './session-parameters.ts';
import { POLICY_COLUMNS, policyRows } from './show-access.ts';

interface Listing {
  readonly columns: readonly string[];
  /** The first value of each is the name that LIKE and STARTS WITH look at. */
  rows(context: RunContext, deps: RunDeps): readonly (readonly string[])[];
}

/** The SHOW commands that the server answers from what it keeps itself. */
export const SESSION_LISTINGS: Partial<Readonly<Record<ShowObject, Listing>>> = {
  WAREHOUSES: {
    columns: ['name', 'state', 'type', 'size', 'is_current'],
    rows: ({ session }, { account }) =>
      account.warehouses.map((name) => [
        name,
        'STARTED',
        'STANDARD',
        'X-Small',
        name === session.warehouse ? 'Y' : 'N',
      ]),
  },
  ROLES: {
    columns: ['name', 'is_current', 'is_inherited'],
    rows: ({ session }, { access }) =>
      access.rolesOfUser(session.user).map((name) => [name, name === session.role ? 'Y' : 'N', 'N']),
  },
  VARIABLES: {
    columns: ['name', 'session_id', 'value', 'type'],
    rows: ({ session }) =>
      session.variables.map(({ name, value, type }) => [name, session.id, value ?? '', type.toLowerCase()]),
  },
  'ROW ACCESS POLICIES': {
    columns: POLICY_COLUMNS,
    rows: (context, deps) => policyRows('row-access', context, deps),
  },
  'MASKING POLICIES': {
    columns: POLICY_COLUMNS,
    rows: (context, deps) => policyRows('masking', context, deps),
  },
  PARAMETERS: {
    columns: ['key', 'value', 'default', 'level', 'description', 'type'],
    rows: ({ session, statement }) =>
      listParameters(statement.parameters).map(({ name, value }) => [
        name,
        String(value),
        '',
        session.parameters[name] === undefined ? '' : 'SESSION',
        '',
        typeof value,
      ]),
  },
};
