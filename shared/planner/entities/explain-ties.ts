import { splitIdentifier } from '#shared/semantic/identifier-words.ts';
import type { Match } from '../reading-log.ts';
import { phraseKey } from '../question-token.ts';
import { wordKey } from '../word-key.ts';
import type { Tie } from './bind-mentions.ts';
import type { EntityIndex } from './entity-index.ts';
import type { EntitySense } from './entity-sense.ts';

/** More are not listed. */
const MOST_OTHERS = 3;
/** From here on a name is the thing's own; below, one that it goes by as well. */
const OWN_NAME = 0.9;

/** What a sense is called when it is told to a person. */
export function labelOfSense(sense: EntitySense, { elements, tables }: EntityIndex): string {
  if (sense.kind === 'table') return tables.get(sense.table)?.label ?? sense.table;
  const [id = ''] = sense.kind === 'column' ? sense.ids : [sense.id];
  const label = elements.get(id)?.label ?? id;
  return sense.kind === 'value' ? `${label} ${sense.value}` : label;
}

function methodOf(heard: string, sense: EntitySense): Match['method'] {
  if (sense.kind === 'value') {
    if (sense.value === heard) return 'exact';
    return phraseKey(sense.value) === phraseKey(heard) ? 'case' : 'fuzzy';
  }
  return sense.weight >= OWN_NAME ? 'name' : 'synonym';
}

function kindOf(sense: EntitySense): Match['kind'] {
  return sense.kind === 'value' ? 'value' : 'dimension';
}

/** What of the words became part of the plan, and how; of words tried as several things the one that is used. */
export function matchesOf(ties: readonly Tie[], plan: unknown, index: EntityIndex): readonly Match[] {
  const written = JSON.stringify(plan);
  const isUsed = ({ sense }: Tie): boolean => {
    if (sense.kind === 'table') return true;
    const ids = sense.kind === 'column' ? sense.ids : [sense.id];
    return ids.some((id) => written.includes(JSON.stringify(id)));
  };
  const surest = ties.filter(isUsed).toSorted((one, other) => rankOf(one) - rankOf(other));
  const byWords = new Map<string, Match>();
  for (const { heard, sense } of surest) {
    if (byWords.has(heard)) continue;
    const became = labelOfSense(sense, index);
    byWords.set(heard, { heard, became, kind: kindOf(sense), method: methodOf(heard, sense) });
  }
  return [...byWords.values()];
}

/** Weights this near say nothing of which is meant. */
const SAME = 0.02;

/** What a tie says of the model, so that two that say the same are one. */
function target(sense: EntitySense): string {
  if (sense.kind === 'table') return sense.table;
  return sense.kind === 'column' ? sense.ids.join(' ') : sense.id;
}

/** What the words could be just as well: another thing of the same kind, with a name that is no less theirs. */
function equalsOf({ sense, rivals }: Tie): readonly EntitySense[] {
  return rivals.filter(
    (rival) =>
      rival.kind === sense.kind && target(rival) !== target(sense) && Math.abs(rival.weight - sense.weight) < SAME,
  );
}

function wordsOf(text: string): readonly string[] {
  return splitIdentifier(text.replaceAll(/[^\p{L}\p{N}]+/gu, '_')).map(wordKey);
}

/** The words by which a sense is told from others that were heard as the same. */
function tellingWords(heard: string, sense: EntitySense, index: EntityIndex): readonly string[] {
  const known = new Set(wordsOf(heard));
  const ids = sense.kind === 'column' ? sense.ids : sense.kind === 'value' ? [sense.id] : [];
  const names = ids.flatMap((id) => wordsOf(index.elements.get(id)?.name ?? ''));
  return names.filter((word) => !known.has(word));
}

/** What a column is called that holds where something comes from, or goes to. */
const ROLES: ReadonlyMap<string, readonly string[]> = new Map([
  ['from', ['origin', 'source', 'start', 'departure', 'departing', 'sender']],
  ['to', ['destination', 'target', 'end', 'arrival', 'arriving', 'receiver']],
]);

/** Whether the preposition before the words says the role of the sense: "from Oslo" means the origin. */
function isToldByRole({ heard, sense }: Tie, text: string, index: EntityIndex): boolean {
  const before = text.slice(0, Math.max(0, text.toLowerCase().indexOf(heard.toLowerCase()))).trimEnd();
  const roles = ROLES.get(/\w+$/.exec(before)?.[0].toLowerCase() ?? '') ?? [];
  return tellingWords(heard, sense, index).some((word) => roles.includes(word));
}

/**
 * The ties that nothing in the question settles, with what else they could be. "Price above 700 dollars" says which price
 * it speaks of.
 */
export function openTies(ties: readonly Tie[], text: string, index: EntityIndex): readonly Tie[] {
  const said = new Set(wordsOf(text));
  return ties.flatMap((tie): readonly Tie[] => {
    const rivals = equalsOf(tie);
    const isTold = [tie.sense, ...rivals].some((sense) =>
      tellingWords(tie.heard, sense, index).some((word) => said.has(word)),
    );
    return rivals.length === 0 || isTold || isToldByRole(tie, text, index) ? [] : [{ ...tie, rivals }];
  });
}

/** Says of words that fit other things just as well which of them they were read as, and what else they could be. */
export function doubtsOf(open: readonly Tie[], matches: readonly Match[], index: EntityIndex): readonly string[] {
  const sentences = open.flatMap(({ heard, sense, rivals }) => {
    const became = labelOfSense(sense, index);
    const isUsed = matches.some((match) => match.heard === heard && match.became === became);
    const labels = [...new Set(rivals.map((rival) => labelOfSense(rival, index)))].filter((label) => label !== became);
    if (!isUsed || labels.length === 0) return [];
    return [`“${heard}” was read as ${became}; it could also be ${labels.slice(0, MOST_OTHERS).join(' or ')}.`];
  });
  return [...new Set(sentences)];
}

/** A column that the plan holds says more than the table it is tried as. */
function rankOf({ sense }: Tie): number {
  return sense.kind === 'table' ? 1 : 0;
}
