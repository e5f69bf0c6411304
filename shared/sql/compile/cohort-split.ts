import type { Cohort } from '#shared/schemas/plan-parts.ts';
import { cutTime, refuseUncut, type ScanDimension } from './dimension-value.ts';
import { elementInScan, type Scan } from './field.ts';
import { choosePath, type Path, refusePath } from './find-path.ts';
import { elementOf, type RowElement, tableNamed } from './model-index.ts';
import type { DimensionColumn } from './query-context.ts';
import { PlanRefusal } from './refusal.ts';
import { localTime } from './zoned-time.ts';

/**
 * What cohorts are split by, as the scan that finds the members sees it.
 *
 * Each member must have exactly one value, so that it belongs to one cohort of one split and the splits add up to the
 * whole: the dimension must be one of the member's table, or of a table that this leads to, and the member its key.
 */
export function splitValues(scan: Scan, cohort: Cohort, splits: readonly DimensionColumn[]): readonly ScanDimension[] {
  if (splits.length === 0) return [];
  const member = elementInScan(scan, cohort.member, []);
  refuseNoKey(scan, member);
  const path = scan.scope.pathTo(member.table) ?? [];
  return splits.map((split) => splitValue(scan, member, path, split));
}

function refuseNoKey({ scope }: Scan, { table: name, expression, label }: RowElement): void {
  const table = tableNamed(scope.index, name);
  const isKey =
    expression.kind === 'column' &&
    table.keys.some(({ columns }) => columns.length === 1 && columns[0] === expression.column);
  if (isKey) return;
  throw new PlanRefusal(
    'multiplies',
    `Cohorts are only split where a member has one value, and ${label} is no key of ${table.label}: follow its key.`,
  );
}

function splitValue(scan: Scan, member: RowElement, path: Path, { use, column }: DimensionColumn): ScanDimension {
  const { index } = scan.scope;
  const element = elementOf(index, use.dimension);
  const { preferredRelationships } = tableNamed(index, member.table);
  const onward = choosePath(index, member.table, element.table, { via: use.via, preferred: [preferredRelationships] });
  if (onward === null) return refusePath(index, member.table, element.table, element.label);
  refuseUncut(element, use);
  const whole = [...path, ...onward];
  const plain = scan.scope.printAt(element.expression, element.table, whole);
  const isCut = use.grain !== null || use.part !== null;
  const value = isCut ? cutTime(scan, localTime(plain, element, scan.calendar), use, element.id) : plain;
  return { column, element, path: whole, value };
}
