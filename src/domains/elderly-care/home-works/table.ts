/**
 * The steps that 适老化改造 (4.9) and 家庭养老床位 (4.8) share: the township takes it in, the county decides by what data say, it hangs on the notice, somebody is sent,
 * the elder signs the plan, the works, the acceptance of three parties, the money. What comes after is each one's own. The level is known to these hands only.
 */
import type { Hand } from '../../../kernel/service/index.ts';

const byApplicant = ['applicant', 'village-worker', 'township-clerk'] as const satisfies readonly Hand[];

export interface WorksWords {
  /** Names of the standards that hold the limits. */
  readonly keys: {
    readonly township: string;
    readonly county: string;
    readonly notice: string;
    readonly objection: string;
    readonly assign: string;
    readonly plan: string;
    readonly works: string;
    readonly acceptance: string;
    readonly pay: string;
  };
  readonly planner: 'capacity-assessor' | 'home-care-manager';
  /** Step after the money. */
  readonly afterPay: string;
  readonly says: { readonly submitted: string; readonly assigning: string; readonly planning: string; readonly paying: string };
}

export const worksSteps = ({ keys, planner, afterPay, says }: WorksWords) =>
  ({
    submitted: {
      zh: '乡镇初审',
      holder: 'township-clerk',
      within: { parameter: keys.township, unit: 'workdays', from: 'submitted' },
      deems: true,
      can: { accept: ['township-clerk'], requestSupplement: ['township-clerk'], withdraw: byApplicant, endByDeath: ['timer'] },
      leadsTo: ['deciding', 'supplement', 'withdrawn', 'ended'],
      says: says.submitted,
    },
    supplement: {
      zh: '待补正',
      holder: 'applicant',
      pauses: true,
      asks: '补齐缺少的内容',
      aside: true,
      can: { resubmit: byApplicant, withdraw: byApplicant, endByDeath: ['timer'] },
      leadsTo: ['submitted', 'withdrawn', 'ended'],
      says: '还差一些内容，补齐以后接着办。等您补的时间不算在办理期限里。',
    },
    deciding: {
      zh: '县级审核',
      holder: 'county-confirmer',
      within: { parameter: keys.county, unit: 'workdays', from: 'entered' },
      can: {
        approve: ['county-confirmer'],
        refuse: ['county-confirmer'],
        returnToTownship: ['county-confirmer'],
        withdraw: byApplicant,
        endByDeath: ['timer'],
      },
      leadsTo: ['onNotice', 'refused', 'submitted', 'withdrawn', 'ended'],
      says: '县民政局正在审核，条件由系统按登记的情况核对。',
    },
    onNotice: {
      zh: '公示中',
      holder: 'county-confirmer',
      within: { parameter: keys.notice, unit: 'workdays', from: 'entered' },
      pauses: true,
      auto: 'endNotice',
      can: { object: ['anyone'], endNotice: ['timer'], withdraw: byApplicant, endByDeath: ['timer'] },
      leadsTo: ['assigning', 'objected', 'withdrawn', 'ended'],
      says: '县里已经同意，正在村（社区）公示，只写姓名和项目，没有健康信息。',
    },
    objected: {
      zh: '异议核实',
      holder: 'township-clerk',
      within: { parameter: keys.objection, unit: 'workdays', from: 'entered' },
      aside: true,
      can: { settleObjection: ['township-clerk'], withdraw: byApplicant, endByDeath: ['timer'] },
      leadsTo: ['onNotice', 'submitted', 'withdrawn', 'ended'],
      says: '有人对公示提出了意见，乡镇（街道）正在核实。',
    },
    assigning: {
      zh: '派人',
      holder: 'county-clerk',
      within: { parameter: keys.assign, unit: 'workdays', from: 'entered' },
      can: { assign: ['county-clerk'], withdraw: byApplicant, endByDeath: ['timer'] },
      leadsTo: ['planning', 'withdrawn', 'ended'],
      says: says.assigning,
    },
    planning: {
      zh: '入户评估方案',
      holder: planner,
      within: { parameter: keys.plan, unit: 'workdays', from: 'entered' },
      can: { plan: [planner], assign: ['county-clerk'], withdraw: byApplicant, endByDeath: ['timer'] },
      leadsTo: ['building', 'withdrawn', 'ended'],
      says: says.planning,
    },
    building: {
      zh: '施工',
      holder: 'home-care-manager',
      within: { parameter: keys.works, unit: 'notice-days', from: 'entered' },
      can: { finish: ['home-care-manager'], stopWorks: ['county-clerk'] },
      leadsTo: ['accepting', 'ended'],
      says: '方案您已经签字，施工单位正在做。做完以后和您、乡镇（街道）一起验收。',
    },
    accepting: {
      zh: '三方验收',
      holder: 'township-clerk',
      within: { parameter: keys.acceptance, unit: 'workdays', from: 'entered' },
      can: { inspect: ['township-clerk'] },
      leadsTo: ['paying', 'building'],
      says: '已经完工，乡镇（街道）会约您和施工单位一起验收。不满意的当场说，返工以后再验。',
    },
    paying: {
      zh: '拨付',
      holder: 'county-confirmer',
      within: { parameter: keys.pay, unit: 'workdays', from: 'entered' },
      can: { pay: ['county-confirmer'] },
      leadsTo: [afterPay],
      says: says.paying,
    },
    refused: { zh: '不予批准', holder: null, final: 'refused', can: {}, says: '这次没有通过。告知书里写明了原因和申诉的办法。' },
    ended: { zh: '已终止', holder: null, final: 'terminated', can: {}, says: '办件已经终止。' },
    withdrawn: { zh: '已撤回', holder: null, final: 'withdrawn', can: {}, says: '已经撤回，需要时可以随时提出。' },
  }) as const;

export const worksActions = {
  accept: { zh: '受理并初审', causes: '告知申请人，送县民政局审核。', recusal: true },
  requestSupplement: { zh: '一次性告知补正', causes: '一次列清缺少的内容并告知申请人，等待期间时限暂停。' },
  resubmit: { zh: '补齐', causes: '补齐以后接着办。' },
  approve: { zh: '同意', causes: '在村（社区）公示；期满没有异议的派人上门。', recusal: true },
  refuse: { zh: '不予批准', causes: '生成写明理由和救济途径的告知书，告知本人。', danger: true, recusal: true },
  returnToTownship: { zh: '退回乡镇', internal: true, causes: '退回乡镇（街道）补充，写明要查清什么。' },
  object: { zh: '提出异议', causes: '转乡镇（街道）核实。' },
  endNotice: { zh: '公示期满', causes: '转县民政局派人上门。' },
  settleObjection: {
    zh: '登记异议核实',
    internal: true,
    causes: '答复提出异议的人；成立的退回初审，不成立的接着公示。',
    recusal: true,
  },
  assign: { zh: '派人上门', internal: true, causes: '告知老人谁来、哪天来，也通知派到的人。', recusal: true },
  plan: { zh: '登记方案并签字', causes: '老人签字以后方案定下来，转施工。', recusal: true },
  finish: { zh: '登记完工', causes: '前后照片和实际费用交出以后，由乡镇（街道）组织三方验收。' },
  stopWorks: { zh: '终止', causes: '不再施工，不拨付；这一户的年限和项目放开。', danger: true, aside: true },
  inspect: { zh: '三方验收', causes: '合格的送县民政局拨付；不合格的退回施工单位返工。', recusal: true },
  pay: { zh: '批准拨付', causes: '按实际费用和上限取少的一次发放，列入下一批名单。', recusal: true },
  withdraw: { zh: '不要了', causes: '停止办理，不影响以后再提出。', danger: true, aside: true },
  endByDeath: { zh: '因老人去世终止', causes: '办件终止。' },
} as const;
