import { z } from 'zod';
import type { Broker } from './broker.ts';
import { invalidArgument } from './pubsub-failure.ts';
import type { PubSubMethod } from './publisher-methods.ts';
import { checkProject, checkSnapshotName, checkSubscriptionName } from './resource-names.ts';
import { maskedPaths, pageOf, spanSchema, toWireSnapshot, updateMaskSchema } from './wire-format.ts';

const labelsSchema = z.record(z.string(), z.string()).default({});
const nameSchema = z.looseObject({ snapshot: z.string() });
const projectSchema = z.looseObject({ project: z.string() });
const createSchema = z.looseObject({ name: z.string(), subscription: z.string(), labels: labelsSchema });
const updateSchema = z.looseObject({
  snapshot: z.looseObject({ name: z.string(), labels: labelsSchema, expireTime: spanSchema.nullish() }),
  updateMask: updateMaskSchema,
});

function updateSnapshot(broker: Broker, request: unknown): object {
  const { snapshot, updateMask } = updateSchema.parse(request);
  let changed = broker.snapshots.get(checkSnapshotName(snapshot.name));
  for (const path of maskedPaths(updateMask)) {
    if (path === 'labels') changed = { ...changed, labels: snapshot.labels };
    else if (path === 'expire_time') changed = { ...changed, expiresAt: snapshot.expireTime ?? changed.expiresAt };
    else throw invalidArgument(`Invalid update_mask provided in the UpdateSnapshotRequest: ${path} can't be changed.`);
  }
  broker.snapshots.update(changed);
  return toWireSnapshot(changed);
}

/** The part of google.pubsub.v1.Subscriber that is about snapshots. */
export function snapshotMethods(broker: Broker): Readonly<Record<string, PubSubMethod>> {
  return {
    CreateSnapshot(request) {
      const { name, subscription: source, labels } = createSchema.parse(request);
      const subscription = broker.subscription(checkSubscriptionName(source));
      const backlog = subscription.pending().map(({ message }) => message);
      const { topic } = subscription.record;
      return toWireSnapshot(broker.snapshots.create({ name: checkSnapshotName(name), topic, labels }, backlog));
    },
    GetSnapshot: (request) =>
      toWireSnapshot(broker.snapshots.get(checkSnapshotName(nameSchema.parse(request).snapshot))),
    UpdateSnapshot: (request) => updateSnapshot(broker, request),
    ListSnapshots(request) {
      const project = checkProject(projectSchema.parse(request).project);
      const { page, nextPageToken } = pageOf(broker.snapshots.list(project), request);
      return { snapshots: page.map(toWireSnapshot), nextPageToken };
    },
    DeleteSnapshot(request) {
      broker.snapshots.delete(checkSnapshotName(nameSchema.parse(request).snapshot));
      return {};
    },
  };
}
