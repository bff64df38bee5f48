import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  DAY_CARE_PERSON: { http: 404, zh: '没有找到这位老人。', next: '请核对身份证号码和姓名。' },
  DAY_CARE_YOUNG: { http: 422, zh: '{name}未满60周岁，不在日间照料的范围。' },
  DAY_CARE_FULL: { http: 409, zh: '{name}的{places}个日托位已经满了。', next: '可以在“养老需求”里登记，找附近有位子的。' },
  DAY_CARE_ELSEWHERE: { http: 409, zh: '{name}已经在{site}登记日间照料。', next: '换一处的先在原来的地方办结束。' },
  DAY_CARE_CLOSED: { http: 409, zh: '{name}没有日托功能，或者没有在运营。' },
  DAY_CARE_NOT_HERE: { http: 404, zh: '这张卡不是在这里登记日间照料的老人的。' },
  DAY_CARE_TWICE: { http: 409, zh: '{name}{on}已经记过。' },
  DAY_CARE_LATE: { http: 422, zh: '只能记{days}天以内的。' },
  DAY_CARE_STAY: { http: 409, zh: '{name}这几天住在养老机构。' },
});
