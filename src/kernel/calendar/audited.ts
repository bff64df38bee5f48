/** What is put into the audit log, as people say it. */
import { nameAudited } from '../audit/index.ts';

const words = nameAudited({ 'calendar.changed': '录入放假安排' });

type Words = typeof words;
declare module '../audit/index.ts' {
  interface Audited extends Words {}
}
