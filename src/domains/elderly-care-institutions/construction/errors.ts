import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  BUILD_NOT_FOR: { http: 409, zh: '建设补贴给民办非企业机构，{name}不在范围内。' },
  BUILD_FEW: { http: 422, zh: '建设补贴从{least}张床起。' },
  BUILD_BEDS: {
    http: 409,
    zh: '备案{recorded}张，已经补贴过{taken}张，还可以申请{left}张。',
    next: '新增的床位请先办变更备案。',
  },
  BUILD_CLOSED: { http: 409, zh: '{name}现在是“{state}”，不再拨建设补贴。' },
});
