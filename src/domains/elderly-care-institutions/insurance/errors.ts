import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  CLAIM_OUTSIDE: { http: 422, zh: '这张保单保{from}到{to}，不保{on}。' },
  CLAIM_TWICE: { http: 409, zh: '报案号{no}已经登记过。' },
  CLAIM_STATE: { http: 409, zh: '这一笔现在是“{state}”，不能办这一步。', next: '请刷新后再看。' },
  INSURE_SUBSIDY_YEAR: { http: 409, zh: '这张保单不满一年。', next: '保险补贴给一年期的保单。' },
  INSURE_SUBSIDY_UNRECORDED: { http: 409, zh: '{name}还没有备案的床位。' },
  INSURE_SUBSIDY_FEW: { http: 409, zh: '{on}在住{living}人，只投保{beds}张床。', next: '投保的床位每天都不能少于在住的人。' },
});
