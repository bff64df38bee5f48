import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  PLAN_MISSING: { http: 409, zh: '还没有登记带重大项目的规划。', next: '请联系系统管理员先登记规划的名称和期限。' },
  PROJECT_TABLE_TWICE: { http: 409, zh: '文件已导入：现在用的{table}就是这一份。' },
  PROJECT_TABLES_MISSING: {
    http: 409,
    zh: '汇总表、明细表要都导入以后才能对账。',
    next: '请到“导入导出”导入规划附件一和附件二。',
  },
  PROJECT_PRINTED: { http: 403, zh: '原表数据不可修改，请登记差异说明。' },
  PROJECT_PLACE_OUTSIDE: { http: 422, zh: '地点须在本市（县级办理的须在本县）范围内。' },
  PROJECT_VERSION: { http: 409, zh: '{name}刚刚改过这个项目。', next: '请刷新以后再改。' },
  DIFFERENCE_GONE: { http: 409, zh: '这处差异的数值已经变了，或者没有了。', next: '请刷新对账结果。' },
});
