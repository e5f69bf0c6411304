import type { BuildContext } from './build-context.ts';
import { isGroupFilter, elementOf } from './build-context.ts';
import type { Element } from './entity-index.ts';
import { displayOf, keyElement } from './lexicon.ts';
import type { Measure, Mention, Sketch } from './sketch.ts';

/** Words of figures that add up; of others the mean says more. */
const ADDITIVE = /(?:^|_)(?:amount|quantity|revenue|sales?|profit|turnover|income|spend|count|total|hours?)(?:$|_)/i;
/** Words that ask how something is spread. */
const SPREAD = /^(?:histograms?|distributions?|breakdowns?|bars?|pie|plot|chart|graph)$/;
/** Names of the course of time. */
const TIME = /(?:time|years?|yearly|annual)$/i;

function columnOf(context: BuildContext, mention: Mention): Element | null {
  const [surest] = mention.senses;
  if (surest === undefined || surest.kind !== 'column') return null;
  return elementOf(context, context.binder.column(mention)?.ids[0]);
}

/** A column whose values stand for kinds: neither a figure nor the name or key of the things themselves. */
function isKind({ index }: BuildContext, element: Element): boolean {
  const table = index.tables.get(element.table);
  if (table === undefined || table.facts.some(({ id }) => id === element.id)) return false;
  return keyElement(table)?.id !== element.id && !displayOf(table).includes(element.id);
}

function isFigure({ index }: BuildContext, element: Element): boolean {
  return index.tables.get(element.table)?.facts.some(({ id }) => id === element.id) ?? false;
}

function isPlain({ figures, ranking, orderings, filters, isDistinct, wantsAllColumns }: Sketch): boolean {
  const isBusy = figures.length + orderings.length > 0 || ranking !== null || isDistinct || wantsAllColumns;
  return !isBusy && !filters.some(isGroupFilter);
}

interface Column {
  readonly mention: Mention;
  readonly element: Element;
}

function columnsOf(context: BuildContext, mentions: readonly Mention[]): readonly Column[] | null {
  const found = mentions.map((mention) => ({ mention, element: columnOf(context, mention) }));
  const known = found.flatMap(({ mention, element }) => (element === null ? [] : [{ mention, element }]));
  return known.length === found.length ? known : null;
}

function figureOf({ mention, element }: Column): Measure {
  return { function: ADDITIVE.test(element.name) ? 'sum' : 'avg', of: mention, quality: null };
}

const COUNT_ROWS: Measure = { function: 'count', of: null, quality: null };

interface Axes {
  readonly groups: readonly Column[];
  readonly figures: readonly Column[];
  readonly kinds: readonly Column[];
}

/** What is named, as figures and kinds; null where something is neither. */
function axesOf(context: BuildContext): Axes | null {
  const groups = columnsOf(context, context.sketch.groups);
  const shown = columnsOf(context, context.sketch.shown);
  if (groups === null || shown === null || !groups.every(({ element }) => isKind(context, element))) return null;
  const figures = shown.filter(({ element }) => isFigure(context, element));
  const kinds = shown.filter(({ element }) => isKind(context, element));
  return figures.length + kinds.length < shown.length ? null : { groups, figures, kinds };
}

/** Whether figures are wanted for each kind, and not row by row. */
function isBrokenDown({ groups, kinds }: Axes, isSpread: boolean): boolean {
  const isOverTime = kinds.some(({ mention }) => TIME.test(mention.heard) && mention.heard.includes(' '));
  return groups.length > 0 || isOverTime || (isSpread && kinds.length > 0);
}

/** "Books by genre", "histogram of genres": how many there are of each. */
function isCounted({ groups, kinds }: Axes, isSpread: boolean, { tables }: Sketch): boolean {
  if (isSpread) return groups.length + kinds.length > 0;
  return groups.length > 0 && kinds.length === 0 && tables.length === 1;
}

/**
 * "Weight by year", "gross versus genre": a figure by kinds without a word of how it is aggregated. Null where rows are
 * asked for.
 */
export function readChart(context: BuildContext): Sketch | null {
  const { sketch } = context;
  const axes = isPlain(sketch) ? axesOf(context) : null;
  if (axes === null) return null;
  const isSpread = sketch.words.some((word) => SPREAD.test(word));
  const isWanted = axes.figures.length > 0 ? isBrokenDown(axes, isSpread) : isCounted(axes, isSpread, sketch);
  if (!isWanted) return null;
  const figures = axes.figures.length > 0 ? axes.figures.map(figureOf) : [COUNT_ROWS];
  return { ...sketch, figures, shown: [], groups: [...axes.groups, ...axes.kinds].map(({ mention }) => mention) };
}
