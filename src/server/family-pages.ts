/** 家人查看 for whom an elder gave a link: without an account, from wherever. */
import { z } from 'zod';
import { isLinkLive, openLink } from '../domains/elderly-care/family-link/act.ts';
import { anyone } from '../kernel/access/index.ts';
import { html, type RouteDefinition, route } from '../kernel/http/server.ts';
import * as pages from '../web/public/index.ts';
import { isSameOrigin, shellOf } from './pages.ts';

const params = z.object({ token: z.string().max(60) });

export const familyPages: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/family-view/:token',
    permission: anyone,
    summary: '家人查看：填手机号码后4位',
    perMinute: 30,
    params,
    async handler(context) {
      const { token } = context.params;
      const state = (await isLinkLive(context.platform.context, token)) ? 'ask' : 'closed';
      return html(pages.familyPage({ ...(await shellOf(context)), token, state, shared: null }));
    },
  }),
  route({
    method: 'POST',
    url: '/family-view/:token',
    permission: anyone,
    summary: '家人查看：老人让看的服务和账单（留痕）',
    perMinute: 20,
    plainForm: true,
    params,
    async handler(context) {
      const { token } = context.params;
      const { tail } = (context.request.body ?? {}) as { tail?: unknown };
      const opened =
        isSameOrigin(context.request) && typeof tail === 'string'
          ? await openLink(context.platform.context, token, tail.trim())
          : { state: 'closed' as const };
      const shared = opened.state === 'open' ? opened.shared : null;
      return html(pages.familyPage({ ...(await shellOf(context)), token, state: opened.state, shared }));
    },
  }),
];
