/** 乡镇界线 over HTTP: a file in, looked at, published. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { fail } from '../../../kernel/result/index.ts';
import { Uuid } from '../../../kernel/schema/index.ts';
import { cityKeepers } from '../boundaries/terms.ts';
import { stepRoute } from '../step-route.ts';
import {
  discardOutlines,
  listOutlines,
  MAX_OUTLINE_BYTES,
  outlinesView,
  Publication,
  publishOutlines,
  receiveOutlines,
} from './store.ts';
import { outlineReaders } from './terms.ts';

/** The whole file, to the bound. */
async function whole(source: AsyncIterable<Uint8Array>): Promise<Buffer | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source) {
    size += chunk.length;
    if (size <= MAX_OUTLINE_BYTES) chunks.push(chunk);
  }
  return size > MAX_OUTLINE_BYTES ? null : Buffer.concat(chunks);
}

export const outlineRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/township-outlines',
    permission: allow(...outlineReaders),
    summary: '乡镇界线的各个版本',
    handler: ({ platform, actor }) => platform.context.read(actor, listOutlines),
  }),
  route({
    method: 'POST',
    url: '/api/township-outlines',
    permission: allow(...cityKeepers),
    summary: '导入乡镇界线（GeoJSON，CGCS2000经纬度，不超过30MB）并检查，不公布',
    multipart: true,
    bodyLimit: MAX_OUTLINE_BYTES + 64 * 1024,
    perMinute: 20,
    async handler({ platform, actor, request }) {
      const part = await request.file({ throwFileSizeLimit: false, limits: { fileSize: MAX_OUTLINE_BYTES + 1 } });
      if (!part) return fail('OUTLINE_FILE');
      const bytes = await whole(part.file);
      if (!bytes) return fail('OUTLINE_FILE');
      // 文件自己常常不写坐标系：由导入的人说
      const system = part.fields.system;
      if (!system || !('value' in system) || system.value !== 'CGCS2000') return fail('OUTLINE_SYSTEM');
      return platform.context.write(actor, (tx) => receiveOutlines(tx, { name: part.filename, bytes }));
    },
  }),
  route({
    method: 'GET',
    url: '/api/township-outlines/:id',
    permission: allow(...outlineReaders),
    summary: '一份乡镇界线：哪里不对、画出来的样子',
    params: z.strictObject({ id: Uuid }),
    handler: ({ platform, actor, params }) => platform.context.read(actor, (tx) => outlinesView(tx, params.id)),
  }),
  stepRoute('/api/township-outlines/:id/publication', '公布一份乡镇界线', cityKeepers, Publication, publishOutlines),
  stepRoute('/api/township-outlines/:id/discarding', '不用一份乡镇界线', cityKeepers, z.strictObject({}), discardOutlines),
];
