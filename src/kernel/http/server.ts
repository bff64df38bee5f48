/**
 * A route as data: method, address, who may call it, shapes in and out, handler. A route without a permission cannot be written
 * (the compiler) nor registered (the server refuses to start). Handlers return a value or a refusal; they never think.
 */
import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Actor, allow, type Performer, type Permission } from '../access/index.ts';
import type { Tx } from '../context/server.ts';
import type { Refusal, Result } from '../result/index.ts';
import { RequestId, Uuid } from '../schema/index.ts';
import type { Platform } from './platform.ts';

export type { Box, SignLanguage, SignVideo } from './platform.ts';

type Parsed<S> = S extends z.ZodType ? z.infer<S> : undefined;

export interface RouteContext<P = undefined, Q = undefined, B = undefined> {
  readonly platform: Platform;
  readonly actor: Actor;
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** An answer that is not JSON: a page, a file, a redirect. */
export class RawAnswer {
  readonly type: string;
  readonly body: string | Buffer | Readable;
  readonly headers: Readonly<Record<string, string>>;
  readonly status: number;
  constructor(
    type: string,
    body: string | Buffer | Readable,
    options: { headers?: Record<string, string>; status?: number } = {},
  ) {
    this.type = type;
    this.body = body;
    this.headers = options.headers ?? {};
    this.status = options.status ?? 200;
  }
}

export const html = (body: string, status = 200): RawAnswer => new RawAnswer('text/html; charset=utf-8', body, { status });

/** A file to keep, never shown inside our pages. */
export const attachment = (type: string, name: string, body: RawAnswer['body']): RawAnswer =>
  new RawAnswer(type, body, {
    headers: {
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, no-store',
    },
  });

export interface RouteDefinition {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly permission: Permission;
  /** One Chinese line for the API document and the authorisation matrix. */
  readonly summary: string;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** Largest body in bytes; 256 KB unless said. */
  readonly bodyLimit?: number;
  /** Requests a minute from one address; unlimited unless said. */
  readonly perMinute?: number;
  readonly multipart?: boolean;
  /** Takes a form of a page without scripts; the handler checks that it came from our own page. */
  readonly plainForm?: boolean;
  readonly handler: (context: RouteContext<never, never, never>) => Promise<unknown>;
}

const DEVICE_COOKIE = 'mz_device';
const DEVICE_DAYS = 400;
/**
 * The mark of the browser that asks: random, made when it is first needed, and known to nobody else. Whoever keeps it keeps a digest; it tells whether one telephone
 * does what many persons should do each on their own.
 */
export function deviceOf({ platform, request, reply }: Pick<RouteContext, 'platform' | 'request' | 'reply'>): string {
  const known = request.cookies[DEVICE_COOKIE];
  if (known && /^[A-Za-z0-9_-]{24,64}$/.test(known)) return known;
  const mark = randomBytes(24).toString('base64url');
  reply.setCookie(DEVICE_COOKIE, mark, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: platform.publicUrl.startsWith('https:'),
    maxAge: DEVICE_DAYS * 86_400,
  });
  return mark;
}

/** Keeps the types of the shapes and the handler together. */
export function route<
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(
  definition: Omit<RouteDefinition, 'params' | 'query' | 'body' | 'handler'> & {
    params?: P;
    query?: Q;
    body?: B;
    handler: (context: RouteContext<Parsed<P>, Parsed<Q>, Parsed<B>>) => Promise<unknown | Result<unknown> | Refusal>;
  },
): RouteDefinition {
  return definition as unknown as RouteDefinition;
}
export type { MovableClock, Platform } from './platform.ts';

/** One step on a record, remembered by its request, so that a form sent twice does it once. `url` names the record as `:id`; the fields of the form stand beside `requestId` in the body, as an offer sends them. */
export const stepOnce = <S extends z.ZodRawShape>(of: {
  url: string;
  summary: string;
  by: readonly Performer[];
  shape: z.ZodObject<S>;
  work: (tx: Tx, id: string, given: z.output<z.ZodObject<S>>) => Promise<Result<unknown>>;
}): RouteDefinition =>
  route({
    method: 'POST',
    url: of.url,
    permission: allow(...of.by),
    summary: of.summary,
    params: z.strictObject({ id: Uuid }),
    body: z.strictObject({ ...of.shape.shape, requestId: RequestId }),
    handler({ platform, actor, params, body }) {
      const { requestId, ...given } = body as { requestId: string };
      return platform.context.once(actor, { action: of.url, requestId, body: { ...given, ...params } }, (tx) =>
        of.work(tx, params.id, given as z.output<z.ZodObject<S>>),
      );
    },
  });
