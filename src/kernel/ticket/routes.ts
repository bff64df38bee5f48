/** Tickets over HTTP. */
import { z } from 'zod';
import { allow } from '../access/index.ts';
import { openFileStore, openShownFile } from '../document/server.ts';
import { attachment, type RouteDefinition, route } from '../http/server.ts';
import { fail, ok } from '../result/index.ts';
import { formOf, RequestId, Uuid } from '../schema/index.ts';
import { NewTicket, ticketReaders } from './index.ts';
import { actOnTicket, isTicketOf, openTicket, ticketList, ticketView } from './store.ts';

const ById = z.strictObject({ id: Uuid });

export const ticketRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/tickets',
    permission: allow(...ticketReaders),
    summary: '工单列表',
    query: z.object({ view: z.enum(['open', 'done']).default('open'), cursor: z.string().max(120).optional() }),
    handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => ticketList(tx, query)),
  }),
  route({
    method: 'GET',
    url: '/api/tickets/form',
    permission: allow('hotline-agent'),
    summary: '登记工单的表',
    handler: async () => ({ fields: formOf(NewTicket) }),
  }),
  route({
    method: 'GET',
    url: '/api/tickets/:id',
    permission: allow(...ticketReaders),
    summary: '一件工单（留痕）',
    params: ById,
    handler: ({ platform, actor, params }) => platform.context.write(actor, (tx) => ticketView(tx, params.id)),
  }),
  route({
    method: 'GET',
    url: '/api/tickets/:id/photos/:fileId',
    permission: allow(...ticketReaders),
    summary: '工单的照片（留痕）',
    params: ById.extend({ fileId: Uuid }),
    async handler({ platform, actor, params }) {
      const file = await openShownFile(platform.context, actor, openFileStore(platform.filesDir), {
        id: params.fileId,
        shown: async (tx) => ((await isTicketOf(tx, params.id)) ? ok(params.id) : fail('NOT_FOUND')),
      });
      return file.ok ? attachment(file.value.mediaType, file.value.name, file.value.bytes) : file;
    },
  }),
  route({
    method: 'POST',
    url: '/api/tickets',
    permission: allow('hotline-agent'),
    summary: '登记工单',
    body: NewTicket.extend({ requestId: RequestId }),
    handler: ({ platform, actor, body }) => openTicket(platform.context, actor, body),
  }),
  route({
    method: 'POST',
    url: '/api/tickets/:id/actions',
    permission: allow('hotline-agent', 'township-clerk', 'township-leader', 'county-clerk', 'city-clerk'),
    summary: '办理工单一步',
    params: ById,
    body: z.strictObject({ action: z.string().max(40), version: z.int32(), requestId: RequestId, input: z.unknown() }),
    handler: ({ platform, actor, params, body }) => actOnTicket(platform.context, actor, { ticketId: params.id, ...body }),
  }),
];
