import type { ModelDocument, TableDocument } from '#shared/semantic/model-document.ts';
import { writeModelYaml } from '#shared/semantic/write-model-yaml.ts';

const FACTS = 20;
const DIMENSION_TABLES = 80;
/** Each fact leads to this many dimension tables. */
const REACH = 12;

function base(name: string): TableDocument['base_table'] {
  return { database: 'WIDE', schema: 'S', table: name.toUpperCase() };
}

function places(count: number): readonly number[] {
  return Array.from({ length: count }, (_, place) => place);
}

/** 20 fields: 19 dimensions and a date. */
function dimensionTable(number: number): TableDocument {
  const name = `thing_${String(number)}`;
  return {
    name,
    description: `Things of kind ${String(number)}.`,
    base_table: base(name),
    primary_key: { columns: ['ID'] },
    dimensions: places(19).map((place) => ({
      name: `${name}_field_${String(place)}`,
      expr: place === 0 ? 'ID' : `FIELD_${String(place)}`,
      data_type: 'VARCHAR',
      description: `Field ${String(place)} of ${name}.`,
      synonyms: [`kind ${String(number)} word ${String(place)}`],
    })),
    time_dimensions: [{ name: `${name}_since`, expr: 'SINCE', data_type: 'DATE', description: 'First seen.' }],
  };
}

function reached(number: number): readonly number[] {
  return places(REACH).map((step) => (number * 4 + step * 7) % DIMENSION_TABLES);
}

/** 20 fields: 9 facts, 8 metrics, 2 dimensions and a date. */
function factTable(number: number): TableDocument {
  const name = `event_${String(number)}`;
  return {
    name,
    description: `Events of kind ${String(number)}.`,
    base_table: base(name),
    primary_key: { columns: ['ID'] },
    dimensions: places(2).map((place) => ({
      name: `${name}_state_${String(place)}`,
      expr: `STATE_${String(place)}`,
      data_type: 'VARCHAR',
      description: 'A state.',
    })),
    time_dimensions: [{ name: `${name}_day`, expr: 'DAY', data_type: 'DATE', description: 'Day of the event.' }],
    facts: places(9).map((place) => ({
      name: `${name}_amount_${String(place)}`,
      expr: place % 2 === 0 ? `AMOUNT_${String(place)}` : `AMOUNT_${String(place)} * QUANTITY`,
      data_type: 'NUMBER',
      description: 'An amount.',
    })),
    metrics: places(8).map((place) => ({
      name: `${name}_total_${String(place)}`,
      expr:
        place === 7
          ? `${name}.${name}_total_0 / NULLIF(${name}.${name}_total_1, 0)`
          : `SUM(${name}_amount_${String(place)})`,
      description: `Total ${String(place)} of ${name}.`,
      synonyms: [`sum ${String(place)} of kind ${String(number)}`],
    })),
  };
}

function wideDocument(): ModelDocument {
  return {
    name: 'wide',
    description: 'A model of 100 tables and 2,000 fields.',
    tables: [...places(DIMENSION_TABLES).map(dimensionTable), ...places(FACTS).map(factTable)],
    relationships: places(FACTS).flatMap((number) =>
      reached(number).map((thing) => ({
        name: `event_${String(number)}_thing_${String(thing)}`,
        left_table: `event_${String(number)}`,
        right_table: `thing_${String(thing)}`,
        relationship_columns: [{ left_column: `THING_${String(thing)}_ID`, right_column: 'ID' }],
      })),
    ),
  };
}

export interface WideModel {
  readonly yaml: string;
  readonly tables: number;
  readonly fields: number;
  /** Dimension tables that a fact leads to, by its number. */
  readonly reached: (fact: number) => readonly number[];
}

/** A model as large as a company's, as text. */
export function wideModel(): WideModel {
  const document = wideDocument();
  const fields = document.tables.flatMap((table) => [
    ...(table.dimensions ?? []),
    ...(table.time_dimensions ?? []),
    ...(table.facts ?? []),
    ...(table.metrics ?? []),
  ]).length;
  return { yaml: writeModelYaml(document), tables: document.tables.length, fields, reached };
}
