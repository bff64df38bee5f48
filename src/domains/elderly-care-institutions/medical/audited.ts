/** What medical care in homes and conversions put into the audit log, in words. */
import { nameAudited } from '../../../kernel/audit/index.ts';

const words = nameAudited({
  'care-medical.linked': '登记养老机构医养结合',
  'care-medical.ended': '结束养老机构医养结合',
  'care-referral.read': '查看转诊和交接单',
  'care-referral.stepped': '登记转诊的一步',
  'care-round.recorded': '登记巡诊和医生的建议',
  'care-conversion.entered': '登记农村福利院转型',
});

type Words = typeof words;
declare module '../../../kernel/audit/index.ts' {
  interface Audited extends Words {}
}
