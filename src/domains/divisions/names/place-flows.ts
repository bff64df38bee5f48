/** 门楼牌编制 (PN-06) and 地名文化遗产保护申报 (PN-05): accepted and checked by the county; protection is decided by a second person. */
import { defineFlow } from '../../../kernel/service/index.ts';
import { common, forApplicant, refused, submitted, supplement, withdrawn } from '../requests/shape.ts';

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
