import { planQuestion, type Planning } from '#shared/planner/plan-question.ts';
import { buildPlannerIndex } from '#shared/planner/planner-index.ts';
import { generateModel } from '#shared/semantic/generate/generate-model.ts';
import { schemaDescriptionSchema } from '#shared/semantic/generate/schema-description.ts';
import { parseModel } from '#shared/semantic/parse-model.ts';
import { writeModelYaml, writeSidecarYaml } from '#shared/semantic/write-model-yaml.ts';

function text(name: string, sampleValues: readonly string[], distinctCount = sampleValues.length) {
  return { name, dataType: 'TEXT', distinctCount, nullCount: 0, sampleValues: [...sampleValues] };
}

function number(name: string, distinctCount: number, dataType = 'NUMBER(38,0)', sampleValues: readonly string[] = []) {
  return { name, dataType, distinctCount, nullCount: 0, sampleValues: [...sampleValues] };
}

const IDS = ['1', '2', '3', '4'];

/** A small library: members borrow books, books have an author; nothing is declared. */
export const librarySchema = schemaDescriptionSchema.parse({
  name: 'library',
  database: 'DB',
  schema: 'PUBLIC',
  tables: [
    {
      name: 'Members',
      rowCount: 4,
      columns: [
        number('member_id', 4, 'NUMBER(38,0)', IDS),
        text('first_name', ['Ada', 'Ben', 'Cleo', 'Dan']),
        text('last_name', ['Reed', 'Stone', 'Tull', 'Usher']),
        number('age', 30),
        text('city', ['Oslo', 'Lyon']),
        text('gender', ['F', 'M']),
      ],
    },
    {
      name: 'Authors',
      rowCount: 4,
      columns: [
        number('author_id', 4, 'NUMBER(38,0)', IDS),
        text('author_name', ['Kay', 'Lem', 'Moe', 'Nin']),
        text('country', ['USA', 'France']),
      ],
    },
    {
      name: 'Books',
      rowCount: 40,
      columns: [
        number('book_id', 40),
        text('title', ['Dune Sea', 'Salt'], 40),
        text('genre_code', ['Crime', 'Travel', 'Poetry']),
        number('price', 35, 'NUMBER(8,2)'),
        number('pages', 38),
        number('publication_year', 30),
        number('author_id', 4, 'NUMBER(38,0)', IDS),
      ],
    },
    {
      name: 'Loans',
      rowCount: 100,
      columns: [
        number('loan_id', 100),
        number('member_id', 4, 'NUMBER(38,0)', IDS),
        number('book_id', 30),
        { name: 'loan_date', dataType: 'DATE', distinctCount: 80, nullCount: 0 },
      ],
    },
  ],
});

const { document, sidecar } = generateModel(librarySchema);

export const libraryModel = parseModel({
  model: writeModelYaml(document),
  sidecar: writeSidecarYaml(sidecar),
  fileNames: { model: 'library.yaml', sidecar: 'library.baton.yaml' },
});

export const libraryIndex = buildPlannerIndex(libraryModel);

/** @param leastConfidence From where on a reading is answered; the planner's own when left out. */
export function askLibrary(question: string, leastConfidence?: number): Planning {
  return planQuestion(question, { index: libraryIndex, today: '2026-06-30', defaults: { leastConfidence } });
}
