/** What is put into the audit log, as people say it. */
import { nameAudited } from '../audit/index.ts';

const words = nameAudited({ 'indicator.listed': '在指标的明细中列出' });

type Words = typeof words;
declare module '../audit/index.ts' {
  interface Audited extends Words {}
}
