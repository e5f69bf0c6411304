import { invalidArgument } from './pubsub-failure.ts';

/** Rules of resource names: docs.cloud.google.com/pubsub/docs/pubsub-basics#resource_names. */
const RESOURCE_ID = /^[A-Za-z][A-Za-z0-9\-._~+%]{2,254}$/;

/** Topic that the subscriptions of a deleted topic name. */
export const DELETED_TOPIC = '_deleted-topic_';

function checkName(name: string, collection: 'topics' | 'subscriptions'): string {
  const match = new RegExp(`^projects/[^/]+/${collection}/([^/]+)$`).exec(name);
  const id = match?.[1] ?? '';
  if (!RESOURCE_ID.test(id) || id.toLowerCase().startsWith('goog')) {
    throw invalidArgument(
      `Invalid [${collection}] name: (name=${name}). It must be projects/{project}/${collection}/{id} with an id of 3 to 255 ` +
        'letters, digits, - . _ ~ + %, that starts with a letter and not with "goog".',
    );
  }
  return name;
}

/** @throws PubSubFailure INVALID_ARGUMENT for a name that the service would refuse. */
export const checkTopicName = (name: string): string => checkName(name, 'topics');
/** @throws PubSubFailure INVALID_ARGUMENT for a name that the service would refuse. */
export const checkSubscriptionName = (name: string): string => checkName(name, 'subscriptions');

/** The project of a resource name. */
export function projectOf(name: string): string {
  return name.split('/')[1] ?? '';
}

/** The last part of a resource name. */
export function idOf(name: string): string {
  return name.split('/').at(-1) ?? name;
}
