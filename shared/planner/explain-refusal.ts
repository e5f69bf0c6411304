import type { Problem } from './reading-log.ts';

export interface RefusalWording {
  readonly reason: 'empty' | 'too-long' | 'not-english' | 'unknown-words' | 'unsupported';
  readonly notUnderstood: readonly string[];
  readonly message: string;
}

/** More words than this are not listed: the question is then about something else altogether. */
const MOST_WORDS = 6;
const LONGEST_WORD = 40;

const UNREADABLE = {
  empty: 'The question has no words in it. Ask for a figure, such as one of these.',
  'too-long': 'The question is longer than 4,000 characters or 300 words. Ask for one figure at a time.',
  'not-english': 'Questions can be asked in English only for now.',
} as const;

function quote(words: readonly string[]): string {
  const quoted = words.slice(0, MOST_WORDS).map((word) => `“${word.slice(0, LONGEST_WORD)}”`);
  if (words.length > MOST_WORDS) return `${quoted.join(', ')} and ${words.length - MOST_WORDS} more`;
  const last = quoted.at(-1) ?? '';
  return quoted.length < 2 ? last : `${quoted.slice(0, -1).join(', ')} and ${last}`;
}

/** Puts the reasons why a question was not planned into words for the person who asked it. */
export function explainRefusal(problems: readonly Problem[] | keyof typeof UNREADABLE): RefusalWording {
  if (typeof problems === 'string') return { reason: problems, notUnderstood: [], message: UNREADABLE[problems] };
  const unknown = [...new Set(problems.flatMap((problem) => (problem.kind === 'unknown' ? problem.words : [])))];
  if (unknown.length > 0) {
    return {
      reason: 'unknown-words',
      notUnderstood: unknown,
      message: `I did not understand ${quote(unknown)} in terms of this data.`,
    };
  }
  if (problems.some(({ kind }) => kind === 'no-figure')) {
    return { reason: 'unsupported', notUnderstood: [], message: 'The question names no figure to compute.' };
  }
  const unsupported = problems.find((problem) => problem.kind === 'unsupported');
  return {
    reason: 'unsupported',
    notUnderstood: unsupported?.words.filter((word) => word !== '') ?? [],
    message: unsupported?.reason ?? 'The question can be read in several ways. Name the figure more exactly.',
  };
}
