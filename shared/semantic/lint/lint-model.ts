import type { SchemaDescription } from '../generate/schema-description.ts';
import type { ModelProblem } from '../model-problem.ts';
import { type ModelSources, readModel } from '../parse-model.ts';
import { resolveModel } from '../resolve-model.ts';
import * as access from './lint-access.ts';
import { lintCatalogue } from './lint-catalogue.ts';
import { type KeyCount, lintKeys } from './lint-keys.ts';
import { type LintRule, createLintContext } from './lint-context.ts';
import * as elements from './lint-elements.ts';
import * as metrics from './lint-metrics.ts';
import * as relations from './lint-relations.ts';
import * as verifiedQueries from './lint-verified-queries.ts';
import * as words from './lint-words.ts';

/** Every rule beyond those the loader itself enforces. */
export const LINT_RULES: readonly LintRule[] = [
  elements.enumWithoutValues,
  elements.unknownValue,
  elements.filterNotBoolean,
  elements.timeNotPlain,
  elements.unsaidTimeZone,
  elements.undeclaredPersonalData,
  elements.conformedMismatch,
  access.unguardedFact,
  words.clashingWords,
  words.repeatedSynonym,
  words.missingDescription,
  words.longModelName,
  words.inflectedVerb,
  words.sharedVerb,
  words.unliftableFilter,
  relations.unreachableTable,
  relations.ambiguousPath,
  relations.ambiguousExpression,
  relations.missingKey,
  relations.nothingInCommon,
  relations.uselessRelationship,
  relations.unreviewedRelationship,
  metrics.meaninglessSum,
  metrics.stockSummedOverTime,
  metrics.sumOfText,
  metrics.unguardedDivision,
  metrics.averageOfRatios,
  metrics.semiAdditiveMisuse,
  metrics.metricWithoutTime,
  metrics.namelessParts,
  metrics.missingUnit,
  metrics.unusedPrivate,
  verifiedQueries.repeatedVerifiedQuery,
  verifiedQueries.physicalNames,
  verifiedQueries.unknownNames,
  verifiedQueries.notASelect,
];

function inOrder(first: ModelProblem, second: ModelProblem): number {
  if (first.file !== second.file) return first.file < second.file ? -1 : 1;
  return (first.line ?? 0) - (second.line ?? 0) || (first.column ?? 0) - (second.column ?? 0);
}

/** What a warehouse was found to have. */
export interface WarehouseFindings {
  readonly schemas: readonly SchemaDescription[];
  readonly keys: readonly KeyCount[];
}

const NOTHING_FOUND: WarehouseFindings = { schemas: [], keys: [] };

/**
 * Everything that is wrong with a model or could be better, in the order of its files.
 *
 * Holds what the loader reports, what Snowflake would refuse, and what it would not notice. The rules also run on
 * what is left of a model with errors, unless its files do not even have the right shape. With descriptions of the
 * schemas that its tables are in, tables and columns are looked up there too.
 */
export function lintModel(
  sources: ModelSources,
  { schemas, keys }: WarehouseFindings = NOTHING_FOUND,
): readonly ModelProblem[] {
  const reading = readModel(sources);
  const { document, sidecar, problems, place } = reading;
  if (document === null || sidecar === null) return problems;
  const model = reading.model ?? resolveModel(document, sidecar, []);
  const context = createLintContext(model, document, sidecar);
  const warehouse = [...lintCatalogue(context, schemas), ...lintKeys(context, keys)];
  const found = [...LINT_RULES.flatMap((rule) => rule(context)), ...warehouse].map(place);
  return [...problems, ...found].toSorted(inOrder);
}
