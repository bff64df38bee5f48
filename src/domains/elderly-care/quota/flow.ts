/** 政府购买居家养老服务 (4.21, EL-24): the township looks at what no register tells of, the county decides the tier by what data say, it hangs on the notice, the quota is told in writing. */
import { defineFlow } from '../../../kernel/service/index.ts';
import {
  deciding,
  decisionActions,
  ends,
  givenUpActions,
  objected,
  objectionActions,
  onNotice,
  supplementActions,
  supplementing,
  takingIn,
} from '../benefit/table.ts';

export const quotaFlow = defineFlow({
  name: 'home-care-quota',
  version: '1',
  start: 'submitted',
  confidential: true,
  total: { parameter: 'GPS-TOTAL' },
  steps: {
    submitted: takingIn({
      zh: '乡镇初审',
      within: 'GPS-ACCEPT',
      leadsTo: ['deciding'],
      says: '申请已经交到乡镇（街道），工作人员正在看。低保、评估结果由系统查，不用交证明。',
    }),
    supplement: supplementing(),
    deciding: deciding({
      zh: '县级审批',
      within: 'GPS-DECIDE',
      leadsTo: ['onNotice', 'submitted'],
      says: '县民政局正在审批，属于哪一档由系统按登记的情况核对。',
    }),
    onNotice: onNotice({
      within: 'GPS-NOTICE',
      unit: 'notice-days',
      leadsTo: ['granted', 'objected', 'deciding'],
      says: '县里已经同意，正在村（社区）公示，只写姓名和项目，没有健康信息。',
    }),
    objected: objected({ within: 'GPS-OBJECTION', back: 'submitted' }),
    granted: {
      zh: '已核定',
      holder: null,
      final: 'granted',
      can: {},
      says: '额度通知已经发给您，从通知写的月份起可以预约居家服务。',
    },
    ...ends,
  },
  actions: {
    accept: { zh: '受理并初审', causes: '告知申请人，送县民政局审批。', recusal: true },
    ...supplementActions,
    approve: { zh: '同意', causes: '在村（社区）公示；期满没有异议的发额度通知。', recusal: true },
    ...decisionActions,
    ...objectionActions('初审'),
    endNotice: { zh: '公示期满', causes: '发额度通知；条件已经变化的退回审批。' },
    ...givenUpActions,
  },
});

type Table = typeof quotaFlow;
export type QuotaStep = keyof Table['steps'] & string;
export type QuotaAction = keyof Table['actions'] & string;
