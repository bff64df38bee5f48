/** What is put into the audit log, as people say it. */
import { nameAudited } from '../audit/index.ts';

const words = nameAudited({
  'export.approved': '同意导出表格',
  'export.downloaded': '下载导出的表格',
  'export.refused': '不同意导出表格',
  'export.requested': '申请导出表格',
  'sheet.imported': '导入表格',
  'sheet.uploaded': '上传表格',
});

type Words = typeof words;
declare module '../audit/index.ts' {
  interface Audited extends Words {}
}
