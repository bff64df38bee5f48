/** What money and safety put into the audit log, in words. */
import { nameAudited } from '../../../kernel/audit/index.ts';

const words = nameAudited({
  'care-escrow.balance': '登记养老机构存管余额',
  'care-escrow.matched': '核对养老机构存管流水',
  'care-escrow.unmatched': '退回核对过的存管流水',
  'care-escrow.set': '登记养老机构预收费存管账户',
  'care-insurance.entered': '登记养老机构责任保险',
  'care-prepaid.listed': '查看养老机构预收费',
  'care-prepaid.refunded': '登记养老机构退费',
  'care-prepaid.taken': '登记养老机构预收费',
});

type Words = typeof words;
declare module '../../../kernel/audit/index.ts' {
  interface Audited extends Words {}
}
