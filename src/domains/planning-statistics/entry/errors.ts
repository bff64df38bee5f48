import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  ENTRY_NO_TABLE: { http: 409, zh: '还没有导入规划附件二，不知道有哪些类型。', next: '请市里先导入明细表。' },
  ENTRY_STATE: { http: 409, zh: '这件申报{state}，不能{action}。', next: '请刷新以后再看。' },
  ENTRY_OWN_HAND: { http: 403, zh: '填报的人不能自己{action}，须由另一人办理。' },
  ENTRY_NOT_YOURS: { http: 403, zh: '这件申报由{place}填报，只能由填报的单位{action}。' },
});
