/** 区划地名: what the domain offers to the rest. */
import type { Domain } from '../../kernel/http/domain.ts';
import './audited.ts';
import { changeRoutes } from './changes/routes.ts';
import './errors.ts';
import { places } from './places.ts';

export const divisions: Domain = {
  name: 'divisions',
  label: '区划地名',
  routes: changeRoutes,
  places,
  subscriptions: [],
};
