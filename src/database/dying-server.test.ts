/** A server that dies while somebody connects: the request fails, the process lives. */
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from './connection.ts';

const message = (type: string, body: Buffer): Buffer => {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
};
const welcome = Buffer.concat([message('R', Buffer.alloc(4)), message('Z', Buffer.from('I'))]);
const farewell = message('E', Buffer.from('SFATAL\0C57P01\0Mterminating connection due to unexpected postmaster exit\0\0'));

let folder: string;
let server: net.Server;
beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mz-dying-'));
  server = net.createServer((socket) => {
    socket.on('error', () => {});
    // In one piece, as a busy machine delivers them.
    socket.once('data', () => socket.end(Buffer.concat([welcome, farewell])));
  });
  await new Promise<void>((resolve) => server.listen(path.join(folder, '.s.PGSQL.5432'), resolve));
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  fs.rmSync(folder, { recursive: true });
});

test('连接刚建立数据库就停了：这一次请求失败，服务不退出', async () => {
  const database = openDatabase({ url: `postgresql:///x?host=${encodeURIComponent(folder)}&user=x`, schema: 'city', max: 1 });
  const asking = database.transaction({ lo: null, hi: null, personId: null }, 'read', (q) =>
    q.rows({ text: 'select 1', values: [] } as never),
  );
  await expect(asking).rejects.toThrow();
  await database.close();
});
