import type { ConditionInput } from '#shared/schemas/plan-condition.ts';
import type { ElementCondition } from './build-conditions.ts';
import { type BuildScope, viaOf } from './plan-parts.ts';

/** A condition on the row of the root itself or of a table it leads to; a negated one is its complement. */
function direct({ leaf, negated, element }: ElementCondition, root: string, { index }: BuildScope): ConditionInput {
  const via = viaOf(index, root, element.table);
  const placed = { ...leaf, via };
  if (!negated) return placed;
  return placed.kind === 'in' || placed.kind === 'text' || placed.kind === 'null'
    ? { ...placed, negated: !(placed.negated ?? false) }
    : { kind: 'not', condition: placed };
}

interface Child {
  readonly table: string;
  readonly conditions: ElementCondition[];
  readonly negated: boolean;
}

function existsOf(child: Child, root: string, { index }: BuildScope): ConditionInput {
  return {
    kind: 'exists',
    table: child.table,
    of: root,
    via: viaOf(index, child.table, root),
    where: child.conditions.map(({ leaf, element }) => ({ ...leaf, via: viaOf(index, child.table, element.table) })),
    negated: child.negated,
    heard: child.conditions
      .map(({ leaf }) => leaf.heard ?? '')
      .join(', ')
      .slice(0, 400),
    method: 'relationship',
  };
}

/** Places conditions on the rows of a root table: directly, or as the existence of a row that leads to it. */
export function placeConditions(
  conditions: readonly ElementCondition[],
  root: string,
  scope: BuildScope,
): readonly ConditionInput[] | null {
  const placed: ConditionInput[] = [];
  const children: Child[] = [];
  for (const condition of conditions) {
    if (scope.index.graph.wayTo(root, condition.element.table) !== null) {
      placed.push(direct(condition, root, scope));
      continue;
    }
    const meeting = scope.index.graph.meetingPoint([root, condition.element.table], root);
    if (meeting === null) return null;
    const same = children.find(
      ({ table, negated }) => table === meeting.table && negated === condition.negated && !condition.negated,
    );
    if (same === undefined || condition.isApart) {
      children.push({ table: meeting.table, conditions: [condition], negated: condition.negated });
    } else same.conditions.push(condition);
  }
  return [...placed, ...children.map((child) => existsOf(child, root, scope))];
}
