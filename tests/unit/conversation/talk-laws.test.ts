import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planHash } from '#shared/sql/compile/canonical-plan.ts';
import { lastPlan, talk } from './retail-talk.ts';

/** What the last turn comes to: a plan by its hash, which leaves out how it was heard; otherwise what was said. */
function meaning(turns: readonly string[]): string {
  const reading = talk(turns);
  const isPlanned = reading.kind === 'planning' && reading.planning.outcome === 'planned';
  return isPlanned ? planHash(reading.planning.plan) : lastPlan(turns);
}

function isPlanned(turns: readonly string[]): boolean {
  return !/^(told|refused|asked):/.test(lastPlan(turns));
}

const BASES = [
  'revenue by region last quarter',
  'revenue in Q3 2026',
  'online revenue by month in 2025',
  'top 5 stores by revenue in Q3 2026',
  'orders by channel in September 2026',
  'return rate by category this year',
  'gross margin in Germany in 2025',
  'revenue in Q3 2026 compared to the previous quarter',
] as const;

/** Edits by what they change; those of different kinds do not touch each other. */
const EDITS = {
  filter: ['only consumers', 'only corporate', 'without gold', 'for toys', 'exclude wholesale', 'just small business'],
  period: ['and in 2025?', 'same for Q2', 'how about last month', 'now for 2024', 'in August 2026', 'this year'],
  figure: ['show orders instead', 'the same for units', 'what about revenue?', 'gross margin instead'],
  more: ['also by segment', 'split it by brand as well', 'add units', 'and orders too'],
  cut: ['top 3', 'the bottom two', 'lowest first', 'make it 4', 'sort by units'],
  breakdown: ['by month', 'per channel please', 'by quarter instead', 'by region', 'weekly'],
} as const;
const anyEdit = fc.constantFrom(...Object.values(EDITS).flat());
const base = fc.constantFrom(...BASES);

/** Complete questions: each names its figure and its period. */
const WHOLE = [
  'revenue by region in Q3 2026',
  'What was revenue in October 2026?',
  'How many orders came from Germany in 2025?',
  'How many customers bought in September 2026?',
  'Break down revenue by region in Q3 2026',
  'Split revenue by channel in 2025',
  'Show me gross margin by category for 2025',
  'Give me the top 3 brands by units in September 2026',
  'Compare revenue in Q3 2026 with Q2 2026',
  'Which region had the highest return rate in 2025?',
  'What share of revenue came from each channel in 2025?',
  'Monthly orders in 2025',
  'online revenue last month',
  'Tell me the refund amount by reason in Q3 2026',
  'units sold yesterday',
  'What did we sell in toys in 2025?',
  'Now show me revenue per store in October 2026',
  'revenue in 2025 without promotions and by month',
  'So how much revenue did we make in August 2026?',
] as const;

const RUNS = { numRuns: 40 };

describe('a conversation', () => {
  it('is where it was after “undo”', () => {
    fc.assert(
      fc.property(base, fc.array(anyEdit, { minLength: 1, maxLength: 4 }), (first, edits) => {
        const done = edits.reduce<string[]>(
          (said, edit) => (isPlanned([first, ...said, edit]) ? [...said, edit] : said),
          [],
        );
        if (done.length === 0) return;

        expect(meaning([first, ...done, 'undo'])).toBe(meaning([first, ...done.slice(0, -1)]));
      }),
      RUNS,
    );
  });

  it.each([
    ['only Europe', 'all regions again'],
    ['only Europe', 'drop that filter'],
    ['only consumers', 'all segments'],
    ['just corporate', 'remove the segment filter'],
    ['for toys', 'all categories again'],
    ['exclude toys', 'include toys again'],
    ['without Europe', 'all regions'],
  ])('takes back “%s” with “%s”', (narrow, wide) => {
    for (const first of BASES) {
      if (/Germany/.test(first) && /Europe/.test(narrow)) continue;
      expect([first, meaning([first, narrow, wide])]).toEqual([first, meaning([first])]);
    }
  });

  it('reads a whole question as if nothing had been said before', () => {
    fc.assert(
      fc.property(base, fc.array(anyEdit, { maxLength: 3 }), fc.constantFrom(...WHOLE), (first, edits, whole) => {
        expect(meaning([first, ...edits, whole])).toBe(meaning([whole]));
      }),
      RUNS,
    );
  });

  it('comes to the same whichever of two edits is made first', () => {
    const kinds = ['filter', 'period', 'figure', 'more'] as const;
    const pair = fc
      .shuffledSubarray([...kinds], { minLength: 2, maxLength: 2 })
      .chain((two) => fc.tuple(...two.map((kind) => fc.constantFrom<string>(...EDITS[kind]))));
    fc.assert(
      fc.property(base, pair, (first, [one = '', other = '']) => {
        const [there, back] = [
          [first, one, other],
          [first, other, one],
        ];
        fc.pre([there, back].every((turns) => isPlanned(turns.slice(0, 2)) && isPlanned(turns)));
        // "Orders instead" after "add units" takes the units away; before, it does not.
        fc.pre(!(/units|orders/.test(one) && /units|orders|revenue|margin/.test(other)));
        fc.pre(!(/units|orders/.test(other) && /units|orders|revenue|margin/.test(one)));

        expect(meaning(there)).toBe(meaning(back));
      }),
      RUNS,
    );
  });
});
