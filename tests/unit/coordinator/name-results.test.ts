import { expect, it } from 'vitest';
import { namedPath, recallNamed } from '#shared/handoff/named-records.ts';
import { createTalkWorld } from './talk-world.ts';

const TOP = 'top 5 customers by revenue in 2025';

/** Says one thing after the other in one conversation; gives the answers. */
async function talk(messages: readonly string[], times = 1) {
  const world = await createTalkWorld(times);
  const [first = '', ...others] = messages;
  const answers = [await world.say(first)];
  const conversationId = answers[0]?.conversationId ?? '';
  for (const message of others) answers.push(await world.say(message, conversationId));
  const last = answers.at(-1);
  if (last === undefined) throw new Error('Nobody said anything.');
  return { world, answers, last, conversationId };
}

it('shows a result again by its name, however much was asked meanwhile', async () => {
  const asides = Array.from({ length: 10 }, (_, at) => `orders in ${String(2015 + at)}`);

  const { answers, last } = await talk([TOP, 'call this north list', ...asides, 'show north list']);

  expect(answers[1]).toMatchObject({ outcome: 'answered', keptAs: 'north list' });
  expect(last.outcome).toBe('answered');
  expect(last.reading?.plan).toEqual(answers[0]?.reading?.plan);
  expect(last.reading?.assumptions).toContain('“north list” is the result that you gave this name.');
});

it('edits the named result, not the one that was shown last', async () => {
  const { last } = await talk([
    'revenue by region last month',
    'save this as regional view',
    'orders by channel',
    'regional view by month',
  ]);

  expect(last.reading?.plan).toMatchObject({
    metrics: [{ metric: 'sales.revenue' }],
    dimensions: [{ dimension: 'metric_time', grain: 'month' }],
    period: { label: 'October 2026' },
  });
});

it('asks for figures of those in the named result', async () => {
  const { last } = await talk([TOP, 'call these top five', 'orders last month', 'how many orders did top five place?']);

  expect(last.reading?.plan).toMatchObject({
    metrics: [{ metric: 'sales.orders' }],
    where: { kind: 'member', field: 'customers.customer_key' },
    nested: [{ query: { top: { count: 5 } } }],
  });
});

it('asks for figures of things that were listed and named', async () => {
  const { last } = await talk(['stores in Germany', 'save these as german shops', 'revenue of german shops in 2025']);

  expect(last.reading?.plan).toMatchObject({
    metrics: [{ metric: 'sales.revenue' }],
    where: { kind: 'member', field: 'stores.store_key' },
    nested: [{ query: { where: { values: ['Germany'] } } }],
  });
});

it('names the result of the same message', async () => {
  const { answers, last } = await talk([`${TOP} and call it big spenders`, 'revenue last month', 'big spenders']);

  expect(answers[0]).toMatchObject({ outcome: 'answered', keptAs: 'big spenders' });
  expect(last.reading?.plan).toEqual(answers[0]?.reading?.plan);
});

it('names a result in the message that asks for it, after its question mark', async () => {
  const { last, answers } = await talk([
    'What was revenue by region in 2025? Call it regional view.',
    'orders',
    'show regional view',
  ]);

  expect(last.reading?.plan).toEqual(answers[0]?.reading?.plan);
});

it('goes on from the result after naming it', async () => {
  const { last } = await talk(['revenue by region in 2025', 'call this regional view', 'only Europe']);

  expect(last.reading?.plan).toMatchObject({
    where: { values: ['Europe'] },
    dimensions: [{ dimension: 'customers.region' }],
  });
});

it('gives a name to another result, and forgets it', async () => {
  const { answers, conversationId, world, last } = await talk([
    'revenue in 2025',
    'call this watch list',
    'orders in 2025',
    'call this watch list',
    'show watch list',
    'what have I named?',
    'forget watch list',
    'show watch list',
  ]);

  expect(answers[4]?.reading?.plan).toMatchObject({ metrics: [{ metric: 'sales.orders' }] });
  expect(answers[5]?.text).toBe('Named in this conversation: “watch list”.');
  expect(last.outcome).toBe('refused');
  expect(await recallNamed(conversationId, 100, world.store)).toEqual([]);
});

it.each([
  ['revenue', 'already means something'],
  ['last month', 'already means something'],
  ['Europe', 'already means something'],
  ['the list of the five best customers of all', 'at most 5 words'],
  ['42', 'needs letters'],
])('refuses the name “%s”', async (name, reason) => {
  const { last, world, conversationId } = await talk([TOP, `call this ${name}`]);

  expect(last).toMatchObject({ outcome: 'refused', keptAs: null });
  expect(last.text).toContain(reason);
  expect(await recallNamed(conversationId, 100, world.store)).toEqual([]);
});

it('names nothing where there is no result', async () => {
  expect((await talk(['call this north list'])).last).toMatchObject({ outcome: 'refused', keptAs: null });
});

it('knows the names of its own conversation alone', async () => {
  const { world } = await talk([TOP, 'call this north list']);

  expect((await world.say('show north list')).outcome).toBe('refused');
});

it('keeps a name once, however often its handoffs are delivered', async () => {
  const once = await talk([TOP, 'call this north list']);
  const thrice = await talk([TOP, 'call this North List'], 3);

  const [kept] = await recallNamed(thrice.conversationId, 100, thrice.world.store);
  const data = thrice.world.store.documents.get(namedPath(thrice.conversationId, 'north list'));

  expect(kept?.plan).toEqual((await recallNamed(once.conversationId, 100, once.world.store))[0]?.plan);
  expect(kept?.name).toBe('North List');
  expect(data?.['expireAt']).toBeInstanceOf(Date);
});
