/** What is put into the audit log, as people say it. */
import { nameAudited } from '../audit/index.ts';

const words = nameAudited({ 'ledger.posted': '记账', 'ledger.reversed': '冲账' });

type Words = typeof words;
declare module '../audit/index.ts' {
  interface Audited extends Words {}
}
