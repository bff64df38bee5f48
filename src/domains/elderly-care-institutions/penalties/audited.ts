/** What penalties put into the audit log, in words. */
import { nameAudited } from '../../../kernel/audit/index.ts';

const words = nameAudited({
  'care-penalty.opened': '养老机构行政处罚立案',
  'care-penalty.recorded': '登记行政处罚调查笔录',
  'care-penalty.noticed': '告知拟作的行政处罚',
  'care-penalty.said': '养老机构陈述申辩',
  'care-penalty.hearing-asked': '养老机构申请听证',
  'care-penalty.heard': '登记行政处罚听证',
  'care-penalty.decided': '决定养老机构行政处罚',
  'care-penalty.published': '公开养老机构行政处罚',
  'care-penalty.paid': '登记罚款缴纳',
  'care-penalty.revocation-asked': '提请撤销养老机构行政处罚',
  'care-penalty.revocation-refused': '不同意撤销养老机构行政处罚',
  'care-penalty.revoked': '撤销养老机构行政处罚',
  'care-penalty.fine-returned': '登记罚款退还',
});

type Words = typeof words;
declare module '../../../kernel/audit/index.ts' {
  interface Audited extends Words {}
}
