import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  BUILD_NOT_FOR: { http: 409, zh: '建设补贴给民办非企业机构，{name}不在范围内。' },
  BUILD_STATE: { http: 409, zh: '这一笔现在是“{state}”，不能办这一步。', next: '请刷新后再看。' },
  BUILD_OPEN: { http: 409, zh: '还有一笔建设补贴在办。', next: '那一笔办完以后再申请。' },
  BUILD_FEW: { http: 422, zh: '建设补贴从{least}张床起。' },
  BUILD_BEDS: {
    http: 409,
    zh: '备案{recorded}张，已经补贴过{taken}张，还可以申请{left}张。',
    next: '新增的床位请先办变更备案。',
  },
  BUILD_NOTHING: { http: 409, zh: '算下来是0元：现场核过的护理型床位只有{nursing}张。', next: '请选“不予补贴”，写明原因。' },
  BUILD_NOTICE: { http: 409, zh: '公示到{to}，期满才能批准。' },
  BUILD_OWN_HAND: { http: 403, zh: '核的人不能自己批准。' },
  BUILD_PART_EARLY: { http: 409, zh: '{part}从{from}起才能核。' },
  BUILD_PART_ORDER: { http: 409, zh: '{before}还没有办完。' },
  BUILD_CLOSED: { http: 409, zh: '{name}现在是“{state}”，不再拨建设补贴。' },
  BUILD_ENDED: { http: 409, zh: '{on}起已经停止养老使用，不再拨建设补贴。' },
  BUILD_RECEIPT: { http: 422, zh: '还差{left}，不能多收。' },
  BUILD_VOUCHER: { http: 409, zh: '凭证{voucher}已经登记过。' },
});
