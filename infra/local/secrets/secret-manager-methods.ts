import { z } from 'zod';

import { crc32c } from './crc32c.ts';
import { invalidArgument, unimplemented } from './secret-failure.ts';
import type { SecretRecord } from './secret-records.ts';
import type { FoundVersion, SecretFields, SecretVault } from './secret-vault.ts';

/** Largest page of a list, and its size when none is asked for. */
const MAX_PAGE = 25_000;

const textMap = z.record(z.string(), z.string()).default({});
const nameSchema = z.looseObject({ name: z.string() });
const namedSchema = z.looseObject({ name: z.string(), etag: z.string().default('') });
const listSchema = z.looseObject({
  parent: z.string(),
  pageSize: z.int().nonnegative().default(0),
  pageToken: z.string().default(''),
  filter: z.string().default(''),
});
const secretSchema = z.looseObject({
  name: z.string().default(''),
  etag: z.string().default(''),
  labels: textMap,
  annotations: textMap,
  versionAliases: textMap,
});
const createSchema = z.looseObject({ parent: z.string(), secretId: z.string(), secret: secretSchema.nullable() });
const updateSchema = z.looseObject({
  secret: secretSchema.nullable(),
  updateMask: z.looseObject({ paths: z.array(z.string()) }).nullable(),
});
const addVersionSchema = z.looseObject({
  parent: z.string(),
  payload: z.looseObject({ data: z.instanceof(Buffer), dataCrc32c: z.string().nullish() }).nullable(),
});

interface Timestamp {
  readonly seconds: string;
  readonly nanos: number;
}

function timestamp(atMs: number): Timestamp {
  return { seconds: String(Math.floor(atMs / 1_000)), nanos: Math.trunc(atMs % 1_000) * 1_000_000 };
}

function secretAnswer(secret: SecretRecord): object {
  const { name, labels, annotations, versionAliases, etag } = secret;
  return {
    name,
    labels,
    annotations,
    versionAliases,
    etag,
    replication: { automatic: {} },
    createTime: timestamp(secret.createdAt),
  };
}

function versionAnswer({ secret, version }: FoundVersion): object {
  return {
    name: `${secret.name}/versions/${version.number}`,
    createTime: timestamp(version.createdAt),
    destroyTime: version.destroyedAt === null ? null : timestamp(version.destroyedAt),
    state: version.state,
    etag: version.etag,
    clientSpecifiedPayloadChecksum: version.hasClientChecksum,
    replicationStatus: { automatic: {} },
  };
}

interface Page<T> {
  readonly items: readonly T[];
  readonly nextPageToken: string;
  readonly totalSize: number;
}

function startOfPage(token: string): number {
  if (token === '') return 0;
  const text = Buffer.from(token, 'base64url').toString();
  if (!/^[1-9]\d*$/u.test(text)) throw invalidArgument('The page token is not valid.');
  return Number(text);
}

function pageOf<T>(all: readonly T[], request: z.infer<typeof listSchema>): Page<T> {
  if (request.filter !== '') throw unimplemented('Filters are not served by this server.');
  const start = startOfPage(request.pageToken);
  const end = start + Math.min(request.pageSize === 0 ? MAX_PAGE : request.pageSize, MAX_PAGE);
  const nextPageToken = end < all.length ? Buffer.from(String(end)).toString('base64url') : '';
  return { items: all.slice(start, end), nextPageToken, totalSize: all.length };
}

/** The fields a mask names. Field names come in the protocol's spelling. */
function masked(fields: SecretFields, paths: readonly string[]): Partial<SecretFields> {
  const known: Readonly<Record<string, Partial<SecretFields>>> = {
    labels: { labels: fields.labels },
    annotations: { annotations: fields.annotations },
    version_aliases: { versionAliases: fields.versionAliases },
  };
  let chosen: Partial<SecretFields> = {};
  for (const path of paths) chosen = { ...chosen, ...maskedField(known, path) };
  return chosen;
}

function maskedField(known: Readonly<Record<string, Partial<SecretFields>>>, path: string): Partial<SecretFields> {
  const field = known[path];
  if (field === undefined) throw invalidArgument(`The field [${path}] cannot be updated.`);
  return field;
}

/** One method: the decoded request to the answer, by field name. */
export type SecretManagerMethod = (request: unknown) => object;

type Methods = Readonly<Record<string, SecretManagerMethod>>;

/** The methods of google.cloud.secretmanager.v1.SecretManagerService by name; what throws GrpcFailure becomes its code. */
export function createMethods(vault: SecretVault): Methods {
  return { ...secretMethods(vault), ...versionMethods(vault) };
}

function secretMethods(vault: SecretVault): Methods {
  return {
    ListSecrets(request) {
      const list = listSchema.parse(request);
      const { items, ...page } = pageOf(vault.list(list.parent), list);
      return { secrets: items.map(secretAnswer), ...page };
    },
    CreateSecret(request) {
      const { parent, secretId, secret } = createSchema.parse(request);
      return secretAnswer(vault.create(`${parent}/secrets/${secretId}`, secretSchema.parse(secret ?? {})));
    },
    GetSecret: (request) => secretAnswer(vault.get(nameSchema.parse(request).name)),
    UpdateSecret(request) {
      const { secret, updateMask } = updateSchema.parse(request);
      const fields = secretSchema.parse(secret ?? {});
      return secretAnswer(vault.update(fields.name, masked(fields, updateMask?.paths ?? []), fields.etag));
    },
    DeleteSecret(request) {
      const { name, etag } = namedSchema.parse(request);
      vault.delete(name, etag);
      return {};
    },
  };
}

function versionMethods(vault: SecretVault): Methods {
  const setState =
    (state: 'ENABLED' | 'DISABLED' | 'DESTROYED'): SecretManagerMethod =>
    (request) => {
      const { name, etag } = namedSchema.parse(request);
      return versionAnswer(vault.setState(name, state, etag));
    };
  return {
    AddSecretVersion(request) {
      const { parent, payload } = addVersionSchema.parse(request);
      const checksum = payload?.dataCrc32c ?? null;
      return versionAnswer(
        vault.addVersion(parent, payload?.data ?? Buffer.alloc(0), checksum === null ? null : Number(checksum)),
      );
    },
    ListSecretVersions(request) {
      const list = listSchema.parse(request);
      const secret = vault.get(list.parent);
      const { items, ...page } = pageOf(secret.versions.toReversed(), list);
      return { versions: items.map((version) => versionAnswer({ secret, version })), ...page };
    },
    GetSecretVersion: (request) => versionAnswer(vault.findVersion(nameSchema.parse(request).name)),
    AccessSecretVersion(request) {
      const { secret, version, data } = vault.access(nameSchema.parse(request).name);
      return {
        name: `${secret.name}/versions/${version.number}`,
        payload: { data, dataCrc32c: String(crc32c(data)) },
      };
    },
    EnableSecretVersion: setState('ENABLED'),
    DisableSecretVersion: setState('DISABLED'),
    DestroySecretVersion: setState('DESTROYED'),
  };
}
