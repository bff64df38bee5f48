/** 一次性补助的流程: the township checks, the county decides, it is paid once. One table for every such benefit, with the words of each. */
import { defineFlow, type Flow } from '../../../kernel/service/index.ts';

/** What the table of one benefit needs to be told of it. */
export interface OneOffWords {
  /** Its programme: tekun-funeral. */
  readonly key: string;
  /** 丧葬补助, within a sentence. */
  readonly short: string;
  /** What the township looks at when it accepts: 去世的特困人员和死亡登记. */
  readonly accepts: string;
  /** What it finds out before the county decides: 去世的情况和由谁承担了丧葬费用. */
  readonly checks: string;
  /** Parameters of working days: to tell what is missing, to check, and for the whole. */
  readonly limits: { readonly supplement: string; readonly check: string; readonly total: string };
}

const workdays = (parameter: string, from: 'submitted' | 'accepted') => ({ parameter, unit: 'workdays', from }) as const;

const table = ({ key, short, accepts, checks, limits }: OneOffWords) =>
  defineFlow({
    name: key,
    version: '1',
    start: 'submitted',
    total: { parameter: limits.total },
    steps: {
      submitted: {
        zh: '已提交',
        holder: 'township-clerk',
        within: workdays(limits.supplement, 'submitted'),
        deems: true,
        can: { accept: ['township-clerk'], requestSupplement: ['township-clerk'], withdraw: ['applicant', 'village-worker'] },
        leadsTo: ['checking', 'supplement', 'withdrawn'],
        says: '申领已经交到乡镇（街道），工作人员正在看材料是否齐全。',
      },
      supplement: {
        zh: '待补正',
        holder: 'applicant',
        pauses: true,
        asks: '补交缺少的材料',
        aside: true,
        can: {
          resubmit: ['applicant', 'village-worker', 'township-clerk'],
          withdraw: ['applicant', 'village-worker'],
          terminate: ['township-clerk'],
        },
        leadsTo: ['submitted', 'withdrawn', 'terminated'],
        says: '还差材料，补齐以后接着办。',
      },
      checking: {
        zh: '核实中',
        holder: 'township-clerk',
        within: workdays(limits.check, 'accepted'),
        can: { submitToCounty: ['township-clerk'], terminate: ['township-clerk'], withdraw: ['applicant', 'village-worker'] },
        leadsTo: ['deciding', 'withdrawn', 'terminated'],
        says: `正在核实${checks}。`,
      },
      deciding: {
        zh: '待审批',
        holder: 'county-confirmer',
        within: workdays(limits.total, 'accepted'),
        can: {
          grant: ['county-confirmer'],
          refuse: ['county-confirmer'],
          returnToTownship: ['county-confirmer'],
          withdraw: ['applicant', 'village-worker'],
        },
        leadsTo: ['granted', 'refused', 'checking', 'withdrawn'],
        says: '县民政局正在审批，同意后随下个月的名单发放一次。',
      },
      granted: {
        zh: '已同意',
        holder: null,
        final: 'granted',
        can: {},
        says: `已经同意，${short}随下个月的名单发放一次。`,
      },
      refused: { zh: '不予发放', holder: null, final: 'refused', can: {}, says: '这次没有通过，原因见办理经过，可以申诉。' },
      withdrawn: { zh: '已撤回', holder: null, final: 'withdrawn', can: {}, says: '申领已经撤回，需要时可以重新提交。' },
      terminated: { zh: '已终止', holder: null, final: 'terminated', can: {}, says: '办理已终止，原因见办理经过。' },
    },
    actions: {
      accept: { zh: '受理', causes: `核对${accepts}，从今天起计算办理期限。`, recusal: true },
      requestSupplement: { zh: '一次性告知补正', causes: '一次列清缺少的材料并告知申请人，等待期间时限暂停。' },
      resubmit: { zh: '补齐材料', causes: '材料补交后回到乡镇（街道）继续办理。' },
      withdraw: { zh: '撤回', causes: '停止办理，不影响以后重新申领。', danger: true },
      terminate: { zh: '终止办理', causes: '告知申请人并停止办理。', danger: true, recusal: true },
      submitToCounty: { zh: '上报县民政局', internal: true, causes: '写明核实情况，报县级审批。', recusal: true },
      returnToTownship: { zh: '退回乡镇', internal: true, causes: '退回乡镇（街道）补充核实。', recusal: true },
      grant: { zh: '同意发放', causes: '按标准算出的金额发放一次，生成通知书。', recusal: true },
      refuse: { zh: '不予发放', causes: '写明理由告知申请人。', danger: true, recusal: true },
    },
  });

type Table = ReturnType<typeof table>;
export type OneOffState = keyof Table['steps'] & string;
export type OneOffAction = keyof Table['actions'] & string;

export const oneOffFlow = (words: OneOffWords): Flow<OneOffState, OneOffAction> => table(words);
