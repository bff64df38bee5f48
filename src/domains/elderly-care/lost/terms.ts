/** 走失寻人: the words of it, and who works on it. */
import type { Performer } from '../../../kernel/access/index.ts';

export const sources = { call: '紧急呼叫', institution: '养老机构', knock: '敲门无应答' } as const;
export type LostSource = keyof typeof sources;

export const lostStates = {
  opened: { zh: '还没有登记样子', tone: 'bad' },
  searching: { zh: '正在找', tone: 'bad' },
  found: { zh: '找到了，还没有交接', tone: 'now' },
  handed: { zh: '已交接，待回访', tone: 'now' },
  closed: { zh: '已结束', tone: 'plain' },
} as const;
export type LostState = keyof typeof lostStates;

export const endings = { followed: '人已找到，已回访', mistaken: '没有走失' } as const;
export type LostEnding = keyof typeof endings;

/** What comes from the phone of whoever searches. */
export const sightingKinds = { seen: '有人看到', searched: '这片找过了', found: '找到了' } as const;
export type SightingKind = keyof typeof sightingKinds;

export const conditions = { well: '平安', hurt: '受伤或者不舒服，已送医', dead: '已去世' } as const;
export const receivers = { family: '家属', institution: '养老机构', hospital: '医院', police: '公安机关' } as const;
export const consentWays = { face: '当面签字', phone: '电话里同意' } as const;
export const sexes = { male: '男', female: '女' } as const;

export const lostSteps = {
  opened: '收到走失的消息',
  described: '登记样子，开始找',
  corrected: '更正样子',
  police: '报110',
  widened: '扩大一圈',
  place: '加一处要找的地方',
  given: '分片交给',
  published: '发布寻人启事',
  'taken-down': '撤下寻人启事',
  found: '找到了',
  resumed: '不是本人，继续找',
  handed: '交接',
  followed: '回访',
  mistaken: '没有走失',
  'tell-police': '还没有报110，已提醒',
  'tell-county': '还没有找到，已报县里和市里',
  'tell-follow': '还没有回访，已提醒',
} as const;
export type LostStep = keyof typeof lostSteps;

export const desk = ['emergency-operator'] as const satisfies readonly Performer[];
/** Who goes out; the desk may record what somebody told it by telephone. */
export const searchers = ['village-worker', 'township-clerk', ...desk] as const satisfies readonly Performer[];
export const lostReaders = [
  ...searchers,
  'township-leader',
  'county-clerk',
  'county-leader',
  'city-clerk',
  'city-leader',
  'auditor',
] as const satisfies readonly Performer[];
