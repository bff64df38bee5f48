/** 特困供养用语: closed choices with their Chinese names, small enough for the browser. */
import type { NotIncome } from '../family/terms.ts';
import { MOVED_AWAY } from '../review/terms.ts';

/** 43号第二十一条: six acts that a person does alone or not. */
export const careItems = {
  eating: '自主吃饭',
  dressing: '自主穿衣',
  bed: '自主上下床',
  toilet: '自主如厕',
  walking: '室内自主行走',
  bathing: '自主洗澡',
} as const;
export type CareItem = keyof typeof careItems;

export const selfCareGrades = { able: '全自理', half: '半护理', full: '全护理' } as const;
export type SelfCareGrade = keyof typeof selfCareGrades;

/** Key of the care standard by grade. */
export const careStandards = { able: 'TK-CARE-1', half: 'TK-CARE-2', full: 'TK-CARE-3' } as const satisfies Record<
  SelfCareGrade,
  string
>;

export const careModes = { home: '分散供养', institution: '集中供养' } as const;
export type CareMode = keyof typeof careModes;

export const wishes = { institution: '愿意入住供养服务机构', home: '愿意在家供养', undecided: '还没有想好' } as const;
export type Wish = keyof typeof wishes;

/** Why somebody who wishes to enter an institution is still at home. */
export const waitingReasons = {
  arranging: '正在安排',
  'no-bed': '机构没有空床位',
  'no-care-bed': '没有护理型床位',
  medical: '需要先治疗或体检',
  family: '本人或亲属要求缓一缓',
  other: '其他',
} as const;
export type WaitingReason = keyof typeof waitingReasons;

export const profileStates = {
  assessing: '评估中',
  arranging: '落实供养',
  supported: '供养中',
  stopping: '拟终止',
  ended: '已终止',
} as const;
export type ProfileState = keyof typeof profileStates;

/** 每月探访. */
export const visitHealth = {
  well: '好，和上月一样',
  weaker: '比上月差一些',
  ill: '生病，需要看病',
  help: '需要马上帮助',
} as const;
export const visitCare = { good: '尽责', partly: '有时不在', poor: '照料不好', absent: '没有人照料' } as const;

export const supporterRelations = {
  spouse: '配偶',
  child: '子女',
  parent: '父母',
  grandchild: '孙子女、外孙子女',
  grandparent: '祖父母、外祖父母',
  sibling: '兄姐、弟妹',
} as const;

export const supporterDisabilities = {
  none: '没有',
  severe: '重度残疾（一级、二级）',
  'mental-three': '三级智力或精神残疾',
} as const;

export const supporterStatuses = {
  none: '没有',
  incapable: '无民事行为能力',
  'declared-missing': '被法院宣告失踪',
  imprisoned: '在监狱服刑',
} as const;

export const childSchemes = { none: '不属于', orphan: '孤儿', unsupported: '事实无人抚养儿童' } as const;
export const childChoices = { tekun: '选择特困人员救助供养', child: '选择孤儿或事实无人抚养儿童保障' } as const;

/** 43号第二十四条. */
export const stopGrounds = {
  died: '死亡或者被宣告死亡',
  'declared-missing': '被宣告失踪',
  'work-capacity': '恢复劳动能力',
  imprisoned: '被判处刑罚，在监狱服刑',
  means: '收入和财产不再符合规定',
  obligor: '法定义务人有了履行义务能力，或者新增了有能力的义务人',
  voluntary: '本人自愿退出',
} as const;
export type StopGround = keyof typeof stopGrounds;
/** Why a profile has ended: also because the support goes on in another county. */
export const endReasons = { ...stopGrounds, moved: MOVED_AWAY } as const;
export type EndReason = keyof typeof endReasons;

const BY = '民发〔2021〕43号第六条';
/** 43号第六条 with what no assistance test counts. Pensions of former employees are counted: the person lives on them. */
export const tekunNotIncome: NotIncome = {
  'preferential-pay': `${BY}：优待抚恤金不计入`,
  'old-age-allowance': `${BY}：高龄津贴不计入`,
  'unemployment-benefit': `${BY}：社会保险待遇不计入`,
  'social-assistance': '社会救助款物不计入收入',
  'disability-subsidy': '国发〔2015〕52号：残疾人两项补贴不计入收入',
  'child-allowance': '民发〔2019〕62号：事实无人抚养儿童基本生活补贴不计入收入',
  'family-planning-reward': '参照民发〔2021〕57号第十三条：计划生育奖励扶助不计入（待主管部门确认）',
  scholarship: '参照民发〔2021〕57号第十三条：奖学金、助学金不计入（待主管部门确认）',
  'good-samaritan-award': '参照民发〔2021〕57号第十三条：见义勇为奖励不计入（待主管部门确认）',
};
