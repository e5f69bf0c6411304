import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import { PASSWORD } from './local-account.ts';

const bodySchema = z.looseObject({
  success: z.boolean(),
  code: z.string().nullable(),
  message: z.string().nullable(),
  data: z
    .looseObject({
      token: z.string().optional(),
      masterToken: z.string().optional(),
      sessionToken: z.string().optional(),
      queryId: z.string().nullable().optional(),
      getResultUrl: z.string().optional(),
      rowset: z.array(z.array(z.string().nullable())).optional(),
      chunks: z.array(z.looseObject({ url: z.string(), rowCount: z.number() })).optional(),
    })
    .nullable(),
});
export type Body = z.infer<typeof bodySchema>;

/** Speaks the protocol without the driver, to say what the driver never would. */
export class RawClient {
  readonly url: string;
  token = '';
  masterToken = '';

  constructor(url: string) {
    this.url = url;
  }

  async send(
    path: string,
    body: string | Uint8Array<ArrayBuffer>,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    const authorization = `Snowflake Token="${this.token}"`;
    return fetch(`${this.url}${path}`, { method: 'POST', body, headers: { authorization, ...headers } });
  }

  async post(path: string, body: unknown): Promise<Body> {
    const bytes = new Uint8Array(gzipSync(JSON.stringify(body)));
    const response = await this.send(path, bytes, { 'content-encoding': 'gzip' });
    return bodySchema.parse(await response.json());
  }

  async get(path: string): Promise<Body> {
    const response = await fetch(`${this.url}${path}`, {
      headers: { authorization: `Snowflake Token="${this.token}"` },
    });
    return bodySchema.parse(await response.json());
  }

  async login(user = 'READER_SERVICE'): Promise<Body> {
    const data = { LOGIN_NAME: user, PASSWORD };
    const body = await this.post('/session/v1/login-request?databaseName=BATON_SAMPLE&schemaName=SHOP', { data });
    this.token = body.data?.token ?? '';
    this.masterToken = body.data?.masterToken ?? '';
    return body;
  }

  /** Asks again until the statement has ended. */
  async finish(body: Body): Promise<Body> {
    let latest = body;
    while (latest.code === '333333' || latest.code === '333334') {
      latest = await this.get(`/queries/${latest.data?.queryId}/result`);
    }
    return latest;
  }

  query(sqlText: string, requestId: string, more: Readonly<Record<string, unknown>> = {}): Promise<Body> {
    return this.post(`/queries/v1/query-request?requestId=${requestId}`, { sqlText, ...more });
  }
}
