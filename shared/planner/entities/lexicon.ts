import { splitIdentifier } from '#shared/semantic/identifier-words.ts';
import type { Dimension, Fact, LogicalTable, Relationship, TimeDimension } from '#shared/semantic/semantic-model.ts';
import { isEverydayWord } from '../filler-words.ts';
import { wordKey } from '../word-key.ts';
import type { EntitySense } from './entity-sense.ts';
import { otherNames } from './thesaurus.ts';

type Element = Dimension | TimeDimension | Fact;

/** How sure a name is: as written, with a word left out, with another word for one of its own, a word of it only. */
const WHOLE = 1;
const WITHOUT_TABLE = 0.95;
const WITHOUT_TAIL = 0.85;
const SUFFIX = 0.8;
const SYNONYM = 0.7;
const ROLE = 0.7;
const HEAD = 0.58;
const FIRST_WORD = 0.6;
const ONE_WORD = 0.4;

/** Last words that say how a thing is coded, not what it is. */
const TAILS: ReadonlySet<string> = new Set(['code', 'name', 'type', 'yn', 'number', 'detail', 'description']);
/** Last words that never stand for a longer name alone. */
const HOLLOW: ReadonlySet<string> = new Set(['id', 'code', 'yn', 'number', 'other', 'of', 'in', 'to', 'key', 'no']);
/** Words after which a name says where, when or in what: "price in dollars" is a price. */
const HINGES: ReadonlySet<string> = new Set(['in', 'of', 'for', 'from', 'to', 'by', 'at', 'per', 'on']);

interface Name {
  readonly words: readonly string[];
  readonly weight: number;
}

function keysOf(identifier: string): readonly string[] {
  return splitIdentifier(identifier).map(wordKey);
}

function startsWith(words: readonly string[], head: readonly string[]): boolean {
  return head.length > 0 && head.length < words.length && head.every((word, index) => words[index] === word);
}

/** The name without a last word of coding, without all before its last words, and before a preposition. */
function shorter({ words, weight }: Name): readonly Name[] {
  const last = words.at(-1) ?? '';
  const names: Name[] = [];
  if (words.length > 1 && TAILS.has(last)) names.push({ words: words.slice(0, -1), weight: weight * WITHOUT_TAIL });
  const hinge = words.findIndex((word, index) => index > 0 && HINGES.has(word));
  if (hinge > 0) names.push({ words: words.slice(0, hinge), weight: weight * WITHOUT_TAIL });
  for (let from = 1; from < words.length; from += 1) {
    const rest = words.slice(from);
    if (rest.length > 1 || !HOLLOW.has(last)) names.push({ words: rest, weight: weight * SUFFIX });
  }
  return names;
}

function withSynonyms(names: readonly Name[]): readonly Name[] {
  return names.flatMap((name) => [
    name,
    ...otherNames(name.words).map((words) => ({ words: words.map(wordKey), weight: name.weight * SYNONYM })),
  ]);
}

function singleWords(words: readonly string[]): readonly Name[] {
  const telling = words.filter((word) => word.length > 3 && !HOLLOW.has(word) && !isEverydayWord(word));
  return words.length < 2
    ? []
    : telling.map((word) => ({ words: [word], weight: word === words[0] ? FIRST_WORD : ONE_WORD }));
}

function entityOf(table: LogicalTable): readonly string[] {
  return keysOf(table.name);
}

/** True for a short form of a word: apt of apartment, cust of customer. */
function shortens(short: string, long: string): boolean {
  if (short.length < 3 || short.length + 2 > long.length || short[0] !== long[0]) return false;
  let at = 0;
  for (const letter of long) if (letter === short[at]) at += 1;
  return at === short.length;
}

/** Short forms of the table's own words written out. */
function writtenOut(words: readonly string[], entity: readonly string[]): readonly string[] {
  return words.map((word) => entity.find((long) => shortens(word, long)) ?? word);
}

/** The names of a column: as it is called, without its table's, and shortened. */
function columnNames(element: Element, table: LogicalTable): readonly Name[] {
  const said = [element.label, element.name, ...element.synonyms].map(keysOf);
  const physical = element.expression.kind === 'column' ? [keysOf(element.expression.column)] : [];
  const entity = entityOf(table);
  const whole = [...said, ...physical, ...(said.some((words) => words.join(' ') === 'long') ? [['longitude']] : [])]
    .flatMap((words) => [words, writtenOut(words, entity)])
    .map((words): Name => ({ words, weight: WHOLE }));
  const heads = entity.map((_, from) => entity.slice(from)).filter((head) => head.length > 0);
  const bare = whole.flatMap(({ words }) =>
    heads
      .filter((head) => startsWith(words, head))
      .map((head): Name => ({ words: words.slice(head.length), weight: WITHOUT_TABLE })),
  );
  // A column called like its table holds the names of its things.
  const isName = whole.some(({ words }) => words.join(' ') === entity.join(' '));
  const named = isName ? [['name'], [...entity, 'name']].map((words): Name => ({ words, weight: WITHOUT_TABLE })) : [];
  const qualified = whole.map(({ words }): Name => ({ words: [...entity, ...words], weight: WHOLE }));
  const full = [...whole, ...bare];
  return [
    ...withSynonyms([...full, ...full.flatMap(shorter)]),
    ...qualified,
    ...named,
    ...whole.flatMap(({ words }) => singleWords(words)),
    ...full.flatMap(joined),
    ...courseNames(element, full),
    ...inhabitantNames(full),
  ];
}

/** What the course of time is called, where a table has a year or a date of its own. */
const COURSE = ['over time', 'through time', 'across time', 'throughout time', 'over the years', 'over years'].map(
  (one) => one.split(' ').map(wordKey),
);

function courseNames({ type }: Element, names: readonly Name[]): readonly Name[] {
  const isYear = names.some(({ words, weight }) => words.at(-1) === 'year' && weight >= WITHOUT_TABLE);
  const isDate = type === 'date' || type === 'timestamp';
  if (!isYear && !isDate) return [];
  return [...COURSE, ...(isYear ? [['yearly'], ['annual']] : [])].map((words) => ({
    words,
    weight: isYear ? WITHOUT_TAIL : SUFFIX,
  }));
}

/** "Wifi" of WiFi, "firstname" of first_name. */
function joined({ words, weight }: Name): readonly Name[] {
  return words.length === 2 || words.length === 3 ? [{ words: [words.join('')], weight: weight * WITHOUT_TABLE }] : [];
}

/** "How many people live in …" of a place with a population. */
const INHABITANTS = ['people', 'citizens', 'residents', 'inhabitants'].map(wordKey);

function inhabitantNames(names: readonly Name[]): readonly Name[] {
  const isPopulation = names.some(({ words, weight }) => words.join(' ') === 'population' && weight >= WITHOUT_TABLE);
  return isPopulation ? INHABITANTS.map((word) => ({ words: [word], weight: FIRST_WORD })) : [];
}

function tableNames(table: LogicalTable): readonly Name[] {
  const said = [table.label, table.name, ...table.synonyms].map(keysOf);
  const whole = said.map((words): Name => ({ words, weight: WHOLE }));
  const heads = said
    .filter((words) => words.length > 1)
    .map((words): Name => ({ words: words.slice(0, -1), weight: HEAD }));
  return withSynonyms([
    ...whole,
    ...whole.flatMap(shorter).filter(({ words }) => !TAILS.has(words.join(' '))),
    ...heads,
  ]);
}

/** Public elements of a table. */
export function elementsIn(table: LogicalTable, isVisible: (element: Element) => boolean): readonly Element[] {
  return [...table.dimensions, ...table.timeDimensions, ...table.facts].filter(isVisible);
}

/** The column that identifies the rows of a table, if one alone does. */
export function keyElement(table: LogicalTable): Element | null {
  const columns = table.keys[0]?.columns ?? [];
  const [only] = columns;
  if (only === undefined || columns.length > 1) return null;
  const all = [...table.dimensions, ...table.timeDimensions, ...table.facts];
  return all.find(({ expression }) => expression.kind === 'column' && expression.column === only) ?? null;
}

/** First and last name of a table of people. */
export function nameParts(table: LogicalTable): readonly string[] {
  const find = (...endings: readonly string[]) =>
    table.dimensions.find(({ name }) => endings.some((ending) => keysOf(name).join(' ').endsWith(ending)));
  const [first, last] = [find('first name', 'fname', 'forename'), find('last name', 'lname', 'surname')];
  return first === undefined || last === undefined ? [] : [first.id, last.id];
}

/** What shows a row to people: its name, or the parts of it; empty where it has none. */
export function displayOf(table: LogicalTable): readonly string[] {
  if (table.displayDimension !== null) return [table.displayDimension];
  const parts = nameParts(table);
  if (parts.length > 0) return parts;
  const entity = entityOf(table).join(' ');
  const own = table.dimensions.find(({ name }) => keysOf(name).join(' ') === entity);
  if (own !== undefined) return [own.id];
  const named = table.dimensions.find(({ name }) => ['name', 'title'].includes(keysOf(name).at(-1) ?? ''));
  return named === undefined ? [] : [named.id];
}

/** Columns that hold what the things of a table are called: name, or city and city name of cities. */
export function ownNames(table: LogicalTable): readonly string[] {
  const entity = entityOf(table).join(' ');
  const own = new Set(['name', 'title', entity, `${entity} name`, `${entity} title`]);
  return displayOf(table).filter((id) =>
    table.dimensions.some((one) => one.id === id && own.has(keysOf(one.name).join(' '))),
  );
}

function* partNames(table: LogicalTable): Generator<readonly [string, EntitySense]> {
  const ids = nameParts(table);
  if (ids.length === 0) return;
  const entity = entityOf(table);
  for (const words of [['name'], ['full', 'name'], [...entity, 'name'], [...entity.slice(-1), 'name']]) {
    yield [words.join(' '), { kind: 'column', table: table.name, ids, weight: WITHOUT_TABLE }];
  }
}

function* idNames(table: LogicalTable): Generator<readonly [string, EntitySense]> {
  const key = keyElement(table);
  if (key === null) return;
  const sense = { kind: 'column', table: table.name, ids: [key.id], weight: WITHOUT_TABLE } as const;
  yield ['id', sense];
  for (const { words } of tableNames(table)) yield [`${words.join(' ')} id`, sense];
}

/** What a table is called where others refer to it: the things of a column "student id" are students. */
export function* roleSenses({ leftTable, rightTable, join }: Relationship): Generator<readonly [string, EntitySense]> {
  if (join.kind !== 'equi' || join.columns.length !== 1 || leftTable === rightTable) return;
  const words = keysOf(join.columns[0]?.left ?? '');
  const role = HOLLOW.has(words.at(-1) ?? '') ? words.slice(0, -1) : [];
  if (role.length === 0) return;
  yield [role.join(' '), { kind: 'table', table: rightTable, weight: ROLE }];
}

/** Every phrase that names a table or a column, with how surely it does. */
export function* nameSenses(
  table: LogicalTable,
  isVisible: (element: Element) => boolean,
): Generator<readonly [string, EntitySense]> {
  for (const { words, weight } of tableNames(table))
    yield [words.join(' '), { kind: 'table', table: table.name, weight }];
  yield* partNames(table);
  yield* idNames(table);
  for (const element of elementsIn(table, isVisible)) {
    for (const { words, weight } of columnNames(element, table)) {
      yield [words.join(' '), { kind: 'column', table: table.name, ids: [element.id], weight }];
    }
  }
}
