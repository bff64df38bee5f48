import { defineErrors } from '../result/index.ts';

defineErrors({
  DIVISION_UNKNOWN: { http: 422, zh: '区划代码{code}在生效那天不存在。' },
  DIVISION_OUTSIDE: { http: 422, zh: '代码{code}的上级不在本市的区划里。' },
  DIVISION_NAME_TAKEN: {
    http: 409,
    zh: '同一县（市、区）内已有“{name}”，不得重名（地名管理条例第九条）。',
  },
  DIVISION_CODE_USED: { http: 409, zh: '代码{code}曾用于“{old}”，不得重复使用。' },
  DIVISION_CODE_KIND: { http: 422, zh: '代码第{digits}位与类型不符。' },
  DIVISION_WEIGHTS: { http: 422, zh: '拆分比例合计须为100%。' },
  DIVISION_NO_SUCCESSOR: { http: 422, zh: '没有说明{code}归到哪里。' },
  DIVISION_NO_DOCUMENT: { http: 422, zh: '缺少批准文号，区划变更不能生效。' },
  DIVISION_RETROACTIVE: { http: 422, zh: '生效日期早于批准日期，请说明追溯原因。' },
  DIVISION_STILL_USED: { http: 409, zh: '该单元仍有{n}件未归属业务，请先指定承接单元。' },
});
