/**
 * 《老年人居家适老化改造项目和老年用品配置推荐清单》 (民发〔2020〕86号): 30 items, 7 of them basic. What a family care bed needs beside them has codes of its own:
 * an item is known by one code, whatever programme pays for it.
 */
export const homeItems = {
  'floor-antislip': { zh: '地面防滑处理', group: '地面', unit: '平方米', basic: true },
  'floor-level': { zh: '高差处理', group: '地面', basic: true },
  'floor-even': { zh: '地面平整硬化', group: '地面', unit: '平方米' },
  'passage-rail': { zh: '走道、坡道安装扶手', group: '地面', unit: '米' },
  threshold: { zh: '门槛移除', group: '门' },
  'sliding-door': { zh: '平开门改为推拉门', group: '门' },
  'door-width': { zh: '房门拓宽', group: '门' },
  'door-handle': { zh: '下压式门把手', group: '门' },
  'door-bell': { zh: '闪光振动门铃', group: '门' },
  'care-bed': { zh: '护理床', group: '卧室' },
  'bed-rail': { zh: '床边护栏（抓杆）', group: '卧室', basic: true },
  'pressure-pad': { zh: '防压疮垫', group: '卧室' },
  'bath-rail': { zh: '如厕洗浴扶手', group: '如厕洗浴', basic: true },
  'seat-toilet': { zh: '蹲便器改坐便器', group: '如厕洗浴' },
  tap: { zh: '水龙头改造', group: '如厕洗浴' },
  shower: { zh: '浴缸（淋浴房）改造', group: '如厕洗浴' },
  'shower-chair': { zh: '淋浴椅', group: '如厕洗浴', basic: true },
  worktop: { zh: '厨房台面改造', group: '厨房' },
  'mid-cabinet': { zh: '厨房加设中部柜', group: '厨房' },
  'sensor-light': { zh: '自动感应灯', group: '物理环境' },
  socket: { zh: '电源插座和开关改造', group: '物理环境' },
  'corner-guard': { zh: '防撞护角、防撞条和提示标识', group: '物理环境', unit: '米' },
  furniture: { zh: '适老家具', group: '物理环境' },
  stick: { zh: '手杖', group: '老年用品', basic: true },
  walker: { zh: '轮椅（助行器）', group: '老年用品' },
  magnifier: { zh: '放大装置', group: '老年用品' },
  'hearing-aid': { zh: '助听器', group: '老年用品' },
  tableware: { zh: '自助进食器具', group: '老年用品' },
  'anti-lost': { zh: '防走失装置', group: '老年用品', basic: true },
  'safety-monitor': { zh: '安全监控装置', group: '老年用品' },
} as const satisfies Record<string, { zh: string; group: string; basic?: true; unit?: string }>;

/** What a family care bed is equipped with beyond the list. */
export const bedItems = {
  'call-button': { zh: '紧急呼叫器', group: '床位设备' },
  'sleep-mat': { zh: '睡眠监测床垫（雷达）', group: '床位设备' },
  'smoke-alarm': { zh: '烟感、燃气报警器', group: '床位设备' },
} as const satisfies Record<string, { zh: string; group: string }>;

export const allItems = { ...homeItems, ...bedItems };
export type HomeItem = keyof typeof allItems;
export const basicItems = (Object.keys(homeItems) as (keyof typeof homeItems)[]).filter((item) => 'basic' in homeItems[item]);
export const isBasic = (item: HomeItem): boolean => (basicItems as readonly HomeItem[]).includes(item);
export const itemNames = Object.fromEntries(Object.entries(allItems).map(([code, { zh }]) => [code, zh])) as Record<
  HomeItem,
  string
>;
/** By what an item is counted. */
export const unitOf = (item: HomeItem): string => {
  const of = allItems[item];
  return 'unit' in of ? of.unit : '件';
};
