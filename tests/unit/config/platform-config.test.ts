import { describe, expect, it } from 'vitest';
import { loadConfig, receiverConfigSchema } from '#shared/config/platform-config.ts';

const COMPLETE = {
  BATON_ENV: 'prod',
  GOOGLE_CLOUD_PROJECT: 'baton-prod',
  PUSH_AUDIENCE: 'https://coordinator.example.com',
  PUSH_SERVICE_ACCOUNT: 'push-coordinator@baton-prod.iam.gserviceaccount.com',
};

describe('loadConfig', () => {
  it('reads a complete environment and fills in what has a default', () => {
    const config = loadConfig(receiverConfigSchema, COMPLETE);

    expect(config).toMatchObject({
      BATON_ENV: 'prod',
      FIRESTORE_DATABASE: 'platform',
      GOOGLE_KEYS_URL: 'https://www.googleapis.com/oauth2/v3/certs',
    });
  });

  it('names everything that is missing in one error', () => {
    expect(() => loadConfig(receiverConfigSchema, {})).toThrow(
      /BATON_ENV.*GOOGLE_CLOUD_PROJECT.*PUSH_AUDIENCE.*PUSH_SERVICE_ACCOUNT/s,
    );
  });

  it.each([
    'FIRESTORE_EMULATOR_HOST',
    'PUBSUB_EMULATOR_HOST',
    'SECRET_MANAGER_EMULATOR_HOST',
    'GOOGLE_KEYS_URL',
    'BATON_AS_OF',
  ])('refuses %s outside a laptop', (name) => {
    const value = name === 'GOOGLE_KEYS_URL' ? 'http://127.0.0.1:1/certs' : '2026-01-01';

    expect(() => loadConfig(receiverConfigSchema, { ...COMPLETE, [name]: value })).toThrow(/Only a laptop/);
    expect(() => loadConfig(receiverConfigSchema, { ...COMPLETE, BATON_ENV: 'local', [name]: value })).not.toThrow();
  });
});
