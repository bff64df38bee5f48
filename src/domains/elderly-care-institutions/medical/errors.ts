import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  MEDICAL_AGREEMENT: { http: 422, zh: '协议里还没有：{missing}。', next: '补齐以后再登记。' },
  MEDICAL_ENDED: { http: 409, zh: '这一项已经结束了。' },
  CONVERSION_KIND: { http: 409, zh: '{name}不是农村福利院。' },
  CONVERSION_TWICE: { http: 409, zh: '{name}已经登记过转型。' },
});
