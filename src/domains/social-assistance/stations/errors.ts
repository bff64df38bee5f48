import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  STAFF_KNOWN: { http: 409, zh: '{place}已经登记过在岗的“{name}”。', next: '信息有变的，请先办理离岗再重新登记。' },
  STAFF_PLACE_WRONG: {
    http: 422,
    zh: '村级协理员须选到村（社区），乡镇岗位须在乡镇（街道）登记。',
    next: '请重新选择所在地。',
  },
  STAFF_LEFT: { http: 409, zh: '“{name}”已经离岗，不能再办理。' },
  UNIT_KNOWN: { http: 409, zh: '{place}已经有在用的“{name}”。', next: '每个乡镇（街道）一个服务中心；站点名称在村内不能重复。' },
  COVER_OUTSIDE: { http: 422, zh: '“{name}”不在本乡镇（街道），不能列入覆盖范围。' },
});
