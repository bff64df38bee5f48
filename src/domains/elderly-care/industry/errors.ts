import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  CARE_ASSET_COOLING: { http: 409, zh: '冷静期到{day}，过了才能签。', next: '这期间老人随时可以反悔。' },
  CARE_ASSET_NO_BASE: { http: 422, zh: '只有集体的养老基地登记收益。' },
  CARE_FINANCE_UNLISTED: { http: 409, zh: '{bank}已经不在白名单上，不能发布。' },
  CROSS_CITY_PROVEN: { http: 409, zh: '接收机构的证明管到{day}，还没有过期。' },
  CARE_TALENT_FULL: {
    http: 409,
    zh: '{year}年{tier}的名额{quota}人已经满了。',
    next: '请登记到明年，或者先由主管部门调整名额。',
  },
});
