/** Pages of divisions in the workbench, by address. */
import type { Pages } from '../../../../web/workbench/desk.ts';

export const pages: Pages = {
  '/divisions': () => import('./Divisions.tsx').then((m) => m.Divisions),
  '/place-names': () => import('./PlaceNames.tsx').then((m) => m.PlaceNames),
  '/place-names/$placeId': () => import('./PlaceName.tsx').then((m) => m.PlaceName),
  '/place-namings': () => import('./PlaceNamings.tsx').then((m) => m.PlaceNamings),
  '/place-duplicates': () => import('./PlaceDuplicates.tsx').then((m) => m.PlaceDuplicates),
  '/place-signs': () => import('./PlaceSigns.tsx').then((m) => m.PlaceSigns),
  '/place-indicators': () => import('./PlaceIndicators.tsx').then((m) => m.PlaceIndicators),
  '/standard-addresses': () => import('./StandardAddresses.tsx').then((m) => m.StandardAddresses),
  '/grids': () => import('./Grids.tsx').then((m) => m.Grids),
  '/boundaries': () => import('./Boundaries.tsx').then((m) => m.Boundaries),
  '/boundary-indicators': () => import('./BoundaryIndicators.tsx').then((m) => m.BoundaryIndicators),
  '/boundaries/$lineId': () => import('./BoundaryLine.tsx').then((m) => m.BoundaryLine),
  '/township-outlines': () => import('./TownshipOutlines.tsx').then((m) => m.TownshipOutlines),
  '/township-outlines/$setId': () => import('./TownshipOutlines.tsx').then((m) => m.TownshipOutlineSet),
  '/markers': () => import('./Markers.tsx').then((m) => m.Markers),
  '/divisions/changes/$changeId': () => import('./DivisionChange.tsx').then((m) => m.DivisionChange),
};
