import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  RESPITE_NOT_ELIGIBLE: { http: 409, zh: '按登记的情况不符合条件，不能批准。' },
  RESPITE_ELIGIBLE: { http: 409, zh: '按登记的情况符合条件，不能不予批准。' },
  RESPITE_OUTLET: { http: 409, zh: '选的服务机构现在不能安排。', next: '请在养老服务网点里核对是不是还在营业。' },
  RESPITE_DAY_TAKEN: { http: 409, zh: '有的日子已经在别的喘息服务里补贴过。', next: '请核对登记的日子，退回乡镇（街道）改正。' },
  RESPITE_SAME_OFFICER: { http: 403, zh: '核验、登记的人不能审核、结算同一件。' },
});
