import { invalidArgument } from './pubsub-failure.ts';

/** Rules of resource names: docs.cloud.google.com/pubsub/docs/pubsub-basics#resource_names. */
const RESOURCE_ID = /^[A-Za-z][A-Za-z0-9\-._~+%]{2,254}$/;
const PROJECT = /^projects\/([^/]+)$/;

/** Topic that the subscriptions of a deleted topic name. */
export const DELETED_TOPIC = '_deleted-topic_';

export type Collection = 'topics' | 'subscriptions' | 'snapshots';

/** @throws GrpcFailure INVALID_ARGUMENT for a name that the service would refuse. */
export function checkName(name: string, collection: Collection): string {
  const [projects, project, actual, id = '', ...rest] = name.split('/');
  const isShaped = projects === 'projects' && project !== '' && actual === collection && rest.length === 0;
  if (!isShaped || !RESOURCE_ID.test(id) || id.toLowerCase().startsWith('goog')) {
    throw invalidArgument(
      `Invalid [${collection}] name: (name=${name}). It must be projects/{project}/${collection}/{id} with an id of 3 to ` +
        '255 letters, digits, - . _ ~ + %, that starts with a letter and not with "goog".',
    );
  }
  return name;
}

export const checkTopicName = (name: string): string => checkName(name, 'topics');
export const checkSubscriptionName = (name: string): string => checkName(name, 'subscriptions');
export const checkSnapshotName = (name: string): string => checkName(name, 'snapshots');

/** @returns The id out of `projects/{id}`. @throws GrpcFailure INVALID_ARGUMENT for anything else. */
export function checkProject(name: string): string {
  const id = PROJECT.exec(name)?.[1];
  if (id === undefined)
    throw invalidArgument(`Invalid [projects] name: (name=${name}). It must be projects/{project}.`);
  return id;
}

/** The project of a resource name. */
export function projectOf(name: string): string {
  return name.split('/')[1] ?? '';
}

/** The last part of a resource name. */
export function idOf(name: string): string {
  return name.split('/').at(-1) ?? name;
}
