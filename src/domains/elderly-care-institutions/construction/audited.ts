/** What the construction subsidy puts into the audit log, in words. */
import { nameAudited } from '../../../kernel/audit/index.ts';

const words = nameAudited({
  'care-build.applied': '申请养老机构建设补贴',
  'care-build.checked': '核养老机构建设补贴',
  'care-build.approved': '批准养老机构建设补贴',
  'care-build.part-checked': '核一期建设补贴',
  'care-build.part-approved': '批准一期建设补贴',
  'care-build.part-paid': '登记一期建设补贴拨付',
  'care-build.ended': '登记停止养老使用',
  'care-build.claim-decided': '定建设补贴的追回',
  'care-build.returned': '登记退回的建设补贴',
});

type Words = typeof words;
declare module '../../../kernel/audit/index.ts' {
  interface Audited extends Words {}
}
