import type { RowPolicy } from '../semantic-model.ts';
import type { LintRule } from './lint-context.ts';
import { problem } from './lint-context.ts';

/** Whether a policy holds for everyone that another holds for. */
function holdsWherever({ roles, exceptRoles }: RowPolicy, other: RowPolicy): boolean {
  const isNamed = roles.includes('*') || other.roles.every((role) => roles.includes(role));
  return isNamed && exceptRoles.every((role) => other.exceptRoles.includes(role));
}

/** A policy guards its own table only: figures of the tables that lead to it count the hidden rows all the same. */
export const unguardedFact: LintRule = ({ model, index }) =>
  model.rowPolicies.flatMap((policy, place) =>
    model.tables
      .filter(({ name, facts, metrics }) => name !== policy.table && facts.length + metrics.length > 0)
      .filter(({ name }) => index.graph.reachableFrom(name).includes(policy.table))
      .filter(({ name }) => !model.rowPolicies.some((own) => own.table === name && holdsWherever(own, policy)))
      .map(({ name }) =>
        problem(
          'warning',
          'unguarded-fact',
          { document: 'sidecar', path: ['row_policies', place] },
          {
            message: `${policy.name} hides rows of ${policy.table}, but rows of ${name} that belong to them still count in every figure.`,
            mend: `Give ${name} a policy for the same roles, e.g. with the same condition: a policy may look at ${policy.table} from there.`,
          },
        ),
      ),
  );
