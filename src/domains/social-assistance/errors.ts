import { defineErrors } from '../../kernel/result/index.ts';

defineErrors({
  NAME_DIFFERS: { http: 422, zh: '身份证号码登记的姓名是“{known}”，与填写的“{name}”不一致。', next: '请核对姓名和身份证号码。' },
  PERSON_NOT_REGISTERED: {
    http: 422,
    zh: '没有查到“{name}”和这个身份证号码的登记。',
    next: '请核对；还没有登记的，请到村（社区）办理，由工作人员代为申请。',
  },
  FAMILY_TWICE: { http: 422, zh: '“{name}”填写了两次，每位家人只填一次。' },
  VISIT_MISSING: { http: 409, zh: '还没有入户调查记录，不能提交初审。', next: '请由两名工作人员入户并登记调查表。' },
  SURVEYORS_TOO_FEW: { http: 422, zh: '入户调查人员不得少于2人，且不能是同一个人。' },
  VISIT_UNSIGNED: { http: 422, zh: '请家庭成员签字；拒绝签字的，写明情况。' },
  REPORT_MISSING: { http: 409, zh: '核对报告还没有出具，不能继续。', next: '请等待县核对中心出具报告。' },
  DISPOSITION_MISSING: { http: 409, zh: '还有{count}项核对差异没有处置结论。', next: '请逐项处置后再提交。' },
  STILL_UNKNOWN: {
    http: 409,
    zh: '还有{count}项情况没有查明，不能作出结论：{names}。',
    next: '请查明后再办；没有查明的不能当作符合。',
  },
  NOTICE_MISSING: {
    http: 409,
    zh: '初审时不符合条件、没有公示，现在核算为符合，公示前不能确认。',
    next: '请退回乡镇（街道）重新提出初审意见并公示。',
  },
  NOTICE_OTHER: {
    http: 409,
    zh: '公示的不是这一类，现在按核算结果是“{proposal}”，公示前不能作出决定。',
    next: '请退回乡镇（街道）重新提出初审意见并公示。',
  },
  SAME_OFFICER: { http: 403, zh: '初审人与确认人不得为同一人。' },
  OWN_SUBMISSION: { http: 403, zh: '您提交的件不能由您自己提出初审意见。', next: '请由另一位负责人办理。' },
  COUNTY_VISIT_REQUIRED: { http: 409, zh: '已备案近亲属申请或有人反映的，须先完成县级入户调查。' },
  OUTCOME_ELIGIBLE: { http: 409, zh: '按核算结果符合条件，不能不予确认。', next: '如认为事实有误，请退回乡镇（街道）补充调查。' },
  OUTCOME_NOT_ELIGIBLE: {
    http: 409,
    zh: '按核算结果不符合条件，不能确认。',
    next: '如认为事实有误，请退回乡镇（街道）补充调查。',
  },
  EXTENDED_ALREADY: { http: 409, zh: '办理期限已经延长过。' },
  EXTEND_TOO_LATE: { http: 409, zh: '延长期限须在原期限（{due}）届满前提出。' },
  SPOT_CHECK_REQUIRED: { http: 409, zh: '本件抽中县级入户抽查，须先完成县级入户调查。' },
  TEKUN_NOT_POSTED: {
    http: 409,
    zh: '最近一次意见提出以后还没有公示，公示前不能认定。',
    next: '请退回乡镇（街道）重新提出意见并公示。',
  },
  TEKUN_NOT_FOUND: {
    http: 404,
    zh: '没有查到“{name}”正在享受的特困供养。',
    next: '请核对姓名和身份证号码；还没有认定的，请先申请特困人员认定。',
  },
  TEKUN_NOT_SETTLED: { http: 409, zh: '该人员的首次评估和供养还没有落实，不能办理变更。', next: '请先在认定办件里办完。' },
  ASSESSORS_TOO_FEW: { http: 422, zh: '评估人不得少于2人，且不能是同一个人。' },
  CAREGIVER_SELF: { http: 422, zh: '照料人不能是特困人员本人。' },
  WISH_NOT_INSTITUTION: {
    http: 409,
    zh: '本人没有登记入住机构的意愿，不能安排入住。',
    next: '供养方式由本人选择；意愿有变化的，请先登记意愿。',
  },
  STOP_HEARING_MISSING: { http: 409, zh: '作出减发、停发决定前须听取救助对象意见。', next: '请先登记听取意见的情况。' },
  DECEASED_NOT_DEAD: {
    http: 409,
    zh: '“{name}”还没有登记死亡，不能申领丧葬补助。',
    next: '请先到村（社区）报告死亡，登记后再申领。',
  },
  FUNERAL_PAID: { http: 409, zh: '“{name}”的丧葬补助已经发放，不能重复申领。' },
});
