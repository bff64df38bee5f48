/** What is put into the audit log, as people say it. */
import { nameAudited } from '../audit/index.ts';

const words = nameAudited({
  'document.issued': '出具文书',
  'document.opened': '打开文书',
  'document.revoked': '撤销文书',
  'file.opened': '查看材料',
  'file.uploaded': '上传材料',
});

type Words = typeof words;
declare module '../audit/index.ts' {
  interface Audited extends Words {}
}
