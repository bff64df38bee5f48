/**
 * 征求意见, server face. A domain declares its kind once (`defineConsultation`), opens one for a record of its own in the transaction of its step
 * (`openConsultation`), and asks before the next step how far it is (`consultationAbout`): `published` when everything is answered and told.
 */
import './audited.ts';
import './sealed.ts';

export * from './index.ts';
export {
  answerOpinions,
  type ConsultationBrief,
  consultationAbout,
  enterOpinion,
  giveOpinion,
  type NewConsultation,
  openConsultation,
  publishSummary,
  receiveOpinion,
  refuseHealth,
  refuseNumbers,
  tellEnded,
  withdrawAbout,
} from './store.ts';
export { type ConsultationRow, consultationList, type PublicConsultation, publicConsultation } from './views.ts';
