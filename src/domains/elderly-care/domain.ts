/** 养老服务: what the domain offers to the rest. */
import type { Domain } from '../../kernel/http/domain.ts';
import './audited.ts';
import './assessment/errors.ts';
import './assessment/sealed.ts';
import './assessment/service.ts';
import './assessment/templates.ts';
import './allowance/errors.ts';
import './allowance/sealed.ts';
import './allowance/service.ts';
import './allowance/templates.ts';
import './day-care/audited.ts';
import './day-care/errors.ts';
import './day-care/sealed.ts';
import { dayCareDaily } from './day-care/act.ts';
import { dayCareRoutes } from './day-care/routes.ts';
import './meals/ahead-sealed.ts';
import './meals/eligibility/service.ts';
import './meals/errors.ts';
import './meals/filing.ts';
import { mealsDaily } from './meals/ahead.ts';
import { mealRoutes } from './meals/routes.ts';
import './outlets/errors.ts';
import './quota/errors.ts';
import './quota/service.ts';
import './quota/templates.ts';
import { outletRoutes } from './outlets/routes.ts';
import './vouchers/errors.ts';
import { voucherDaily } from './vouchers/issue.ts';
import { voucherRoutes } from './vouchers/routes.ts';
import './vouchers/service.ts';
import './vouchers/templates.ts';
import './subsidies/errors.ts';
import './subsidies/service.ts';
import './subsidies/templates.ts';
import { allowanceDaily } from './allowance/daily.ts';
import { proposeAllowances } from './allowance/propose.ts';
import { allowanceRoutes } from './allowance/routes.ts';
import { remindExpiring } from './assessment/day.ts';
import { forgetAssessments } from './assessment/forget.ts';
import './emergency/audited.ts';
import './emergency/errors.ts';
import './emergency/opening/service.ts';
import './emergency/sealed.ts';
import './associations/audited.ts';
import './associations/errors.ts';
import './matching/audited.ts';
import './mutual-aid/audited.ts';
import './mutual-aid/errors.ts';
import './mutual-aid/sealed.ts';
import './party/registers.ts';
import './family-link/audited.ts';
import './family-link/errors.ts';
import './family-link/sealed.ts';
import './virtual-home/audited.ts';
import './virtual-home/errors.ts';
import './virtual-home/sealed.ts';
import './matching/errors.ts';
import './matching/layers.ts';
import './health-links/audited.ts';
import './health-links/duty.ts';
import './health-links/errors.ts';
import './hotline/audited.ts';
import './reimbursement/audited.ts';
import './reimbursement/errors.ts';
import './hotline/errors.ts';
import './hotline/sealed.ts';
import './indicators/orders.ts';
import './lost/audited.ts';
import './lost/errors.ts';
import './lost/sealed.ts';
import { assessmentRoutes } from './assessment/routes.ts';
import './facilities/audited.ts';
import './facilities/errors.ts';
import './facilities/layers.ts';
import './facilities/registers/operators.ts';
import './facilities/registers/planning.ts';
import { siteParameters } from './facilities/parameters.ts';
import { siteRoutes } from './facilities/routes.ts';
import { siteReactions } from './facilities/told.ts';
import { watchSites } from './facilities/watch.ts';
import './indicators/emergency.ts';
import './indicators/facilities.ts';
import './register/export.ts';
import './register/file.ts';
import { remindPlans } from './associations/act.ts';
import { associationParameters } from './associations/parameters.ts';
import { associationRoutes } from './associations/routes.ts';
import { watchDrills } from './emergency/drill.ts';
import { emergencyParameters } from './emergency/parameters.ts';
import { emergencyRoutes } from './emergency/routes.ts';
import { escalateDue, tellSilentDevices } from './emergency/watch.ts';
import { familyLinkParameters } from './family-link/parameters.ts';
import { familyLinkRoutes } from './family-link/routes.ts';
import { watchHealthLinks } from './health-links/act.ts';
import { healthLinkParameters } from './health-links/parameters.ts';
import { healthLinkRoutes } from './health-links/routes.ts';
import { KIND as FOLLOW_UPS } from './health-links/terms.ts';
import { watchHotline } from './hotline/act.ts';
import { hotlineParameters } from './hotline/parameters.ts';
import { hotlineRoutes } from './hotline/routes.ts';
import { lostReactions } from './lost/listen.ts';
import { lostParameters } from './lost/parameters.ts';
import { lostRoutes } from './lost/routes.ts';
import { watchSearches } from './lost/watch.ts';
import { watchNeeds } from './matching/act.ts';
import { matchReactions } from './matching/listen.ts';
import { matchParameters } from './matching/parameters.ts';
import { matchRoutes } from './matching/routes.ts';
import { watchAid } from './mutual-aid/act.ts';
import { aidParameters } from './mutual-aid/parameters.ts';
import { aidRoutes } from './mutual-aid/routes.ts';
import { parameterNames } from './parameters.ts';
import { places } from './places.ts';
import { reactions } from './reactions.ts';
import { tellAges } from './register/ages.ts';
import { registerRoutes } from './register/routes.ts';
import { watchReimbursements } from './reimbursement/act.ts';
import { reimbursementParameters } from './reimbursement/parameters.ts';
import { reimbursementRoutes } from './reimbursement/routes.ts';
import { virtualHomeDaily } from './virtual-home/act.ts';
import { virtualHomeParameters } from './virtual-home/parameters.ts';
import { virtualHomeRoutes } from './virtual-home/routes.ts';
import './site-subsidies/audited.ts';
import './site-subsidies/errors.ts';
import { siteSubsidyParameters } from './site-subsidies/parameters.ts';
import { siteSubsidyRoutes } from './site-subsidies/routes.ts';
import { subsidyRoutes } from './subsidies/routes.ts';
import { lookAhead } from './subsidies/settle.ts';
import './visits/audited.ts';
import './visits/errors.ts';
import './visits/sealed.ts';
import './visits/templates.ts';
import './visits/figures.ts';
import './visits/file.ts';
import { dutiesBegin, makeDuties, passDuties } from '../../kernel/task/server.ts';
import { whenDue } from '../../kernel/worker/server.ts';
import { visitsDaily } from './visits/duty.ts';
import { forgetVisitPlaces } from './visits/forget.ts';
import { watchKnocks } from './visits/knocks.ts';
import { visitParameters } from './visits/parameters.ts';
import { visitReactions } from './visits/reactions.ts';
import { remindReviews } from './visits/review.ts';
import { elderVisitRoutes } from './visits/routes.ts';
import './orders/audited.ts';
import './orders/errors.ts';
import './orders/sealed.ts';
import './orders/templates.ts';
import { forgetPositions } from './orders/forget.ts';
import { homeCareParameters } from './orders/limits.ts';
import { orderRoutes } from './orders/routes.ts';
import { watchOrders } from './orders/watch.ts';
import { settlementRoutes } from './settlement/routes.ts';
import { workerRoutes } from './workers/routes.ts';
import './adaptation/service.ts';
import './home-works/errors.ts';
import './respite/errors.ts';
import { respiteParameters } from './respite/parameters.ts';
import './respite/service.ts';
import './respite/templates.ts';
import { reviewBeds } from './family-bed/beds.ts';
import './family-bed/errors.ts';
import { bedParameters } from './family-bed/parameters.ts';
import { familyBedRoutes } from './family-bed/routes.ts';
import './family-bed/service.ts';
import './family-bed/templates.ts';
import { worksParameters } from './home-works/parameters.ts';
import { homeWorksRoutes } from './home-works/routes.ts';
import './home-works/sealed.ts';
import './home-works/templates.ts';
import { watchCertificates } from './workers/staff.ts';
import { workerReactions } from './workers/told.ts';
import './workforce/audited.ts';
import './workforce/errors.ts';
import './workforce/export.ts';
import { workforceParameters } from './workforce/parameters.ts';
import './workforce/registers/bases.ts';
import './workforce/registers/honours.ts';
import { workforceRoutes } from './workforce/routes.ts';
import './workforce/registers/talents.ts';
import './indicators/reform.ts';
import './indicators/workforce.ts';
import './industry/coordination.ts';
import './industry/errors.ts';
import './industry/market.ts';
import './industry/money.ts';
import { industryParameters } from './industry/parameters.ts';
import './industry/products.ts';

export const elderlyCare: Domain = {
  name: 'elderly-care',
  label: '养老服务',
  routes: [
    ...assessmentRoutes,
    ...allowanceRoutes,
    ...subsidyRoutes,
    ...outletRoutes,
    ...voucherRoutes,
    ...mealRoutes,
    ...registerRoutes,
    ...emergencyRoutes,
    ...elderVisitRoutes,
    ...workerRoutes,
    ...orderRoutes,
    ...settlementRoutes,
    ...siteRoutes,
    ...siteSubsidyRoutes,
    ...homeWorksRoutes,
    ...familyBedRoutes,
    ...workforceRoutes,
    ...lostRoutes,
    ...hotlineRoutes,
    ...matchRoutes,
    ...associationRoutes,
    ...aidRoutes,
    ...dayCareRoutes,
    ...virtualHomeRoutes,
    ...familyLinkRoutes,
    ...reimbursementRoutes,
    ...healthLinkRoutes,
  ],
  places,
  parameterNames: {
    ...industryParameters,
    ...parameterNames,
    ...emergencyParameters,
    ...visitParameters,
    ...homeCareParameters,
    ...siteParameters,
    ...siteSubsidyParameters,
    ...worksParameters,
    ...bedParameters,
    ...respiteParameters,
    ...workforceParameters,
    ...lostParameters,
    ...hotlineParameters,
    ...matchParameters,
    ...associationParameters,
    ...aidParameters,
    ...virtualHomeParameters,
    ...familyLinkParameters,
    ...reimbursementParameters,
    ...healthLinkParameters,
  },
  subscriptions: [...reactions, ...workerReactions, ...siteReactions, ...visitReactions, ...lostReactions, ...matchReactions],
  daily: [
    remindExpiring,
    tellAges,
    allowanceDaily,
    proposeAllowances,
    lookAhead,
    voucherDaily,
    tellSilentDevices,
    visitsDaily,
    remindReviews,
    watchCertificates,
    watchSites,
    forgetPositions,
    forgetVisitPlaces,
    forgetAssessments,
    reviewBeds,
    watchDrills,
    watchNeeds,
    remindPlans,
    watchAid,
    virtualHomeDaily,
    mealsDaily,
    dayCareDaily,
    watchHealthLinks,
    whenDue(dutiesBegin(FOLLOW_UPS), (context) => makeDuties(context, FOLLOW_UPS)),
  ],
  everySecond: [escalateDue, watchKnocks, passDuties, watchOrders, watchSearches, watchReimbursements, watchHotline],
};
