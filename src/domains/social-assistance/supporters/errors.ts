import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  SUPPORTER_INSIDE: { http: 409, zh: '{name}是本户申请书上的家人，不是户外义务人。', next: '家人的核对在核对报告里办理。' },
  SUPPORTER_NAMED: { http: 409, zh: '{name}已经在本件的户外义务人里了。' },
  SUPPORTER_STATE: { http: 409, zh: '{name}当前为“{state}”，不能办理这一步。', next: '请刷新后查看最新进度。' },
  SUPPORTER_UNDER_WAY: {
    http: 409,
    zh: '户外义务人{names}同意了核对，还没有结果。',
    next: '请等核对中心出具结果；部门没有答复的，核对中心可以写明理由先出结果。',
  },
  SUPPORTER_UNDISPOSED: {
    http: 409,
    zh: '户外义务人{names}的核对结果与申报不符，还没有处置。',
    next: '请在“户外义务人”里处置后再提交。',
  },
  SUPPORTER_CASE_CLOSED: { http: 409, zh: '本件已经办结，不再核对户外义务人。' },
  SUPPORTER_TOO_EARLY: { http: 409, zh: '本件还没有提请核对。', next: '请先启动调查、提请核对，再请户外义务人授权。' },
});
