/** 互助养老 (4.16): the words, and who does what. */
import type { Performer } from '../../../kernel/access/index.ts';

export const helperKinds = {
  'young-old': '低龄老年人',
  'left-behind-woman': '留守妇女',
  cadre: '村（社区）干部',
  'party-member': '党员',
  volunteer: '志愿者',
} as const;
export type HelperKind = keyof typeof helperKinds;

export const helperStates = {
  registered: { zh: '待核实', tone: 'now' },
  active: { zh: '可以帮忙', tone: 'good' },
  stopped: { zh: '不再帮忙', tone: 'plain' },
} as const;
export type HelperState = keyof typeof helperStates;

export const aidKinds = {
  shopping: '代买代办',
  cooking: '做饭送饭',
  cleaning: '打扫洗衣',
  company: '陪伴聊天',
  escort: '陪同出门',
  repair: '小修小补',
  watch: '照看一阵',
  other: '别的事',
} as const;
export type AidKind = keyof typeof aidKinds;

export const aidStates = {
  open: { zh: '等人接', tone: 'now' },
  taken: { zh: '有人接了', tone: 'now' },
  done: { zh: '做完了，待确认', tone: 'warn' },
  confirmed: { zh: '已确认', tone: 'good' },
  denied: { zh: '老人说没有做', tone: 'bad' },
  cancelled: { zh: '取消', tone: 'plain' },
  voided: { zh: '作废', tone: 'bad' },
} as const;
export type AidState = keyof typeof aidStates;

export const aidChannels = { portal: '网上', phone: '电话', village: '村（社区）' } as const;
export type AidChannel = keyof typeof aidChannels;
export const confirmWays = { self: '本人在手机上', code: '报了确认码', village: '村（社区）问过本人' } as const;
export type ConfirmWay = keyof typeof confirmWays;

/** Who asks for an elder, names a helper, writes down what was done, and confirms for who has no telephone. */
export const aidHands = ['village-worker', 'township-clerk'] as const satisfies readonly Performer[];
export const askers = [...aidHands, 'hotline-agent'] as const satisfies readonly Performer[];
/** Who looks whether a helper is who he says, and strikes out what was not true. */
export const aidCheckers = ['township-clerk'] as const satisfies readonly Performer[];
export const aidReaders = [
  ...askers,
  'township-leader',
  'county-clerk',
  'county-leader',
  'city-clerk',
  'city-leader',
  'auditor',
] as const satisfies readonly Performer[];
