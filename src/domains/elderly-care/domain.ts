/** 养老服务: what the domain offers to the rest. */
import type { Domain } from '../../kernel/http/domain.ts';
import './audited.ts';
import './assessment/errors.ts';
import './assessment/sealed.ts';
import './assessment/service.ts';
import './assessment/templates.ts';
import { remindExpiring } from './assessment/day.ts';
import './emergency/audited.ts';
import './emergency/errors.ts';
import './emergency/sealed.ts';
import { assessmentRoutes } from './assessment/routes.ts';
import { emergencyParameters } from './emergency/parameters.ts';
import { emergencyRoutes } from './emergency/routes.ts';
import { escalateDue, tellSilentDevices } from './emergency/watch.ts';
import { parameterNames } from './parameters.ts';
import { places } from './places.ts';
import { reactions } from './reactions.ts';

export const elderlyCare: Domain = {
  name: 'elderly-care',
  label: '养老服务',
  routes: [...assessmentRoutes, ...emergencyRoutes],
  places,
  parameterNames: { ...parameterNames, ...emergencyParameters },
  subscriptions: reactions,
  daily: async (context) => {
    await remindExpiring(context);
    await tellSilentDevices(context);
  },
  everySecond: escalateDue,
};
