/** 养老热线 over HTTP. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type RouteDefinition, route, stepOnce } from '../../../kernel/http/server.ts';
import type { Result } from '../../../kernel/result/index.ts';
import { RequestId, Uuid } from '../../../kernel/schema/index.ts';
import { NewOrder } from '../orders/schema.ts';
import {
  endWithoutOrder,
  orderForCall,
  receiveAbuse,
  receiveComplaint,
  receiveEnquiry,
  receiveWish,
  transferUrgent,
} from './act.ts';
import { Abuse, Complaint, Enquiry, Otherwise, ServiceWish, Urgent } from './schema.ts';
import { agents, hotlineReaders } from './terms.ts';
import { TextTold, tellText, unsentTextsFor } from './texts.ts';
import { hotlineBoard, orderFormFor } from './views.ts';

/** One call, kept once. */
const call = <S extends z.ZodRawShape>(of: {
  kind: string;
  summary: string;
  shape: z.ZodObject<S>;
  work: (tx: Tx, given: z.output<z.ZodObject<S>>) => Promise<Result<{ id: string }>>;
}): RouteDefinition =>
  route({
    method: 'POST',
    url: `/api/care-hotline/${of.kind}`,
    permission: allow(...agents),
    summary: of.summary,
    body: z.strictObject({ ...of.shape.shape, requestId: RequestId }),
    handler({ platform, actor, body }) {
      const { requestId, ...given } = body as { requestId: string };
      return platform.context.once(actor, { action: `care-hotline.${of.kind}`, requestId, body: given }, (tx) =>
        of.work(tx, given as z.output<z.ZodObject<S>>),
      );
    },
  });

export const hotlineRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/care-hotline/texts',
    permission: allow(...hotlineReaders),
    summary: '给老人没有发出去的短信：电话单（留痕）',
    handler: ({ platform, actor }) => unsentTextsFor(platform.context, actor),
  }),
  route({
    method: 'POST',
    url: '/api/care-hotline/texts/:id/told',
    permission: allow(...agents),
    summary: '没有发出去的短信打电话告诉过了',
    params: z.strictObject({ id: Uuid }),
    body: TextTold.extend({ requestId: RequestId }),
    handler: ({ platform, actor, params, body }) => tellText(platform.context, actor, { ...params, ...body }),
  }),
  route({
    method: 'GET',
    url: '/api/care-hotline',
    permission: allow(...hotlineReaders),
    summary: '养老热线：等下单的、最近的来电（留痕）',
    handler: ({ platform, actor }) => platform.context.write(actor, hotlineBoard),
  }),
  call({ kind: 'enquiry', summary: '养老热线：咨询，当场答复', shape: Enquiry, work: receiveEnquiry }),
  call({ kind: 'service', summary: '养老热线：要服务', shape: ServiceWish, work: receiveWish }),
  call({ kind: 'urgent', summary: '养老热线：紧急，转应急呼叫台', shape: Urgent, work: transferUrgent }),
  call({ kind: 'complaint', summary: '养老热线：投诉举报', shape: Complaint, work: receiveComplaint }),
  call({ kind: 'abuse', summary: '养老热线：举报虐待老人，可以不留名', shape: Abuse, work: receiveAbuse }),
  route({
    method: 'GET',
    url: '/api/care-hotline/calls/:id/order',
    permission: allow(...agents),
    summary: '按来电代下单的表',
    params: z.strictObject({ id: Uuid }),
    handler: ({ platform, actor, params }) => platform.context.read(actor, (tx) => orderFormFor(tx, params.id)),
  }),
  stepOnce({
    url: '/api/care-hotline/calls/:id/order',
    summary: '按来电代下单',
    by: agents,
    shape: NewOrder,
    work: orderForCall,
  }),
  stepOnce({
    url: '/api/care-hotline/calls/:id/otherwise',
    summary: '来电没有下单，写明原因',
    by: agents,
    shape: Otherwise,
    work: endWithoutOrder,
  }),
];
