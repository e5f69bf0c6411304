import { describe, expect, it } from 'vitest';
import { generateModel } from '#shared/semantic/generate/generate-model.ts';
import { inferRelationships } from '#shared/semantic/generate/infer-relationships.ts';
import { schemaDescriptionSchema } from '#shared/semantic/generate/schema-description.ts';
import { librarySchema } from '../planner/library-draft.ts';

interface Column {
  readonly name: string;
  readonly dataType?: string;
  readonly values: readonly string[];
  readonly distinct?: number;
}

function schemaOf(
  tables: Readonly<Record<string, { readonly rowCount: number; readonly columns: readonly Column[] }>>,
) {
  return schemaDescriptionSchema.parse({
    name: 'm',
    database: 'D',
    schema: 'S',
    tables: Object.entries(tables).map(([name, { rowCount, columns }]) => ({
      name,
      rowCount,
      columns: columns.map(({ name: column, dataType = 'TEXT', values, distinct = values.length }) => ({
        name: column,
        dataType,
        distinctCount: distinct,
        nullCount: 0,
        sampleValues: [...values],
      })),
    })),
  });
}

function edges(schema: Parameters<typeof inferRelationships>[0]): readonly string[] {
  return inferRelationships(schema).map(
    ({ left, right, columns }) => `${left.name}.${columns[0]?.left} -> ${right.name}.${columns[0]?.right}`,
  );
}

describe('relationships of a schema that declares none', () => {
  it('follows keys of the same name', () => {
    expect(edges(librarySchema)).toEqual(
      expect.arrayContaining([
        'Books.author_id -> Authors.author_id',
        'Loans.member_id -> Members.member_id',
        'Loans.book_id -> Books.book_id',
      ]),
    );
  });

  it('follows a column that is named after a table and holds its key', () => {
    const schema = schemaOf({
      makers: { rowCount: 3, columns: [{ name: 'code', values: ['a', 'b', 'c'] }] },
      toys: {
        rowCount: 9,
        columns: [
          { name: 'toy_id', values: [], distinct: 9 },
          { name: 'maker', values: ['a', 'b'] },
        ],
      },
    });

    expect(edges(schema)).toEqual(['toys.maker -> makers.code']);
  });

  it('follows a column whose texts are all names of a table’s rows, to the table that is called like its key', () => {
    const lands = ['Oslo land', 'Lyon land', 'Rome land', 'Bern land', 'Wien land'];
    const schema = schemaOf({
      land: { rowCount: 5, columns: [{ name: 'land_name', values: lands }] },
      peaks: { rowCount: 5, columns: [{ name: 'place', values: lands }] },
      streams: {
        rowCount: 9,
        columns: [
          { name: 'stream', values: [], distinct: 9 },
          { name: 'crosses', values: lands },
        ],
      },
    });

    expect(edges(schema)).toEqual(['peaks.place -> land.land_name', 'streams.crosses -> land.land_name']);
  });

  it('follows a column that is named after a table in a role', () => {
    const schema = schemaOf({
      port: { rowCount: 3, columns: [{ name: 'port_code', values: ['a', 'b', 'c'] }] },
      trips: {
        rowCount: 9,
        columns: [
          { name: 'trip', values: [], distinct: 9 },
          { name: 'home_port', values: ['a', 'b'] },
        ],
      },
    });

    expect(edges(schema)).toEqual(['trips.home_port -> port.port_code']);
  });

  it('joins two tables of the same things only where these have the same keys and share a word', () => {
    const keys = Array.from({ length: 30 }, (_, index) => String(index + 1));
    const tables = (other: string) =>
      schemaOf({
        boat_names: { rowCount: 30, columns: [{ name: 'make_id', values: keys }] },
        [other]: { rowCount: 30, columns: [{ name: 'id', values: keys }] },
      });

    expect(edges(tables('boat_data'))).toEqual(['boat_names.make_id -> boat_data.id']);
    expect(edges(tables('crew'))).toEqual([]);
  });

  it('leads from the narrower of two tables with one key to the wider', () => {
    const schema = schemaOf({
      managers: { rowCount: 2, columns: [{ name: 'person_id', values: ['1', '2'] }] },
      persons: { rowCount: 4, columns: [{ name: 'person_id', values: ['1', '2', '3', '4'] }] },
    });

    expect(edges(schema)).toEqual(['managers.person_id -> persons.person_id']);
  });

  it('does not follow a name that many tables have', () => {
    const schema = schemaOf({
      cities: {
        rowCount: 2,
        columns: [
          { name: 'city_id', values: ['1', '2'] },
          { name: 'name', values: ['Oslo', 'Lyon'] },
        ],
      },
      pets: {
        rowCount: 9,
        columns: [
          { name: 'pet_id', values: [], distinct: 9 },
          { name: 'name', values: ['Oslo', 'Lyon'] },
        ],
      },
    });

    expect(edges(schema)).toEqual([]);
  });

  it('takes numbers that are written differently for the same', () => {
    const schema = schemaOf({
      rooms: { rowCount: 2, columns: [{ name: 'room_id', dataType: 'FLOAT', values: ['1.0', '2.0'] }] },
      stays: {
        rowCount: 9,
        columns: [
          { name: 'stay_id', dataType: 'NUMBER(38,0)', values: [], distinct: 9 },
          { name: 'room_id', dataType: 'NUMBER(38,0)', values: ['1', '2'] },
        ],
      },
    });

    expect(edges(schema)).toEqual(['stays.room_id -> rooms.room_id']);
  });
});

describe('columns of a drafted table', () => {
  it('reads numbers that are kept as text as numbers where they measure something', () => {
    const schema = schemaOf({
      sales: {
        rowCount: 3,
        columns: [
          { name: 'sale', values: ['a', 'b', 'c'] },
          { name: 'order_quantity', values: ['3', '7', '12'] },
          { name: 'shelf', values: ['1', '2', '3'] },
        ],
      },
    });

    const { facts, dimensions } = generateModel(schema).document.tables[0] ?? {};

    expect(facts?.map(({ name, expr }) => `${name}: ${expr}`)).toEqual([
      'order_quantity: TRY_TO_DOUBLE("order_quantity")',
    ]);
    expect(dimensions?.map(({ name }) => name)).toEqual(['sale', 'shelf']);
  });
});
