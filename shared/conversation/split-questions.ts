import { readIntent } from './read-intent.ts';

/** More questions than this in one message are not taken apart: it is then a document, not a question. */
export const MAX_QUESTIONS = 4;
/** Fewer words than this are an aside. */
const FEWEST_WORDS = 2;

const NUMBERED = /^\s*(\d+[.)]|[-*•])\s+/;

/**
 * The questions of a message: those that end in a question mark, a semicolon or a new line, or are items of a list.
 *
 * A sentence that ends in a full stop opens no new one ("I run Europe. What was revenue?"), nor does one in quotes.
 * Greetings and thanks around them are left out. One question gives one; so does a message that cannot be taken apart.
 */
export function splitQuestions(message: string): readonly string[] {
  const lines = message.split(/\n+/).map((line) => line.replace(NUMBERED, ''));
  const parts = lines.flatMap(splitLine).map((part) => part.trim());
  const questions = parts.filter((part) => part.split(/\s+/).length >= FEWEST_WORDS && !isAside(part));
  return questions.length < 2 || questions.length > MAX_QUESTIONS ? [message] : questions;
}

/** A stretch up to a question mark or a semicolon that is not between quotes, with that sign. */
const STRETCH = /(?:"[^"]*"|“[^”]*”|[^?;])+[?;]?/g;

function splitLine(line: string): readonly string[] {
  return (line.match(STRETCH) ?? []).map((stretch) => stretch.replace(/;$/, ''));
}

function isAside(part: string): boolean {
  const intent = readIntent(part.replace(/[,!.]+$/, ''));
  return intent === 'greeting' || intent === 'thanks';
}
