/** 政府购买服务, server face. */
import './audited.ts';
import './errors.ts';
import './sealed.ts';

export { type GivenContract, NewContract, signContract } from './contract.ts';
export * from './index.ts';
export {
  NewPurchaseNotice,
  type NoticeRow,
  notices,
  publishNotice,
  SignUp,
  signUp,
  signUps,
  Withdrawal,
  withdrawNotice,
} from './notices.ts';
export {
  Acceptance,
  acceptMilestone,
  Breach,
  breachContract,
  lockMilestone,
  markPaid,
  milestoneAccount,
  PaymentRequest,
  requestPayment,
  Scoring,
  scoreContract,
} from './perform.ts';
export {
  addItem,
  fundOf,
  NewItem,
  NewProcurement,
  NewProgramme,
  NewProvider,
  ownPlace,
  paidAccountOf,
  planProgramme,
  recordProcurement,
  registerProvider,
} from './setup.ts';
export { watchContracts } from './watch.ts';
