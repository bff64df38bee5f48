import { defineErrors } from '../../kernel/result/index.ts';

defineErrors({
  CERTIFICATE_WRONG: { http: 422, zh: '{problem}。', next: '请对照残疾人证核对。' },
  CERTIFICATE_EXPIRED: {
    http: 422,
    zh: '残疾人证已过期，请先办理换证。',
    next: '换证后可以马上申请；过期不久的，换证后自动恢复并补发。',
  },
  SUBSIDY_TEKUN: { http: 409, zh: '特困人员不重复享受残疾人两项补贴。' },
  SUBSIDY_ELSEWHERE: { http: 409, zh: '该人员已在其他地区享受同类补贴，请先停发原待遇。' },
  SUBSIDY_DRAWN: {
    http: 409,
    zh: '{name}已经在享受{benefit}，不用重复申请。',
    next: '换证、等级变化、换账户的，请办理“两项补贴变更、续证恢复”。',
  },
  SUBSIDY_NOT_DRAWN: { http: 409, zh: '{name}现在没有享受残疾人两项补贴，不用办理变更。', next: '需要享受的，请提出申请。' },
  SUBSIDY_SAME_OFFICER: { http: 403, zh: '初审人与审定人不得为同一人。', next: '初审、残联审核、民政审定须由三个人分别办理。' },
  SUBSIDY_UNKNOWN: {
    http: 409,
    zh: '还有{count}项情况没有查明，不能审定：{names}。',
    next: '请退回乡镇（街道）或者残联查明，比对到的在“补贴比对”里核实；没有查明的不能当作符合。',
  },
  SUBSIDY_NONE_ELIGIBLE: { http: 409, zh: '按核算结果不符合条件，不能批准。', next: '如认为事实有误，请退回初审补充。' },
  SUBSIDY_ELIGIBLE: { http: 409, zh: '按核算结果符合条件，不能不予批准。', next: '如认为事实有误，请退回初审补充。' },
  CERTIFICATE_UNCHECKED: { http: 409, zh: '残联还没有核对残疾人证，不能审定。' },
  SUBSIDY_NOTICE_FIRST: {
    http: 409,
    zh: '本县规定审定以前公示{days}天，公示还没有期满。',
    next: '请先张贴公示，期满以后再批准。',
  },
  SUBSIDY_NO_NOTICE: { http: 409, zh: '本县不公示，或者这件没有要公示的补贴。' },
  INVITATION_GONE: { http: 409, zh: '这条邀约已经办过或者不再适用。', next: '请在“我的办件”查看进度，或者重新申请。' },
  FILING_HERE: { http: 409, zh: '户籍就在本地，请直接代办申请，不用异地收件。' },
  FILING_NOT_HERE: { http: 409, zh: '户籍地不在本地，不能接收这件申请。', next: '请核对户籍所在村（社区）。' },
  FILING_PUSHED: { http: 409, zh: '这件申请已经推送，不用重复推送。' },
  FILING_UNDECIDED: { http: 409, zh: '这件申请还没有结果，不能反馈。' },
  FILING_FED_BACK: { http: 409, zh: '结果已经告知申请人，不用重复反馈。' },
  CIRCUMSTANCE_DECIDED: { http: 409, zh: '这条比对结果已经处理过。' },
  CIRCUMSTANCE_SAME_OFFICER: { http: 403, zh: '本人录入的情况须由另一人核实。' },
});
