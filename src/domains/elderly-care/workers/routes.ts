/** 居家服务商、项目和护理员 over HTTP. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type RouteDefinition, route, stepOnce } from '../../../kernel/http/server.ts';
import type { Result } from '../../../kernel/result/index.ts';
import { RequestId } from '../../../kernel/schema/index.ts';
import { enterItem, enterProvider, placeProvider, resumeProvider, stopProvider } from './act.ts';
import { employers, keepers, managers, readers } from './hands.ts';
import {
  Identified,
  NewCertificate,
  NewItem,
  NewProvider,
  NewWorker,
  PostChecked,
  ProviderPlace,
  ProviderStop,
  Verification,
  WorkerBarred,
  WorkerLeaves,
  WorkerPapers,
} from './schema.ts';
import {
  addCertificate,
  barWorker,
  checkPost,
  enterWorker,
  identifyWorker,
  renewPapers,
  verifyCertificate,
  workerLeaves,
} from './staff.ts';
import { itemList, providerList, workerList } from './views.ts';

/** A new line of the register, remembered by its request. */
const registration = <S extends z.ZodRawShape>(of: {
  url: string;
  summary: string;
  by: typeof keepers | typeof employers;
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
const person = (what: string) => `/api/care-workers/:id/${what}`;
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
  stepOnce({
    url: at('providers/:id/place'),
    summary: '登记服务商自己的位置',
    by: keepers,
    shape: ProviderPlace,
    work: placeProvider,
  }),
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
    url: '/api/care-workers',
    permission: allow(...readers, ...employers),
    summary: '养老服务人员和证书',
    query: z.strictObject({ cursor: z.string().max(10).optional() }),
    handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => workerList(tx, query.cursor)),
  }),
  registration({ url: '/api/care-workers', summary: '登记养老服务人员', by: employers, shape: NewWorker, work: enterWorker }),
  stepOnce({ url: person('identity'), summary: '补录身份证号', by: employers, shape: Identified, work: identifyWorker }),
  stepOnce({ url: person('papers'), summary: '更新健康证', by: employers, shape: WorkerPapers, work: renewPapers }),
  stepOnce({ url: person('leave'), summary: '登记离职', by: employers, shape: WorkerLeaves, work: workerLeaves }),
  stepOnce({ url: person('check'), summary: '县级：核对合同、学历', by: keepers, shape: PostChecked, work: checkPost }),
  stepOnce({ url: person('bar'), summary: '停止上岗', by: keepers, shape: WorkerBarred, work: barWorker }),
  stepOnce({ url: person('certificates'), summary: '登记技能证书', by: employers, shape: NewCertificate, work: addCertificate }),
  stepOnce({
    url: '/api/care-certificates/:id/verification',
    summary: '核验技能证书',
    by: keepers,
    shape: Verification,
    work: verifyCertificate,
  }),
];
