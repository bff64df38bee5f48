/** What the claims of insurance put into the audit log, in words. */
import { nameAudited } from '../../../kernel/audit/index.ts';

const words = nameAudited({
  'care-insurance-claim.reported': '登记责任险报案',
  'care-insurance-claim.surveyed': '登记责任险查勘',
  'care-insurance-claim.settled': '登记责任险赔付结果',
});

type Words = typeof words;
declare module '../../../kernel/audit/index.ts' {
  interface Audited extends Words {}
}
