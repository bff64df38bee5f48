/** 工单, server face. */
import './audited.ts';
import './sealed.ts';

export * from './index.ts';
export { type Photo, photoOf, type ReportProgress, reportFault, reportMisconduct, reportProgress } from './report.ts';
export {
  answerAtOnce,
  answerDispatched,
  dispatchAtOnce,
  openTicket,
  raiseTicketAlerts,
  register as registerTicket,
  ticketContent,
} from './store.ts';
