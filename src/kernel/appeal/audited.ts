/** What is put into the audit log, as people say it. */
import { nameAudited } from '../audit/index.ts';

const words = nameAudited({
  'appeal.recorded': '登记复议或诉讼',
  'appeal.remedied': '登记按复议或诉讼的结果改正',
  'appeal.resulted': '登记复议或诉讼的结果',
});

type Words = typeof words;
declare module '../audit/index.ts' {
  interface Audited extends Words {}
}
