import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildPlannerIndex, type DimensionValues, type PlannerIndex } from '#shared/planner/planner-index.ts';
import { generateModel } from '#shared/semantic/generate/generate-model.ts';
import type { SchemaDescription } from '#shared/semantic/generate/schema-description.ts';
import { type ModelSources, parseModel } from '#shared/semantic/parse-model.ts';
import type { SemanticModel } from '#shared/semantic/semantic-model.ts';
import { writeModelYaml, writeSidecarYaml } from '#shared/semantic/write-model-yaml.ts';

/** The role in which the questions of a set are asked: it may see personal data, as the sets ask for it. */
export const ROLE = 'analyst';

function readFiles(folder: string, name: string): ModelSources {
  const [model, sidecar] = [join(folder, `${name}.yaml`), join(folder, `${name}.baton.yaml`)];
  return {
    model: readFileSync(model, 'utf8'),
    sidecar: existsSync(sidecar) ? readFileSync(sidecar, 'utf8') : null,
    fileNames: { model, sidecar },
  };
}

function generate(schema: SchemaDescription): ModelSources {
  const { document, sidecar } = generateModel(schema);
  return {
    model: writeModelYaml(document),
    sidecar: writeSidecarYaml({ ...sidecar, pii_roles: [ROLE] }),
    fileNames: { model: `${schema.name}.yaml`, sidecar: `${schema.name}.baton.yaml` },
  };
}

/** Values of the text dimensions that stand for a column of their own. */
function valuesOf(model: SemanticModel, schema: SchemaDescription): readonly DimensionValues[] {
  const known = new Map(
    schema.tables.flatMap((table) =>
      table.columns.map(({ name, sampleValues }) => [JSON.stringify([table.name, name]), sampleValues] as const),
    ),
  );
  return model.tables.flatMap(({ baseTable, dimensions }) =>
    dimensions.flatMap(({ id, type, expression }) => {
      if (baseTable.kind !== 'table' || expression.kind !== 'column' || type !== 'text') return [];
      const values = known.get(JSON.stringify([baseTable.table, expression.column])) ?? [];
      return values.length === 0 ? [] : [{ dimension: id, values }];
    }),
  );
}

/** The model of one database: the one in the folder if there is one, or else one drafted from the schema alone. */
export function benchModel(
  schema: SchemaDescription,
  modelFolder: string | null,
): { readonly model: SemanticModel; readonly index: PlannerIndex } {
  const isGiven = modelFolder !== null && existsSync(join(modelFolder, `${schema.name}.yaml`));
  const model = parseModel(isGiven ? readFiles(modelFolder, schema.name) : generate(schema));
  return { model, index: buildPlannerIndex(model, { values: valuesOf(model, schema), roles: [ROLE] }) };
}
