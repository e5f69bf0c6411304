import snowflake, {
  type Connection,
  type ConnectionOptions,
  type RowStatement,
  type StatementOption,
} from 'snowflake-sdk';

// By default the driver writes a log file into the working directory and evaluates VARIANT values as JavaScript.
snowflake.configure({
  logLevel: 'OFF',
  logFilePath: 'STDOUT',
  additionalLogToConsole: false,
  jsonColumnVariantParser: (text: string): unknown => JSON.parse(text),
  useEnvProxy: false,
});

/** Opens a connection with the real driver. */
export function connectWith(options: ConnectionOptions): Promise<Connection> {
  const connection = snowflake.createConnection(options);
  const { promise, resolve, reject } = Promise.withResolvers<Connection>();
  // WORKLOAD_IDENTITY needs the asynchronous form; all others take it too.
  connection
    .connectAsync((error) => (error === undefined || error === null ? resolve(connection) : reject(error)))
    .catch(reject);
  return promise;
}

export interface Answer {
  readonly rows: readonly unknown[];
  readonly statement: RowStatement;
}

export type RunOptions = Partial<Omit<StatementOption, 'sqlText' | 'complete'>>;

/** Starts a statement; `done` settles with all rows, `statement` can be cancelled before. */
export function start(connection: Connection, sqlText: string, options: RunOptions = {}) {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const statement = connection.execute({
    ...options,
    sqlText,
    complete: (error, done, rows) => {
      if (error === undefined || error === null) resolve({ rows: rows ?? [], statement: done });
      else reject(error);
    },
  });
  return { statement, done: promise };
}

/** Runs a statement and gives its rows. */
export async function run(connection: Connection, sqlText: string, options: RunOptions = {}): Promise<Answer> {
  return start(connection, sqlText, options).done;
}

/** Rows as arrays of values, without column names. */
export async function values(connection: Connection, sqlText: string, options: RunOptions = {}): Promise<unknown> {
  return (await run(connection, sqlText, { ...options, rowMode: 'array' })).rows;
}

/** Name, type, precision and scale of each column of an answer. */
export function columnsOf({ statement }: Answer): readonly (readonly unknown[])[] {
  return (statement.getColumns() ?? []).map((column) => [
    column.getName(),
    column.getType(),
    column.getPrecision(),
    column.getScale(),
  ]);
}

export function close(connection: Connection): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  connection.destroy(() => resolve());
  return promise;
}
