import { describe, expect, it } from 'vitest';
import { planQuestion, type Planning } from '#shared/planner/plan-question.ts';
import { buildPlannerIndex } from '#shared/planner/planner-index.ts';
import { generateModel } from '#shared/semantic/generate/generate-model.ts';
import { schemaDescriptionSchema } from '#shared/semantic/generate/schema-description.ts';
import { parseModel } from '#shared/semantic/parse-model.ts';
import { writeModelYaml, writeSidecarYaml } from '#shared/semantic/write-model-yaml.ts';
import { askLibrary } from './library-draft.ts';

const PORTS = ['Oslo', 'Kiel', 'Riga'];

function text(name: string, sampleValues: readonly string[]) {
  return { name, dataType: 'TEXT', distinctCount: sampleValues.length, nullCount: 0, sampleValues: [...sampleValues] };
}

function number(name: string, distinctCount = 30, dataType = 'NUMBER(38,0)') {
  return { name, dataType, distinctCount, nullCount: 0, sampleValues: [] };
}

/** Ferries with two ports, two prices and two lengths; nothing is declared. */
const { document, sidecar } = generateModel(
  schemaDescriptionSchema.parse({
    name: 'fleet',
    database: 'DB',
    schema: 'PUBLIC',
    tables: [
      {
        name: 'Ferries',
        rowCount: 40,
        columns: [
          number('ferry_id', 40),
          text('ferry_name', ['Aurora', 'Boreas']),
          text('home_port', PORTS),
          text('build_port', PORTS),
          number('price_in_dollars', 38, 'NUMBER(10,2)'),
          number('price_in_euros', 38, 'NUMBER(10,2)'),
          number('deck_length'),
          number('hull_length'),
        ],
      },
      {
        name: 'Crossings',
        rowCount: 90,
        columns: [number('crossing_id', 90), text('origin', PORTS), text('destination', PORTS), number('passengers')],
      },
    ],
  }),
);
const model = parseModel({
  model: writeModelYaml(document),
  sidecar: writeSidecarYaml(sidecar),
  fileNames: { model: 'fleet.yaml', sidecar: 'fleet.baton.yaml' },
});
const index = buildPlannerIndex(model);

function ask(question: string): Planning {
  return planQuestion(question, { index, today: '2026-06-30' });
}

function optionsOf(question: string): readonly string[] {
  const planning = ask(question);
  return planning.outcome === 'ambiguous' ? planning.options.map(({ label }) => label) : [];
}

describe('words that could be two things of a draft just as well', () => {
  it.each([
    ['what is the highest price', ['Price in dollars', 'Price in euros']],
    ['price of each ferry', ['Price in dollars', 'Price in euros']],
    ['ferries ordered by length', ['Deck length', 'Hull length']],
    ['list ferry name and port', ['Home port', 'Build port']],
    ['ferries with Oslo', ['Home port Oslo', 'Build port Oslo']],
  ])('are asked back: %s', (question, labels) => {
    expect(optionsOf(question)).toEqual(labels);
  });

  it('are asked back with questions that mean each of them', () => {
    const planning = ask('ferries ordered by length');
    const questions = planning.outcome === 'ambiguous' ? planning.options.map(({ question }) => question) : [];
    const orders = questions.map(ask).map((one) => (one.outcome === 'planned' ? JSON.stringify(one.plan) : ''));

    expect(orders).toHaveLength(2);
    expect(orders[0]).toContain('deck_length');
    expect(orders[1]).toContain('hull_length');
  });

  it.each([
    ['what is the highest price in euros', 'price_in_euros'],
    ['ferries with home port Riga', 'home_port'],
    ['ferries ordered by hull length', 'hull_length'],
    ['crossings from Oslo', 'origin'],
  ])('are taken as the question settles it: %s', (question, column) => {
    const planning = ask(question);

    expect(planning.outcome === 'planned' ? JSON.stringify(planning.plan) : planning.outcome).toContain(column);
  });
});

describe('what a question about things was read as', () => {
  it.each([
    ['list the titles of books', [['titles', 'Book title', 'name']]],
    [
      'members from Oslo',
      [
        ['Oslo', 'City Oslo', 'exact'],
        ['members', 'Members', 'name'],
      ],
    ],
    [
      'members from oslo',
      [
        ['oslo', 'City Oslo', 'case'],
        ['members', 'Members', 'name'],
      ],
    ],
  ])('is told word by word: %s', (question, expected) => {
    const planning = askLibrary(question);
    const matches = planning.outcome === 'planned' ? planning.matches : [];

    expect(matches.map(({ heard, became, method }) => [heard, became, method])).toEqual(
      expect.arrayContaining(expected),
    );
  });
});
