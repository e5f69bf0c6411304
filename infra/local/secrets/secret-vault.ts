import { randomBytes } from 'node:crypto';

import { crc32c } from './crc32c.ts';
import { alreadyExists, failedPrecondition, invalidArgument, notFound } from './secret-failure.ts';
import type { SecretRecord, VersionRecord } from './secret-records.ts';

/** Largest payload: 64 KiB. cloud.google.com/secret-manager/quotas. */
const MAX_PAYLOAD_BYTES = 65_536;
const SECRET_NAME = /^projects\/[^/]+\/secrets\/[A-Za-z0-9_-]{1,255}$/u;
const LABEL_KEY = /^[\p{Ll}\p{Lo}][\p{Ll}\p{Lo}\p{N}_-]{0,62}$/u;

const newEtag = (): string => `"${randomBytes(7).toString('hex')}"`;

export interface SecretFields {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly versionAliases: Readonly<Record<string, string>>;
}

/** One version with the secret it is of. */
export interface FoundVersion {
  readonly secret: SecretRecord;
  readonly version: VersionRecord;
}

/** All secrets of all projects. Guards what holds between them: names, numbers, states, etags. */
export class SecretVault {
  readonly #secrets: Map<string, SecretRecord>;
  readonly #now: () => number;

  constructor(secrets: readonly SecretRecord[], now: () => number) {
    this.#secrets = new Map(secrets.map((secret) => [secret.name, secret]));
    this.#now = now;
  }

  all(): readonly SecretRecord[] {
    return [...this.#secrets.values()];
  }

  /** Secrets of a project by name. */
  list(project: string): readonly SecretRecord[] {
    return this.all()
      .filter((secret) => secret.name.startsWith(`${project}/secrets/`))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  get(name: string): SecretRecord {
    const secret = this.#secrets.get(name);
    if (secret === undefined) throw notFound(`Secret [${name}] not found.`);
    return secret;
  }

  has(name: string): boolean {
    return this.#secrets.has(name);
  }

  create(name: string, fields: SecretFields): SecretRecord {
    if (!SECRET_NAME.test(name))
      throw invalidArgument(`The provided Secret ID [${name}] does not match the expected format.`);
    if (this.has(name)) throw alreadyExists(`Secret [${name}] already exists.`);
    checkLabels(fields.labels);
    const secret: SecretRecord = { name, ...copyOf(fields), createdAt: this.#now(), etag: newEtag(), versions: [] };
    this.#secrets.set(name, secret);
    return secret;
  }

  /** Changes the fields given; an etag that is not empty must be the current one. */
  update(name: string, fields: Partial<SecretFields>, etag: string): SecretRecord {
    const secret = this.get(name);
    checkEtag(secret.etag, etag);
    checkLabels(fields.labels ?? {});
    for (const number of Object.values(fields.versionAliases ?? {})) findNumbered(secret, number);
    const changed: SecretRecord = { ...secret, ...copyOf({ ...secret, ...fields }), etag: newEtag() };
    this.#secrets.set(name, changed);
    return changed;
  }

  delete(name: string, etag: string): void {
    checkEtag(this.get(name).etag, etag);
    this.#secrets.delete(name);
  }

  /** Adds an enabled version. A checksum, when given, must be that of the data. */
  addVersion(name: string, data: Buffer, checksum: number | null): FoundVersion {
    const secret = this.get(name);
    if (data.length === 0) throw invalidArgument('Secret Payload cannot be empty.');
    if (data.length > MAX_PAYLOAD_BYTES)
      throw invalidArgument(`The payload is larger than ${MAX_PAYLOAD_BYTES} bytes.`);
    if (checksum !== null && checksum !== crc32c(data)) throw invalidArgument('The payload does not match its CRC32C.');
    const version: VersionRecord = {
      number: (secret.versions.at(-1)?.number ?? 0) + 1,
      data: data.toString('base64'),
      state: 'ENABLED',
      createdAt: this.#now(),
      destroyedAt: null,
      etag: newEtag(),
      hasClientChecksum: checksum !== null,
    };
    secret.versions.push(version);
    return { secret, version };
  }

  /** Finds `…/versions/N`, `…/versions/latest` (the newest, whatever its state) or `…/versions/ALIAS`. */
  findVersion(name: string): FoundVersion {
    const [, secretName = '', wanted = ''] = /^(.+)\/versions\/([^/]+)$/u.exec(name) ?? [];
    if (secretName === '') throw invalidArgument(`Resource name [${name}] is not valid.`);
    const secret = this.#secrets.get(secretName);
    if (secret === undefined) throw notFound(`Secret [${secretName}] not found or has no versions.`);
    return {
      secret,
      version: wanted === 'latest' ? newest(secret) : findNumbered(secret, secret.versionAliases[wanted] ?? wanted),
    };
  }

  /** The payload of a version. Throws FAILED_PRECONDITION when it is disabled or destroyed. */
  access(name: string): FoundVersion & { readonly data: Buffer } {
    const found = this.findVersion(name);
    const { state, data, number } = found.version;
    if (state !== 'ENABLED' || data === null) {
      throw failedPrecondition(`Secret Version [${found.secret.name}/versions/${number}] is in ${state} state.`);
    }
    return { ...found, data: Buffer.from(data, 'base64') };
  }

  /** Enables, disables or destroys a version; a destroyed one stays destroyed and its data is gone. */
  setState(name: string, state: VersionRecord['state'], etag: string): FoundVersion {
    const { secret, version } = this.findVersion(name);
    checkEtag(version.etag, etag);
    if (version.state === 'DESTROYED') throw failedPrecondition(`Secret Version [${name}] is in DESTROYED state.`);
    version.state = state;
    version.etag = newEtag();
    if (state === 'DESTROYED') {
      version.data = null;
      version.destroyedAt = this.#now();
    }
    return { secret, version };
  }
}

function copyOf({ labels, annotations, versionAliases }: SecretFields): Pick<SecretRecord, keyof SecretFields> {
  return { labels: { ...labels }, annotations: { ...annotations }, versionAliases: { ...versionAliases } };
}

function checkEtag(current: string, given: string): void {
  if (given !== '' && given !== current) {
    throw failedPrecondition('The etag provided in the request does not match the current etag of the resource.');
  }
}

function checkLabels(labels: Readonly<Record<string, string>>): void {
  if (Object.keys(labels).length > 64) throw invalidArgument('A secret can have at most 64 labels.');
  for (const key of Object.keys(labels)) {
    if (!LABEL_KEY.test(key)) throw invalidArgument(`The label key [${key}] is not valid.`);
  }
}

function newest(secret: SecretRecord): VersionRecord {
  const version = secret.versions.at(-1);
  if (version === undefined) throw notFound(`Secret [${secret.name}] not found or has no versions.`);
  return version;
}

function findNumbered(secret: SecretRecord, text: string): VersionRecord {
  const version = secret.versions.find((candidate) => String(candidate.number) === text);
  if (version === undefined) throw notFound(`Secret Version [${secret.name}/versions/${text}] not found.`);
  return version;
}
