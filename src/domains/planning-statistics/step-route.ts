/** One step on a record over HTTP, remembered by its request, so that a form sent twice does it once. */
import { z } from 'zod';
import { allow, type Performer } from '../../kernel/access/index.ts';
import type { Tx } from '../../kernel/context/server.ts';
import { type RouteDefinition, route } from '../../kernel/http/server.ts';
import type { Result } from '../../kernel/result/index.ts';
import { RequestId, Uuid } from '../../kernel/schema/index.ts';

/** `url` names the record as `:id`; the fields of the form stand beside `requestId` in the body, as an offer sends them. */
export const stepOnce = <S extends z.ZodRawShape>(of: {
  url: string;
  summary: string;
  by: readonly Performer[];
  shape: z.ZodObject<S>;
  work: (tx: Tx, id: string, given: z.output<z.ZodObject<S>>) => Promise<Result<unknown>>;
}): RouteDefinition =>
  route({
    method: 'POST',
    url: of.url,
    permission: allow(...of.by),
    summary: of.summary,
    params: z.strictObject({ id: Uuid }),
    body: z.strictObject({ ...of.shape.shape, requestId: RequestId }),
    handler({ platform, actor, params, body }) {
      const { requestId, ...given } = body as { requestId: string };
      return platform.context.once(actor, { action: of.url, requestId, body: { ...given, ...params } }, (tx) =>
        of.work(tx, params.id, given as z.output<z.ZodObject<S>>),
      );
    },
  });
