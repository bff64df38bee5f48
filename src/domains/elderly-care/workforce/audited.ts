/** What training, months and subsidies put into the audit log, in words. */
import { nameAudited } from '../../../kernel/audit/index.ts';

const words = nameAudited({
  'care-month.entered': '填写护理员考勤',
  'care-class.opened': '开办护理员培训班',
  'care-class.scanned': '护理员培训签到签退',
  'care-class.closed': '结束护理员培训班',
  'care-training.entered': '补登护理员培训',
  'care-training.confirmed': '核对护理员培训证明',
  'care-claim.struck': '划掉护理员补贴的一行',
  // 补贴记在一处（kernel/subsidy）以前写下的
  'care-claim.applied': '申报护理员补贴',
  'care-claim.checked': '核护理员补贴',
  'care-claim.approved': '批准护理员补贴',
  'care-claim.paid': '登记护理员补贴拨付',
});

type Words = typeof words;
declare module '../../../kernel/audit/index.ts' {
  interface Audited extends Words {}
}
