import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadModels } from '#shared/config/load-models.ts';
import { MAX_VALUES, profileQuery, readProfile } from '#shared/sql/compile/profile-query.ts';

async function retailQuery(): Promise<string> {
  const model = (await loadModels(resolve(import.meta.dirname, '../../../infra/models'))).get('retail');
  return model === undefined ? '' : (profileQuery(model) ?? '');
}

describe('the profile of a model', () => {
  it('asks for values of open text dimensions and for the latest date of each time dimension', async () => {
    const query = await retailQuery();

    expect(query).toContain(`'products.product_name' AS ELEMENT`);
    expect(query).toContain(`'latest' AS KIND, 'sales.order_date' AS ELEMENT`);
  });

  it('leaves out personal data and lists that the model holds already', async () => {
    const query = await retailQuery();

    expect(query).not.toContain('EMAIL');
    expect(query).not.toContain(`'customers.segment'`);
  });

  it('is read back by dimension, sorted, without dimensions that have too many values', () => {
    const many = Array.from({ length: MAX_VALUES + 1 }, (_, at) => ['value', 'orders.note', `note ${at}`]);

    const profile = readProfile([
      ['value', 'c.city', 'Rome'],
      ['value', 'c.city', 'Bonn'],
      ['latest', 's.day', '2026-11-14'],
      ['latest', 's.none', null],
      ...many,
    ]);

    expect(profile).toEqual({
      values: [{ dimension: 'c.city', values: ['Bonn', 'Rome'] }],
      dataThrough: { 's.day': '2026-11-14' },
    });
  });
});
