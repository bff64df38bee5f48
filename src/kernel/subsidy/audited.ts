/** What the counted subsidies put into the audit log, in words; the scheme stands in the detail. */
import { nameAudited } from '../audit/index.ts';

const words = nameAudited({
  'subsidy.asked': '申请补贴',
  'subsidy.checked': '核补贴',
  'subsidy.reviewed': '登记补贴的异议、抽查、退回重核',
  'subsidy.review-answered': '登记补贴异议、抽查的结果',
  'subsidy.approved': '批准补贴',
  'subsidy.part-checked': '核一期补贴',
  'subsidy.part-approved': '批准一期补贴',
  'subsidy.paid': '登记补贴拨付',
  'subsidy.claim-proposed': '提出追回补贴',
  'subsidy.claim-decided': '定补贴的追回',
  'subsidy.returned': '登记退回的补贴',
});

type Words = typeof words;
declare module '../audit/index.ts' {
  interface Audited extends Words {}
}
