/** 养老机构: what the domain offers to the rest. */
import type { Domain } from '../../kernel/http/domain.ts';
import './audited.ts';
import './layers.ts';
import { places } from './places.ts';
import './register/errors.ts';
import { registerRoutes } from './register/routes.ts';
import './supervision/audited.ts';
import './supervision/errors.ts';
import { supervisionParameters } from './supervision/parameters.ts';
import { supervision } from './supervision/routes.ts';
import { watchSupervision } from './supervision/self-check.ts';

export const elderlyCareInstitutions: Domain = {
  name: 'elderly-care-institutions',
  label: '养老机构',
  routes: [...registerRoutes, ...supervision],
  parameterNames: supervisionParameters,
  daily: watchSupervision,
  places,
  subscriptions: [],
};
