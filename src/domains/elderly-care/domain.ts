/** 养老服务: what the domain offers to the rest. */
import type { Domain } from '../../kernel/http/domain.ts';
import './audited.ts';
import './assessment/errors.ts';
import './assessment/sealed.ts';
import './assessment/service.ts';
import './assessment/templates.ts';
import './allowance/errors.ts';
import './allowance/service.ts';
import './allowance/templates.ts';
import { allowanceDaily } from './allowance/daily.ts';
import { proposeAllowances } from './allowance/propose.ts';
import { allowanceRoutes } from './allowance/routes.ts';
import { remindExpiring } from './assessment/day.ts';
import './emergency/audited.ts';
import './emergency/errors.ts';
import './emergency/sealed.ts';
import { assessmentRoutes } from './assessment/routes.ts';
import './facilities/audited.ts';
import './facilities/errors.ts';
import './facilities/layers.ts';
import { siteParameters } from './facilities/parameters.ts';
import { siteRoutes } from './facilities/routes.ts';
import { watchSites } from './facilities/watch.ts';
import './indicators/emergency.ts';
import './indicators/facilities.ts';
import './register/export.ts';
import './register/file.ts';
import { emergencyParameters } from './emergency/parameters.ts';
import { emergencyRoutes } from './emergency/routes.ts';
import { escalateDue, tellSilentDevices } from './emergency/watch.ts';
import { parameterNames } from './parameters.ts';
import { places } from './places.ts';
import { reactions } from './reactions.ts';
import { tellAges } from './register/ages.ts';
import { registerRoutes } from './register/routes.ts';

export const elderlyCare: Domain = {
  name: 'elderly-care',
  label: '养老服务',
  routes: [...assessmentRoutes, ...allowanceRoutes, ...registerRoutes, ...emergencyRoutes, ...siteRoutes],
  places,
  parameterNames: { ...parameterNames, ...emergencyParameters, ...siteParameters },
  subscriptions: reactions,
  daily: async (context) => {
    await remindExpiring(context);
    await tellAges(context);
    await allowanceDaily(context);
    await proposeAllowances(context);
    await tellSilentDevices(context);
    await watchSites(context);
  },
  everySecond: escalateDue,
};
