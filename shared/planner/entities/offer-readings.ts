import type { Plan } from '#shared/schemas/plan.ts';
import type { ClarificationOption } from '../reading-log.ts';
import type { Tie } from './bind-mentions.ts';
import type { EntityIndex } from './entity-index.ts';
import type { EntitySense } from './entity-sense.ts';
import { labelOfSense } from './explain-ties.ts';

/** Several things that words may mean, with the question that would mean each. */
export interface OpenReading {
  readonly heard: string;
  readonly options: readonly ClarificationOption[];
}

const MOST_OPTIONS = 4;

/** Words that may mean the sense alone, for the place of those that can mean several; shortest first. */
function wordsFor(sense: EntitySense, index: EntityIndex): readonly string[] {
  const table = index.tables.get(sense.table)?.label ?? sense.table;
  if (sense.kind === 'table') return [table.toLowerCase()];
  if (sense.kind === 'value') return [`${index.elements.get(sense.id)?.label ?? sense.id} "${sense.value}"`];
  const label = labelOfSense(sense, index).toLowerCase();
  return [label, `${table.toLowerCase()} ${label}`, `${label} of the ${table.toLowerCase()}`];
}

/** Whether a plan holds what a sense stands for. */
function holds(plan: Plan | null, sense: EntitySense): boolean {
  if (plan === null) return false;
  const names = sense.kind === 'table' ? [sense.table] : sense.kind === 'column' ? sense.ids : [sense.id];
  const written = JSON.stringify(plan);
  return names.some(
    (name) => written.includes(`"${name}"`) || (sense.kind === 'table' && written.includes(`"${name}.`)),
  );
}

function detailOf(sense: EntitySense, { elements, tables }: EntityIndex): string {
  if (sense.kind === 'table') return tables.get(sense.table)?.description ?? '';
  const [id = ''] = sense.kind === 'column' ? sense.ids : [sense.id];
  return elements.get(id)?.description ?? '';
}

/** Told by its table as well where another option has the same label. */
function labelled(senses: readonly EntitySense[], index: EntityIndex): readonly string[] {
  const labels = senses.map((sense) => labelOfSense(sense, index));
  return labels.map((label, at) => {
    const isShared = labels.filter((one) => one === label).length > 1;
    return isShared ? `${label} of ${index.tables.get(senses[at]?.table ?? '')?.label ?? ''}` : label;
  });
}

/**
 * What could be asked back about words that may mean several things nearly as well; null where there are none, more than
 * one such place, or less than two meanings that can be told apart in words.
 *
 * @param read The plan of a question that is read with confidence; null for any other.
 */
export function offerReadings(
  text: string,
  ties: readonly Tie[],
  index: EntityIndex,
  read: (question: string) => Plan | null,
): OpenReading | null {
  const open = ties.flatMap((tie): readonly Tie[] => {
    const rivals = tie.rivals.filter(({ table }) => table === tie.sense.table);
    return rivals.length === 0 ? [] : [{ ...tie, rivals }];
  });
  const [first] = open;
  if (first === undefined || open.some(({ heard }) => heard !== first.heard)) return null;
  const { heard, sense, rivals } = first;
  const start = text.toLowerCase().indexOf(heard.toLowerCase());
  if (start === -1) return null;
  const senses = [sense, ...rivals].slice(0, MOST_OPTIONS);
  const labels = labelled(senses, index);
  const options = senses.flatMap((one, at): ClarificationOption[] => {
    const questions = wordsFor(one, index).map(
      (words) => `${text.slice(0, start)}${words}${text.slice(start + heard.length)}`,
    );
    const question = questions.find((worded) => holds(read(worded), one));
    return question === undefined ? [] : [{ label: labels[at] ?? '', detail: detailOf(one, index), question }];
  });
  return options.length < 2 ? null : { heard, options };
}
