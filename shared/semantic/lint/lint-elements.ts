import { DEFAULT_CALENDAR } from '../../calendar/calendar-settings.ts';
import { instantTypeOf } from '../data-type.ts';
import type { LintContext, LintRule } from './lint-context.ts';
import { problem } from './lint-context.ts';
import { splitIdentifier } from '../identifier-words.ts';
import type { ModelElement } from '../model-index.ts';
import { elementsOf } from '../model-index.ts';
import type { Dimension } from '../semantic-model.ts';

/** Words in a column's name that speak of a person, with the kind of personal data. */
const PERSONAL_WORDS: ReadonlyMap<string, string> = new Map([
  ['email', 'email'],
  ['mail', 'email'],
  ['phone', 'phone'],
  ['mobile', 'phone'],
  ['fax', 'phone'],
  ['ssn', 'national-id'],
  ['passport', 'national-id'],
  ['iban', 'bank-account'],
  ['birthdate', 'birth-date'],
  ['dob', 'birth-date'],
  ['firstname', 'name'],
  ['lastname', 'name'],
  ['surname', 'name'],
  ['salary', 'salary'],
]);

function dimensionsOf({ model }: LintContext): readonly Dimension[] {
  return model.tables.flatMap((table) => table.dimensions);
}

/** A closed list of values must list them. */
export const enumWithoutValues: LintRule = (context) =>
  dimensionsOf(context)
    .filter(({ isEnum, sampleValues }) => isEnum && sampleValues.length === 0)
    .map(({ id }) =>
      problem(
        'warning',
        'enum-without-values',
        { path: context.pathOf(id) },
        {
          message: `${id} is an enum without values, so no value can be asked for.`,
          mend: 'List all values in sample_values, or remove is_enum.',
        },
      ),
    );

/** Words for values that a closed list does not have would never match a row. */
export const unknownValue: LintRule = (context) =>
  dimensionsOf(context)
    .filter(({ isEnum }) => isEnum)
    .flatMap(({ id, sampleValues, valueSynonyms }) =>
      valueSynonyms
        .filter(({ value }) => !sampleValues.includes(value))
        .map(({ value }) =>
          problem(
            'warning',
            'unknown-value',
            { document: 'sidecar', path: ['elements', id, 'value_synonyms', value] },
            {
              message: `${value} is no value of ${id}.`,
              mend: `Its values are ${sampleValues.join(', ')}.`,
            },
          ),
        ),
    );

/** A condition must be true or false. */
export const filterNotBoolean: LintRule = (context) =>
  elementsOf(context.model)
    .filter((element) => (element.kind === 'dimension' || element.kind === 'fact') && element.isFilter)
    .filter((element) => 'type' in element && element.type !== 'boolean')
    .map(({ id }) =>
      problem(
        'error',
        'filter-not-boolean',
        { path: context.pathOf(id) },
        {
          message: `${id} is labelled as a filter but is not BOOLEAN.`,
          mend: 'Give it data_type BOOLEAN, or remove the label.',
        },
      ),
    );

/** A range over a computed time cannot skip partitions. */
export const timeNotPlain: LintRule = (context) =>
  context.model.tables
    .flatMap((table) => table.timeDimensions)
    .filter(({ expression }) => expression.kind !== 'column')
    .map(({ id }) =>
      problem(
        'note',
        'time-not-plain',
        { path: [...context.pathOf(id), 'expr'] },
        {
          message: `${id} is computed, so a period cannot skip the partitions outside it.`,
          mend: 'Name the column itself, if its values allow it.',
        },
      ),
    );

/** Away from UTC, the day of a time depends on the clock that it was read off. */
export const unsaidTimeZone: LintRule = (context) => {
  const { calendar, tables } = context.model;
  if (calendar.timeZone === DEFAULT_CALENDAR.timeZone) return [];
  return tables
    .flatMap((table) => table.timeDimensions)
    .filter(({ type, dataType, timeZone }) => type === 'timestamp' && instantTypeOf(dataType) === null && !timeZone)
    .map(({ id, dataType }) =>
      problem(
        'warning',
        'unsaid-time-zone',
        { path: context.pathOf(id) },
        {
          message: `${id} is ${dataType}, and nothing says on whose clocks: its days are taken as those of ${calendar.timeZone}.`,
          mend: `Say so in the sidecar, elements.${id}: {time_zone: ${calendar.timeZone}}, or name the zone it is in, e.g. UTC.`,
        },
      ),
    );
};

function personalKind(name: string): string | null {
  const words = splitIdentifier(name);
  const found = words.find((word) => PERSONAL_WORDS.has(word));
  const pairs = words.slice(1).map((word, index) => `${words[index] ?? ''}${word}`);
  const pair = pairs.find((word) => PERSONAL_WORDS.has(word));
  return PERSONAL_WORDS.get(found ?? pair ?? '') ?? null;
}

/** Personal data that nobody declared would be shown to everyone. */
export const undeclaredPersonalData: LintRule = (context) =>
  context.model.tables
    .flatMap((table) => [...table.dimensions, ...table.timeDimensions, ...table.facts])
    .filter(({ pii, visibleTo, type }) => pii === null && visibleTo === null && type !== 'boolean')
    .flatMap(({ id, name }) => {
      const kind = personalKind(name);
      if (kind === null) return [];
      return [
        problem(
          'warning',
          'undeclared-personal-data',
          { path: context.pathOf(id) },
          {
            message: `${id} looks like personal data (${kind}) but is shown to everyone.`,
            mend: `Declare it in the sidecar, elements.${id}: {pii: ${kind}}, or give it roles.`,
          },
        ),
      ];
    });

/** Stand-ins must have the type and values of what they stand in for. */
export const conformedMismatch: LintRule = (context) =>
  elementsOf(context.model).flatMap((element) => {
    if ((element.kind !== 'dimension' && element.kind !== 'time') || element.conformsTo === null) return [];
    const other = context.index.element(element.conformsTo);
    const place = { document: 'sidecar', path: ['elements', element.id, 'conforms_to'] } as const;
    if (other === null || other.kind !== element.kind || other.type !== element.type) {
      const message = `${element.id} cannot conform to ${element.conformsTo}: their kinds or types differ.`;
      return [problem('error', 'conformed-mismatch', place, { message, mend: 'Name a dimension of the same type.' })];
    }
    const differing = differingValues(element, other);
    if (differing === null) return [];
    const message = `${element.id} and ${other.id} list different values: ${differing}.`;
    const mend = 'Values that only one of them has cannot be compared; correct the lists.';
    return [problem('warning', 'conformed-mismatch', place, { message, mend })];
  });

function differingValues(first: ModelElement, second: ModelElement): string | null {
  if (first.kind !== 'dimension' || second.kind !== 'dimension' || !first.isEnum || !second.isEnum) return null;
  const differing = [
    ...first.sampleValues.filter((value) => !second.sampleValues.includes(value)),
    ...second.sampleValues.filter((value) => !first.sampleValues.includes(value)),
  ];
  return differing.length === 0 ? null : differing.join(', ');
}
