/**
 * What the flows of benefits for older people share: taken in by the township, decided by the county by what data say, on the notice with its objections, and how it may end.
 * A flow says whose hands, which standards count, where it leads and what the applicant reads.
 */
import type { Hand, StepLimit } from '../../../kernel/service/index.ts';

/** Who may ask, and may give it up again. */
export const byApplicant = ['applicant', 'village-worker', 'township-clerk'] as const satisfies readonly Hand[];

interface Shared {
  /** Standard of its limit. */
  readonly within: string;
  readonly says: string;
  /** Where it may lead besides the ends. */
  readonly leadsTo: readonly string[];
  readonly byApplicant?: readonly Hand[];
}
const ENDS = ['withdrawn', 'ended'] as const;
const workdays = (parameter: string, from: StepLimit['from'] = 'entered') => ({ parameter, unit: 'workdays', from }) as const;
const givenUp = (by: readonly Hand[] = byApplicant) => ({ withdraw: by, endByDeath: ['timer'] }) as const;

/** The township takes it in, or asks once for all that is missing. */
export const takingIn = ({ zh, within, says, leadsTo, byApplicant: by }: Shared & { readonly zh: string }) =>
  ({
    zh,
    holder: 'township-clerk',
    within: workdays(within, 'submitted'),
    deems: true,
    can: { accept: ['township-clerk'], requestSupplement: ['township-clerk'], ...givenUp(by) },
    leadsTo: [...leadsTo, 'supplement', ...ENDS],
    says,
  }) as const;

export const supplementing = (by: readonly Hand[] = byApplicant) =>
  ({
    zh: '待补正',
    holder: 'applicant',
    pauses: true,
    asks: '补齐缺少的内容',
    aside: true,
    can: { resubmit: by, ...givenUp(by) },
    leadsTo: ['submitted', ...ENDS],
    says: '还差一些内容，补齐以后接着办。等您补的时间不算在办理期限里。',
  }) as const;

/** The county says yes or no, or sends it back. */
export const deciding = ({ zh, within, says, leadsTo, byApplicant: by }: Shared & { readonly zh: string }) =>
  ({
    zh,
    holder: 'county-confirmer',
    within: workdays(within),
    can: {
      approve: ['county-confirmer'],
      refuse: ['county-confirmer'],
      returnToTownship: ['county-confirmer'],
      ...givenUp(by),
    },
    leadsTo: [...leadsTo, 'refused', ...ENDS],
    says,
  }) as const;

/** 公示: its days are not those of the procedure. */
export const onNotice = ({
  within,
  unit,
  says,
  leadsTo,
  byApplicant: by,
}: Shared & { readonly unit: 'workdays' | 'notice-days' }) =>
  ({
    zh: '公示中',
    holder: 'county-confirmer',
    within: { parameter: within, unit, from: 'entered' },
    pauses: true,
    auto: 'endNotice',
    can: { object: ['anyone'], endNotice: ['timer'], ...givenUp(by) },
    leadsTo: [...leadsTo, ...ENDS],
    says,
  }) as const;

/** The township looks into an objection; `back`: where one that is true leads. */
export const objected = ({ within, back, byApplicant: by }: Pick<Shared, 'within' | 'byApplicant'> & { readonly back: string }) =>
  ({
    zh: '异议核实',
    holder: 'township-clerk',
    within: workdays(within),
    aside: true,
    can: { settleObjection: ['township-clerk'], ...givenUp(by) },
    leadsTo: ['onNotice', back, ...ENDS],
    says: '有人对公示提出了意见，乡镇（街道）正在核实。',
  }) as const;

export const givenUpEnds = {
  ended: { zh: '已终止', holder: null, final: 'terminated', can: {}, says: '办件已经终止。' },
  withdrawn: { zh: '已撤回', holder: null, final: 'withdrawn', can: {}, says: '已经撤回，需要时可以随时提出。' },
} as const;
export const ends = {
  refused: { zh: '不予批准', holder: null, final: 'refused', can: {}, says: '这次没有通过。告知书里写明了原因和申诉的办法。' },
  ...givenUpEnds,
} as const;

export const givenUpActions = {
  withdraw: { zh: '不要了', causes: '停止办理，不影响以后再提出。', danger: true, aside: true },
  endByDeath: { zh: '因老人去世终止', causes: '办件终止。' },
} as const;
export const supplementActions = {
  requestSupplement: { zh: '一次性告知补正', causes: '一次列清缺少的内容并告知申请人，等待期间时限暂停。' },
  resubmit: { zh: '补齐', causes: '补齐以后接着办。' },
} as const;
export const decisionActions = {
  refuse: { zh: '不予批准', causes: '生成写明理由和救济途径的告知书，告知本人。', danger: true, recusal: true },
  returnToTownship: { zh: '退回乡镇', internal: true, causes: '退回乡镇（街道）补充，写明要查清什么。' },
} as const;
/** `back`: as whoever answers an objection calls the step that one that is true leads back to. */
export const objectionActions = (back: string) =>
  ({
    object: { zh: '提出异议', causes: '转乡镇（街道）核实。' },
    settleObjection: {
      zh: '登记异议核实',
      internal: true,
      causes: `答复提出异议的人；成立的退回${back}，不成立的接着公示。`,
      recusal: true,
    },
  }) as const;
