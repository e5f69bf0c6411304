import { formatCount } from './format-figure.ts';
import { nameGroup } from './name-group.ts';
import { phrasePeriod } from './phrase-dates.ts';
import { phraseScope } from './phrase-plan.ts';
import { listWords, midSentence } from './words.ts';
import { type AnswerSource, dimensionsOf } from './result-view.ts';

/** How many members a sentence names. */
const NAMED = 5;

/** A list of rows or of a dimension's members. */
export function wordRows(source: AnswerSource): string {
  const { plan, model } = source;
  const circumstances = `${phraseScope(plan, model)}${phrasePeriod(plan.period?.label)}`;
  const { listing } = plan;
  return listing === null ? wordMembers(source, circumstances) : wordListing(source, listing.table, circumstances);
}

function thereAre(count: number, thing: string): string {
  return count === 1 ? `There is 1 ${thing}` : `There are ${formatCount(count)} ${thing}s`;
}

function wordListing({ plan, model, result }: AnswerSource, table: string, circumstances: string): string {
  const label = midSentence(model.tables.find(({ name }) => name === table)?.label ?? table);
  const isCut = plan.limit !== null && result.rowCount >= plan.limit;
  if (isCut) return `These are the first ${formatCount(result.rowCount)} rows of ${label}${circumstances}.`;
  return `${thereAre(result.rowCount, 'row')} of ${label}${circumstances}.`;
}

function wordMembers(source: AnswerSource, circumstances: string): string {
  const { result, compiled, model } = source;
  const dimensions = dimensionsOf(source);
  const names = result.rows
    .slice(0, NAMED)
    .map((row) => dimensions.map((column) => nameGroup(row[column.place], column, model.calendar)).join(', '));
  const label = midSentence(compiled.columns[0]?.label ?? 'value');
  const rest = result.rowCount - names.length;
  const list = rest > 0 ? `${names.join(', ')} and ${formatCount(rest)} more` : listWords(names);
  return `${thereAre(result.rowCount, 'value')} of ${label}${circumstances}: ${list}.`;
}
