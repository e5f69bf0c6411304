import { describe, expect, it } from 'vitest';
import { createTurnContextKeys, signTurnContext, verifyTurnContext } from '#shared/identity/turn-context.ts';

const CALLER = { id: 'local:alice@example.com', email: 'alice@example.com', roles: ['analyst'] };
const TURN = { conversationId: 'conv_a', turnId: 'turn_a' };
const NOW = Date.UTC(2026, 10, 15);

async function signed() {
  const keys = await createTurnContextKeys('k1');
  const token = await signTurnContext({ caller: CALLER, ...TURN }, keys.privateKey, NOW + 60_000);
  return { keys, token };
}

describe('the signed turn context', () => {
  it('says who asked to those who have the public key', async () => {
    const { keys, token } = await signed();

    const context = await verifyTurnContext(token, keys.publicKeys, { ...TURN, now: NOW });

    expect(context).toEqual({ caller: CALLER, ...TURN });
  });

  it('is refused in another turn', async () => {
    const { keys, token } = await signed();

    const verified = verifyTurnContext(token, keys.publicKeys, { ...TURN, turnId: 'turn_b', now: NOW });

    await expect(verified).rejects.toMatchObject({ code: 'untrusted_sender' });
  });

  it('is refused after it expired', async () => {
    const { keys, token } = await signed();

    await expect(verifyTurnContext(token, keys.publicKeys, { ...TURN, now: NOW + 120_000 })).rejects.toMatchObject({
      code: 'untrusted_sender',
    });
  });

  it('is refused when another key signed it', async () => {
    const { token } = await signed();
    const others = await createTurnContextKeys('k1');

    await expect(verifyTurnContext(token, others.publicKeys, { ...TURN, now: NOW })).rejects.toMatchObject({
      code: 'untrusted_sender',
    });
  });

  it('is refused when any one character of it is changed', async () => {
    const { keys, token } = await signed();
    const forgeries = token.split('').flatMap((character, at) => {
      // The last character of the signature carries two bits that are not part of it.
      if (character === '.' || at === token.length - 1) return [];
      const other = character === 'A' ? 'B' : 'A';
      return [`${token.slice(0, at)}${other}${token.slice(at + 1)}`];
    });

    const verdicts = await Promise.allSettled(
      forgeries.map((forgery) => verifyTurnContext(forgery, keys.publicKeys, { ...TURN, now: NOW })),
    );

    expect(verdicts.filter(({ status }) => status === 'fulfilled')).toEqual([]);
    expect(verdicts.length).toBeGreaterThan(200);
  });
});
