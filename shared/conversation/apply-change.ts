import type { Dimension, LogicalTable, Metric, SemanticModel } from '#shared/semantic/semantic-model.ts';
import type { ModelChange } from './suggest-change.ts';

interface Named {
  readonly id: string;
  readonly synonyms: readonly string[];
}

function withWord<Element extends Named>(elements: readonly Element[], id: string, word: string): readonly Element[] {
  return elements.map((element) =>
    element.id === id ? { ...element, synonyms: [...element.synonyms, word] } : element,
  );
}

function withValueWord(dimension: Dimension, value: string, word: string): Dimension {
  const known = dimension.valueSynonyms.find((one) => one.value === value);
  const others = dimension.valueSynonyms.filter((one) => one !== known);
  return { ...dimension, valueSynonyms: [...others, { value, synonyms: [...(known?.synonyms ?? []), word] }] };
}

function tableWithWord(table: LogicalTable, id: string, word: string): LogicalTable {
  return {
    ...table,
    dimensions: withWord(table.dimensions, id, word),
    timeDimensions: withWord(table.timeDimensions, id, word),
    facts: withWord(table.facts, id, word),
    metrics: withWord<Metric>(table.metrics, id, word),
    filters: withWord(table.filters, id, word),
  };
}

/**
 * The model as it would be with a change, to see what that does to questions before anyone accepts it.
 *
 * A default filter is not applied here: its condition has to be written into the sidecar and read from there.
 */
export function applyChange(model: SemanticModel, change: ModelChange): SemanticModel {
  switch (change.kind) {
    case 'synonym': {
      const { element, value, word } = change;
      if (value === null) {
        const tables = model.tables.map((table) => tableWithWord(table, element, word));
        return { ...model, tables, metrics: withWord(model.metrics, element, word) };
      }
      const inTable = (table: LogicalTable): LogicalTable => ({
        ...table,
        dimensions: table.dimensions.map((one) => (one.id === element ? withValueWord(one, value, word) : one)),
      });
      return { ...model, tables: model.tables.map(inTable) };
    }
    case 'verified-plan': {
      const name = `suggested_${String(model.verifiedPlans.length + 1)}`;
      const verified = { name, question: change.question, plan: change.plan, verifiedBy: null, verifiedAt: null };
      return { ...model, verifiedPlans: [...model.verifiedPlans, verified] };
    }
    case 'default-filter':
      return model;
  }
}
