import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  AID_PERSON: { http: 404, zh: '没有找到这位居民。', next: '请核对身份证号码和姓名，没有登记的先在“居民”里登记。' },
  AID_TOO_YOUNG: { http: 422, zh: '{name}未满60周岁，不在互助养老的范围。' },
  AID_HELPER_KNOWN: { http: 409, zh: '{name}已经登记过。' },
  AID_HELPER_AGE: { http: 422, zh: '低龄老年人是60岁以上、{age}岁以下，{name}不在其中。', next: '请换一类再登记。' },
  AID_HELPER_STATE: { http: 409, zh: '这位帮手现在是“{state}”，不能这样办。' },
  AID_OWN_CHECK: { http: 409, zh: '登记的人不能自己核实，请另一位同事核实。' },
  AID_NOT_HELPER: { http: 403, zh: '您还不是核实过的互助帮手。', next: '在“邻里互助”里登记，乡镇（街道）核实以后就能接。' },
  AID_STATE: { http: 409, zh: '这一次现在是“{state}”，不能这样办。' },
  AID_TAKEN: { http: 409, zh: '已经有人接了。' },
  AID_SELF: { http: 422, zh: '不能自己帮自己。' },
  AID_DAY_FULL: { http: 422, zh: '{on}已经记了{known}分钟，一天最多{hours}小时。' },
  AID_OVERLAP: { http: 409, zh: '这段时间在别处帮忙，已经记过。' },
  AID_OWN_HAND: { http: 409, zh: '记这一次的人、帮忙的人不能代老人核实，请另一位同事问过老人再核实。' },
  AID_POINTS_SHORT: { http: 409, zh: '现在有{points}分，不够兑换。' },
});
