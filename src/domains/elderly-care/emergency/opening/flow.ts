/** 紧急呼叫服务开通 (4.21, EL-15): the home is entered in the register, a device is put in and proves that it calls, the slip says so. Five working days in all. */
import { defineFlow } from '../../../../kernel/service/index.ts';
import { byApplicant, givenUpActions, givenUpEnds } from '../../benefit/table.ts';
import { keepers } from '../hands.ts';

export const openingFlow = defineFlow({
  name: 'emergency-opening',
  version: '1',
  start: 'submitted',
  confidential: true,
  total: { parameter: 'SOS-INSTALL' },
  steps: {
    submitted: {
      zh: '待登记',
      holder: 'township-clerk',
      within: { parameter: 'SOS-REGISTER', unit: 'workdays', from: 'submitted' },
      deems: true,
      can: { register: keepers, withdraw: byApplicant, endByDeath: ['timer'] },
      leadsTo: ['installing', 'withdrawn', 'ended'],
      says: '申请已经收到，工作人员登记以后约时间上门装设备。',
    },
    installing: {
      zh: '上门安装',
      holder: 'township-clerk',
      within: { parameter: 'SOS-INSTALL', unit: 'workdays', from: 'submitted' },
      can: { open: keepers, withdraw: byApplicant, endByDeath: ['timer'] },
      leadsTo: ['granted', 'withdrawn', 'ended'],
      says: '工作人员会约您上门装设备，装好当场试一次，通了才算开通。',
    },
    granted: { zh: '已开通', holder: null, final: 'granted', can: {}, says: '已经开通，按一下设备就有人接。开通单请收好。' },
    ...givenUpEnds,
  },
  actions: {
    register: { zh: '登记', causes: '住处、电话、联系人加密保存；在“紧急呼叫”里给这一户登记设备，上门安装。' },
    open: { zh: '开通', causes: '设备试通以后开通，发开通单。' },
    ...givenUpActions,
  },
});

type Table = typeof openingFlow;
export type OpeningStep = keyof Table['steps'] & string;
export type OpeningAction = keyof Table['actions'] & string;
