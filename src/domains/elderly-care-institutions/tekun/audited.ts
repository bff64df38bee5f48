/** What the homes for 特困 put into the audit log, in words that the person concerned reads. */
import { nameAudited } from '../../../kernel/audit/index.ts';

const words = nameAudited({
  'care-tekun.listed': '查看特困供养名册',
  'care-tekun-money.entered': '登记特困资金账',
  'care-tekun.place-written': '写明特困人员的去处',
  'care-placement.held': '安置特困人员，留了床位',
  'care-placement.postponed': '登记特困人员缓一缓安置',
  'care-placement.resumed': '继续安置特困人员',
  'care-placement.agreed': '签特困人员委托供养协议',
  'care-placement.placed': '特困人员入住供养机构',
  'care-placement.closed': '特困人员不再安置',
});

type Words = typeof words;
declare module '../../../kernel/audit/index.ts' {
  interface Audited extends Words {}
}
