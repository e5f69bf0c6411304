import { splitIdentifier } from '#shared/semantic/identifier-words.ts';
import { wordKey } from '../word-key.ts';
import {
  type BuildContext,
  bindMeasure,
  displayElements,
  isGroupFilter,
  MOST_COLUMNS,
  rowElements,
  shownElements,
} from './build-context.ts';
import type { Element } from './entity-index.ts';
import { elementsIn } from './lexicon.ts';
import type { Filter, Mention } from './sketch.ts';

/** "The title and price of each book": the books need no column of their own. */
function ownsAll({ senses }: Mention, shown: readonly Element[]): boolean {
  return shown.every(({ table }) => senses.some((sense) => sense.kind === 'table' && sense.table === table));
}

/** Words in the names of columns that say where something is. */
const PLACES = [
  'location',
  'address',
  'city',
  'town',
  'state',
  'county',
  'country',
  'region',
  'place',
  'venue',
  'headquarter',
];

/** "How old is …", "where is …": the column that says so, of the things that are named. */
function askedQuality(context: BuildContext): readonly Element[] {
  const { sketch, index, binder } = context;
  if (sketch.asked !== null) {
    const bound = bindMeasure(context, { function: null, of: null, quality: sketch.asked }, binder.focus);
    return bound === null || bound.of === null ? [] : [bound.of];
  }
  const table = index.tables.get(binder.focus);
  if (sketch.words[0] !== 'where' || table === undefined) return [];
  const named = sketch.filters.flatMap((filter) =>
    filter.kind === 'values' ? filter.values.flatMap(({ senses }) => senses.map(({ id }) => id)) : [],
  );
  return elementsIn(table, (element) => index.isVisible(element)).filter(
    ({ id, name }) => !named.includes(id) && splitIdentifier(name).some((word) => PLACES.includes(wordKey(word))),
  );
}

/** What a question asks to see: what it names, or else the things themselves. */
export function askedElements(context: BuildContext): readonly Element[] {
  const { sketch, index } = context;
  const [table] = sketch.tables;
  const asked = sketch.shown.length === 0 || sketch.asked !== null ? askedQuality(context) : [];
  if (asked.length > 0) return asked;
  if (sketch.wantsAllColumns) {
    const found = index.tables.get(table === undefined ? context.binder.focus : (context.binder.table(table) ?? ''));
    return found === undefined ? [] : elementsIn(found, (element) => index.isVisible(element)).slice(0, MOST_COLUMNS);
  }
  const shown = sketch.shown.flatMap((mention) => shownElements(context, mention));
  const groups = sketch.groups.filter((mention) => shown.length === 0 || !ownsAll(mention, shown));
  const named = [...groups.flatMap((mention) => shownElements(context, mention)), ...shown];
  if (named.length > 0) return named;
  return table === undefined ? filteredElements(context) : thingsOf(context, table);
}

/** "Show all visits": their rows; "the different visits" are told apart by what shows them. */
function thingsOf(context: BuildContext, mention: Mention): readonly Element[] {
  const { sketch } = context;
  const isPlain =
    sketch.figures.length === 0 && !sketch.isDistinct && !sketch.isBoth && !sketch.filters.some(isGroupFilter);
  if (!isPlain || sketch.ranking !== null) return shownElements(context, mention);
  const sense = context.binder.any(mention);
  return sense?.kind === 'table' ? rowElements(context, sense.table) : shownElements(context, mention);
}

/** The noun that a condition is about. */
export function conditionSubject(filter: Filter): Mention | null {
  if (filter.kind === 'text') return filter.of;
  return filter.kind === 'compare' && filter.by !== null ? filter.by.of : null;
}

/** "Which names contain …": where nothing else is asked for, what the condition is about is. */
function filteredElements(context: BuildContext): readonly Element[] {
  const { filters, ranking } = context.sketch;
  const [subject] = filters.flatMap((filter) => conditionSubject(filter) ?? []);
  const found = subject === undefined ? [] : shownElements(context, subject);
  const ranked = ranking === null || ranking.by.of === null ? [] : shownElements(context, ranking.by.of);
  const table = [...found, ...ranked][0]?.table ?? context.binder.focus;
  const own = displayElements(context, table).filter((element) => !found.includes(element));
  return [...found, ...own.slice(0, 2)];
}

/** Elements that show the thing that a question ranks or filters by its figures. */
export function thingElements(context: BuildContext): readonly Element[] {
  const asked = askedElements(context);
  return asked.length > 0 ? asked : displayElements(context, context.binder.focus);
}
