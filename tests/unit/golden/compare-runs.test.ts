import { describe, expect, it } from 'vitest';
import type { GoldenRun, Verdict } from '#infra/local/golden/run-golden.ts';
import { compareRuns } from '#infra/local/model/compare-runs.ts';
import { editModelFiles } from '#infra/local/model/edit-model-files.ts';
import { readModelFiles } from '#infra/local/model/model-files.ts';
import { diffModels } from '#shared/semantic/diff-models.ts';
import type { ModelChange } from '#shared/conversation/suggest-change.ts';
import { parseModel } from '#shared/semantic/parse-model.ts';

const TURN = { question: 'q', outcome: 'refused', plan: null, result: null, clarification: null } as const;

function verdict(id: string, outcome: Verdict['outcome']): Verdict {
  const reply = { kind: 'abstained', outcome: 'refused', message: '', ms: 1, turn: TURN } as const;
  const base = { id, kind: 'k', half: 'open', isFollowUp: false, isAnswerable: true, ask: id } as const;
  return { ...base, outcome, reply, expected: null };
}

function runOf(outcome: Verdict['outcome'], wording: 'same' | 'wrong' | 'abstained' = 'same'): GoldenRun {
  const paraphrase = { id: 'q', half: 'open', ask: 'other words', outcome: wording, message: '' } as const;
  return { verdicts: [verdict('q', outcome)], paraphrases: [paraphrase] };
}

describe('a change', () => {
  it.each([
    ['right', 'wrong', false],
    ['right', 'abstained', false],
    ['abstained', 'wrong', false],
    ['abstained', 'right', true],
    ['wrong', 'right', true],
  ] as const)('that turns %s into %s is judged by it', (before, after, isBetter) => {
    expect(compareRuns(runOf(before), runOf(after))).toEqual(
      isBetter ? { better: ['q'], worse: [] } : { better: [], worse: ['q'] },
    );
  });

  it('that leaves a wrong answer refused makes nothing worse', () => {
    expect(compareRuns(runOf('wrong'), runOf('abstained'))).toEqual({ better: [], worse: [] });
  });

  it('counts other wordings too', () => {
    expect(compareRuns(runOf('right'), runOf('right', 'wrong')).worse).toEqual(['q (“other words”)']);
  });
});

describe('the files with a change', () => {
  const sources = readModelFiles('retail');
  const differences = (change: ModelChange) =>
    diffModels(parseModel(sources), parseModel(editModelFiles(sources, change))).length;

  it.each<[string, ModelChange]>([
    ['a synonym', { kind: 'synonym', element: 'sales.orders', value: null, word: 'bookings' }],
    ['a synonym of a value', { kind: 'synonym', element: 'customers.segment', value: 'Consumer', word: 'folks' }],
    [
      'a default filter',
      { kind: 'default-filter', field: 'customers.segment', values: ['Consumer'], words: 'consumers' },
    ],
  ])('read as the model with %s and nothing else changed', (_, change) => {
    expect(differences(change)).toBe(1);
  });

  it('refuse an element that they do not have', () => {
    const change = { kind: 'synonym', element: 'sales.nothing', value: null, word: 'x' } as const;

    expect(() => editModelFiles(sources, change)).toThrow(expect.objectContaining({ code: 'not_found' }));
  });
});
