/** 社会救助: what the domain offers to the rest. */
import type { Domain } from '../../kernel/http/domain.ts';
import { conferenceRoutes } from './conference/routes.ts';
import './purchase/bodies.ts';
import './audited.ts';
import './conference/service.ts';
import { remindConferences } from './conference/views.ts';
import { remindCoordination } from './coordination/meetings.ts';
import { coordinationRoutes } from './coordination/routes.ts';
import { drawTownshipSamples, tellOverdueChecks } from './delegation/draw.ts';
import { delegationRoutes } from './delegation/routes.ts';
import './dibao/raised.ts';
import './dibao/rehearsal.ts';
import './dibao/service.ts';
import './errors.ts';
import './help/service.ts';
import './recognition/service.ts';
import './templates.ts';
import './open-data.ts';
import './tekun/appeals.ts';
import './tekun/funeral.ts';
import './tekun/raised.ts';
import './tekun/rehearsal.ts';
import './tekun/service.ts';
import './indicators/cells.ts';
import './indicators/coverage.ts';
import './indicators/gap.ts';
import './indicators/people.ts';
import { boardRoutes } from './indicators/routes.ts';
import './indicators/work.ts';
import { helpRoutes } from './help/routes.ts';
import { remindReferrals } from './help/views.ts';
import { parameterNames } from './parameters.ts';
import { remindAgreements } from './passbook/agreements.ts';
import { passbookRoutes } from './passbook/routes.ts';
import { places } from './places.ts';
import { payDuePriceSubsidies, priceLinkRoutes, priceReactions } from './price-link/server.ts';
import { purchaseRoutes } from './purchase/routes.ts';
import { sealEarlierVisits } from './purchase/visit.ts';
import { reactions } from './reactions.ts';
import { recognitionDaily } from './recognition/daily.ts';
import { recognitionRoutes } from './recognition/routes.ts';
import { reviewRoutes } from './review/routes.ts';
import { openAgeReviews, openDueReviews } from './review/server.ts';
import { handOverTekun } from './tekun/moves.ts';
import './review/appeals.ts';
import './review/service.ts';
import { remindInbound } from './inbound/remind.ts';
import { inboundRoutes } from './inbound/routes.ts';
import { rosterRoutes } from './roster/routes.ts';
import { socialAssistanceRoutes } from './routes.ts';
import { standardRoutes } from './standard/routes.ts';
import { stationRoutes } from './stations/routes.ts';
import { supervisionRoutes } from './supervision/routes.ts';
import { supporterRoutes } from './supporters/routes.ts';
import { tellFollowUps, temporaryAidRoutes } from './temporary-aid/server.ts';
import './verification/consent-form.ts';
import { collect, destroyRawAnswers, hearComparison, simulatedDepartments } from './verification/server.ts';
import { compareMonthly, warningReactions } from './warning/server.ts';

export const socialAssistance: Domain = {
  name: 'social-assistance',
  label: '社会救助',
  routes: [
    ...socialAssistanceRoutes,
    ...helpRoutes,
    ...conferenceRoutes,
    ...recognitionRoutes,
    ...reviewRoutes,
    ...priceLinkRoutes,
    ...standardRoutes,
    ...temporaryAidRoutes,
    ...stationRoutes,
    ...purchaseRoutes,
    ...supervisionRoutes,
    ...coordinationRoutes,
    ...delegationRoutes,
    ...boardRoutes,
    ...rosterRoutes,
    ...supporterRoutes,
    ...inboundRoutes,
    ...passbookRoutes,
  ],
  places,
  parameterNames,
  subscriptions: [...reactions, ...warningReactions, ...priceReactions],
  daily: [
    compareMonthly,
    payDuePriceSubsidies,
    recognitionDaily,
    remindReferrals,
    remindConferences,
    remindInbound,
    tellFollowUps,
    openDueReviews,
    openAgeReviews,
    handOverTekun,
    remindCoordination,
    remindAgreements,
    destroyRawAnswers,
    sealEarlierVisits,
    drawTownshipSamples,
    tellOverdueChecks,
  ],
  connectors: simulatedDepartments,
  async settled(tx, queries) {
    await collect(tx, queries);
    await hearComparison(tx, queries);
  },
};
