import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import multipart from '@fastify/multipart';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import { type Actor, publicActor } from '../access/index.ts';
import { newId } from '../context/server.ts';
import { RawAnswer } from '../http/server.ts';
import { explain, type Result } from '../result/index.ts';
import { documentRoutes } from './routes.ts';

const personId = newId();
const grandma: Actor = {
  ...publicActor,
  kind: 'resident',
  role: 'resident',
  id: personId,
  name: '王秀英',
  personId,
  ownPersonId: personId,
};
const PNG = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(100)]);
const dir = mkdtempSync(path.join(tmpdir(), 'mz-routes-'));
let city: Awaited<ReturnType<typeof freshContext>>;
let app: FastifyInstance;

beforeAll(async () => {
  city = await freshContext();
  app = Fastify();
  await app.register(multipart, { limits: { fileSize: 20 * 1024 * 1024, files: 1, fields: 5 } });
  const platform = { context: city.context, filesDir: dir, publicUrl: 'https://minzheng.example' };
  for (const { method, url, handler } of documentRoutes)
    app.route({
      method,
      url,
      handler: async (request, reply) => {
        const given = { platform, actor: grandma, request, reply, params: request.params, query: undefined, body: undefined };
        const answer = await handler(given as never);
        if (answer instanceof RawAnswer)
          return reply.status(answer.status).headers(answer.headers).type(answer.type).send(answer.body);
        const result = answer as Result<unknown>;
        return result.ok
          ? result.value
          : reply.status(explain(result).http).send({ code: result.code, message: explain(result).message });
      },
    });
  await app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(async () => {
  await app.close();
  await city.drop();
  rmSync(dir, { recursive: true });
});

const address = (): string => `http://127.0.0.1:${(app.server.address() as { port: number }).port}`;
function send(bytes: Uint8Array, name: string, paper = 'identity-card') {
  const form = new FormData();
  form.append('paper', paper);
  form.append('file', new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'image/png' }), name);
  return fetch(`${address()}/api/files`, { method: 'POST', body: form });
}
const filesOnDisk = (): number =>
  readdirSync(dir, { recursive: true }).filter((name) => statSync(path.join(dir, String(name))).isFile()).length;

test('上传再下载：内容、中文文件名、类型都对，浏览器不会把它当网页打开', async () => {
  const uploaded = await send(PNG, '户口簿 首页.png');
  expect(uploaded.status).toBe(200);
  const file = (await uploaded.json()) as { id: string };
  expect(file).toMatchObject({ name: '户口簿 首页.png', mediaType: 'image/png', sizeBytes: PNG.length, paper: 'identity-card' });
  const opened = await fetch(`${address()}/api/files/${file.id}`);
  expect(Buffer.from(await opened.arrayBuffer()).equals(PNG)).toBe(true);
  expect(opened.headers.get('content-type')).toBe('image/png');
  expect(opened.headers.get('x-content-type-options')).toBe('nosniff');
  expect(opened.headers.get('content-disposition')).toBe(`attachment; filename*=UTF-8''${encodeURIComponent('户口簿 首页.png')}`);
  expect((await fetch(`${address()}/api/files/${newId()}`)).status).toBe(404);
});
test('网页改名成照片、200MB的文件、没有说明是什么材料：都用一句话退回，盘上不多一个文件', async () => {
  const before = filesOnDisk();
  for (const bad of [
    await send(Buffer.from('<script>'), '照片.png'),
    await send(Buffer.concat([PNG, Buffer.alloc(200 * 1024 * 1024)]), '照片.png'),
  ]) {
    expect(bad.status).toBe(422);
    expect(await bad.json()).toMatchObject({ code: 'UPLOAD_UNFIT', message: '文件格式或大小不符合要求（≤20MB）。' });
  }
  expect((await send(PNG, '照片.png', '../x')).status).toBe(422);
  expect(filesOnDisk()).toBe(before);
});
test('核验码不存在：没有找到', async () => {
  expect((await fetch(`${address()}/api/documents/check/nothing`)).status).toBe(404);
});
