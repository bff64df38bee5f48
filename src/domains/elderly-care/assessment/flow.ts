/**
 * 老年人能力评估 (4.2): the township takes it in, the county sends two assessors, another officer looks at what they found, and the person alone is told.
 * An objection is a case of its own (EL-32) that goes the same way, by two others, and is final. Health is known to the hands of this table only.
 */
import { defineFlow } from '../../../kernel/service/index.ts';
import { byApplicant } from '../benefit/table.ts';
import { REASSESSMENT } from './terms.ts';

export const assessmentFlow = defineFlow({
  name: 'capacity-assessment',
  version: '1',
  start: 'submitted',
  confidential: true,
  total: { parameter: 'ASSESS-TOTAL', flagged: { [REASSESSMENT]: 'ASSESS-REASSESS' } },
  steps: {
    submitted: {
      zh: '待受理',
      holder: 'township-clerk',
      within: { parameter: 'ASSESS-ACCEPT', unit: 'workdays', from: 'submitted' },
      deems: true,
      can: {
        accept: ['township-clerk'],
        requestSupplement: ['township-clerk'],
        withdraw: byApplicant,
        endByDeath: ['timer'],
      },
      leadsTo: ['assigning', 'supplement', 'withdrawn', 'ended'],
      says: '申请已经交到乡镇（街道），工作人员正在看，受理以后告诉您大概哪天评估。',
    },
    supplement: {
      zh: '待补正',
      holder: 'applicant',
      pauses: true,
      asks: '补交缺少的材料',
      aside: true,
      can: { resubmit: byApplicant, withdraw: byApplicant, endByDeath: ['timer'] },
      leadsTo: ['submitted', 'withdrawn', 'ended'],
      says: '还差材料，补齐以后接着办。等您补材料的时间不算在办理期限里。',
    },
    assigning: {
      zh: '派评估人员',
      holder: 'county-clerk',
      within: { parameter: 'ASSESS-ASSIGN', unit: 'workdays', from: 'entered' },
      can: { assign: ['county-clerk'], withdraw: byApplicant, endByDeath: ['timer'] },
      leadsTo: ['assessing', 'withdrawn', 'ended'],
      says: '县民政局正在安排两名评估人员，定下来以后告诉您是谁、哪天上门。',
    },
    assessing: {
      zh: '上门评估',
      holder: 'capacity-assessor',
      within: { parameter: 'ASSESS-VISIT', unit: 'workdays', from: 'accepted' },
      can: {
        score: ['capacity-assessor'],
        assign: ['county-clerk'],
        withdraw: byApplicant,
        endByDeath: ['timer'],
      },
      leadsTo: ['reviewing', 'withdrawn', 'ended'],
      says: '两名评估人员会按约定的日子上门，请家里人在场，看过他们的证件再开门。',
    },
    reviewing: {
      zh: '复核',
      holder: 'county-confirmer',
      within: { parameter: 'ASSESS-REVIEW', unit: 'workdays', from: 'entered' },
      can: {
        pass: ['county-confirmer'],
        returnToAssessors: ['county-confirmer'],
        withdraw: byApplicant,
        endByDeath: ['timer'],
      },
      leadsTo: ['told', 'inForce', 'assessing', 'withdrawn', 'ended'],
      says: '评估已经做完，县民政局正在复核，复核以后把结果告诉您本人。',
    },
    told: {
      zh: '已告知',
      holder: 'applicant',
      within: { parameter: 'ASSESS-OBJECTION', unit: 'workdays', from: 'entered' },
      pauses: true,
      path: { without: REASSESSMENT },
      auto: 'takeEffect',
      can: {
        agree: byApplicant,
        takeEffect: ['timer'],
        supersede: byApplicant,
        endByDeath: ['timer'],
      },
      leadsTo: ['inForce', 'superseded', 'ended'],
      says: '结果已经告诉您。没有意见的不用做什么，期满自动生效，从告知那天算起；不同意的，在期限里申请“老年人能力评估异议复评”。',
    },
    inForce: {
      zh: '已生效',
      holder: null,
      final: 'granted',
      can: {},
      says: '评估结果已经生效，报告上写着有效期。到期前可以重新评估。',
    },
    superseded: {
      zh: '转复评',
      holder: null,
      final: 'terminated',
      can: {},
      says: '您对结果提出了异议，由另外两名评估人员复评，以复评的结论为准。',
    },
    ended: { zh: '已终止', holder: null, final: 'terminated', can: {}, says: '办件已经终止。' },
    withdrawn: { zh: '已撤回', holder: null, final: 'withdrawn', can: {}, says: '申请已经撤回，需要时可以重新申请。' },
  },
  actions: {
    accept: { zh: '受理', causes: '从今天起计算办理期限，告知申请人，转县民政局安排评估人员。', recusal: true },
    requestSupplement: { zh: '一次性告知补正', causes: '一次列清缺少的材料并告知申请人，等待期间时限暂停。' },
    resubmit: { zh: '补齐材料', causes: '材料补交后接着办。' },
    withdraw: {
      zh: '撤回申请',
      causes: '申请停止办理，不影响以后重新申请；撤回异议的，原来的结果生效。',
      danger: true,
      aside: true,
    },
    assign: { zh: '派评估人员', internal: true, causes: '告知老人两名评估人员的姓名和上门日期，也通知评估人员。', recusal: true },
    score: {
      zh: '登记评估',
      internal: true,
      causes: '两名评估人员签名交出以后不能再改；等级由系统按标准算出，送县民政局复核。',
      recusal: true,
    },
    pass: { zh: '复核通过', internal: true, causes: '出具评估报告，只告知老人本人。', recusal: true },
    returnToAssessors: { zh: '退回评估人员', internal: true, causes: '退回评估人员重新核对，写明哪里要查清。' },
    agree: { zh: '认可结果', causes: '结果马上生效，不再等异议期满；认可以后不能再提出异议。' },
    takeEffect: { zh: '异议期满生效', causes: '结果从告知那天起生效。' },
    supersede: { zh: '转复评', causes: '以复评的结论为准。' },
    endByDeath: { zh: '因老人去世终止', causes: '办件终止。' },
  },
});

type Table = typeof assessmentFlow;
export type AssessmentStep = keyof Table['steps'] & string;
export type AssessmentAction = keyof Table['actions'] & string;
