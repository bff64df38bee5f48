/** One form about one record, over HTTP: who may, what is asked, what it does. A record that changes is sent with the version that was seen. */
import { z } from 'zod';
import { allow, type Performer } from '../../kernel/access/index.ts';
import type { Tx } from '../../kernel/context/server.ts';
import { type RouteDefinition, route } from '../../kernel/http/server.ts';
import type { Result } from '../../kernel/result/index.ts';
import { parseInput, Uuid } from '../../kernel/schema/index.ts';

/** `version`: 0 where none was sent, which is no version of any record. */
export interface Addressed {
  readonly id: string;
  readonly version: number;
}

/** `url` names the record as `:id`. The fields of the form stand beside `version` in the body, as an offer sends them. */
export const stepRoute = <S extends z.ZodObject>(
  url: string,
  summary: string,
  by: readonly Performer[],
  input: S,
  run: (tx: Tx, of: Addressed, given: z.infer<S>) => Promise<Result<unknown>>,
): RouteDefinition =>
  route({
    method: 'POST',
    url,
    permission: allow(...by),
    summary,
    params: z.strictObject({ id: Uuid }),
    body: z.looseObject({ version: z.int().min(1).optional() }),
    handler: async ({ platform, actor, params, body: { version = 0, ...rest } }) => {
      const given = parseInput(input, rest);
      return given.ok ? platform.context.write(actor, (tx) => run(tx, { ...params, version }, given.value)) : given;
    },
  });
