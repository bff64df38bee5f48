import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  CARE_ADMISSION_STOPPED: { http: 409, zh: '重大隐患未销号，暂停新收住。', next: '请先整改，复查销号以后再办入住。' },
  CARE_CREDIT_TWICE: { http: 409, zh: '{no}这一事由已经记过。' },
  CARE_REPAIR_EARLY: { http: 409, zh: '{from}起才能申请修复。' },
  CARE_REPAIR_TWICE: { http: 409, zh: '这一笔已经申请过修复。' },
  CARE_REPAIR_DECIDED: { http: 409, zh: '这次修复申请已经决定过。' },
  CARE_SELF_CHECKED: { http: 409, zh: '{month}已经自查过，又查出的隐患请直接上报。' },
  CARE_RATING_UNMET: { http: 409, zh: '还不符合先决条件：{what}。' },
  CARE_RATING_SELF: { http: 422, zh: '自评{total}分，{reached}。', next: '请核对各部分得分，或者申报低一级。' },
  CARE_RATING_OPEN: { http: 409, zh: '已经有一份等级评定申报在办。' },
  CARE_RATING_STATE: { http: 409, zh: '申报现在是“{state}”，不能这样办。', next: '请刷新后再看。' },
  CARE_RATING_OWN_HAND: { http: 403, zh: '审核材料的人不能自己登记委员会的决定。', next: '请由另一位办理。' },
  CARE_RATING_HIGH: { http: 422, zh: '按现场得分和申报，最高评{most}级。' },
  CARE_RATING_NOTICE: { http: 409, zh: '公示到{to}，满了才能授牌。' },
  CARE_GRADE_KNOWN: { http: 409, zh: '这家已有在有效期内的等级。', next: '要改的先办降级、取消。' },
  CARE_GRADE_ENDED: { http: 409, zh: '这个等级已经不在有效期内。' },
});
