/** The offices that a case belongs to. */
import type { DivisionCode } from '../../../kernel/schema/index.ts';

export const townshipOf = (kase: { division: DivisionCode }): DivisionCode => kase.division.slice(0, 9).padEnd(12, '0');
export const countyOf = (kase: { division: DivisionCode }): DivisionCode => kase.division.slice(0, 6).padEnd(12, '0');
