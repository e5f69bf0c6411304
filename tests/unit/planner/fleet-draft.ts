import { generateModel } from '#shared/semantic/generate/generate-model.ts';
import { schemaDescriptionSchema } from '#shared/semantic/generate/schema-description.ts';
import { parseModel } from '#shared/semantic/parse-model.ts';
import { writeModelYaml, writeSidecarYaml } from '#shared/semantic/write-model-yaml.ts';

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
export const fleetModel = parseModel({
  model: writeModelYaml(document),
  sidecar: writeSidecarYaml(sidecar),
  fileNames: { model: 'fleet.yaml', sidecar: 'fleet.baton.yaml' },
});
