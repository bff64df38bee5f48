import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  DEMO_HOME_UNKNOWN: { http: 422, zh: '本地没有叫“{name}”的养老机构，或者不止一家。', next: '照养老机构登记的名称写全。' },
  DEMO_HOME_UNRECORDED: { http: 409, zh: '{name}还没有备案，不能申报。' },
  DEMO_HOME_UNSERVED: { http: 409, zh: '{name}现在没有有效的医养结合。', next: '请机构先登记或者续签。' },
});
