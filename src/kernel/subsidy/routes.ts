/** A book of subsidies over HTTP: the same addresses under its own for every one. Who asks and reads, the book says; who checks, decides and looks again is the same everywhere. */
import { z } from 'zod';
import { allow } from '../access/index.ts';
import { type RouteDefinition, route, stepOnce } from '../http/server.ts';
import { RequestId } from '../schema/index.ts';
import { askSubsidy } from './act.ts';
import type { Book } from './define.ts';
import { samplers } from './hands.ts';
import { drawSample } from './reviews.ts';
import { steps } from './steps.ts';
import { subsidyList, subsidySheet } from './views.ts';

const Filter = z.strictObject({
  state: z.string().max(40).optional(),
  scheme: z.string().max(40).optional(),
  q: z.string().trim().max(50).optional(),
});

export function subsidyRoutes(book: Book): RouteDefinition[] {
  const { url, zh, by } = book;
  const readers = [...by.read, ...by.ask.filter((one) => !by.read.includes(one))];
  return [
    route({
      method: 'GET',
      url,
      permission: allow(...readers),
      summary: `${zh}：申请、核、公示、批准、拨付、追回`,
      query: Filter.extend({ cursor: z.string().max(120).optional() }),
      handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => subsidyList(tx, book, query)),
    }),
    route({
      method: 'GET',
      url: `${url}/export`,
      permission: allow(...readers),
      summary: `${zh}导出（XLSX）`,
      query: Filter,
      handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => subsidySheet(tx, book, query)),
    }),
    ...book.schemes.map((scheme) =>
      route({
        method: 'POST',
        url: `${url}${scheme.ask.path}`,
        permission: allow(...by.ask),
        summary: `${zh}：${scheme.ask.zh}`,
        body: z.strictObject({ ...scheme.ask.form.shape, requestId: RequestId }),
        handler({ platform, actor, body }) {
          const { requestId, ...given } = body as { requestId: string };
          return platform.context.once(actor, { action: `subsidy.${scheme.key}`, requestId, body: given }, (tx) =>
            askSubsidy(tx, scheme, given),
          );
        },
      }),
    ),
    route({
      method: 'POST',
      url: `${url}/sample`,
      permission: allow(...samplers),
      summary: `${zh}：市级抽查，随机抽`,
      body: z.strictObject({ requestId: RequestId }),
      handler: ({ platform, actor, body: { requestId } }) =>
        platform.context.once(actor, { action: 'subsidy.sample', requestId, body: { url } }, (tx) => drawSample(tx, book)),
    }),
    ...steps
      .filter(({ of }) => !of || of(book))
      .map((step) =>
        stepOnce({
          url: `${url}/:id/${step.path}`,
          summary: `${zh}：${step.zh}`,
          by: step.by,
          shape: step.shape,
          work: (tx, id, given) => step.work(tx, book, id, given as never),
        }),
      ),
  ];
}
