import type { Dimension, Fact, TimeDimension } from '#shared/semantic/semantic-model.ts';
import { operatorOf, sensesOf } from '../board.ts';
import { leadsToTable, type ModelView } from '../model-view.ts';
import { phraseText } from '../question-token.ts';
import type { Item } from '../sense.ts';
import { rowWord } from './row-cursor.ts';
import type { RowReading } from './row-reading.ts';
import type { Quality } from './row-words.ts';

export type Column = Dimension | TimeDimension | Fact;

/** Columns of a table that may be asked for. */
export function columnsOf(table: string, view: ModelView): readonly Column[] {
  const found = view.tables.get(table);
  if (found === undefined) return [];
  return [...found.dimensions, ...found.timeDimensions, ...found.facts].filter(
    ({ visibility }) => visibility === 'public',
  );
}

export function columnWithId(id: string, view: ModelView): Column | undefined {
  return view.dimensions.get(id) ?? view.facts.get(id);
}

export function isNumeric(column: Column | undefined): boolean {
  return column?.type === 'number';
}

function namedIds(item: Item | undefined): readonly string[] {
  const senses = [...sensesOf(item, 'dimension'), ...sensesOf(item, 'time'), ...sensesOf(item, 'fact')];
  return senses.filter(({ method }) => method !== 'fuzzy').map(({ id }) => id);
}

function onlyOne<One>(found: readonly One[]): One | null {
  return found.length === 1 ? (found[0] ?? null) : null;
}

function wordsOf({ label }: Column): readonly string[] {
  return phraseText(label).split(' ');
}

/** Columns of which the words are a part of the name, e.g. "start" of the start date. */
function partlyNamed(item: Item | undefined, columns: readonly Column[]): Column | null {
  const text = phraseText(item?.heard ?? '');
  return text.length < 3 ? null : onlyOne(columns.filter((column) => wordsOf(column).includes(text)));
}

/** The column of the subject that an item names; one of a table that it leads to where it has none itself. */
export function columnNamed(item: Item | undefined, reading: RowReading): Column | null {
  const { view } = reading.scope;
  const { table } = reading.subject;
  const ids = [...new Set(namedIds(item))];
  const named = ids.flatMap((id) => columnWithId(id, view) ?? []).filter(({ visibility }) => visibility === 'public');
  const own = named.filter((column) => column.table === table);
  if (own.length > 0) return onlyOne(own);
  const isNoun = sensesOf(item, 'table').length > 0;
  const partly = isNoun ? null : partlyNamed(item, columnsOf(table, view));
  if (partly !== null && item !== undefined) {
    reading.scope.log.assume(`“${item.heard}” was read as ${partly.label}.`);
    return partly;
  }
  return onlyOne(named.filter((column) => leadsToTable([table], column.table, view)));
}

/** Words in the names of columns that tell a quality, the more telling ones first. */
const QUALITY_WORDS: Readonly<Record<Exclude<Quality, 'time'>, readonly (readonly string[])[]>> = {
  price: [['price'], ['cost', 'fee', 'fare', 'charge']],
  size: [['size'], ['area', 'volume', 'capacity', 'quantity', 'amount', 'value', 'total', 'population']],
  length: [['length'], ['duration', 'days', 'hours', 'minutes']],
  weight: [['weight', 'mass']],
};

/** Columns that "expensive" or "large" may be about, in a table; several where the words fit them alike. */
export function columnsOfQuality(quality: Quality, table: string, view: ModelView): readonly Column[] {
  const columns = columnsOf(table, view);
  if (quality === 'time') {
    const usual = view.tables.get(table)?.defaultTimeDimension ?? null;
    const times = columns.filter(({ kind }) => kind === 'time');
    const own = times.filter(({ id }) => id === usual);
    return own.length > 0 ? own : times;
  }
  const numbers = columns.filter(isNumeric);
  for (const words of QUALITY_WORDS[quality]) {
    const found = numbers.filter((column) => wordsOf(column).some((word) => words.includes(word)));
    if (found.length > 0) return found;
  }
  return [];
}

/** The column of a quality; asks where several fit, and says which one was taken. */
export function columnOfQuality(item: Item, quality: Quality, reading: RowReading): Column | null {
  const { view, log } = reading.scope;
  const found = columnsOfQuality(quality, reading.subject.table, view);
  const only = onlyOne(found);
  if (only !== null) {
    log.assume(`“${item.heard}” was read by ${only.label}.`);
    return only;
  }
  if (found.length === 0) {
    const reason = `${reading.label} have nothing in this model that “${item.heard}” could go by.`;
    return log.object({ kind: 'unsupported', words: [item.heard], reason });
  }
  const end = rowWord(item, 'adjective')?.end ?? (operatorOf(item, 'rank')?.direction === 'bottom' ? 'low' : 'high');
  const most = end === 'high' ? 'highest' : 'lowest';
  log.ask(
    item,
    found.map(({ label, description }) => ({ label, detail: description, words: `${most} ${label.toLowerCase()}` })),
  );
  // The question is read on as if one were meant, so that nothing is asked where another word is not understood.
  return found[0] ?? null;
}

const ENDINGS = new Set(['', 'ed', 'd', 's', 'es', 'ing', 'ped', 'ping', 'ned', 'ning']);

function isFormOf(form: string, word: string): boolean {
  const [short, long] = form.length < word.length ? [form, word] : [word, form];
  return short.length >= 3 && long.startsWith(short) && ENDINGS.has(long.slice(short.length));
}

/** The date of the subject that a verb is about: "opened" of the opening date, "ended" of the end date. */
export function dateOfVerb(item: Item | undefined, { subject, scope }: RowReading): Column | null {
  const { view } = scope;
  const times = columnsOf(subject.table, view).filter(({ kind }) => kind === 'time');
  const ids = new Set(namedIds(item));
  const named = times.filter(({ id }) => ids.has(id));
  if (named.length > 0) return onlyOne(named);
  const word = phraseText(item?.heard ?? '');
  const formed = times.filter((column) => wordsOf(column).some((part) => isFormOf(word, part)));
  if (formed.length > 0) return onlyOne(formed);
  const isOwnDeed = sensesOf(item, 'deed').some(({ deed }) => deed.tables.includes(subject.table));
  const usual = view.tables.get(subject.table)?.defaultTimeDimension;
  return isOwnDeed ? (times.find(({ id }) => id === usual) ?? null) : null;
}
