/** 社会救助: what the domain offers to the rest. */
import type { Domain } from '../../kernel/http/domain.ts';
import './dibao/service.ts';
import './errors.ts';
import './templates.ts';
import './tekun/service.ts';
import { parameterNames } from './parameters.ts';
import { payDuePriceSubsidies, priceLinkRoutes, priceReactions } from './price-link/server.ts';
import { reactions } from './reactions.ts';
import { socialAssistanceRoutes } from './routes.ts';
import { standardRoutes } from './standard/routes.ts';
import { collect, simulatedDepartments } from './verification/server.ts';
import { compareMonthly, warningReactions } from './warning/server.ts';

export const socialAssistance: Domain = {
  name: 'social-assistance',
  label: '社会救助',
  routes: [...socialAssistanceRoutes, ...priceLinkRoutes, ...standardRoutes],
  parameterNames,
  programmes: ['dibao', 'tekun', 'tekun-care', 'tekun-funeral', 'price-subsidy'],
  subscriptions: [...reactions, ...warningReactions, ...priceReactions],
  async daily(context) {
    await compareMonthly(context);
    await payDuePriceSubsidies(context);
  },
  connectors: simulatedDepartments,
  settled: collect,
};
