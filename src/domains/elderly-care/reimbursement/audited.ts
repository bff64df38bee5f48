/** What help with reimbursement puts into the audit log, in words. */
import { nameAudited } from '../../../kernel/audit/index.ts';

const words = nameAudited({
  'reimbursement.asked': '求助异地医疗报销',
  'reimbursement.ended': '登记报销帮办的结果',
  'reimbursement.guided': '指导报销材料',
  'reimbursement.listed': '查看报销帮办',
});

type Words = typeof words;
declare module '../../../kernel/audit/index.ts' {
  interface Audited extends Words {}
}
