import type { CalendarSettings } from '#shared/calendar/calendar-settings.ts';
import { METRIC_TIME } from '#shared/schemas/plan-parts.ts';
import type { Fragment } from './fragment.ts';
import { refusePath } from './find-path.ts';
import { conformedRoot, elementOf, type ModelIndex, ownElement, type RowElement } from './model-index.ts';
import { PlanRefusal } from './refusal.ts';
import type { StatementBuilder } from './statement-builder.ts';
import type { TableScope } from './table-scope.ts';

/** One SELECT that is being written: what it reads and what surrounds it. */
export interface Scan {
  readonly scope: TableScope;
  readonly builder: StatementBuilder;
  readonly calendar: CalendarSettings;
  /** What `metric_time` stands for here; null when there is no date. */
  readonly timeDimension: string | null;
  /** Dates that its rows have, those of a compared period included; null when they may have any. */
  readonly period: { readonly from: string; readonly to: string; readonly timeDimension: string } | null;
  /** Names of the columns of nested results that come before, by the name of the nested query. */
  readonly nested: ReadonlyMap<string, NestedResult>;
}

/** A nested query that has been compiled into a step. */
export interface NestedResult {
  readonly step: string;
  readonly columns: readonly string[];
  /** Columns that identify a row; null when nothing does. */
  readonly grain: readonly string[] | null;
  /** True when it has exactly one row. */
  readonly isOneRow: boolean;
}

export interface ResolvedField {
  readonly element: RowElement;
  readonly value: Fragment;
}

/**
 * The value of a field for each row of the scan's root table.
 *
 * A field that the root leads to is taken from there. Otherwise the one field with the same meaning that it does lead
 * to, by `conformsTo`, stands in for it: that is how two fact tables share a dimension.
 */
export function resolveField(scan: Scan, id: string, via: readonly string[]): ResolvedField {
  const element = elementInScan(scan, id, via);
  return { element, value: scan.scope.print(element.expression, element.table, via) };
}

/** What `metric_time` stands for; a date that is hidden from the person who asks is none. */
function ownDate(index: ModelIndex, timeDimension: string | null, label: string): RowElement {
  if (timeDimension === null || index.hidden.has(timeDimension)) {
    throw new PlanRefusal('no-time', `${label} has no date to go by.`);
  }
  return ownElement(index, timeDimension);
}

export function elementInScan({ scope, timeDimension, builder }: Scan, id: string, via: readonly string[]): RowElement {
  const { index, root } = scope;
  if (id === METRIC_TIME) return ownDate(index, timeDimension, root.label);
  const asked = elementOf(index, id);
  if (scope.pathTo(asked.table, via) !== null) return asked;

  const meaning = conformedRoot(index, asked);
  const same = [...index.elements.values()].filter(
    (candidate) =>
      !index.hidden.has(candidate.id) &&
      conformedRoot(index, candidate) === meaning &&
      scope.pathTo(candidate.table, via) !== null,
  );
  const own = same.filter(({ table }) => table === root.name);
  const usual = same.find((candidate) => candidate.id === timeDimension);
  const chosen = usual ?? (own.length === 1 ? own[0] : same.length === 1 ? same[0] : undefined);
  if (chosen !== undefined) {
    builder.rule(`${asked.id} and ${chosen.id} mean the same and share a column.`);
    return chosen;
  }
  if (same.length > 1) {
    const names = same.map((candidate) => candidate.id).join(', ');
    throw new PlanRefusal('ambiguous', `For ${root.label}, ${asked.label} may be any of ${names}.`);
  }
  return refusePath(index, root.name, asked.table, asked.label);
}
