/** 门楼牌编制 (PN-06) and 地名文化遗产保护申报 (PN-05): accepted and checked by the county; protection is decided by a second person. */
import { defineFlow } from '../../../kernel/service/index.ts';

const forApplicant = ['applicant', 'village-worker', 'township-clerk'] as const;

const supplement = {
  zh: '材料补正',
  holder: 'applicant',
  pauses: true,
  asks: '补交缺少的材料',
  aside: true,
  can: { resubmit: [...forApplicant, 'county-clerk'], withdraw: [...forApplicant] },
  leadsTo: ['submitted', 'checking', 'withdrawn'],
  says: '还差材料，补齐以后接着办。等您补材料的时间不算在办理期限里。',
} as const;
const submitted = {
  zh: '已提交',
  holder: 'county-clerk',
  within: { parameter: 'SUPPLEMENT-DAYS', unit: 'workdays', from: 'submitted' },
  deems: true,
  can: { accept: ['county-clerk'], requestSupplement: ['county-clerk'], withdraw: [...forApplicant] },
  leadsTo: ['checking', 'supplement', 'withdrawn'],
  says: '申请已经交到县（市、区）地名办，工作人员正在看材料是否齐全。',
} as const;
const withdrawn = {
  zh: '已撤回',
  holder: null,
  final: 'withdrawn',
  can: {},
  says: '申请已经撤回，需要时可以重新申请。',
} as const;
const refused = {
  zh: '不予办理',
  holder: null,
  final: 'refused',
  can: {},
  says: '这次没有办，理由和救济途径见决定书。',
} as const;
const common = {
  requestSupplement: { zh: '一次性告知补正', causes: '一次列清缺少的材料并告知申请人，等待期间时限暂停。' },
  resubmit: { zh: '补齐材料', causes: '材料补交后继续办理。' },
  withdraw: { zh: '撤回申请', causes: '申请停止办理，不影响以后重新申请。', danger: true },
  accept: { zh: '受理', causes: '从今天起计算办理期限，告知申请人办件号。', recusal: true },
  refuse: { zh: '不予办理', causes: '出具决定书，写明理由和救济途径，办结。', danger: true, recusal: true },
} as const;

export const plateFlow = defineFlow({
  name: 'address-plate',
  version: '1',
  start: 'submitted',
  total: { parameter: 'ADDRESS-PLATE-DAYS' },
  steps: {
    submitted,
    supplement,
    checking: {
      zh: '核对编号',
      holder: 'county-clerk',
      within: { parameter: 'ADDRESS-PLATE-DAYS', unit: 'workdays', from: 'accepted' },
      can: {
        grant: ['county-clerk'],
        refuse: ['county-clerk'],
        requestSupplement: ['county-clerk'],
        withdraw: [...forApplicant],
      },
      leadsTo: ['granted', 'refused', 'supplement', 'withdrawn'],
      says: '已经受理，正在现场核对、编门牌号。',
    },
    granted: {
      zh: '已编号',
      holder: null,
      final: 'granted',
      can: {},
      says: '门牌号编好了，标准地址证明可以打开、下载，扫上面的二维码能查真假。',
    },
    refused,
    withdrawn,
  },
  actions: {
    ...common,
    grant: { zh: '编号、出具证明', causes: '标准地址登记入库，出具带二维码的标准地址证明，告知申请人，办结。', recusal: true },
  },
});

export const heritageFlow = defineFlow({
  name: 'place-heritage',
  version: '1',
  start: 'submitted',
  total: { parameter: 'PLACE-HERITAGE-DAYS' },
  steps: {
    submitted,
    supplement,
    checking: {
      zh: '核实评议',
      holder: 'county-clerk',
      within: { parameter: 'PLACE-HERITAGE-DAYS', unit: 'workdays', from: 'accepted' },
      can: {
        propose: ['county-clerk'],
        refuse: ['county-clerk'],
        requestSupplement: ['county-clerk'],
        withdraw: [...forApplicant],
      },
      leadsTo: ['approving', 'refused', 'supplement', 'withdrawn'],
      says: '已经受理，正在核实来历、征求专家和当地的意见。',
    },
    approving: {
      zh: '审定',
      holder: 'county-leader',
      within: { parameter: 'PLACE-HERITAGE-DAYS', unit: 'workdays', from: 'accepted' },
      can: { approve: ['county-leader'], refuse: ['county-leader'], sendBack: ['county-leader'], withdraw: [...forApplicant] },
      leadsTo: ['granted', 'refused', 'checking', 'withdrawn'],
      says: '核实已经完成，正在审定。',
    },
    granted: {
      zh: '已列入保护名录',
      holder: null,
      final: 'granted',
      can: {},
      says: '这个地名列入了保护名录，没有保护措施不能更名。证明可以打开、下载，扫上面的二维码能查真假。',
    },
    refused,
    withdrawn,
  },
  actions: {
    ...common,
    propose: { zh: '提请审定', causes: '报领导审定列入保护名录，由另一位决定。', recusal: true },
    approve: { zh: '列入保护名录', causes: '列入保护名录，出具带二维码的证明，告知申请人，办结。', recusal: true },
    sendBack: { zh: '退回', internal: true, causes: '退回地名办重新核实。' },
  },
});
