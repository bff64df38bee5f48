/** Reading pages of the public portal: HTML from typed views, without scripts. */

export { type CareHomesView, type CareHomeView, careHomePage, careHomesPage } from './care-homes.ts';
export { type CareServicesView, careServicesPage } from './care-services.ts';
export { careWorkerNoticesPage, careWorkerPage } from './care-worker.ts';
export { checkFormPage, checkPage } from './check.ts';
export { type ConsultationPageView, type ConsultationsView, consultationPage, consultationsPage } from './consultations.ts';
export { type DataView, dataPage } from './data.ts';
export { decisionWhyPage } from './decision.ts';
export { type DevicesView, devicesPage, trialPage } from './devices.ts';
export { divisionChangePage, divisionChangesPage } from './division-changes.ts';
export { type DrawsView, type DrawView, drawPage, drawsPage, homeSupervisionPage, REPLAY } from './draws.ts';
export { emergencyPage } from './emergency.ts';
export { type FamilyView, familyPage } from './family.ts';
export { forOthersPage } from './for-others.ts';
export { type FundsView, fundsPage } from './funds.ts';
export { guidePage } from './guide.ts';
export { helpPage, missingPage } from './help.ts';
export { homePage, searchExamples } from './home.ts';
export { READ_ALOUD } from './layout.ts';
export { type LostView, lostPage } from './lost.ts';
export { BORDERS, type MapView, mapPage } from './map.ts';
export { noticePage, noticesPage } from './notices.ts';
export type { GivenObjection } from './objection.ts';
export { type OpenDataView, openDataPage } from './open-data.ts';
export { type OpenRecordsView, openRecordsPage, type SubsidyNoticeView, subsidyNoticePage } from './open-records.ts';
export { type PlaceFaultView, placeFaultPage, placeNamePage, placeNamesPage } from './place-names.ts';
export { type PlanResultsView, planResultsPage, type SurveyPageView, surveyPage } from './plan.ts';
export { type ProjectsView, projectsPage } from './projects.ts';
export {
  type PurchaseNoticesView,
  type PurchaseNoticeView,
  purchaseNoticePage,
  purchaseNoticesPage,
} from './purchase-notices.ts';
export { type RehabView, rehabPage } from './rehab.ts';
export { reportPage } from './report.ts';
export { rosterPage } from './roster.ts';
export { searchPage, situationPage } from './search.ts';
export { findSituation, type Situation, servicesOf, situations } from './situations.ts';
export { standardsPage } from './standards.ts';
export { supervisePage } from './supervise.ts';
export * from './views.ts';
