import type { ConditionInput } from '#shared/schemas/plan-condition.ts';
import { phraseKey } from '../question-token.ts';
import type { Binder } from './bind-mentions.ts';
import type { Element } from './entity-index.ts';
import type { Comparator } from './entity-sense.ts';
import type { Filter, Mention, Operand } from './sketch.ts';

type LeafInput = Extract<ConditionInput, { field: string }>;

/** A condition on one element, not yet tied to the rows that are asked about. */
export interface ElementCondition {
  readonly element: Element;
  readonly leaf: LeafInput;
  readonly negated: boolean;
  /** Never shares the row of another condition: "both tea and coffee". */
  readonly isApart: boolean;
}

const YEAR = { from: 1_500, to: 2_200 };

function isYear(value: number): boolean {
  return Number.isInteger(value) && value >= YEAR.from && value <= YEAR.to;
}

/** Start of a year as ISO date. */
function yearStart(year: number): string {
  return `${String(year).padStart(4, '0')}-01-01`;
}

interface Said {
  readonly heard: string;
  readonly method: string;
}

/** "After 2010", "in 2010" of a date. */
function yearLeaf(element: Element, comparator: Comparator, year: number, said: Said): LeafInput | null {
  const [start, next] = [yearStart(year), yearStart(year + 1)];
  const range = { kind: 'range', field: element.id, ...said } as const;
  switch (comparator) {
    case '=':
      return { ...range, from: start, to: next };
    case '<':
      return { ...range, from: null, to: start };
    case '<=':
      return { ...range, from: null, to: next };
    case '>':
      return { ...range, from: next, to: null };
    case '>=':
      return { ...range, from: start, to: null };
    case '<>':
      return null;
  }
}

/** A comparison of an element with a number or text of its own type; null where the types do not meet. */
export function compareLeaf(element: Element, comparator: Comparator, value: Operand, said: Said): LeafInput | null {
  const base = { kind: 'compare', field: element.id, operator: comparator, ...said } as const;
  switch (element.type) {
    case 'number':
      return value.kind === 'number' ? { ...base, value: value.value } : null;
    case 'date':
    case 'timestamp':
      if (value.kind === 'text') return { ...base, value: value.value };
      return isYear(value.value) ? yearLeaf(element, comparator, value.value, said) : null;
    case 'text':
      return value.kind === 'text' || comparator === '=' ? { ...base, value: String(value.value) } : null;
    default:
      return null;
  }
}

function bothEnds(element: Element, filter: Extract<Filter, { kind: 'compare' }>, said: Said): LeafInput | null {
  const { value, to } = filter;
  if (to === null) return compareLeaf(element, filter.comparator, value, said);
  const range = { kind: 'range', field: element.id, includesTo: true, ...said } as const;
  if (value.kind !== to.kind || (element.type === 'text' && value.kind === 'number')) return null;
  if (element.type === 'number' || value.kind === 'text') return { ...range, from: value.value, to: to.value };
  return isYear(value.value) && typeof to.value === 'number'
    ? { ...range, from: yearStart(value.value), to: yearStart(to.value + 1), includesTo: false }
    : null;
}

/** The element that a bare date or year is about: the date or year of the table asked about, if it has but one. */
function dateElement(binder: Binder, tables: readonly string[], value: Operand): Element | null {
  for (const table of tables) {
    const { timeDimensions = [], dimensions = [], facts = [] } = binder.index.tables.get(table) ?? {};
    const years = [...dimensions, ...facts].filter(
      ({ name, type }) => type === 'number' && /(?:^|_)year(?:$|_)/.test(name),
    );
    const found = value.kind === 'number' ? [...years, ...timeDimensions] : timeDimensions;
    const [only, second] = found;
    if (only === undefined) continue;
    binder.trace.weights.push(second === undefined ? 0.8 : 0.5);
    return only;
  }
  return null;
}

/** Trust in the one figure of a table for a number of which nobody says what it measures. */
const ONLY_FACT = 0.5;

interface Compared {
  readonly element: Element;
  readonly comparator: Comparator;
}

function compareDate(value: Operand, comparator: Comparator, { binder, tables }: Tying): Compared | null {
  const isDate = value.kind === 'text' || isYear(value.value);
  const element = isDate ? dateElement(binder, tables, value) : null;
  return element === null ? null : { element, comparator };
}

/** "Budgets above 3000" of things of which only one figure is known. */
function compareOnlyFact(value: Operand, comparator: Comparator, { binder, tables }: Tying): Compared | null {
  const [only, second] = binder.index.tables.get(tables[0] ?? '')?.facts ?? [];
  if (only === undefined || second !== undefined || value.kind !== 'number' || comparator === '=') return null;
  binder.trace.weights.push(ONLY_FACT);
  return { element: only, comparator };
}

function compareElement(
  { by, comparator, value }: Extract<Filter, { kind: 'compare' }>,
  tying: Tying,
): Compared | null {
  if (by === null) return compareDate(value, comparator, tying) ?? compareOnlyFact(value, comparator, tying);
  if (by.quality !== null) {
    const found = tying.binder.quality(by.quality, tying.tables);
    if (found === null) return null;
    return { element: found.element, comparator: found.isReversed ? reverse(comparator) : comparator };
  }
  const element = by.of === null ? null : columnElement(by.of, tying);
  return element === null ? null : { element, comparator };
}

function columnElement(of: Mention, { binder }: Tying): Element | null {
  const id = binder.column(of)?.ids[0];
  return id === undefined ? null : (binder.index.elements.get(id) ?? null);
}

function reverse(comparator: Comparator): Comparator {
  const other: Readonly<Record<Comparator, Comparator>> = {
    '<': '>',
    '>': '<',
    '<=': '>=',
    '>=': '<=',
    '=': '=',
    '<>': '<>',
  };
  return other[comparator];
}

function valuesCondition(filter: Extract<Filter, { kind: 'values' }>, binder: Binder): ElementCondition | null {
  const [first] = filter.values;
  const column = first === undefined ? null : binder.value(first.heard, first.senses, filter.label);
  const element = column === null ? undefined : binder.index.elements.get(column.id);
  if (column === null || element === undefined) return null;
  const values = filter.values.map(({ senses }) => senses.find(({ id }) => id === column.id)?.value ?? null);
  const known = values.filter((value) => value !== null);
  if (known.length < values.length) return null;
  const leaf = (list: readonly string[]): LeafInput => ({
    kind: 'in',
    field: element.id,
    values: list.map((value) => (element.type === 'number' ? Number(value) : value)),
    negated: false,
    heard: filter.heard.slice(0, 400),
    method: 'exact',
  });
  return { element, leaf: leaf(known), negated: filter.negated, isApart: false };
}

function textCondition(
  filter: Extract<Filter, { kind: 'text' }>,
  binder: Binder,
  table: string,
): ElementCondition | null {
  const id = filter.of === null ? binder.index.tables.get(table)?.displayDimension : binder.column(filter.of)?.ids[0];
  const element = binder.index.elements.get(id ?? '');
  if (element === undefined || element.type !== 'text') return null;
  const { match, value, negated, heard } = filter;
  return {
    element,
    leaf: { kind: 'text', field: element.id, match, value, heard, method: 'exact' },
    negated,
    isApart: false,
  };
}

/** A number is a text only where the data has it as one: "version 2", but not the 50 of "the 50 capitals". */
function isKnownText({ id, type }: Element, value: Operand, { binder }: Tying): boolean {
  if (type !== 'text' || value.kind === 'text') return true;
  return binder.index.senses(phraseKey(String(value.value))).some((sense) => sense.kind === 'value' && sense.id === id);
}

function comparison(filter: Extract<Filter, { kind: 'compare' }>, said: Said, tying: Tying): ElementCondition | null {
  const found = compareElement(filter, tying);
  if (found === null) return null;
  const leaf = bothEnds(found.element, { ...filter, comparator: found.comparator }, said);
  if (!isKnownText(found.element, filter.value, tying)) return null;
  return leaf === null ? null : { element: found.element, leaf, negated: filter.negated, isApart: false };
}

const NO = /^(?:no|n|false|f|0)$/i;
const YES_OR_NO = /^(?:yes|y|true|t|1|no|n|false|f|0)$/i;

/** How a column that says yes or no says no; null for any other: "without wifi" of a column that says so. */
function refusalOf(element: Element): string | number | null {
  if (element.type === 'number') return /_yn$/i.test(element.name) ? 0 : null;
  const values = element.type === 'text' ? element.sampleValues : [];
  return values.every((value) => YES_OR_NO.test(value)) ? (values.find((value) => NO.test(value)) ?? null) : null;
}

function nullTest(filter: Extract<Filter, { kind: 'null' }>, said: Said, tying: Tying): ElementCondition | null {
  const element = columnElement(filter.of, tying);
  if (element === null) return null;
  const no = refusalOf(element);
  const leaf: LeafInput =
    no === null
      ? { kind: 'null', field: element.id, ...said }
      : { kind: 'in', field: element.id, values: [no], negated: false, ...said };
  return { element, leaf, negated: filter.negated, isApart: false };
}

/** What ties a condition: the binder, and the tables in which a column that is not named may be. */
export interface Tying {
  readonly binder: Binder;
  readonly tables: readonly string[];
}

/** What a filter demands of which element; null where it cannot be tied to one. */
export function elementCondition(filter: Filter, tying: Tying): ElementCondition | null {
  const said = { heard: filter.heard.slice(0, 400), method: 'number' };
  switch (filter.kind) {
    case 'values':
      return valuesCondition(filter, tying.binder);
    case 'text':
      return textCondition(filter, tying.binder, tying.tables[0] ?? '');
    case 'compare':
      return comparison(filter, said, tying);
    case 'null':
      return nullTest(filter, said, tying);
    default:
      return null;
  }
}
