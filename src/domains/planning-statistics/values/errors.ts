import { defineTemplates } from '../../../kernel/notice/index.ts';
import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  PLAN_INDICATOR_UNKNOWN: { http: 404, zh: '规划里没有这项指标的目标。', next: '请从“规划指标”进入。' },
  VALUE_NOT_ASKED: { http: 409, zh: '没有给{unit}下达这项指标{period}的填报任务。', next: '请与市级经办核对任务。' },
  VALUE_NOT_OVER: { http: 409, zh: '{period}还没有过完，期满以后再填。' },
  VALUE_NOT_YOURS: { http: 403, zh: '只能由{who}办理。' },
  VALUE_OPEN: { http: 409, zh: '这一期的数已经上报，现在是“{state}”，请勿重复提交。', next: '要改的，请由审核的人退回。' },
  VALUE_PUBLISHED: { http: 409, zh: '这一期的数已经发布，请走修订程序。' },
  VALUE_STATE: { http: 409, zh: '现在是“{state}”，不能{action}。', next: '请刷新以后再看。' },
  VALUE_CHANGED: { http: 409, zh: '数据已被他人更新，请刷新后重试。' },
  VALUE_OWN_HAND: { http: 403, zh: '{both}不得为同一人。' },
  VALUE_NO_SOURCE: { http: 422, zh: '请填写数据来源并上传佐证。' },
  VALUE_NOT_COUNTED: { http: 409, zh: '平台没有数这项指标，不能取平台数。', next: '请选别的来源，写明出处并上传佐证。' },
  VALUE_UNEXPLAINED: { http: 422, zh: '填报{value}，平台数{counted}，相差超过{percent}%，请写明原因。' },
  VALUE_SAME: { http: 422, zh: '修订以后的数与原来的一样。' },
  VALUE_ASKED: { http: 409, zh: '这项指标{term}的填报任务已经下达。', next: '要改单位的，先结束原来的任务。' },
  CONFLICT_CHOSEN: { http: 409, zh: '{name}已经核定过这一处。', next: '请刷新以后再看。' },
});
defineTemplates({
  'plan-value.asked': { title: '指标填报任务', text: '下达“{indicator}”{term}填报，从{period}起；第一期应于{date}前报。' },
  'plan-value.due': { title: '指标快到期', text: '“{indicator}”{period}应于{date}前报。' },
  'plan-value.overdue': { title: '指标逾期', text: '{unit}：“{indicator}”{period}应于{date}前报，已逾期{n}日。' },
  'plan-value.late-below': { title: '下级指标逾期', text: '“{indicator}”{period}已逾期1日，还有{n}个单位没有报：{units}。' },
  'plan-value.waiting': { title: '指标待办', text: '{unit}的“{indicator}”{period}等您{action}。' },
  'plan-value.returned': { title: '指标退回', text: '“{indicator}”{period}被退回：{reason}。' },
  'plan-value.published': { title: '指标发布', text: '{unit}的“{indicator}”{period}已发布：{value}。' },
  'plan-conflict.opened': { title: '数值不一致', text: '“{indicator}”{unit}{year}年存在不同来源数值，请核定。' },
});
