import { defineTemplates } from '../../../kernel/notice/index.ts';
import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  EVALUATION_KNOWN: { http: 409, zh: '截至{date}的{kind}已经有方案。' },
  EVALUATION_STATE: { http: 409, zh: '现在是“{state}”，不能这样办。', next: '请刷新以后再看。' },
  EVALUATION_CHANGED: { http: 409, zh: '数据已被他人更新，请刷新后重试。' },
  EVALUATION_OWN_HAND: { http: 403, zh: '{both}不得为同一人。' },
  EVALUATION_NOT_READY: { http: 409, zh: '还不能成稿：{why}。' },
  EVALUATION_COMMENTS: {
    http: 409,
    zh: '要调整规划的，征求意见的采纳情况公布以后才能审定，现在是“{state}”。',
    next: '请在“征求意见”里逐条答复、公布采纳情况。',
  },
  SELF_DONE: { http: 409, zh: '这一份自评已经交了。' },
  SELF_UNKNOWN: { http: 404, zh: '没有要您交的自评。' },
  EVALUATOR_UNDECLARED: { http: 409, zh: '请先声明独立性，再复测。' },
  MEASURE_NO_VALUE: { http: 409, zh: '{unit}截至{date}没有发布这项指标的数，不能复测。' },
  MEASURE_DONE: { http: 409, zh: '这一处已经复测过。' },
  MEASURE_SETTLED: { http: 409, zh: '这一处不用复核，或者已经复核过。' },
  SURVEY_CLOSED: { http: 409, zh: '现在没有公众评价。' },
  SURVEY_ANSWERED: { http: 409, zh: '您已参与过本次评价。' },
});
defineTemplates({
  'plan-evaluation.opened': { title: '规划评估自评', text: '{title}已开始，请于{date}前交自评，见“规划评估”。' },
  'plan-evaluation.assigned': { title: '第三方复测', text: '{title}已开始，请声明独立性后复测。' },
  'plan-evaluation.due': { title: '规划评估自评快到期', text: '{title}的自评应于{date}前交，现在还没有交。' },
  'plan-evaluation.recheck': {
    title: '复测相差较大',
    text: '{unit}的“{indicator}”报送{reported}，第三方复测{measured}，请复核。',
  },
  'plan-evaluation.reported': { title: '评估报告成稿', text: '{title}的报告已成稿，请审定。' },
  'plan-evaluation.published': { title: '评估结果公布', text: '{title}的结果已公布：{score}分，{verdict}。' },
});
