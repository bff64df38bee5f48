import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  MEAL_TOO_YOUNG: { http: 422, zh: '{name}未满{age}周岁，不在服务对象范围。' },
  MEAL_NO_MENU: { http: 409, zh: '{on}{period}没有菜单，不能订。' },
  MEAL_ORDER_CLOSED: { http: 409, zh: '{period}当天{hour}点截止，现在不能订也不能取消。', next: '急的请给食堂打电话。' },
  MEAL_ORDERED: { http: 409, zh: '{on}{period}已经订过。', next: '要换一家的先取消。' },
  MEAL_ORDER_STATE: { http: 409, zh: '这一份现在是“{state}”，不能这样办。' },
  MEAL_MENU_ORDERED: { http: 409, zh: '已经有{n}份订了这一餐，餐价不能改，菜可以改。' },
  CANTEEN_CLAIM_MONTH: { http: 409, zh: '这个月还没有完，不能核定。' },
  CANTEEN_CLAIM_TWICE: { http: 409, zh: '{name}这个月已经核定过。' },
  CANTEEN_CLAIM_NOTHING: { http: 409, zh: '{name}这个月没有要拨的。' },
  CANTEEN_CLAIM_STATE: { http: 409, zh: '这一笔现在是“{state}”，不能这样办。' },
  CANTEEN_CLAIM_OWN: { http: 409, zh: '核定的人不能自己批准。' },
  MEAL_VOID: { http: 409, zh: '这一餐已经取消过。' },
  MEAL_NOT_TODAY: { http: 409, zh: '只能取消当天的。', next: '以前的请联系县民政局。' },
});
