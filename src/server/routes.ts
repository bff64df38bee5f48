/** Every route of the platform. The authorisation matrix and the API document are made from this list. */
import { accessRoutes } from '../kernel/access/routes.ts';
import { appealRoutes } from '../kernel/appeal/routes.ts';
import { auditRoutes } from '../kernel/audit/routes.ts';
import { calendarRoutes } from '../kernel/calendar/routes.ts';
import { clueRoutes } from '../kernel/clue/routes.ts';
import { consultationRoutes } from '../kernel/consultation/routes.ts';
import { divisionRoutes } from '../kernel/division/routes.ts';
import { documentRoutes } from '../kernel/document/routes.ts';
import { exchangeRoutes } from '../kernel/exchange/routes.ts';
import type { RouteDefinition } from '../kernel/http/server.ts';
import { indicatorRoutes } from '../kernel/indicator/routes.ts';
import { mapRoutes } from '../kernel/map/routes.ts';
import { monitorRoutes } from '../kernel/monitor/routes.ts';
import { noticeRoutes } from '../kernel/notice/routes.ts';
import { paymentRoutes } from '../kernel/payment/routes.ts';
import { policyRoutes } from '../kernel/policy/routes.ts';
import { registerRoutes } from '../kernel/register/routes.ts';
import { rehearsalRoutes } from '../kernel/rehearsal/routes.ts';
import { residentRoutes } from '../kernel/resident/routes.ts';
import { serviceRoutes } from '../kernel/service/routes.ts';
import { sheetRoutes } from '../kernel/sheet/routes.ts';
import { ticketRoutes } from '../kernel/ticket/routes.ts';
import { visitRoutes } from '../kernel/visit/routes.ts';
import './audited.ts';
import { annexRoutes } from './annexes.ts';
import { careHomePages } from './care-home-pages.ts';
import { careServicePages } from './care-service-pages.ts';
import { careWorkerPages } from './care-worker-pages.ts';
import { consultationPages } from './consultation-pages.ts';
import { dataPages } from './data-pages.ts';
import { demoRoutes } from './demo.ts';
import { deskRoute, waitingRoute } from './desk.ts';
import { devicePages } from './device-pages.ts';
import { divisionPages } from './division-pages.ts';
import { domains } from './domains.ts';
import { emergencyPageRoutes } from './emergency-page.ts';
import { familyPages } from './family-pages.ts';
import { fundPages } from './fund-pages.ts';
import { healthRoutes } from './health.ts';
import { lostPages } from './lost-pages.ts';
import { openPages } from './open-pages.ts';
import { openApiRoute } from './openapi.ts';
import { pageRoutes } from './pages.ts';
import { placeNamePages } from './place-name-pages.ts';
import { planPages } from './plan-pages.ts';
import { projectPages } from './project-pages.ts';
import { purchasePages } from './purchase-pages.ts';
import { rehabPages } from './rehab-pages.ts';
import { reportPageRoutes } from './report-page.ts';
import { rosterPageRoutes } from './roster-page.ts';
import { servicePageRoutes } from './service-pages.ts';
import { supervisePageRoutes } from './supervise-page.ts';
import { supervisionPages } from './supervision-pages.ts';

export const allRoutes: readonly RouteDefinition[] = [
  openApiRoute(() => allRoutes),
  deskRoute(() => allRoutes),
  waitingRoute,
  ...healthRoutes,
  ...pageRoutes,
  ...servicePageRoutes,
  ...emergencyPageRoutes,
  ...devicePages,
  ...rehabPages,
  ...careHomePages,
  ...careServicePages,
  ...careWorkerPages,
  ...lostPages,
  ...familyPages,
  ...planPages,
  ...projectPages,
  ...fundPages,
  ...purchasePages,
  ...divisionPages,
  ...placeNamePages,
  ...dataPages,
  ...reportPageRoutes,
  ...supervisePageRoutes,
  ...supervisionPages,
  ...rosterPageRoutes,
  ...consultationPages,
  ...openPages,
  ...accessRoutes,
  ...calendarRoutes,
  ...serviceRoutes,
  ...residentRoutes,
  ...documentRoutes,
  ...noticeRoutes,
  ...policyRoutes,
  ...appealRoutes,
  ...registerRoutes,
  ...rehearsalRoutes,
  ...paymentRoutes,
  ...exchangeRoutes,
  ...clueRoutes,
  ...ticketRoutes,
  ...consultationRoutes,
  ...visitRoutes,
  ...auditRoutes,
  ...divisionRoutes,
  ...mapRoutes,
  ...indicatorRoutes,
  ...monitorRoutes,
  ...annexRoutes,
  ...sheetRoutes,
  ...demoRoutes,
  ...domains.flatMap((domain) => domain.routes),
];
