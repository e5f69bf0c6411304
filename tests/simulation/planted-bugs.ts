import { z } from 'zod';
import type { DocumentData, DocumentStore, Transaction } from '#shared/state/document-store.ts';
import { currentActivity } from './activity.ts';
import type { PlantedBug } from './planted-bug.ts';
import type { PromiseName } from './promises.ts';
import type { Serve } from './wire-function.ts';

/** A bug, and the promises that it breaks: the harness must notice at least one of them. */
export interface Tooth extends PlantedBug {
  readonly breaks: readonly PromiseName[];
  /** What the mistake looks like in code. */
  readonly mistake: string;
}

const isHandoff = (path: string): boolean => /\/handoffs\/[^/]+$/.test(path);
const isTurn = (path: string): boolean => /\/turns\/[^/]+$/.test(path);

type Read = (data: DocumentData, path: string) => DocumentData;

function readThrough(data: readonly (DocumentData | null)[], paths: readonly string[], read: Read) {
  return data.map((document, at) => (document === null ? null : read(document, paths[at] ?? '')));
}

/** A store whose reads are seen through mistaken eyes, and whose transactions are rewritten. */
function mistaken(
  read: Read,
  rewrite: (transaction: Transaction) => Partial<Transaction> = () => ({}),
): (store: DocumentStore) => DocumentStore {
  return (store) => ({
    ...store,
    getAll: async (paths) => readThrough(await store.getAll(paths), paths, read),
    transact: (work) =>
      store.transact((transaction) =>
        work({
          ...transaction,
          getAll: async (paths) => readThrough(await transaction.getAll(paths), paths, read),
          ...rewrite(transaction),
        }),
      ),
  });
}

const asIs: Read = (data) => data;

/** Writing what is there already is no error to who does not look. */
const createAgain = (transaction: Transaction): Partial<Transaction> => ({
  create: (path, data) => transaction.set(path, data),
});

const noDedupe: Tooth = {
  name: 'no dedupe',
  mistake: 'works on whatever is delivered, without looking whether it is done',
  breaks: ['P5'],
  store: mistaken((data, path) => (isHandoff(path) ? { ...data, doneAt: null } : data), createAgain),
};

/** Marks each message as seen and only then works on it: `if (seen(id)) return; markSeen(id); work()`. */
function markFirst(serve: Serve, store: DocumentStore): Serve {
  return async (request) => {
    const id = currentActivity()?.messageId;
    if (id === undefined || id === null) return serve(request);
    const path = `seen/${id}`;
    const isNew = await store.transact(async (transaction) => {
      const [seen] = await transaction.getAll([path]);
      if (!seen) transaction.create(path, { at: 0 });
      return !seen;
    });
    return isNew ? serve(request) : { status: 204, text: '' };
  };
}

const markedFirst: Tooth = {
  name: 'mark first',
  mistake: 'marks a message as done before its work is',
  breaks: ['P1', 'P4'],
  serve: markFirst,
};

const withoutOutbox: Tooth = {
  name: 'save, then publish, without an outbox',
  mistake: 'publishes after the commit and keeps no row that says it still has to',
  breaks: ['P4'],
  store: mistaken(asIs, (transaction) => ({
    create: (path, data) => {
      if (!path.startsWith('outbox/')) transaction.create(path, data);
    },
    set: (path, data) => {
      if (!path.startsWith('outbox/')) transaction.set(path, data);
    },
  })),
};

/** Done-marks by the id of the message that brought the handoff: a handoff that is published again looks new. */
const messageIdKeys: Tooth = {
  name: 'message ids as keys',
  mistake: 'remembers what is done by the id of the message, which a publisher’s second try does not share',
  breaks: ['P5'],
  store: (store) => {
    const doneBy = (data: DocumentData): string | null => {
      const by = data['doneBy'];
      return typeof by === 'string' ? by : null;
    };
    const read: Read = (data, path) => {
      const messageId = currentActivity()?.messageId ?? null;
      const isOther = messageId !== null && doneBy(data) !== null && doneBy(data) !== messageId;
      return isHandoff(path) && isOther ? { ...data, doneAt: null } : data;
    };
    return mistaken(read, (transaction) => ({
      ...createAgain(transaction),
      update: (path, data) => {
        const messageId = currentActivity()?.messageId ?? null;
        transaction.update(path, 'doneAt' in data && messageId !== null ? { ...data, doneBy: messageId } : data);
      },
    }))(store);
  },
};

const noTerminalGuard: Tooth = {
  name: 'no terminal guard',
  mistake: 'commits to a turn without looking whether it has ended',
  breaks: ['P3'],
  store: mistaken((data, path) =>
    isTurn(path) && data['status'] === 'ended' ? { ...data, status: 'pending', answerJson: null } : data,
  ),
};

let posts = 0;

const noChatRequestId: Tooth = {
  name: 'no request id for chat',
  mistake: 'posts the final message under a new name each time',
  breaks: ['P2'],
  chatRequestId: (turnId) => {
    posts += 1;
    return `${turnId}-${posts}`;
  },
};

const noSweeper: Tooth = {
  name: 'no sweeper',
  mistake: 'trusts that every instance publishes what it committed, and ends every turn',
  breaks: ['P1', 'P4'],
  hasNoSweeper: true,
};

const acknowledgesFirst: Tooth = {
  name: 'acknowledge first',
  mistake: 'answers 204 and works afterwards',
  breaks: ['P4'],
  serve: (serve) => (request) => {
    serve(request).catch(() => undefined);
    return Promise.resolve({ status: 204, text: '' });
  },
};

const swallowsFailures: Tooth = {
  name: 'acknowledge failures',
  mistake: 'answers 204 whatever came of it, so that nothing is delivered again',
  breaks: ['P4'],
  serve: (serve) => async (request) => {
    const { text } = await serve(request);
    return { status: 204, text };
  },
};

const noQueue: Tooth = {
  name: 'no queue',
  mistake: 'starts a turn although the one before it has not ended',
  breaks: ['P7'],
  store: mistaken((data) => ('openTurns' in data ? { ...data, openTurns: [] } : data)),
};

const noDeadLetterPolicy: Tooth = {
  name: 'no dead-letter policy',
  mistake: 'has subscriptions deliver for ever what nobody can read',
  breaks: ['P8'],
  hasNoDeadLetterPolicy: true,
};

const pushSchema = z.looseObject({ message: z.looseObject({ data: z.string() }) });

function isFromNeighbour(body: unknown): boolean {
  const push = pushSchema.safeParse(body);
  return push.success && Buffer.from(push.data.message.data, 'base64').toString().includes('"priority"');
}

const refusesTheUnknown: Tooth = {
  name: 'strict reader',
  mistake: 'rejects a handoff for a field that a neighbouring release added',
  breaks: ['P9'],
  serve: (serve) => async (request) => (isFromNeighbour(request.body) ? { status: 204, text: '' } : serve(request)),
};

/** Bugs that the harness must catch: without them a green run would prove nothing. */
export const TEETH: readonly Tooth[] = [
  noDedupe,
  markedFirst,
  withoutOutbox,
  messageIdKeys,
  noTerminalGuard,
  noChatRequestId,
  noSweeper,
  acknowledgesFirst,
  swallowsFailures,
  noQueue,
  refusesTheUnknown,
  noDeadLetterPolicy,
];
