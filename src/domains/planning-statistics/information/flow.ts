/** 政府信息公开申请 (政府信息公开条例, Order 711): answered within 20 working days, 20 more once; unclear ones are asked once, third parties are asked outside the limit. */
import { defineFlow } from '../../../kernel/service/index.ts';

export const EXTENDED = 'extended';

export const informationFlow = defineFlow({
  name: 'information-request',
  version: '1',
  start: 'submitted',
  total: { parameter: 'INFO-LIMIT', flagged: { [EXTENDED]: 'INFO-LIMIT-EXTENDED' } },
  steps: {
    submitted: {
      zh: '待登记',
      holder: 'city-clerk',
      within: { parameter: 'INFO-CLARIFY-DAYS', unit: 'workdays', from: 'entered' },
      can: { accept: ['city-clerk'], requestSupplement: ['city-clerk'], withdraw: ['applicant'] },
      leadsTo: ['answering', 'unclear', 'withdrawn'],
      says: '申请已经收到，工作人员正在看要的是什么信息。',
    },
    unclear: {
      zh: '待补正',
      holder: 'applicant',
      pauses: true,
      asks: '说明要什么信息',
      aside: true,
      can: { resubmit: ['applicant', 'city-clerk'], lapse: ['city-clerk'], withdraw: ['applicant'] },
      leadsTo: ['submitted', 'lapsed', 'withdrawn'],
      says: '请把要的信息说得再清楚一些。从您补正那天起重新计算答复期限。',
    },
    answering: {
      zh: '答复办理',
      holder: 'city-clerk',
      within: { parameter: 'INFO-LIMIT', unit: 'workdays', from: 'accepted' },
      can: {
        provide: ['city-clerk', 'city-leader'],
        decline: ['city-clerk', 'city-leader'],
        askThirdParty: ['city-clerk'],
        extend: ['city-leader'],
        withdraw: ['applicant'],
      },
      leadsTo: ['provided', 'declined', 'asking', 'longer', 'withdrawn'],
      says: '正在查找、审查您要的信息，20个工作日内答复。',
    },
    longer: {
      zh: '延期答复',
      holder: 'city-clerk',
      aside: true,
      within: { parameter: 'INFO-LIMIT-EXTENDED', unit: 'workdays', from: 'accepted' },
      can: {
        provide: ['city-clerk', 'city-leader'],
        decline: ['city-clerk', 'city-leader'],
        askThirdParty: ['city-clerk'],
        withdraw: ['applicant'],
      },
      leadsTo: ['provided', 'declined', 'asking', 'withdrawn'],
      says: '经负责人同意，答复期限延长了，最长再加20个工作日。',
    },
    asking: {
      zh: '征求第三方意见',
      holder: 'city-clerk',
      pauses: true,
      aside: true,
      can: { recordThirdParty: ['city-clerk'], withdraw: ['applicant'] },
      leadsTo: ['answering', 'longer', 'withdrawn'],
      says: '公开这些信息可能影响别人的权益，正在征求意见，所需的时间不算在答复期限里。',
    },
    provided: { zh: '已答复：公开', holder: null, final: 'granted', can: {}, says: '已经答复，见告知书。' },
    declined: { zh: '已答复：不予公开', holder: null, final: 'refused', can: {}, says: '已经答复，理由和救济途径见告知书。' },
    lapsed: {
      zh: '视为放弃',
      holder: null,
      final: 'terminated',
      can: {},
      says: '没有在期限内补正，视为放弃，需要时可以重新申请。',
    },
    withdrawn: { zh: '已撤回', holder: null, final: 'withdrawn', can: {}, says: '申请已经撤回，需要时可以重新申请。' },
  },
  actions: {
    accept: { zh: '登记', causes: '从收到申请（补正过的从补正）那天起计算20个工作日，告知申请人。', recusal: true },
    requestSupplement: { zh: '一次性告知补正', causes: '告知哪里不清楚、什么时候以前补正；补正那天起重新计算期限。' },
    resubmit: { zh: '补正', causes: '交回登记，接着办。' },
    lapse: { zh: '视为放弃', causes: '没有正当理由逾期不补正，不再处理。', danger: true },
    askThirdParty: { zh: '征求第三方意见', causes: '书面征求意见，第三方15个工作日内答复；等待的时间不算在期限里。' },
    recordThirdParty: { zh: '登记第三方意见', causes: '期限接着算。' },
    extend: { zh: '同意延期', causes: '答复期限最长再加20个工作日，告知申请人。', recusal: true },
    provide: { zh: '答复公开', causes: '出具告知书，办结。', recusal: true },
    decline: { zh: '答复不予公开', causes: '出具告知书，写明理由、依据和救济途径，办结。', danger: true, recusal: true },
    withdraw: { zh: '撤回申请', causes: '申请停止办理，不影响以后重新申请。', danger: true },
  },
});

export type InformationState = keyof typeof informationFlow.steps & string;
