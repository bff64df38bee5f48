/** 异地医疗报销帮办 over HTTP. */
import { allow, systemActor } from '../../../kernel/access/index.ts';
import type { Context } from '../../../kernel/context/server.ts';
import { type RouteDefinition, route, stepOnce } from '../../../kernel/http/server.ts';
import { ok } from '../../../kernel/result/index.ts';
import { RequestId } from '../../../kernel/schema/index.ts';
import { askByPhone, askMyself, endHelp, guide } from './act.ts';
import { CalledHelp, Ended, Guide, helpers, helpReaders, OwnHelp, operators } from './terms.ts';
import { helpList, myHelps } from './views.ts';

/** The platform's own act for one resident, who has no divisions of his own. */
const acting = (context: Context, personId: string) => systemActor(`reimbursement:${personId}`, context.city);

export const reimbursementRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/reimbursement-helps',
    permission: allow(...helpReaders),
    summary: '异地医疗报销帮办（留痕）',
    handler: ({ platform, actor }) => platform.context.write(actor, helpList),
  }),
  route({
    method: 'POST',
    url: '/api/reimbursement-helps',
    permission: allow(...operators),
    summary: '登记来电的报销求助',
    body: CalledHelp.extend({ requestId: RequestId }),
    handler: ({ platform, actor, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'reimbursement.call', requestId, body: given }, (tx) => askByPhone(tx, given)),
  }),
  stepOnce({ url: '/api/reimbursement-helps/:id/guide', summary: '指导报销材料', by: helpers, shape: Guide, work: guide }),
  stepOnce({
    url: '/api/reimbursement-helps/:id/outcome',
    summary: '登记报销帮办的结果',
    by: helpers,
    shape: Ended,
    work: endHelp,
  }),
  route({
    method: 'GET',
    url: '/api/elders/my/reimbursements',
    permission: allow('resident'),
    summary: '我的报销求助和要带的材料',
    handler: ({ platform, actor }) =>
      platform.context.read(acting(platform.context, actor.personId!), async (tx) => ok(await myHelps(tx, actor.personId!))),
  }),
  route({
    method: 'POST',
    url: '/api/elders/my/reimbursements',
    permission: allow('resident'),
    summary: '求助：外地看病不会报销',
    body: OwnHelp.extend({ requestId: RequestId }),
    handler({ platform, actor, body: { requestId, ...given } }) {
      const personId = actor.personId!;
      return platform.context.once(
        acting(platform.context, personId),
        { action: 'reimbursement.own', requestId, body: given },
        (tx) => askMyself(tx, personId, given),
      );
    },
  }),
];
