/** 养老服务: what the domain offers to the rest. */
import type { Domain } from '../../kernel/http/domain.ts';
import './audited.ts';
import './assessment/errors.ts';
import './assessment/sealed.ts';
import './assessment/service.ts';
import './assessment/templates.ts';
import { remindExpiring } from './assessment/day.ts';
import { assessmentRoutes } from './assessment/routes.ts';
import { parameterNames } from './parameters.ts';
import { places } from './places.ts';
import { reactions } from './reactions.ts';

export const elderlyCare: Domain = {
  name: 'elderly-care',
  label: '养老服务',
  routes: [...assessmentRoutes],
  places,
  parameterNames,
  subscriptions: reactions,
  daily: async (context) => {
    await remindExpiring(context);
  },
};
