import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  PENALTY_NO_CERT: { http: 409, zh: '{name}没有在有效期内的执法证，不能办案。' },
  PENALTY_SAME: { http: 422, zh: '办案要两名执法人员。' },
  PENALTY_STATE: { http: 409, zh: '这一案现在是“{state}”，不能办这一步。', next: '请刷新后再看。' },
  PENALTY_NOT_YOURS: { http: 403, zh: '这一案由{lead}、{second}办。' },
  PENALTY_FINE: { http: 422, zh: '罚款最多{most}。' },
  PENALTY_FINE_KIND: { http: 422, zh: '选了罚款要填金额，没有选的不填。' },
  PENALTY_SAY_LATE: { http: 409, zh: '陈述申辩、申请听证到{by}为止。' },
  PENALTY_NO_HEARING: { http: 409, zh: '这一案不适用听证，可以陈述、申辩。' },
  PENALTY_TIME: { http: 409, zh: '陈述申辩、申请听证到{by}，过了才能决定。' },
  PENALTY_HEARING_FIRST: { http: 409, zh: '机构申请了听证，先听证再决定。' },
  PENALTY_HEAVIER: { http: 422, zh: '不能比告知的重。', next: '要加重的，重新调查、重新告知。' },
  PENALTY_REVOCATION_OPEN: { http: 409, zh: '已经有人提请撤销，等领导决定。' },
  PENALTY_NO_REVOCATION: { http: 409, zh: '没有人提请撤销这一案，或者已经决定过。', next: '请刷新后再看。' },
  PENALTY_OWN_HAND: { http: 403, zh: '办案的人不能自己决定。' },
});
