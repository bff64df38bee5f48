/** 养老机构: what the domain offers to the rest. */
import type { Domain } from '../../kernel/http/domain.ts';
import { subsidyRoutes } from '../../kernel/subsidy/server.ts';
import './audited.ts';
import './beds/errors.ts';
import { bedRoutes } from './beds/routes.ts';
import './bills/errors.ts';
import './care/errors.ts';
import { makeDailyTasks } from './care/plan.ts';
import { remindNursing } from './care/remind.ts';
import { ringCare } from './care/ring.ts';
import { careRoutes } from './care/routes.ts';
import { buildReactions, constructionBook } from './construction/book.ts';
import './construction/errors.ts';
import { buildParameters } from './construction/parameters.ts';
import './family/errors.ts';
import { familyRoutes } from './family/routes.ts';
import './incidents/errors.ts';
import { incidentRoutes } from './incidents/routes.ts';
import './incidents/templates.ts';
import { ringIncidents, tellMinor } from './incidents/watch.ts';
import './indicators/beds.ts';
import './indicators/cells.ts';
import './indicators/evaluations.ts';
import './indicators/medical-registers.ts';
import './indicators/medical.ts';
import './indicators/money.ts';
import './indicators/reform.ts';
import './indicators/supervision.ts';
import './insurance/audited.ts';
import './insurance/errors.ts';
import { insuranceParameters } from './insurance/parameters.ts';
import { insuranceRoutes } from './insurance/routes.ts';
import './layers.ts';
import './medical/audited.ts';
import { watchMedical } from './medical/act.ts';
import './medical/errors.ts';
import { referralRoutes } from './medical/referral-routes.ts';
import { ringReferrals } from './medical/ring.ts';
import { medicalRoutes } from './medical/routes.ts';
import './medical/templates.ts';
import './money/audited.ts';
import './money/errors.ts';
import { moneyParameters } from './money/parameters.ts';
import { moneyRoutes } from './money/routes.ts';
import { operatingBook } from './subsidies/book.ts';
import './subsidies/errors.ts';
import { subsidyParameters } from './subsidies/parameters.ts';
import './money/bank-sheet.ts';
import './money/leads.ts';
import './money/sheet.ts';
import { watchMoney } from './money/watch.ts';
import { figureParameters, parameterNames } from './parameters.ts';
import './penalties/audited.ts';
import './penalties/errors.ts';
import { penaltyParameters } from './penalties/parameters.ts';
import { penaltyRoutes } from './penalties/routes.ts';
import { places } from './places.ts';
import { riskRoutes } from './risks/routes.ts';
import './risks/papers.ts';
import './recording/errors.ts';
import { recordingRoutes } from './recording/routes.ts';
import './reform/errors.ts';
import './reform/operation.ts';
import './reform/restructuring.ts';
import './reform/conversion.ts';
import './reform/affordable.ts';
import './reform/support.ts';
import './reform/pilots.ts';
import { reformParameters } from './reform/parameters.ts';
import './register/errors.ts';
import './registers/demonstrations.ts';
import './registers/errors.ts';
import './registers/hospitals.ts';
import { medicalRegisterParameters } from './registers/parameters.ts';
import './registers/rescue-kit.ts';
import { shiftReactions } from './care/off-shift.ts';
import { feedReactions } from './feeds.ts';
import { registerRoutes } from './register/routes.ts';
import './supervision/audited.ts';
import './supervision/errors.ts';
import { supervisionParameters } from './supervision/parameters.ts';
import { supervision } from './supervision/routes.ts';
import { watchSupervision } from './supervision/self-check.ts';
import './stays/errors.ts';
import { stayReactions } from './stays/reactions.ts';
import { stayRoutes } from './stays/routes.ts';
import './stays/sealed.ts';
import './stays/templates.ts';
import './tekun/audited.ts';
import './tekun/errors.ts';
import { closingReactions } from './tekun/closing.ts';
import { tekunReactions } from './tekun/follow.ts';
import { tekunRoutes } from './tekun/routes.ts';
import './units.ts';
import { watchInstitutions } from './watch.ts';

export const elderlyCareInstitutions: Domain = {
  name: 'elderly-care-institutions',
  label: '养老机构',
  routes: [
    ...registerRoutes,
    ...recordingRoutes,
    ...bedRoutes,
    ...stayRoutes,
    ...supervision,
    ...careRoutes,
    ...incidentRoutes,
    ...familyRoutes,
    ...moneyRoutes,
    ...subsidyRoutes(operatingBook),
    ...subsidyRoutes(constructionBook),
    ...tekunRoutes,
    ...medicalRoutes,
    ...referralRoutes,
    ...insuranceRoutes,
    ...penaltyRoutes,
    ...riskRoutes,
  ],
  places,
  parameterNames: {
    ...parameterNames,
    ...supervisionParameters,
    ...figureParameters,
    ...moneyParameters,
    ...subsidyParameters,
    ...buildParameters,
    ...insuranceParameters,
    ...penaltyParameters,
    ...reformParameters,
    ...medicalRegisterParameters,
  },
  subscriptions: [
    ...feedReactions,
    ...shiftReactions,
    ...stayReactions,
    ...buildReactions,
    ...tekunReactions,
    ...closingReactions,
  ],
  daily: [watchInstitutions, makeDailyTasks, remindNursing, watchSupervision, watchMoney, watchMedical, tellMinor],
  everySecond: [ringIncidents, ringReferrals, ringCare],
};
