/** 健康服务签约和健康档案 over HTTP. */
import { z } from 'zod';
import { allow, systemActor } from '../../../kernel/access/index.ts';
import type { Context, Tx } from '../../../kernel/context/server.ts';
import { giveHealth, OwnHealth, PaperHealth, withdrawHealth } from '../../../kernel/health/server.ts';
import { type RouteDefinition, route, stepOnce } from '../../../kernel/http/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { RequestId, Uuid } from '../../../kernel/schema/index.ts';
import { agreeMyself, agreeOnPaper, endLink, endMyself, enterLinkHealth, followUp, propose, signLink } from './act.ts';
import { Agreement, FollowUp, LinkEnd, linkReaders, Proposal, proposers, Signing, signers } from './terms.ts';
import { linkList, myHealthPage } from './views.ts';

const to = (what: string): string => `/api/health-links/:id/${what}`;
const resident = allow('resident');
/** The platform's own act for one resident, who has no divisions of his own. */
const acting = (context: Context, personId: string, name: string) => ({
  ...systemActor(`health:${personId}`, context.city),
  name,
});
const own = (of: { url: string; summary: string; work: (tx: Tx, id: string, personId: string) => Promise<Result<unknown>> }) =>
  route({
    method: 'POST',
    url: of.url,
    permission: resident,
    summary: of.summary,
    params: z.strictObject({ id: Uuid }),
    body: z.strictObject({ requestId: RequestId }),
    handler({ platform, actor, params, body }) {
      const personId = actor.personId!;
      return platform.context.once(
        acting(platform.context, personId, actor.name),
        { action: of.url, requestId: body.requestId, body: params },
        (tx) => of.work(tx, params.id, personId),
      );
    },
  });

export const healthLinkRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/health-links',
    permission: allow(...linkReaders),
    summary: '老年人健康服务签约（留痕）',
    handler: ({ platform, actor }) => platform.context.write(actor, linkList),
  }),
  route({
    method: 'POST',
    url: '/api/health-links',
    permission: allow(...proposers),
    summary: '提议健康服务签约',
    body: Proposal.extend({ requestId: RequestId }),
    handler: ({ platform, actor, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'health-link.propose', requestId, body: given }, (tx) => propose(tx, given)),
  }),
  stepOnce({ url: to('agreement'), summary: '登记同意健康服务签约', by: proposers, shape: Agreement, work: agreeOnPaper }),
  stepOnce({ url: to('signing'), summary: '登记健康服务签约、续签', by: signers, shape: Signing, work: signLink }),
  stepOnce({ url: to('follow-up'), summary: '登记随访', by: proposers, shape: FollowUp, work: followUp }),
  stepOnce({ url: to('end'), summary: '健康服务解约', by: proposers, shape: LinkEnd, work: endLink }),
  stepOnce({
    url: to('health'),
    summary: '按签字的同意书登记健康档案',
    by: signers,
    shape: PaperHealth,
    work: enterLinkHealth,
  }),
  route({
    method: 'GET',
    url: '/api/elders/my/health',
    permission: resident,
    summary: '我的健康档案和健康服务签约',
    handler: ({ platform, actor }) =>
      platform.context.read(acting(platform.context, actor.personId!, actor.name), async (tx) =>
        ok(await myHealthPage(tx, actor.personId!)),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/elders/my/health',
    permission: resident,
    summary: '登记我的健康档案，写明给谁用',
    body: OwnHealth.extend({ requestId: RequestId }),
    handler({ platform, actor, body: { requestId, ...given } }) {
      const personId = actor.personId!;
      return platform.context.once(
        acting(platform.context, personId, actor.name),
        { action: 'health-file.own', requestId, body: given },
        (tx) => giveHealth(tx, personId, given),
      );
    },
  }),
  route({
    method: 'POST',
    url: '/api/elders/my/health/withdrawal',
    permission: resident,
    summary: '撤回我的健康档案',
    body: z.strictObject({ requestId: RequestId }),
    handler({ platform, actor, body: { requestId } }) {
      const personId = actor.personId!;
      return platform.context.once(
        acting(platform.context, personId, actor.name),
        { action: 'health-file.withdraw', requestId, body: {} },
        (tx) => withdrawHealth(tx, personId),
      );
    },
  }),
  own({ url: '/api/elders/my/health-links/:id/agreement', summary: '同意健康服务签约', work: agreeMyself }),
  own({ url: '/api/elders/my/health-links/:id/end', summary: '解约，或者不同意', work: endMyself }),
];
