import { describe, expect, it } from 'vitest';
import { registryEntrySchema } from '#shared/schemas/registry.ts';

const ENTRY = {
  name: 'snowflake-query',
  mcpUrl: 'https://snowflake-query.example.run.app/mcp',
  tools: [{ name: 'run_query', description: 'Runs one SELECT.', digest: 'a'.repeat(64) }],
  health: 'healthy',
  checkedAt: '2026-11-15T12:00:00.000Z',
};

describe('a registry entry', () => {
  it('keeps what it does not know, for two versions run side by side', () => {
    expect(registryEntrySchema.parse({ ...ENTRY, zone: 'b' })).toEqual({ ...ENTRY, zone: 'b' });
  });

  it.each([
    ['an address that is none', { mcpUrl: 'snowflake-query' }],
    ['a digest of the wrong length', { tools: [{ ...ENTRY.tools[0], digest: 'abc' }] }],
    ['a health nobody knows', { health: 'fine' }],
    ['a tool name that models can’t call', { tools: [{ ...ENTRY.tools[0], name: 'Run Query' }] }],
  ])('is refused with %s', (_, change) => {
    expect(registryEntrySchema.safeParse({ ...ENTRY, ...change }).success).toBe(false);
  });
});
