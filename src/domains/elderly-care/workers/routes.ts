/** 居家服务商、项目和护理员 over HTTP. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type RouteDefinition, route, stepOnce } from '../../../kernel/http/server.ts';
import type { Result } from '../../../kernel/result/index.ts';
import { RequestId } from '../../../kernel/schema/index.ts';
import {
  addCertificate,
  barWorker,
  enterItem,
  enterProvider,
  enterWorker,
  renewPapers,
  resumeProvider,
  stopProvider,
  verifyCertificate,
  workerLeaves,
} from './act.ts';
import { keepers, managers, readers } from './hands.ts';
import {
  NewCertificate,
  NewItem,
  NewProvider,
  NewWorker,
  ProviderStop,
  Verification,
  WorkerBarred,
  WorkerLeaves,
  WorkerPapers,
} from './schema.ts';
import { itemList, providerList, workerList } from './views.ts';

/** A new line of the register, remembered by its request. */
const registration = <S extends z.ZodRawShape>(of: {
  url: string;
  summary: string;
  by: typeof keepers | typeof managers;
  shape: z.ZodObject<S>;
  work: (tx: Tx, given: z.output<z.ZodObject<S>>) => Promise<Result<unknown>>;
}): RouteDefinition =>
  route({
    method: 'POST',
    url: of.url,
    permission: allow(...of.by),
    summary: of.summary,
    body: z.strictObject({ ...of.shape.shape, requestId: RequestId }),
    handler({ platform, actor, body }) {
      const { requestId, ...given } = body as { requestId: string };
      return platform.context.once(actor, { action: of.url, requestId, body: given }, (tx) =>
        of.work(tx, given as z.output<z.ZodObject<S>>),
      );
    },
  });

const at = (what: string) => `/api/home-care/${what}`;
const Nothing = z.strictObject({});

export const workerRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: at('providers'),
    permission: allow(...readers),
    summary: '居家服务商名册',
    handler: ({ platform, actor }) => platform.context.read(actor, providerList),
  }),
  registration({ url: at('providers'), summary: '登记居家服务商', by: keepers, shape: NewProvider, work: enterProvider }),
  stepOnce({ url: at('providers/:id/stop'), summary: '暂停服务商', by: keepers, shape: ProviderStop, work: stopProvider }),
  stepOnce({ url: at('providers/:id/resume'), summary: '恢复服务商', by: keepers, shape: Nothing, work: resumeProvider }),
  route({
    method: 'GET',
    url: at('items'),
    permission: allow(...readers, ...managers),
    summary: '居家服务项目和价格',
    handler: ({ platform, actor }) => platform.context.read(actor, itemList),
  }),
  registration({ url: at('items'), summary: '登记服务项目、调价', by: keepers, shape: NewItem, work: enterItem }),
  route({
    method: 'GET',
    url: at('workers'),
    permission: allow(...readers, ...managers),
    summary: '护理员和证书',
    handler: ({ platform, actor }) => platform.context.read(actor, workerList),
  }),
  registration({ url: at('workers'), summary: '登记护理员', by: managers, shape: NewWorker, work: enterWorker }),
  stepOnce({ url: at('workers/:id/papers'), summary: '更新健康证', by: managers, shape: WorkerPapers, work: renewPapers }),
  stepOnce({ url: at('workers/:id/leave'), summary: '登记离职', by: managers, shape: WorkerLeaves, work: workerLeaves }),
  stepOnce({ url: at('workers/:id/bar'), summary: '停止派单', by: keepers, shape: WorkerBarred, work: barWorker }),
  stepOnce({
    url: at('workers/:id/certificates'),
    summary: '登记技能证书',
    by: managers,
    shape: NewCertificate,
    work: addCertificate,
  }),
  stepOnce({
    url: at('certificates/:id/verification'),
    summary: '核验技能证书',
    by: keepers,
    shape: Verification,
    work: verifyCertificate,
  }),
];
