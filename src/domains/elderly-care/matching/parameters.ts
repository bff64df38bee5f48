/** Standards of the matching. */
export const matchParameters = {
  'MATCH-DAYS': '供需对接：几个工作日没有介绍算没有着落',
  'MATCH-METRES': '供需对接：最远多少米',
} as const;
