/** HTTP: one way in for every route. Session → permission → shapes → handler → one mapper for values, refusals and bugs. */
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isAway } from '../kernel/access/routes.ts';
import { type Actor, actorOfRequest, askerFor, permits, publicActor } from '../kernel/access/server.ts';
import { CalendarYearMissing } from '../kernel/calendar/index.ts';
import { type Platform, RawAnswer, type RouteDefinition } from '../kernel/http/server.ts';
import { explain, type FieldProblem, fail, type Refusal } from '../kernel/result/index.ts';

import { parseInput } from '../kernel/schema/index.ts';
import { SIGN_LANGUAGE_URL } from './sign-language.ts';
import { serveWeb } from './web.ts';

z.config(z.locales.zhCN());

export const SESSION_COOKIE = 'mz_session';
const BODY_LIMIT = 256 * 1024;
export const UPLOAD_LIMIT = 20 * 1024 * 1024;

/** What a refusal looks like on the wire. */
export interface ErrorBody {
  error: { code: string; message: string; next: string | null; fields?: readonly FieldProblem[]; params?: Refusal['params'] };
}

function sendRefusal(reply: FastifyReply, refusal: Refusal): FastifyReply {
  const { http, message, next } = explain(refusal);
  const body: ErrorBody = {
    error: { code: refusal.code, message, next, ...(refusal.fields ? { fields: refusal.fields } : {}), params: refusal.params },
  };
  return reply.status(http).send(body);
}

const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && (value as Refusal).ok === false && typeof (value as Refusal).code === 'string';
const isOk = (value: unknown): value is { ok: true; value: unknown } =>
  typeof value === 'object' && value !== null && (value as { ok?: unknown }).ok === true && 'value' in value;

class BadInput extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super('bad input');
    this.refusal = refusal;
  }
}

/** No form of ours is deeper. */
const DEPTH = 40;

/**
 * What no shape may hold: characters that PostgreSQL cannot keep (U+0000, half of a pair) and nesting without end.
 * Checked before the shapes, as some take any JSON. Null, or the place and a sentence.
 */
function unstorable(value: unknown, path = '', depth = 0): FieldProblem | null {
  if (depth > DEPTH) return { path: '', message: '内容的层次过多，请刷新页面后重试' };
  if (typeof value === 'string')
    return value.includes('\0') || !value.isWellFormed() ? { path, message: '含有不能保存的字符，请删去后重填' } : null;
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, inner] of Object.entries(value)) {
    const problem = unstorable(key, path, depth) ?? unstorable(inner, path ? `${path}.${key}` : key, depth + 1);
    if (problem) return problem;
  }
  return null;
}

function parse(schema: z.ZodType | undefined, value: unknown): unknown {
  if (!schema) return undefined;
  const problem = unstorable(value);
  if (problem) throw new BadInput(fail('INVALID_INPUT', { count: 1 }, [problem]));
  const result = parseInput(schema, value ?? {});
  if (result.ok) return result.value;
  throw new BadInput(result);
}

/** An address that cannot be is one at which nothing is: nobody has filled anything in wrongly. */
function parseAddress(schema: z.ZodType | undefined, params: unknown): unknown {
  if (!schema) return undefined;
  const result = unstorable(params) ? null : parseInput(schema, params ?? {});
  if (result?.ok) return result.value;
  throw new BadInput(fail('NOT_FOUND'));
}

/** State-changing requests must come from our own pages: a JSON or multipart body with our header, which no foreign form can send. */
const isOwnRequest = (request: FastifyRequest): boolean => request.headers['x-minzheng'] !== undefined;

/** What the log says of a request. A query may hold a name or an identity number that somebody searched for: only the path is kept. */
export const loggedRequest = (request: Pick<FastifyRequest, 'method' | 'url' | 'ip'>) => ({
  method: request.method,
  url: request.url.split('?', 1)[0],
  remoteAddress: request.ip,
});

export async function buildServer(
  platform: Platform,
  routes: readonly RouteDefinition[],
  options: { logger?: boolean } = {},
): Promise<FastifyInstance> {
  const app = Fastify({
    logger:
      options.logger === false
        ? false
        : {
            level: process.env.LOG_LEVEL ?? 'warn',
            redact: ['req.headers.cookie', 'req.headers.authorization'],
            serializers: { req: loggedRequest },
          },
    bodyLimit: BODY_LIMIT,
    // Only a proxy of our own network may say whom it speaks for: otherwise anybody names a new address for every guess.
    trustProxy: platform.mode === 'production' ? ['loopback', 'linklocal', 'uniquelocal'] : false,
    routerOptions: { maxParamLength: 200 },
    // Addresses that cannot be read never reach a route.
    frameworkErrors: (error, request, reply) => {
      sendError(error, request, reply);
    },
  });
  await app.register(cookie);
  await app.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        styleSrc: ["'self'", "'unsafe-inline'"],
        scriptSrc: ["'self'"],
        connectSrc: ["'self'"],
        upgradeInsecureRequests: null,
      },
    },
    strictTransportSecurity: platform.mode === 'production',
    referrerPolicy: { policy: 'same-origin' },
  });
  await app.register(rateLimit, { global: false });
  await app.register(multipart, { limits: { fileSize: UPLOAD_LIMIT, files: 1, fields: 12, fieldSize: 10_000 } });

  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: 20_000 },
    (_request, text, done) => done(null, Object.fromEntries(new URLSearchParams(text as string))),
  );

  app.addHook('onRoute', (registered) => {
    // Built files and the videos of the pack are public; the plugin that serves them knows no permissions.
    if (registered.url.startsWith('/assets/') || registered.url.startsWith(SIGN_LANGUAGE_URL)) return;
    if (!registered.config || !('permission' in registered.config))
      throw new Error(`route ${registered.method} ${registered.url} declares no permission`);
  });
  app.setErrorHandler((error, request, reply) => sendError(error, request, reply));
  app.setNotFoundHandler({ preHandler: [] }, (request, reply) => notFound(platform, request, reply));

  for (const definition of routes) register(app, platform, definition);
  serveWeb(app, platform.city.signLanguage.folder);
  return app;
}

function notFound(_platform: Platform, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (request.url.startsWith('/api/') || !request.headers.accept?.includes('text/html'))
    return sendRefusal(reply, fail('NOT_FOUND'));
  return reply
    .status(404)
    .type('text/html; charset=utf-8')
    .send(
      `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>没有找到这个页面</title><body style="font:18px/1.7 sans-serif;padding:2rem"><main><h1>没有找到这个页面</h1><p>网址可能已经变更。您可以<a href="/">回到首页</a>，或拨打 12345 咨询。</p></main></body></html>`,
    );
}

function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof BadInput) return sendRefusal(reply, error.refusal);
  if (error instanceof CalendarYearMissing) return sendRefusal(reply, error.refusal);
  const { statusCode, code } = error as { statusCode?: number; code?: string };
  if (statusCode === 413 || code === 'FST_REQ_FILE_TOO_LARGE' || code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return sendRefusal(reply, fail('BODY_TOO_LARGE'));
  if (statusCode === 429) return sendRefusal(reply, fail('TOO_MANY_REQUESTS'));
  // The reader of uploads has no codes for what is no form, or only half of one.
  const brokenForm = request.headers['content-type']?.startsWith('multipart/') && /multipart/i.test((error as Error).message);
  if (brokenForm || (statusCode !== undefined && statusCode >= 400 && statusCode < 500))
    return sendRefusal(reply, fail('INVALID_INPUT', { count: 1 }, [{ path: '', message: '请求格式不正确，请刷新页面后重试' }]));
  // The log names the route and the kind of failure; values that a database error quotes may be personal, so its detail stays out.
  const safe = error as Error & { table?: string; constraint?: string };
  request.log.error(
    {
      method: request.method,
      route: request.routeOptions.url,
      code,
      constraint: safe.constraint,
      stack: safe.stack?.split('\n').slice(0, 12).join('\n'),
    },
    'request failed',
  );
  return sendRefusal(reply, fail('SERVICE_BUSY'));
}

function register(app: FastifyInstance, platform: Platform, definition: RouteDefinition): void {
  app.route({
    method: definition.method,
    url: definition.url,
    bodyLimit: definition.bodyLimit ?? (definition.multipart ? UPLOAD_LIMIT + 64 * 1024 : BODY_LIMIT),
    config: {
      permission: definition.permission,
      ...(definition.perMinute ? { rateLimit: { max: definition.perMinute, timeWindow: '1 minute' } } : {}),
    },
    handler: async (request, reply) => {
      const asked = await whoAsks(platform, request);
      const actor = askerFor(definition.permission, asked);
      if (!permits(definition.permission, actor))
        return sendRefusal(
          reply,
          fail(asked.passwordDue ? 'PASSWORD_DUE' : actor.kind === 'public' ? 'SIGN_IN_REQUIRED' : 'NOT_PERMITTED'),
        );
      if (definition.method !== 'GET' && !definition.plainForm && !isOwnRequest(request))
        return sendRefusal(reply, fail('NOT_PERMITTED'));
      const answer = await definition.handler({
        platform,
        actor,
        params: parseAddress(definition.params, request.params) as never,
        query: parse(definition.query, request.query) as never,
        body: (definition.multipart || definition.plainForm ? undefined : parse(definition.body, request.body)) as never,
        request,
        reply,
      });
      return respond(reply, answer);
    },
  });
}

function respond(reply: FastifyReply, answer: unknown): FastifyReply {
  if (isRefusal(answer)) return sendRefusal(reply, answer);
  const value = isOk(answer) ? answer.value : answer;
  if (value instanceof RawAnswer) return reply.status(value.status).headers(value.headers).type(value.type).send(value.body);
  return reply.header('cache-control', 'no-store').send(value ?? {});
}

async function whoAsks(platform: Platform, request: FastifyRequest): Promise<Actor> {
  const token = request.cookies[SESSION_COOKIE];
  if (!token) return publicActor;
  return (await actorOfRequest(platform.context, token, isAway(request))) ?? publicActor;
}
