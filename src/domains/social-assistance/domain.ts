/** 社会救助: what the domain offers to the rest. */
import type { Domain } from '../../kernel/http/domain.ts';
import './dibao/service.ts';
import './errors.ts';
import './recognition/service.ts';
import './templates.ts';
import './tekun/service.ts';
import { parameterNames } from './parameters.ts';
import { payDuePriceSubsidies, priceLinkRoutes, priceReactions } from './price-link/server.ts';
import { reactions } from './reactions.ts';
import { recognitionDaily } from './recognition/daily.ts';
import { socialAssistanceRoutes } from './routes.ts';
import { standardRoutes } from './standard/routes.ts';
import { tellFollowUps, temporaryAidRoutes } from './temporary-aid/server.ts';
import { collect, simulatedDepartments } from './verification/server.ts';
import { compareMonthly, warningReactions } from './warning/server.ts';

export const socialAssistance: Domain = {
  name: 'social-assistance',
  label: '社会救助',
  routes: [...socialAssistanceRoutes, ...priceLinkRoutes, ...standardRoutes, ...temporaryAidRoutes],
  parameterNames,
  programmes: ['dibao', 'tekun', 'tekun-care', 'tekun-funeral', 'price-subsidy', 'temporary-aid'],
  subscriptions: [...reactions, ...warningReactions, ...priceReactions],
  async daily(context) {
    await compareMonthly(context);
    await payDuePriceSubsidies(context);
    await recognitionDaily(context);
    await tellFollowUps(context);
  },
  connectors: simulatedDepartments,
  settled: collect,
};
