/** 残疾人福利与康复: what the domain offers to the rest. */
import type { Domain } from '../../kernel/http/domain.ts';
import './audited.ts';
import './bodies.ts';
import './errors.ts';
import './subsidies/raised.ts';
import './subsidies/rehearsal.ts';
import './subsidies/sealed.ts';
import './subsidies/service.ts';
import './subsidies/templates.ts';
import './certificate/export.ts';
import './certificate/import.ts';
import { confirmYear } from './certificate/confirmation.ts';
import { registerMissing } from './certificate/register.ts';
import './checks/errors.ts';
import { checkRoutes } from './checks/routes.ts';
import { scan } from './checks/scan.ts';
import './checks/sealed.ts';
import './facilities/errors.ts';
import { loadProjects } from './facilities/pack.ts';
import { facilityRoutes } from './facilities/routes.ts';
import './indicators/cells.ts';
import './indicators/devices.ts';
import { indicatorParameters } from './indicators/parameters.ts';
import './indicators/rehab.ts';
import { indicatorRoutes } from './indicators/routes.ts';
import './indicators/subsidies.ts';
import './layers.ts';
import { links } from './links.ts';
import { parameterNames } from './parameters.ts';
import { places } from './places.ts';
import { reactions } from './reactions.ts';
import { daily } from './subsidies/daily.ts';
import { hearNationwide, nationwideConnectors } from './subsidies/nationwide.ts';
import { subsidyRoutes } from './subsidies/routes.ts';
import './devices/errors.ts';
import './devices/file.ts';
import './devices/fitting.ts';
import { freeUnfetched, remindRentals } from './devices/orders.ts';
import { deviceParameters } from './devices/parameters.ts';
import { deviceRoutes } from './devices/routes.ts';
import './devices/sealed.ts';
import './devices/templates.ts';
import './rehab/errors.ts';
import { rehabParameters } from './rehab/parameters.ts';
import { rehabReactions } from './rehab/reactions.ts';
import { rehabRoutes } from './rehab/routes.ts';
import './rehab/sealed.ts';
import './rehab/service.ts';
import './rehab/templates.ts';

export const disability: Domain = {
  name: 'disability',
  label: '残疾人福利',
  routes: [...subsidyRoutes, ...checkRoutes, ...deviceRoutes, ...rehabRoutes, ...facilityRoutes, ...indicatorRoutes],
  places,
  parameterNames: { ...parameterNames, ...deviceParameters, ...rehabParameters, ...indicatorParameters },
  subscriptions: [...reactions, ...rehabReactions, ...links],
  daily: [registerMissing, daily, confirmYear, freeUnfetched, remindRentals, scan],
  connectors: nationwideConnectors,
  settled: hearNationwide,
  pack: loadProjects,
};
