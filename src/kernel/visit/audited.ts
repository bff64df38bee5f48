/** What is put into the audit log, as people say it. */
import { nameAudited } from '../audit/index.ts';

const words = nameAudited({
  'visit.listed': '在要上门的清单中列出',
  'visit.home-placed': '记下住处的位置',
  'village-office.placed': '记下村（居）委会的位置',
});

type Words = typeof words;
declare module '../audit/index.ts' {
  interface Audited extends Words {}
}
