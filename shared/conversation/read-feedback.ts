import type { Feedback } from '#shared/schemas/feedback.ts';

const PRAISE = /\b(right|correct|helpful|useful|what i (meant|wanted|asked)|good answer|well done|good job)\b/;
const DENIAL = /\b(not|n't|never|wrong|incorrect|bad)\b|n't\b/;
/** What follows the judgement: "that's wrong, I meant orders". */
const CORRECTION =
  /(?:[,;.:–—-]\s*|\s+)(?<correction>(?:i (?:meant|mean|wanted)|it should (?:be|have been)|should be|always) .+)$/i;

/** What a message says of the answer before it: whether that was right and, where it says so, what was meant. */
export function readFeedback(message: string): Pick<Feedback, 'rating' | 'comment' | 'correction'> {
  const text = message.replaceAll('’', "'").trim();
  const correction = CORRECTION.exec(text)?.groups?.['correction'] ?? null;
  const judgement = correction === null ? text : text.slice(0, -correction.length);
  const isPraise = PRAISE.test(judgement.toLowerCase()) && !DENIAL.test(judgement.toLowerCase());
  return { rating: isPraise ? 'up' : 'down', comment: message.trim().slice(0, 2_000), correction };
}
