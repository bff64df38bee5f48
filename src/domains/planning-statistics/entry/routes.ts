/** 入库申报 over HTTP. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route, stepOnce } from '../../../kernel/http/server.ts';
import { RequestId, Uuid } from '../../../kernel/schema/index.ts';
import { readers } from '../projects/readers.ts';
import { admitEntry, checkEntry, correctEntry, enterProject, returnEntry, withdrawEntry } from './act.ts';
import { Because, Noted } from './shapes.ts';
import { admitter, enterers, entryChecker, entryStateOrder, returners } from './terms.ts';
import { entries } from './views.ts';

/** The entry as it was when the page showed it. */
const version = z.int().min(1);
const at = (action: string): string => `/api/projects/entries/:id/${action}`;

export const entryRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/projects/entries',
    permission: readers,
    summary: '未列入印发表的项目申报入库：待办的、退回的、入库的',
    query: z.strictObject({ state: z.enum(entryStateOrder).optional() }),
    handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => entries(tx, query.state)),
  }),
  route({
    method: 'POST',
    url: '/api/projects/entries',
    permission: allow(...enterers),
    summary: '申报一个未列入印发表的项目入库',
    body: z.looseObject({ requestId: RequestId }),
    handler: ({ platform, actor, body: { requestId, ...input } }) =>
      platform.context.once(actor, { action: 'project-entry.enter', requestId, body: input }, (tx) => enterProject(tx, input)),
  }),
  route({
    method: 'POST',
    url: '/api/projects/entries/:id/correct',
    permission: allow(...enterers),
    summary: '改好退回的入库申报，重新报上去',
    params: z.strictObject({ id: Uuid }),
    body: z.looseObject({ version: z.int().min(1), requestId: RequestId }),
    handler: ({ platform, actor, params, body: { requestId, version, ...input } }) =>
      platform.context.once(actor, { action: 'project-entry.correct', requestId, body: { ...input, ...params, version } }, (tx) =>
        correctEntry(tx, { ...params, version, input }),
      ),
  }),
  stepOnce({
    url: at('check'),
    summary: '县里核乡镇的入库申报，报市',
    by: [entryChecker],
    shape: Noted.extend({ version }),
    work: (tx, id, given) => checkEntry(tx, { id, ...given }),
  }),
  stepOnce({
    url: at('admit'),
    summary: '审定入库申报',
    by: [admitter],
    shape: Noted.extend({ version }),
    work: (tx, id, given) => admitEntry(tx, { id, ...given }),
  }),
  stepOnce({
    url: at('return'),
    summary: '退回入库申报',
    by: returners,
    shape: Because.extend({ version }),
    work: (tx, id, given) => returnEntry(tx, { id, ...given }),
  }),
  stepOnce({
    url: at('withdraw'),
    summary: '撤回入库申报',
    by: enterers,
    shape: Because.extend({ version }),
    work: (tx, id, given) => withdrawEntry(tx, { id, ...given }),
  }),
];
