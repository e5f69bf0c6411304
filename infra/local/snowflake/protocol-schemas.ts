import { z } from 'zod';

/** Session and statement parameters come as text, number or boolean and are kept as text. */
const parameterValueSchema = z.union([z.string(), z.number(), z.boolean()]).transform((value) => String(value));

const parametersSchema = z
  .record(z.string(), parameterValueSchema.nullable())
  .transform((record) =>
    Object.fromEntries(
      Object.entries(record).flatMap(([name, value]) => (value === null ? [] : [[name.toUpperCase(), value] as const])),
    ),
  );

const loginDataSchema = z.looseObject({
  ACCOUNT_NAME: z.string().optional(),
  LOGIN_NAME: z.string().optional(),
  AUTHENTICATOR: z.string().optional(),
  PASSWORD: z.string().optional(),
  TOKEN: z.string().optional(),
  PROVIDER: z.string().optional(),
  CLIENT_APP_ID: z.string().optional(),
  SESSION_PARAMETERS: parametersSchema.optional(),
});
export type LoginData = z.infer<typeof loginDataSchema>;

/** Body of POST /session/v1/login-request. */
export const loginRequestSchema = z.looseObject({ data: loginDataSchema });

/** Body of POST /session/token-request. */
export const tokenRequestSchema = z.looseObject({ requestType: z.string(), oldSessionToken: z.string() });

const bindSchema = z.looseObject({
  /** FIXED, REAL, TEXT, BOOLEAN, DATE, TIME, TIMESTAMP_*, VARIANT, BINARY, ANY. */
  type: z.string(),
  /** An array binds many rows at once, which only INSERT may do. */
  value: z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.unknown())]),
});
/** One positional bind as the driver sends it. */
export type Bind = z.infer<typeof bindSchema>;

/** Body of POST /queries/v1/query-request. */
export const queryRequestSchema = z.looseObject({
  sqlText: z.string(),
  bindings: z.record(z.string(), bindSchema).nullish(),
  /** Rows that were uploaded to a stage; refused. */
  bindStage: z.string().nullish(),
  parameters: parametersSchema.nullish(),
  asyncExec: z.boolean().nullish(),
  describeOnly: z.boolean().nullish(),
});
export type QueryRequest = z.infer<typeof queryRequestSchema>;

/** Body of POST /queries/v1/abort-request and /queries/{id}/abort-request. */
export const abortRequestSchema = z.looseObject({ requestId: z.string().optional() });
