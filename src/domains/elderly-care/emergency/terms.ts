/** 紧急呼叫: the words of it. */

/** 呼叫器、手环…: what a household has. */
export const deviceKinds = {
  caller: '呼叫器',
  'one-key': '一键通',
  band: '手环',
  smoke: '烟感',
  gas: '燃气报警器',
  door: '门磁',
  mattress: '床垫',
  radar: '雷达',
} as const;
export type DeviceKind = keyof typeof deviceKinds;

/** What a device says; `heartbeat` and `battery` are no calls. */
export const signalKinds = {
  pressed: '按键求助',
  fall: '跌倒',
  'fall-still': '跌倒后不动',
  smoke: '烟雾',
  gas: '燃气',
  'no-motion': '长时间没有活动',
  test: '测试',
  heartbeat: '心跳',
  battery: '电量',
} as const;
export type SignalKind = keyof typeof signalKinds;

/** Where a call came from. */
export const sources = { device: '智能设备', phone: '电话', person: '手机', institution: '养老机构' } as const;
export type Source = keyof typeof sources;

/** 4.11: 1 is danger to life, 0 a test or proven false. */
export const levels = { '1': '一级（危及生命）', '2': '二级（紧急）', '3': '三级（一般）', '0': '测试或误报' } as const;
export type Level = 0 | 1 | 2 | 3;

export const states = {
  ringing: '待接',
  handling: '处理中',
  dispatched: '已派',
  'on-scene': '到场',
  resolved: '已转送或已处置',
  'follow-up': '回访',
  closed: '已关闭',
} as const;
export type CallState = keyof typeof states;

/** Why a call ended otherwise than by help. */
export const endings = { 'false-alarm': '误报', merged: '并案', test: '测试' } as const;
export type Ending = keyof typeof endings;

/** Who is called to help, in this order; `120` is called before everybody at level 1. */
export const helpers = {
  ambulance: '120',
  responder: '应急响应人',
  contact: '紧急联系人',
  village: '村（社区）干部',
  township: '乡镇值班',
  county: '县级值班',
} as const;
export type Helper = keyof typeof helpers;

/** How a village lies: how long help may take. */
export const terrains = { street: '城市街道', plain: '集镇和平原村', hill: '山区村' } as const;
export type Terrain = keyof typeof terrains;

export const responderKinds = {
  neighbour: '邻居',
  doctor: '村医',
  grid: '网格员',
  volunteer: '志愿者',
  cadre: '村（社区）干部',
} as const;
export type ResponderKind = keyof typeof responderKinds;

/** What stands in the course of a call. */
export const steps = {
  received: '收到呼叫',
  repeated: '再次呼叫',
  overflow: '15秒无人接听，转全县坐席',
  neighbour: '45秒无人接听，转市级应急救援中心',
  ambulance: '60秒无人接听，须立即拨打120',
  answered: '接听',
  stalled: '接听后没有进展，请别的坐席接着办',
  classified: '分级',
  dispatched: '派出',
  called: '呼叫',
  accepted: '接受',
  declined: '谢绝',
  arrived: '到场',
  resolved: '处置完毕',
  'called-back': '回访',
  'false-alarm': '误报',
  merged: '并案',
} as const;
export type StepName = keyof typeof steps;
