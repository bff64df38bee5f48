/** 临时救助: registers its flows, programme, letters and refusals; what the domain's manifest takes from it. */
import { assistanceProgramme, FRAUD_FINE } from '../programme.ts';
import './emergency/service.ts';
import './errors.ts';
import './expense/service.ts';
import './figures.ts';
import './sealed.ts';
import './templates.ts';

assistanceProgramme({ key: 'temporary-aid', zh: '临时救助', money: '临时救助金', grants: 'single', fine: FRAUD_FINE });

export { tellFollowUps } from './daily.ts';
export { helpAtOnce } from './emergency/at-once.ts';
export { restOf } from './emergency/county.ts';
export { payableNow } from './emergency/first-aid.ts';
export { assistedAs, computeExpense } from './expense/compute.ts';
export { reportEmergency } from './reports.ts';
export { advanceReserve, payRefill } from './reserve.ts';
export { EmergencyReport, temporaryAidRoutes } from './routes.ts';
