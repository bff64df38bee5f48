/** 区划地名: what the domain offers to the rest. */
import type { Domain } from '../../kernel/http/domain.ts';
import './audited.ts';
import { warnOfInspections } from './boundaries/inspections.ts';
import { loadBoundaryLines } from './boundaries/pack.ts';
import { boundaryRoutes } from './boundaries/routes.ts';
import { changeRoutes } from './changes/routes.ts';
import './errors.ts';
import './open-data.ts';
import { places } from './places.ts';

export const divisions: Domain = {
  name: 'divisions',
  label: '区划地名',
  routes: [...changeRoutes, ...boundaryRoutes],
  places,
  subscriptions: [],
  daily: async (context) => void (await warnOfInspections(context)),
  pack: loadBoundaryLines,
};
