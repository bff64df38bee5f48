/** Merging two files of one person, over HTTP. */
import { z } from 'zod';
import { allow } from '../access/index.ts';
import { type RouteDefinition, route } from '../http/server.ts';
import { choice, FileRef, Uuid } from '../schema/index.ts';
import { mergeFields, residentHands } from './offers.ts';
import {
  decideMerge,
  decideUnmerge,
  idKinds,
  numberFaults,
  proposeMerge,
  proposeUnmerge,
  unmergeFields,
  withdrawMerge,
  withdrawUnmerge,
} from './server.ts';

const BY_NUMBER = 'number';
const Proposal = z
  .strictObject({
    otherId: z.union([Uuid, z.literal(BY_NUMBER)]),
    idKind: choice(idKinds).optional(),
    idNumber: z.string().trim().max(30).optional(),
    keep: z.enum(['this', 'other']),
    paper: z.string().trim().min(4, '请写明依据（至少4个字）').max(200),
    numberFault: choice(numberFaults).optional(),
    proof: FileRef.optional(),
  })
  .superRefine((given, { addIssue }) => {
    if (given.otherId === BY_NUMBER && (!given.idKind || !given.idNumber))
      addIssue({ code: 'custom', path: ['idNumber'], message: '请填写另一份档案的证件类型和号码' });
  });

export const mergeRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/persons/:id/merge-form',
    permission: allow(...residentHands.proposeMerge),
    summary: '提出合并的表，列出同名同生日的档案（留痕）',
    params: z.strictObject({ id: Uuid }),
    handler: ({ platform, actor, params }) => platform.context.write(actor, (tx) => mergeFields(tx, params.id)),
  }),
  route({
    method: 'POST',
    url: '/api/persons/:id/merge',
    permission: allow(...residentHands.proposeMerge),
    summary: '提出两份档案合并',
    params: z.strictObject({ id: Uuid }),
    body: Proposal,
    handler: ({ platform, actor, params, body: { otherId, idKind, idNumber, ...rest } }) =>
      platform.context.write(actor, (tx) =>
        proposeMerge(tx, {
          personId: params.id,
          other: otherId === BY_NUMBER ? { idKind: idKind!, idNumber: idNumber! } : { otherId },
          ...rest,
        }),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/merges/:id/decision',
    permission: allow(...residentHands.decideMerge),
    summary: '确认或者退回两份档案合并（另一人）',
    params: z.strictObject({ id: Uuid }),
    body: z.strictObject({ decision: z.enum(['confirm', 'reject']), note: z.string().trim().max(200).default('') }),
    handler: ({ platform, actor, params, body }) =>
      platform.context.write(actor, (tx) => decideMerge(tx, { id: params.id, ...body })),
  }),
  route({
    method: 'POST',
    url: '/api/merges/:id/withdraw',
    permission: allow(...residentHands.proposeMerge),
    summary: '撤回自己提出的合并',
    params: z.strictObject({ id: Uuid }),
    handler: ({ platform, actor, params }) => platform.context.write(actor, (tx) => withdrawMerge(tx, params.id)),
  }),
  route({
    method: 'GET',
    url: '/api/merges/:id/unmerge-form',
    permission: allow(...residentHands.proposeMerge),
    summary: '提出撤销合并的表，列出合并以后新立的',
    params: z.strictObject({ id: Uuid }),
    handler: ({ platform, actor, params }) => platform.context.write(actor, (tx) => unmergeFields(tx, params.id)),
  }),
  route({
    method: 'POST',
    url: '/api/merges/:id/unmerge',
    permission: allow(...residentHands.proposeMerge),
    summary: '提出撤销合并',
    params: z.strictObject({ id: Uuid }),
    body: z.strictObject({
      paper: z.string().trim().min(4, '请写明依据（至少4个字）').max(200),
      cases: z.array(Uuid).max(50).default([]),
      entitlements: z.array(Uuid).max(50).default([]),
    }),
    handler: ({ platform, actor, params, body }) =>
      platform.context.write(actor, (tx) => proposeUnmerge(tx, { mergeId: params.id, ...body })),
  }),
  route({
    method: 'POST',
    url: '/api/unmerges/:id/decision',
    permission: allow(...residentHands.decideMerge),
    summary: '确认或者退回撤销合并（另一人）',
    params: z.strictObject({ id: Uuid }),
    body: z.strictObject({ decision: z.enum(['confirm', 'reject']), note: z.string().trim().max(200).default('') }),
    handler: ({ platform, actor, params, body }) =>
      platform.context.write(actor, (tx) => decideUnmerge(tx, { id: params.id, ...body })),
  }),
  route({
    method: 'POST',
    url: '/api/unmerges/:id/withdraw',
    permission: allow(...residentHands.proposeMerge),
    summary: '撤回自己提出的撤销合并',
    params: z.strictObject({ id: Uuid }),
    handler: ({ platform, actor, params }) => platform.context.write(actor, (tx) => withdrawUnmerge(tx, params.id)),
  }),
];
