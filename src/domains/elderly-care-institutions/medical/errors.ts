import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  MEDICAL_AGREEMENT: { http: 422, zh: '协议里还没有：{missing}。', next: '补齐以后再登记。' },
  MEDICAL_ENDED: { http: 409, zh: '这一项已经结束了。' },
  REFERRAL_OPEN: { http: 409, zh: '这位老人已经转出，还没有转回。', next: '在“巡诊和转诊”里接着登记。' },
  REFERRAL_STATE: { http: 409, zh: '现在是“{state}”，不能登记{action}。', next: '请刷新页面，按当前可办的继续。' },
  REFERRAL_BEFORE: { http: 422, zh: '早于上一步的时间（{at}）。' },
  CONVERSION_KIND: { http: 409, zh: '{name}不是农村福利院。' },
  CONVERSION_TWICE: { http: 409, zh: '{name}已经登记过转型。' },
});
