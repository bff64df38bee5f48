import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  REFORM_TEKUN: {
    http: 409,
    zh: '还有{n}位特困人员没有书面的去处，不能{what}。',
    next: '请在“特困集中供养”的名册里逐位写明去处，或者先签三方协议。',
  },
  REFORM_RESERVED: {
    http: 422,
    zh: '{beds}张床位保留{reserved}张，不到{percent}%。',
    next: '至少保留{least}张给政府保障的老人。',
  },
  REFORM_DEPOSIT: { http: 422, zh: '履约保证金不少于{least}。' },
  REFORM_PROMISED: { http: 409, zh: '承诺到{day}，期满才能结束。' },
  REFORM_OVERLAPS: { http: 409, zh: '这家机构{from}到{to}已经有运营合同。', next: '请从那一天以后签，或者先办退出。' },
  REFORM_PAPERS: { http: 409, zh: '还缺{missing}，不能{what}。', next: '请先一步一步登记齐。' },
  REFORM_RENEW: { http: 409, zh: '最近{months}个月没有考核合格，不能续约。', next: '请先登记年度考核。' },
  REFORM_EARLY: { http: 409, zh: '整改到{day}，期满没有改好才能要求退还。' },
  CARE_BEDS_RESERVED: {
    http: 409,
    zh: '这家机构是公建民营的，剩下的床位要留给特困、低保的老人。',
    next: '请等有床位空出来，或者换一家。',
  },
});
