/** What is put into the audit log, as people say it. */
import { nameAudited } from '../audit/index.ts';

const words = nameAudited({ 'delivery.retried': '没有送到的再试一次' });

type Words = typeof words;
declare module '../audit/index.ts' {
  interface Audited extends Words {}
}
