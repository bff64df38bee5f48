/** Serves the built portal and workbench: hashed assets for a year, the shells uncached. */
import fs from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { anyone } from '../kernel/access/index.ts';
import { SIGN_LANGUAGE_URL } from './sign-language.ts';

export const WEB_ROOT = path.resolve(import.meta.dirname, '../../dist/web');

/** Addresses that load an application: the page itself decides what to show. */
const SHELLS = [
  { prefix: '/app', file: 'portal.html' },
  { prefix: '/work', file: 'workbench.html' },
] as const;

/** `videos`: the folder of the pack's videos in sign language; null where it has none. */
export function serveWeb(app: FastifyInstance, videos: string | null): void {
  const config = { permission: anyone } as object;
  app.register(fastifyStatic, {
    root: path.join(WEB_ROOT, 'assets'),
    prefix: '/assets/',
    maxAge: '365d',
    immutable: true,
    preCompressed: true,
    decorateReply: false,
    schemaHide: true,
  });
  if (videos)
    app.register(fastifyStatic, {
      root: videos,
      prefix: SIGN_LANGUAGE_URL,
      maxAge: '1d',
      decorateReply: false,
      schemaHide: true,
    });
  for (const { prefix, file } of SHELLS) {
    const send = (_: unknown, reply: FastifyReply) => {
      const shell = path.join(WEB_ROOT, file);
      if (!fs.existsSync(shell))
        return reply.status(503).type('text/plain; charset=utf-8').send('页面还没有构建，请先运行 npm run build');
      return reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(fs.readFileSync(shell));
    };
    app.get(prefix, { config }, send);
    app.get(`${prefix}/*`, { config }, send);
  }
}
