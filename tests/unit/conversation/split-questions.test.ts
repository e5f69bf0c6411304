import fc from 'fast-check';
import { expect, it } from 'vitest';
import { splitQuestions } from '#shared/conversation/split-questions.ts';

it.each([
  ['revenue last month', ['revenue last month']],
  ['What was revenue last month? And by region?', ['What was revenue last month?', 'And by region?']],
  ['Hello! Revenue by region; orders by channel. Thanks', ['Hello! Revenue by region', 'orders by channel. Thanks']],
  ['1. revenue last month\n2. orders last month', ['revenue last month', 'orders last month']],
  ['products containing "why? not; this"', ['products containing "why? not; this"']],
  ['I run Europe. What was revenue?', ['I run Europe. What was revenue?']],
  ['Revenue last month? Thank you!', ['Revenue last month? Thank you!']],
])('takes “%s” apart', (message, questions) => {
  expect(splitQuestions(message)).toEqual(questions);
});

it('takes no document apart', () => {
  const message = Array.from({ length: 9 }, (_, at) => `question number ${String(at)}?`).join(' ');

  expect(splitQuestions(message)).toEqual([message]);
});

it('never loses the message, whatever is in it', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 400 }), (message) => {
      const questions = splitQuestions(message);

      expect(questions.length).toBeGreaterThan(0);
      for (const question of questions) expect(message.includes(question.trim())).toBe(true);
    }),
  );
});
