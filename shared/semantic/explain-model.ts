import { type ModelIndex, createModelIndex } from './model-index.ts';
import type { Additivity, Dimension, Metric, SemanticModel, TimeDimension } from './semantic-model.ts';

type Grouping = Dimension | TimeDimension;

const COMBINING: Readonly<Record<Additivity['kind'], string>> = {
  additive: 'adds up over everything',
  'semi-additive': 'adds up over everything but time, of which the last snapshot counts',
  distinct: 'is counted anew for every group, since groups overlap',
  ratio: 'is divided anew for every group',
  none: 'is computed anew for every group',
};

function metricsOf(model: SemanticModel): readonly Metric[] {
  const all = [...model.tables.flatMap((table) => table.metrics), ...model.metrics];
  return all.filter(({ visibility }) => visibility === 'public');
}

function groupingsOf(metric: Metric, index: ModelIndex): readonly Grouping[] {
  const { model } = index;
  return model.tables
    .flatMap((table): readonly Grouping[] => [...table.dimensions, ...table.timeDimensions])
    .filter(({ conformsTo, pii }) => conformsTo === null && pii === null)
    .filter(({ id }) =>
      metric.factTables.every((fact) => {
        const preferred = [...metric.usingRelationships, ...(index.table(fact)?.preferredRelationships ?? [])];
        return ['path', 'conformed'].includes(index.reach(fact, id, preferred).kind);
      }),
    );
}

/** By which date a figure is put into a period. A sum or count of one table without a date has none. */
function datesOf({ timeDimension, expression }: Metric): string {
  if (timeDimension !== null) return `Periods are read on ${timeDimension}.`;
  return expression.kind === 'aggregate'
    ? 'It has no date, so it cannot be asked for a period.'
    : 'Periods are read on the date of each of its parts.';
}

function explainMetric(metric: Metric, index: ModelIndex): readonly string[] {
  const unit = metric.format.unit === null ? '' : `, in ${metric.format.unit}`;
  const good = metric.goodDirection === null ? '' : `; ${metric.goodDirection} is good`;
  const byTable = Map.groupBy(groupingsOf(metric, index), ({ table }) => table);
  return [
    `### ${metric.label} (\`${metric.id}\`)`,
    '',
    `${metric.description === '' ? 'No description.' : metric.description} It ${COMBINING[metric.additivity.kind]}${unit}${good}.`,
    datesOf(metric),
    metric.synonyms.length === 0 ? '' : `Also called: ${metric.synonyms.join(', ')}.`,
    metric.verbs.length === 0 ? '' : `Asked for by the verbs: ${metric.verbs.join(', ')}.`,
    '',
    'Can be grouped and filtered by:',
    ...[...byTable].map(([table, dimensions]) => `- ${table}: ${dimensions.map(({ label }) => label).join(', ')}`),
    '',
  ].filter((line, position, lines) => line !== '' || lines[position - 1] !== '');
}

/** Says in Markdown what a model can answer: each figure, what it means, and by what it can be split. */
export function explainModel(model: SemanticModel): string {
  const index = createModelIndex(model);
  const hidden = model.tables.flatMap((table) =>
    [...table.dimensions, ...table.timeDimensions, ...table.facts].filter(({ visibleTo }) => visibleTo !== null),
  );
  const { calendar } = model;
  return [
    `# ${model.name}`,
    '',
    model.description,
    '',
    `Fiscal years start in month ${calendar.fiscalYearStartMonth}; retail pattern ${calendar.retailPattern}; time zone ${calendar.timeZone}.`,
    '',
    '## Figures',
    '',
    ...metricsOf(model).flatMap((metric) => explainMetric(metric, index)),
    '## Hidden',
    '',
    hidden.length === 0 ? 'Nothing is hidden from anyone.' : '',
    ...hidden.map(({ id, visibleTo, pii }) => {
      const roles = visibleTo === null || visibleTo.length === 0 ? 'no role' : visibleTo.join(', ');
      return `- ${id}${pii === null ? '' : ` (${pii})`}: shown to ${roles}`;
    }),
    '',
    '## Questions to begin with',
    '',
    ...model.sampleQuestions.map((question) => `- ${question}`),
    '',
  ].join('\n');
}
