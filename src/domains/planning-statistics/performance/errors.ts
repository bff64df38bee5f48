import { defineTemplates } from '../../../kernel/notice/server.ts';
import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  PERFORMANCE_KNOWN: { http: 409, zh: '{title}已经有方案。', next: '请在清单里查看；草案可以撤回后重新起草。' },
  PERFORMANCE_STATE: { http: 409, zh: '现在是“{state}”，不能这样办。', next: '请刷新页面看最新状态。' },
  PERFORMANCE_SAME_PERSON: { http: 403, zh: '{both}不得为同一人。' },
  PERFORMANCE_UNFILLED: { http: 409, zh: '还有{count}项没有{what}：{names}。' },
  PERFORMANCE_EARLY: { http: 409, zh: '数据截止{month}，要到下个月才能核分。' },
  PERFORMANCE_NO_TARGET: { http: 409, zh: '“{name}”没有目标值，不能核分。', next: '请先在标准里写明目标。' },
  PERFORMANCE_CONFLICT: {
    http: 409,
    zh: '“{name}”{period}有来源不同的数，还没有核定，不能核分。',
    next: '请先在规划指标里核定。',
  },
  PERFORMANCE_CLOSED: { http: 409, zh: '提出异议的期限到{date}为止。' },
  PERFORMANCE_OBJECTED: { http: 409, zh: '这一项已经提过异议。' },
  PERFORMANCE_OPEN: { http: 409, zh: '还不能公布：{why}。' },
});
defineTemplates({
  'performance.opened': { title: '考核自评', text: '{title}已开始，请于{due}前完成自评，见“考核评估”。' },
  'performance.due': { title: '考核自评快到期', text: '{title}的自评应于{due}前提交，现在还没有提交。' },
  'performance.reported': { title: '考核自评已提交', text: '{county}已提交{title}的自评，请核分。' },
  'performance.told': { title: '考核核分结果', text: '{title}的核分结果已告知；有异议的，请于{until}前逐项提出。' },
  'performance.objected': { title: '考核异议', text: '{county}对{title}的一项得分提出异议，请答复。' },
  'performance.answered': { title: '考核异议已答复', text: '{title}的一项异议已答复，请查看。' },
  'performance.published': { title: '考核结果公布', text: '{title}的结果已公布。' },
});
