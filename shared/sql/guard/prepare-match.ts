import { readMatchPattern } from './match-pattern.ts';
import { standIn } from './stand-in.ts';
import { type Change, closing, endOf, follow, isWord, replaced, type Source } from './text-change.ts';

/** Words before an aggregate of MATCH_RECOGNIZE that the parser does not know, and the name of the function they become. */
export const MATCH_SEMANTICS = { FINAL: 'MATCH_FINAL_', RUNNING: 'MATCH_RUNNING_' } as const;

/**
 * What the parser does not know of a MATCH_RECOGNIZE: patterns of every form become one symbol, `FINAL` and `RUNNING` a part
 * of the function's name, and `SKIP TO b` what it is short for.
 */
export function matchRecognize(source: Source, at: number): readonly Change[] {
  const { tokens } = source;
  if (!isWord(tokens[at], /^match_recognize$/i) || tokens[at + 1]?.text !== '(') return [];
  const close = closing(tokens, at + 1);
  if (close === undefined) return [];
  const changes: Change[] = [];
  for (let place = at + 2; (tokens[place]?.start ?? Infinity) < close.start; place += 1) {
    changes.push(...pattern(source, place), ...semantics(source, place), ...skipTo(source, place));
  }
  return changes;
}

function pattern({ text, tokens }: Source, at: number): readonly Change[] {
  const open = tokens[at + 1];
  if (!isWord(tokens[at], /^pattern$/i) || open?.text !== '(') return [];
  const close = closing(tokens, at + 1);
  const read = close === undefined ? null : readMatchPattern(text.slice(open.start + 1, close.start));
  if (read === null || close === undefined) return [];
  return [{ start: open.start + 1, end: close.start, text: standIn('MATCH_PATTERN', read.text) }];
}

function semantics({ tokens }: Source, at: number): readonly Change[] {
  const found = follow(tokens, at, [/^(?:final|running)$/i, /^[a-z_]+$/i, /^\($/]);
  if (found === null) return [];
  const [word, name] = found;
  const prefix = isWord(word, /^final$/i) ? MATCH_SEMANTICS.FINAL : MATCH_SEMANTICS.RUNNING;
  return [{ start: word.start, end: endOf(name), text: `${prefix}${name.text}` }];
}

/** `SKIP TO b` is `SKIP TO LAST b` (SQL:2016, row pattern recognition, skip to). */
function skipTo({ tokens }: Source, at: number): readonly Change[] {
  const found = follow(tokens, at, [/^skip$/i, /^to$/i, /^(?!(?:first|last|next)$)[A-Za-z_]\w*$/i]);
  return found === null ? [] : [replaced(found[2], `LAST ${found[2].text}`)];
}
