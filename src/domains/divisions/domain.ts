/** 区划地名: what the domain offers to the rest. */
import type { Domain } from '../../kernel/http/domain.ts';
import './audited.ts';
import './boundaries/course-file.ts';
import { followLandUse } from './boundaries/follow-land-use.ts';
import './boundaries/indicators.ts';
import { warnOfInspections } from './boundaries/inspections.ts';
import './boundaries/land-use-service.ts';
import './boundaries/layer.ts';
import './boundaries/marker-report.ts';
import { loadBoundaryLines } from './boundaries/pack.ts';
import { boundaryRoutes } from './boundaries/routes.ts';
import { changeRoutes } from './changes/routes.ts';
import './errors.ts';
import { gridRoutes } from './grids/routes.ts';
import './grids/sheet.ts';
import { followDivision } from './names/follow-division.ts';
import { followHousing } from './names/follow-housing.ts';
import { followWithdrawal } from './names/follow-withdrawal.ts';
import './names/indicators.ts';
import './names/layer.ts';
import { watchNamings } from './names/namings.ts';
import { loadPlaceNames } from './names/pack.ts';
import { parameterNames } from './names/parameters.ts';
import { placeNameRoutes } from './names/routes.ts';
import './names/plates.ts';
import './names/heritage.ts';
import './names/service.ts';
import './open-data.ts';
import { outlineRoutes } from './outlines/routes.ts';
import { places } from './places.ts';

export const divisions: Domain = {
  name: 'divisions',
  label: '区划地名',
  routes: [...changeRoutes, ...boundaryRoutes, ...placeNameRoutes, ...gridRoutes, ...outlineRoutes],
  places,
  subscriptions: [followDivision, followWithdrawal, followLandUse, followHousing],
  parameterNames,
  daily: [warnOfInspections, watchNamings],
  pack: async (tx, folder) => (await loadBoundaryLines(tx, folder)) + (await loadPlaceNames(tx, folder)),
};
