/** What the care hotline puts into the audit log, in words. */
import { nameAudited } from '../../../kernel/audit/index.ts';

const words = nameAudited({
  'care-hotline.received': '登记养老热线来电',
  'care-hotline.listed': '查看养老热线来电',
  'care-hotline.ordered': '养老热线代下单',
  'care-hotline.texts-listed': '在没有发出去的短信中列出',
  'care-hotline.text-told': '打电话告诉没有发出去的短信',
  'care-hotline.otherwise': '养老热线没有下单',
});

type Words = typeof words;
declare module '../../../kernel/audit/index.ts' {
  interface Audited extends Words {}
}
