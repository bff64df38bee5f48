/** What the subsidies put into the audit log, in words. */
import { nameAudited } from '../../../kernel/audit/index.ts';

const words = nameAudited({
  'care-subsidy.applied': '申请养老机构运营补贴',
  'care-subsidy.checked': '核养老机构运营补贴',
  'care-subsidy.approved': '批准养老机构运营补贴',
  'care-subsidy.paid': '登记养老机构运营补贴拨付',
});

type Words = typeof words;
declare module '../../../kernel/audit/index.ts' {
  interface Audited extends Words {}
}
