/** 残疾人福利与康复: what the domain offers to the rest. */
import type { Domain } from '../../kernel/http/domain.ts';
import './errors.ts';
import './subsidies/sealed.ts';
import './subsidies/service.ts';
import './subsidies/templates.ts';
import { parameterNames } from './parameters.ts';
import { reactions } from './reactions.ts';
import { daily } from './subsidies/daily.ts';
import { subsidyRoutes } from './subsidies/routes.ts';
import { PROGRAMMES } from './subsidies/terms.ts';

export const disability: Domain = {
  name: 'disability',
  label: '残疾人福利',
  routes: subsidyRoutes,
  parameterNames,
  programmes: PROGRAMMES,
  subscriptions: reactions,
  daily,
};
