/**
 * 政府购买服务: one catalogue, one kind of contract for the whole city. A domain adds what is its own, such as services that are ordered person by person.
 * What may be bought at all, for how long, at what price, in which parts it is paid, how it is scored. Pure.
 */
import { addMonths } from '../calendar/index.ts';
import type { FieldProblem } from '../result/index.ts';
import type { Fen, PlainDate } from '../schema/index.ts';

/** 业务领域: the first level of the catalogue, and what money of a special account may be for. */
export const fields = {
  assistance: '社会救助',
  elderly: '养老服务',
  children: '儿童福利与保护',
  disabled: '残疾人福利',
  community: '社区治理',
  organisations: '社会组织',
  'social-work': '社会工作与志愿服务',
  'marriage-funeral': '婚姻与殡葬',
  geography: '区划地名',
  evaluation: '规划与评估',
} as const;
export type Field = keyof typeof fields;

export const programmeFunds = {
  work: '社会救助工作经费',
  relief: '困难群众救助补助资金（按规定列支）',
  special: '资金专户（按合同节点付款）',
} as const;
export type ProgrammeFund = keyof typeof programmeFunds;

export const procurementMethods = {
  tender: '公开招标',
  consultation: '竞争性磋商',
  negotiation: '竞争性谈判',
  inquiry: '询价',
  'single-source': '单一来源',
} as const;
export type ProcurementMethod = keyof typeof procurementMethods;

export const contractStates = { running: '履行中', finished: '已履行完', breached: '违约终止' } as const;
export type ContractState = keyof typeof contractStates;

export const milestoneStates = { open: '未到验收', accepted: '验收合格', requested: '已申请付款', paid: '已付款' } as const;
export type MilestoneState = keyof typeof milestoneStates;

/** 负面清单 (财政部令102号 art. 10): only the first may be bought as a service. */
export const natures = {
  service: '服务',
  outside: '不属于政府职责范围的事项',
  'government-only': '应当由政府直接履职的事项',
  works: '工程，或者工程与服务打包',
  goods: '货物',
  financing: '融资行为',
  labour: '招聘人员、劳务派遣',
} as const;
export type Nature = keyof typeof natures;

const LABOUR_WORDS = /劳务派遣|派遣人员|招聘|招录|用工|编外|聘用人员/;

/** Why something may not be bought as a service; words of hiring count however the form was filled in. Null: it may. */
export function natureRefusal(
  nature: Nature,
  words: string,
): { code: 'PURCHASE_LABOUR' } | { code: 'PURCHASE_NOT_SERVICE'; what: string } | null {
  if (nature === 'labour' || LABOUR_WORDS.test(words)) return { code: 'PURCHASE_LABOUR' };
  return nature === 'service' ? null : { code: 'PURCHASE_NOT_SERVICE', what: natures[nature] };
}

/** The last day that a contract from a day may have: so many whole years later, that day included. */
export const lastDayOf = (from: PlainDate, years: number): PlainDate => addMonths(from, years * 12);

/** Whether a price is within so many percent of the standard of the catalogue, both ends included. Products are compared. */
export const isFairPrice = (price: Fen, standard: Fen, percent: number): boolean =>
  price * 100 >= standard * (100 - percent) && price * 100 <= standard * (100 + percent);

export interface PlannedMilestone {
  readonly name: string;
  readonly dueOn: PlainDate;
  readonly amount: Fen;
}

/** What is wrong with the parts in which a contract is paid; null when nothing is. */
export function milestoneProblem(
  parts: readonly PlannedMilestone[],
  of: { total: Fen; from: PlainDate; to: PlainDate; lastPercent: number },
): FieldProblem | null {
  const last = parts.at(-1);
  if (!last) return { path: 'milestones', message: '请写明验收和付款的节点' };
  for (const [i, part] of parts.entries()) {
    if (part.dueOn < of.from || part.dueOn > of.to) return { path: `milestones.${i}.dueOn`, message: '验收日期须在合同期限以内' };
    if (i > 0 && part.dueOn < parts[i - 1]!.dueOn) return { path: `milestones.${i}.dueOn`, message: '节点请按日期先后填写' };
  }
  const sum = parts.reduce((total, part) => total + part.amount, 0);
  if (sum !== of.total) return { path: 'milestones', message: `各节点之和${sum / 100}元，须等于合同金额${of.total / 100}元` };
  return last.amount * 100 < of.total * of.lastPercent
    ? { path: `milestones.${parts.length - 1}.amount`, message: `最后一笔在最终验收以后付，不能少于合同金额的${of.lastPercent}%` }
    : null;
}

export interface Score {
  readonly quality: number;
  readonly amount: number;
  readonly satisfaction: number;
  readonly compliance: number;
}
export const scoreParts = {
  quality: ['服务质量', 40],
  amount: ['服务数量', 30],
  satisfaction: ['服务对象满意度', 20],
  compliance: ['合规', 10],
} as const;
export const scoreOf = ({ quality, amount, satisfaction, compliance }: Score): number =>
  quality + amount + satisfaction + compliance;
