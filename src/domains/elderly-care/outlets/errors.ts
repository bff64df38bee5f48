import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  TILL_SITE: { http: 409, zh: '这处设施不能开收银：要有助餐功能、正在运营、还没有开过。' },
  OUTLET_KNOWN: { http: 409, zh: '{name}已经登记过。' },
  OUTLET_NONE: { http: 403, zh: '您的账号没有指到正在营业的养老服务网点。', next: '请联系县民政局。' },
  CARE_CODE_WRONG: {
    http: 422,
    zh: '没有查到：码过期了、卡号不对，或者身份证后4位对不上。',
    next: '请老人重新出示码，或者核对卡号。',
  },
  CARE_CODE_TRIES: { http: 429, zh: '已经试错{times}次，请过{minutes}分钟再试。', next: '请老人重新出示码，看清楚再输。' },
});
