/** What is put into the audit log, as people say it. */
import { nameAudited } from '../audit/index.ts';

const words = nameAudited({
  'division.change.recorded': '录入已批准的区划变更',
  'division.change.took-effect': '区划变更生效',
  'division.change.rehomed': '区划变更后记录归属完毕',
});

type Words = typeof words;
declare module '../audit/index.ts' {
  interface Audited extends Words {}
}
