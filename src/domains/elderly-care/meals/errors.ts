import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  MEAL_TOO_YOUNG: { http: 422, zh: '{name}未满{age}周岁，不在服务对象范围。' },
  MEAL_VOID: { http: 409, zh: '这一餐已经取消过。' },
  MEAL_NOT_TODAY: { http: 409, zh: '只能取消当天的。', next: '以前的请联系县民政局。' },
});
