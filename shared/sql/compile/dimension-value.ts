import type { DimensionUse } from '#shared/schemas/plan-parts.ts';
import type { Path } from './find-path.ts';
import { elementInScan, type Scan } from './field.ts';
import { type Fragment, sql } from './fragment.ts';
import type { RowElement } from './model-index.ts';
import type { DimensionColumn } from './query-context.ts';
import { PlanRefusal } from './refusal.ts';
import { retailBucket } from './retail-units.ts';
import { type Bucketing, bucketStart, timePart } from './time-bucket.ts';
import { localTime } from './zoned-time.ts';

/** How far the dates of an earlier period are moved so that its buckets fall onto those of the later one. */
export interface Shift {
  readonly unit: 'month' | 'day';
  readonly count: number;
}

/** A dimension as one scan sees it. */
export interface ScanDimension {
  readonly column: string;
  readonly element: RowElement;
  readonly value: Fragment;
  readonly path: Path;
}

const FINENESS = ['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'half', 'year'];

/**
 * SQL of a dimension in a scan. `moved` names the time dimension whose dates are shifted, as SQL dates, before they are
 * cut into buckets; so two days that fall onto one bucket are still one group.
 */
export function dimensionValue(
  scan: Scan,
  { use, column }: DimensionColumn,
  moved: { readonly element: string; readonly shift: Shift } | null = null,
): ScanDimension {
  const element = elementInScan(scan, use.dimension, use.via);
  const plain = scan.scope.print(element.expression, element.table, use.via);
  const path = scan.scope.pathTo(element.table, use.via) ?? [];
  refuseUncut(element, use);
  const isCut = use.grain !== null || use.part !== null;
  const local = isCut ? localTime(plain, element, scan.calendar) : plain;
  const date = moved?.element === element.id && use.part === null ? shifted(local, moved.shift) : local;
  return { column, element, path, value: cutTime(scan, date, use, element.id) };
}

/** A date cut into units, or the number of its recurring part; the date must be one of the calendar's zone already. */
export function cutTime(scan: Scan, date: Fragment, bucketing: Bucketing, element: string): Fragment {
  const looked = retailBucket(scan, date, bucketing, element);
  if (looked !== null) return looked;
  return bucketing.part === null
    ? bucketStart(date, bucketing, scan.calendar)
    : timePart(date, bucketing, scan.calendar);
}

/** Refuses to cut what is not a date, or finer than it is known. */
export function refuseUncut(element: RowElement, { grain, part }: Pick<DimensionUse, 'grain' | 'part'>): void {
  const asked = grain ?? (part === 'hour-of-day' ? 'hour' : part === null ? null : 'day');
  if (asked === null) return;
  if (element.type !== 'date' && element.type !== 'timestamp') {
    throw new PlanRefusal('no-time', `${element.label} is not a date, so it has no ${grain ?? part ?? 'unit'}s.`);
  }
  refuseTooFine(element, asked, part !== null);
}

function shifted(value: Fragment, { unit, count }: Shift): Fragment {
  return sql`CAST(DATEADD('${unit}', ${String(count)}, ${value}) AS DATE)`;
}

function refuseTooFine(element: RowElement, grain: string, isPart: boolean): void {
  if (element.kind !== 'time') return;
  const isCoarse = ['month', 'quarter', 'year'].includes(element.grain);
  const asked = isPart && isCoarse ? 'month' : grain;
  if (FINENESS.indexOf(element.grain) <= FINENESS.indexOf(asked)) return;
  throw new PlanRefusal('no-time', `${element.label} is only known per ${element.grain}, not per ${asked}.`);
}
