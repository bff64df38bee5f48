import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  PROJECT_REPORT_TWICE: {
    http: 409,
    zh: '{quarter}已经报过，不能重复报送。',
    next: '数字有误的，在下一季度的累计数里更正并说明。',
  },
  MODEL_APPLIED: { http: 409, zh: '“{name}”已经申报或者已经是标杆机构。' },
  MODEL_STATE: { http: 409, zh: '“{name}”现在是“{state}”，不能办这一步。', next: '请刷新页面看最新状态。' },
  MODEL_SAME_OFFICER: { http: 403, zh: '申报人与确认人不得为同一人。' },
  MODEL_SCORED: { http: 409, zh: '“{name}”{year}年已经评过分。' },
});
