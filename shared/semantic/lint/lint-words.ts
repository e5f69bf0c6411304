import type { LintContext, LintRule } from './lint-context.ts';
import { problem } from './lint-context.ts';
import { infinitiveOf } from '../verb-forms.ts';
import { splitIdentifier } from '../identifier-words.ts';
import { type ModelElement, elementsOf, toPhrase } from '../model-index.ts';

function publicElements({ model }: LintContext): readonly ModelElement[] {
  return elementsOf(model).filter((element) => element.kind === 'filter' || element.visibility === 'public');
}

function phrasesOf(element: ModelElement): readonly string[] {
  const written = [element.label, splitIdentifier(element.name).join(' '), ...element.synonyms];
  return [...new Set(written.map(toPhrase))];
}

function groupOf(element: ModelElement): string {
  return element.kind === 'dimension' || element.kind === 'time' ? (element.conformsTo ?? element.id) : element.id;
}

/** A phrase with two meanings makes every question that uses it ambiguous. */
export const clashingWords: LintRule = (context) => {
  const holders = new Map<string, ModelElement[]>();
  for (const element of publicElements(context)) {
    for (const phrase of phrasesOf(element)) holders.set(phrase, [...(holders.get(phrase) ?? []), element]);
  }
  return [...holders].flatMap(([phrase, elements]) => {
    const [first, ...others] = [...new Map(elements.map((element) => [groupOf(element), element])).values()];
    if (first === undefined || others.length === 0) return [];
    return others.map((element) =>
      problem(
        'warning',
        'clashing-words',
        { path: context.pathOf(element.id) },
        {
          message: `"${phrase}" means ${first.id} as well as ${element.id}.`,
          mend: 'Take the words from one of them, or rename it.',
        },
      ),
    );
  });
};

/** The same word twice on one element says nothing. */
export const repeatedSynonym: LintRule = (context) =>
  publicElements(context).flatMap((element) => {
    const phrases = element.synonyms.map(toPhrase);
    const repeated = phrases.filter((phrase, index) => phrases.indexOf(phrase) !== index);
    return [...new Set(repeated)].map((phrase) =>
      problem(
        'note',
        'repeated-synonym',
        { path: [...context.pathOf(element.id), 'synonyms'] },
        {
          message: `"${phrase}" is listed twice.`,
          mend: 'Remove one.',
        },
      ),
    );
  });

/** What a figure means must be written down, or an answer cannot say it. */
export const missingDescription: LintRule = (context) => [
  ...publicElements(context)
    .filter((element) => element.kind === 'metric' && element.description === '')
    .map(({ id }) =>
      problem(
        'warning',
        'missing-description',
        { path: context.pathOf(id) },
        {
          message: `${id} has no description.`,
          mend: 'Say what it counts or adds up, and what it leaves out.',
        },
      ),
    ),
  ...context.model.tables
    .filter(({ description }) => description === '')
    .map(({ name }) =>
      problem(
        'note',
        'missing-description',
        { path: context.tablePath(name) },
        {
          message: `The table ${name} has no description.`,
          mend: 'Say what one row is.',
        },
      ),
    ),
];

/** Verbs are looked up by their infinitive: "sold" would be taken for a verb of its own. */
export const inflectedVerb: LintRule = ({ model }) => {
  const metrics = [...model.tables.flatMap((table) => table.metrics), ...model.metrics];
  const holders = [
    ...model.tables.map(({ name, verbs }) => ({ path: ['tables', name, 'verbs'], verbs })),
    ...metrics.map(({ id, verbs }) => ({ path: ['metrics', id, 'verbs'], verbs })),
  ];
  return holders.flatMap(({ path, verbs }) =>
    verbs.flatMap((phrase) => {
      const [verb = '', ...rest] = phrase.replace(/^we /, '').split(' ');
      const infinitive = infinitiveOf(verb);
      if (infinitive === null) return [];
      return problem(
        'warning',
        'inflected-verb',
        { document: 'sidecar', path },
        {
          message: `"${phrase}" is a past form, and would only be found in questions that use it as a verb of its own.`,
          mend: `Write ${[infinitive, ...rest].join(' ')}.`,
        },
      );
    }),
  );
};

/** Of two amounts of money that one verb leads to, only the first is ever answered. */
export const sharedVerb: LintRule = ({ model }) => {
  const metrics = [...model.tables.flatMap((table) => table.metrics), ...model.metrics];
  const first = new Map<string, string>();
  return metrics.flatMap(({ id, verbs, format }) =>
    verbs.flatMap((phrase) => {
      const key = `${phrase} ${format.isCurrency}`;
      const other = first.get(key);
      if (other === undefined) first.set(key, id);
      if (other === undefined || !format.isCurrency) return [];
      return problem(
        'note',
        'shared-verb',
        { document: 'sidecar', path: ['metrics', id, 'verbs'] },
        {
          message: `"${phrase}" leads to ${other} already, so a question never gets ${id} by it.`,
          mend: 'Take the verb from one of them.',
        },
      );
    }),
  );
};

/** A model is offered to agents as a tool, whose names are short. */
export const longModelName: LintRule = ({ model }) =>
  model.name.length <= 64
    ? []
    : [
        problem(
          'warning',
          'long-model-name',
          { path: ['name'] },
          {
            message: 'The name has more than 64 characters, which an agent tool may not have.',
            mend: 'Shorten it.',
          },
        ),
      ];

/** A filter that applies by itself must be possible to switch off. */
export const unliftableFilter: LintRule = ({ model }) =>
  model.defaultFilters
    .map((filter, index) => ({ filter, index }))
    .filter(({ filter }) => filter.liftedBy.length === 0)
    .map(({ filter, index }) =>
      problem(
        'note',
        'unliftable-filter',
        { document: 'sidecar', path: ['default_filters', index] },
        {
          message: `The default filter ${filter.name} cannot be switched off by any words.`,
          mend: 'List words in lifted_by, or make it a row policy.',
        },
      ),
    );
