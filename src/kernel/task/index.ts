/** 定期任务: what must be done for somebody again and again, by a cadence; each period a duty of its own. Pure face. */
export * from './cadence.ts';

/** Why a duty is there: its period has come, somebody came in, is at greater risk, is back, has met with something grave, or the weather is dangerous. */
export const dutyCauses = {
  period: '按周期',
  first: '第一次',
  raised: '等级调高',
  resumed: '回到家里',
  grave: '重大变故',
  warning: '极端天气',
} as const;
export type DutyCause = keyof typeof dutyCauses;
