import { describe, expect, it } from 'vitest';
import { digestOfRequest, requireWithinLimits } from '#shared/handoff/turn-limits.ts';
import { makeHandoff, makeTurn } from '#tests/support/handoffs.ts';

const called = makeHandoff('tool.called');
const DIGEST = digestOfRequest(called);

describe('the limits of a turn', () => {
  it.each([
    ['the 121st handoff', makeTurn({ handoffs: 120 }), makeHandoff('tool.called')],
    ['the 61st handoff in one line', makeTurn(), makeHandoff('tool.called', { hop: 61 })],
    [
      'the same brief to the same function a fourth time',
      makeTurn(),
      makeHandoff('tool.called', { lineage: [DIGEST, 'a', DIGEST, DIGEST, DIGEST] }),
    ],
  ])('refuse %s', (_, turn, handoff) => {
    expect(() => requireWithinLimits(turn, [handoff])).toThrow(
      expect.objectContaining({ code: 'turn_limit_reached', audience: 'user' }),
    );
  });

  it.each([
    ['the 120th handoff', makeTurn({ handoffs: 119 }), makeHandoff('tool.called')],
    ['the 60th handoff in one line', makeTurn(), makeHandoff('tool.called', { hop: 60 })],
    [
      'the same brief a third time',
      makeTurn(),
      makeHandoff('tool.called', { lineage: [DIGEST, 'a', DIGEST, 'a', DIGEST] }),
    ],
  ])('allow %s', (_, turn, handoff) => {
    expect(() => requireWithinLimits(turn, [handoff])).not.toThrow();
  });

  it('tell the same request by what it asks, not by its envelope', () => {
    const later = makeHandoff('tool.called', { issuedAt: called.issuedAt + 1, hop: 9 });
    const other = makeHandoff('tool.called', { brief: { tool: 'run_query', arguments: { sql: 'SELECT 1' } } });

    expect(digestOfRequest(later)).toBe(DIGEST);
    expect(digestOfRequest(other)).not.toBe(DIGEST);
  });
});
