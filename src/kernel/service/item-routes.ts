/** The words of service items over HTTP: officers of the city propose and approve, auditors read. */
import { z } from 'zod';
import { allow } from '../access/index.ts';
import { type RouteDefinition, route } from '../http/server.ts';
import { Uuid } from '../schema/index.ts';
import { changeEdit, decideEdit, itemDesk, itemHands, itemList, proposeEdit, withdrawEdit } from './item-edits.ts';
import { ItemTextForm } from './item-text.ts';

const readers = allow(...itemHands.read);
const editors = allow(...itemHands.edit);
const ItemId = z.string().regex(/^[A-Z]{2}-\d{2}$/, '事项编号无效');
const ByItem = z.strictObject({ itemId: ItemId });
const ById = z.strictObject({ id: Uuid });
const version = z.int().min(1);

export const itemRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/service-items',
    permission: readers,
    summary: '服务事项：哪些文字市里改过，哪些等批准',
    query: z.object({ text: z.string().trim().max(50).optional(), after: ItemId.optional() }),
    handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => itemList(tx, query)),
  }),
  route({
    method: 'GET',
    url: '/api/service-items/:itemId',
    permission: readers,
    summary: '一个事项的文字、各版和待批准的修改',
    params: ByItem,
    handler: ({ platform, actor, params }) => platform.context.read(actor, (tx) => itemDesk(tx, params.itemId)),
  }),
  route({
    method: 'POST',
    url: '/api/service-items/:itemId/edits',
    permission: editors,
    summary: '提出修改事项的文字',
    params: ByItem,
    body: ItemTextForm.extend({ version }),
    handler: ({ platform, actor, params, body: { version: seen, ...form } }) =>
      platform.context.write(actor, (tx) => proposeEdit(tx, { ...params, version: seen, form })),
  }),
  route({
    method: 'POST',
    url: '/api/service-items/:itemId/restore',
    permission: editors,
    summary: '提出恢复资料包的文字',
    params: ByItem,
    body: z.strictObject({ version }),
    handler: ({ platform, actor, params, body }) =>
      platform.context.write(actor, (tx) => proposeEdit(tx, { ...params, ...body, form: null })),
  }),
  route({
    method: 'POST',
    url: '/api/service-item-edits/:id/change',
    permission: editors,
    summary: '接着改自己提出的文字',
    params: ById,
    body: ItemTextForm,
    handler: ({ platform, actor, params, body }) =>
      platform.context.write(actor, (tx) => changeEdit(tx, { ...params, form: body })),
  }),
  route({
    method: 'POST',
    url: '/api/service-item-edits/:id/decision',
    permission: editors,
    summary: '批准或者退回事项文字的修改（另一人）',
    params: ById,
    body: z.strictObject({ decision: z.enum(['confirm', 'reject']), note: z.string().trim().max(200).default('') }),
    handler: ({ platform, actor, params, body }) => platform.context.write(actor, (tx) => decideEdit(tx, { ...params, ...body })),
  }),
  route({
    method: 'POST',
    url: '/api/service-item-edits/:id/withdraw',
    permission: editors,
    summary: '撤回自己提出的文字修改',
    params: ById,
    handler: ({ platform, actor, params }) => platform.context.write(actor, (tx) => withdrawEdit(tx, params.id)),
  }),
];
