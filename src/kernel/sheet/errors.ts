import { defineErrors } from '../result/index.ts';

defineErrors({
  SHEET_KIND_UNKNOWN: { http: 404, zh: '没有这种表格，或您的岗位不能办理。' },
  SHEET_UNREADABLE: {
    http: 422,
    zh: '这个文件读不了：{reason}。',
    next: '请用本页的模板填写，另存为 .xlsx（或“CSV UTF-8”）后再上传。',
  },
  SHEET_HEADINGS: { http: 422, zh: '表头缺少：{titles}。', next: '请用本页的模板，不要改动第一行的列名。' },
  SHEET_TOO_LARGE: { http: 413, zh: '表格太大：最多{rows}行、{megabytes}MB。', next: '请分成几个文件。' },
  SHEET_EMPTY: { http: 422, zh: '表格里没有数据。' },
  IMPORT_STATE: { http: 409, zh: '这份导入现在是“{state}”，不能这样操作。' },
  IMPORT_NOTHING: { http: 409, zh: '没有可以导入的行。', next: '请下载退回的表格，改正后重新上传。' },
  IMPORT_ENTIRE: { http: 409, zh: '这份表要整份导入，还有{count}行不对。', next: '请下载退回的行，改好后整份重新上传。' },
  IMPORT_CHANGED: { http: 409, zh: '检查以后资料有变化：{problem}。', next: '请重新上传检查。' },
  EXPORT_PURPOSE: { http: 422, zh: '请写明导出的用途。' },
  EXPORT_NOT_APPROVED: { http: 403, zh: '批量导出须经审批。' },
  EXPORT_EXPIRED: { http: 410, zh: '批准的下载期限已过。', next: '请重新申请。' },
  EXPORT_OWN_REQUEST: { http: 403, zh: '不能审批自己的导出申请。' },
  EXPORT_STATE: { http: 409, zh: '这份申请已经办过了。' },
});
