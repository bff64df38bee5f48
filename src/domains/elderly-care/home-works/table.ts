/**
 * The steps that 适老化改造 (4.9) and 家庭养老床位 (4.8) share: the township takes it in, the county decides by what data say, it hangs on the notice, somebody is sent,
 * the elder signs the plan, the works, the acceptance of three parties, the money. What comes after is each one's own. The level is known to these hands only.
 */
import {
  byApplicant,
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
    submitted: takingIn({ zh: '乡镇初审', within: keys.township, leadsTo: ['deciding'], says: says.submitted }),
    supplement: supplementing(),
    deciding: deciding({
      zh: '县级审核',
      within: keys.county,
      leadsTo: ['onNotice', 'submitted'],
      says: '县民政局正在审核，条件由系统按登记的情况核对。',
    }),
    onNotice: onNotice({
      within: keys.notice,
      unit: 'workdays',
      leadsTo: ['assigning', 'objected'],
      says: '县里已经同意，正在村（社区）公示，只写姓名和项目，没有健康信息。',
    }),
    objected: objected({ within: keys.objection, back: 'submitted' }),
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
    ...ends,
  }) as const;

export const worksActions = {
  accept: { zh: '受理并初审', causes: '告知申请人，送县民政局审核。', recusal: true },
  ...supplementActions,
  approve: { zh: '同意', causes: '在村（社区）公示；期满没有异议的派人上门。', recusal: true },
  ...decisionActions,
  ...objectionActions('初审'),
  endNotice: { zh: '公示期满', causes: '转县民政局派人上门。' },
  assign: { zh: '派人上门', internal: true, causes: '告知老人谁来、哪天来，也通知派到的人。', recusal: true },
  plan: { zh: '登记方案并签字', causes: '老人签字以后方案定下来，转施工。', recusal: true },
  finish: { zh: '登记完工', causes: '前后照片和实际费用交出以后，由乡镇（街道）组织三方验收。' },
  stopWorks: { zh: '终止', causes: '不再施工，不拨付；这一户的年限和项目放开。', danger: true, aside: true },
  inspect: { zh: '三方验收', causes: '合格的送县民政局拨付；不合格的退回施工单位返工。', recusal: true },
  pay: { zh: '批准拨付', causes: '按实际费用和上限取少的一次发放，列入下一批名单。', recusal: true },
  ...givenUpActions,
} as const;
