import type { DimensionUse } from '#shared/schemas/plan-parts.ts';
import { METRIC_TIME } from '#shared/schemas/plan-parts.ts';
import type { Format } from '#shared/semantic/semantic-model.ts';
import { columnType } from './column-type.ts';
import type { CompiledColumn } from './compiled-plan.ts';
import type { Figure } from './figure.ts';
import { elementOf, type ModelIndex, type RowElement } from './model-index.ts';
import type { DimensionColumn } from './query-context.ts';

export const PLAIN_FORMAT: Format = { unit: null, isCurrency: false, decimals: null };
export const PERCENT_FORMAT: Format = { unit: 'percent', isCurrency: false, decimals: 1 };

export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function timeLabel({ grain, part, system }: DimensionUse): string {
  const unit = part?.replaceAll('-', ' ') ?? grain ?? 'date';
  return capitalized(system === 'fiscal' && unit !== 'day' && unit !== 'week' ? `fiscal ${unit}` : unit);
}

/** How the answer describes a dimension's column. */
export function describeDimension(index: ModelIndex, { use, column: name }: DimensionColumn): CompiledColumn {
  const element = use.dimension === METRIC_TIME ? null : elementOf(index, use.dimension);
  const isCut = use.grain !== null || use.part !== null;
  if (isCut || element === null || element.kind === 'time') return describeTime(element, { use, column: name });
  const { label, format, id, type } = element;
  const meaning = { kind: 'dimension', element: id } as const;
  return { name, label, type: columnType(type), role: 'dimension', unit: format.unit, format, meaning };
}

function describeTime(element: RowElement | null, { use, column: name }: DimensionColumn): CompiledColumn {
  const { dimension, grain, part, system } = use;
  const isCut = grain !== null || part !== null;
  const cutType = part !== null ? 'number' : grain === 'hour' ? 'timestamp' : 'date';
  return {
    name,
    label: element === null || isCut ? timeLabel(use) : element.label,
    type: element === null || isCut ? cutType : columnType(element.type),
    role: 'dimension',
    unit: null,
    format: PLAIN_FORMAT,
    meaning: { kind: 'time', element: dimension, grain, part, system },
  };
}

/** How the answer describes a metric's column. */
export function describeFigure({ column, label, metric, format, additivity, type }: Figure): CompiledColumn {
  return {
    name: column,
    label,
    type,
    role: 'metric',
    unit: format.unit,
    format,
    meaning: {
      kind: 'metric',
      element: metric?.id ?? null,
      isAdditive: additivity.kind === 'additive',
      goodDirection: metric?.goodDirection ?? null,
    },
  };
}
