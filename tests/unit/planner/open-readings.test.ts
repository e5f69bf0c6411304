import { describe, expect, it } from 'vitest';
import { planQuestion, type Planning } from '#shared/planner/plan-question.ts';
import { buildPlannerIndex } from '#shared/planner/planner-index.ts';
import { fleetModel } from './fleet-draft.ts';
import { askLibrary } from './library-draft.ts';

const index = buildPlannerIndex(fleetModel);

function ask(question: string): Planning {
  return planQuestion(question, { index, today: '2026-06-30' });
}

function optionsOf(question: string): readonly string[] {
  const planning = ask(question);
  return planning.outcome === 'ambiguous' ? planning.options.map(({ label }) => label) : [];
}

describe('words that could be two things of a draft just as well', () => {
  it.each([
    ['what is the highest price', ['Price in dollars', 'Price in euros']],
    ['price of each ferry', ['Price in dollars', 'Price in euros']],
    ['ferries ordered by length', ['Deck length', 'Hull length']],
    ['list ferry name and port', ['Home port', 'Build port']],
    ['ferries with Oslo', ['Home port Oslo', 'Build port Oslo']],
  ])('are asked back: %s', (question, labels) => {
    expect(optionsOf(question)).toEqual(labels);
  });

  it('are asked back with questions that mean each of them', () => {
    const planning = ask('ferries ordered by length');
    const questions = planning.outcome === 'ambiguous' ? planning.options.map(({ question }) => question) : [];
    const orders = questions.map(ask).map((one) => (one.outcome === 'planned' ? JSON.stringify(one.plan) : ''));

    expect(orders).toHaveLength(2);
    expect(orders[0]).toContain('deck_length');
    expect(orders[1]).toContain('hull_length');
  });

  it.each([
    ['what is the highest price in euros', 'price_in_euros'],
    ['ferries with home port Riga', 'home_port'],
    ['ferries ordered by hull length', 'hull_length'],
    ['how many crossings are from Oslo', 'origin'],
  ])('are taken as the question settles it: %s', (question, column) => {
    const planning = ask(question);

    expect(planning.outcome === 'planned' ? JSON.stringify(planning.plan) : planning.outcome).toContain(column);
  });
});

describe('what a question about things was read as', () => {
  it.each([
    ['list the titles of books', [['titles', 'Book title', 'name']]],
    [
      'members from Oslo',
      [
        ['Oslo', 'City Oslo', 'exact'],
        ['members', 'Members', 'name'],
      ],
    ],
    [
      'members from oslo',
      [
        ['oslo', 'City Oslo', 'case'],
        ['members', 'Members', 'name'],
      ],
    ],
  ])('is told word by word: %s', (question, expected) => {
    const planning = askLibrary(question);
    const matches = planning.outcome === 'planned' ? planning.matches : [];

    expect(matches.map(({ heard, became, method }) => [heard, became, method])).toEqual(
      expect.arrayContaining(expected),
    );
  });
});
