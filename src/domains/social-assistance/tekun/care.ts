/** 生活自理能力: the grade follows from the six acts and is never typed (43号第二十一、二十二条). */
import type { CareItems } from './facts.ts';
import { type CareItem, careItems, type SelfCareGrade } from './terms.ts';

const HALF_FROM = 1;
const FULL_FROM = 4;

export const failedItems = (items: CareItems): CareItem[] =>
  (Object.keys(careItems) as CareItem[]).filter((item) => !items[item]);

/** 六项都能：全自理；一至三项不能：半护理；四项以上不能：全护理. */
export function gradeOf(items: CareItems): SelfCareGrade {
  const failed = failedItems(items).length;
  return failed >= FULL_FROM ? 'full' : failed >= HALF_FROM ? 'half' : 'able';
}

/** Levels of GB/T 42195 that go with a grade of self-care. An assumption: one level to either side is no contradiction. */
const fitting: Readonly<Record<SelfCareGrade, readonly number[]>> = { able: [0, 1], half: [1, 2, 3], full: [3, 4] };
export const fitsCapacity = (grade: SelfCareGrade, level: number): boolean => fitting[grade].includes(level);
