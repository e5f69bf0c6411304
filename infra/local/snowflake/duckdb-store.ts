import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

import { installMacros } from './dialect/install-macros.ts';
import { installInformationSchema } from './information-schema.ts';
import { quoteIdentifier, quoteText } from './sql-text.ts';

/** One Snowflake database, kept by DuckDB as an attached database of the same name. */
export interface DatabaseOption {
  readonly name: string;
  /** Where it is kept between runs; in memory only when absent. DuckDB lets one process at a time open it. */
  readonly file?: string;
  /** Loads rows into its tables; called once, when a statement first reads one, so that a start need not wait for them. */
  readonly fill?: (connection: DuckDBConnection) => Promise<void>;
}

interface PooledConnection {
  readonly connection: DuckDBConnection;
  timeZone: string;
  /** False while tables can be found on it without their full name; such a connection is not used again. */
  isClean: boolean;
}

/** The search path of a connection that runs a SELECT: macros only, so that no table is found but by its full name. */
const MACROS_ONLY = 'memory.main';

/**
 * The DuckDB behind the server: all databases, and connections that serve one statement at a time.
 *
 * interrupt() stops whatever a connection runs, so two statements may never share one.
 */
export class DuckDBStore {
  readonly instance: DuckDBInstance;
  readonly #idle: PooledConnection[] = [];
  readonly #busy = new Map<DuckDBConnection, PooledConnection>();
  readonly #fills: ReadonlyMap<string, NonNullable<DatabaseOption['fill']>>;
  readonly #filled = new Map<string, Promise<void>>();
  #isClosed = false;

  private constructor(instance: DuckDBInstance, databases: readonly DatabaseOption[]) {
    this.instance = instance;
    this.#fills = new Map(databases.flatMap(({ name, fill }) => (fill === undefined ? [] : [[name, fill] as const])));
  }

  /** Opens the databases, installs macros and catalogue views, then shuts the doors to files, network and settings. */
  static async open(databases: readonly DatabaseOption[]): Promise<DuckDBStore> {
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    try {
      for (const database of databases) {
        const name = quoteIdentifier(database.name);
        await connection.run(`ATTACH ${quoteText(database.file ?? ':memory:')} AS ${name}`);
        await connection.run(`CREATE SCHEMA IF NOT EXISTS ${name}."PUBLIC"`);
      }
      await installMacros(connection);
      await installInformationSchema(connection);
      // An in-memory DuckDB would spill into the working directory.
      await connection.run("SET temp_directory = ''");
      await connection.run('SET enable_external_access = false');
      await connection.run("SET allowed_configs = ['TimeZone', 'search_path']");
      await connection.run('SET lock_configuration = true');
    } finally {
      connection.disconnectSync();
    }
    return new DuckDBStore(instance, databases);
  }

  /** Settles when the database has its rows; the first call loads them, and one that failed is tried again by the next. */
  fill(database: string): Promise<void> {
    const fill = this.#fills.get(database);
    if (fill === undefined) return Promise.resolve();
    const filled = this.#filled.get(database) ?? this.#load(database, fill);
    this.#filled.set(database, filled);
    return filled;
  }

  async #load(database: string, fill: NonNullable<DatabaseOption['fill']>): Promise<void> {
    const connection = await this.instance.connect();
    try {
      await fill(connection);
    } catch (error) {
      this.#filled.delete(database);
      throw error;
    } finally {
      connection.disconnectSync();
    }
  }

  /** A connection for one statement, its clock set to the session's time zone. Give it back with release. */
  async acquire(timeZone: string): Promise<DuckDBConnection> {
    const pooled = this.#idle.pop() ?? { connection: await this.instance.connect(), timeZone: '', isClean: true };
    this.#busy.set(pooled.connection, pooled);
    try {
      if (pooled.timeZone !== timeZone) {
        await pooled.connection.run(`SET TimeZone = ${quoteText(timeZone)}`);
        pooled.timeZone = timeZone;
      }
    } catch (error) {
      this.release(pooled.connection);
      throw error;
    }
    return pooled.connection;
  }

  release(connection: DuckDBConnection): void {
    const pooled = this.#busy.get(connection);
    this.#busy.delete(connection);
    if (pooled === undefined) return;
    if (this.#isClosed || !pooled.isClean) connection.disconnectSync();
    else this.#idle.push(pooled);
  }

  /** Lends a connection for catalogue reads of the server's own. */
  async withConnection<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const connection = await this.acquire('UTC');
    try {
      return await work(connection);
    } finally {
      this.release(connection);
    }
  }

  /** Runs `work` on a connection, with tables found as a session in `database.schema` would find them. */
  async withSearchPath<T>(
    place: { readonly database: string | null; readonly schema: string | null },
    connection: DuckDBConnection,
    work: () => Promise<T>,
  ): Promise<T> {
    if (place.database === null) return work();
    const path = `${quoteIdentifier(place.database)}.${quoteIdentifier(place.schema ?? 'PUBLIC')},${MACROS_ONLY}`;
    await connection.run(`SET search_path = ${quoteText(path)}`);
    this.#markClean(connection, false);
    try {
      return await work();
    } finally {
      // Fails inside a transaction that has failed; the connection then stays unclean and is thrown away.
      const isReset = connection.run(`SET search_path = ${quoteText(MACROS_ONLY)}`).then(
        () => true,
        () => false,
      );
      this.#markClean(connection, await isReset);
    }
  }

  #markClean(connection: DuckDBConnection, isClean: boolean): void {
    const pooled = this.#busy.get(connection);
    if (pooled !== undefined) pooled.isClean = isClean;
  }

  close(): void {
    this.#isClosed = true;
    for (const { connection } of this.#idle.splice(0)) connection.disconnectSync();
    for (const connection of this.#busy.keys()) connection.interrupt();
    this.instance.closeSync();
  }
}
