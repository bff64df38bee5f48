/** The workbench as a whole: one line for each domain. */
import { desk as disability } from '../../domains/disability/web/work/desk.ts';
import { desk as elderlyCare } from '../../domains/elderly-care/web/work/desk.ts';
import { desk as socialAssistance } from '../../domains/social-assistance/web/work/desk.ts';
import type { Desk } from './desk.ts';

const desks: readonly Desk[] = [socialAssistance, disability, elderlyCare];

export const domainPanels: NonNullable<Desk['panels']> = Object.assign({}, ...desks.map((desk) => desk.panels));
export const domainDoubts: NonNullable<Desk['doubts']> = Object.assign({}, ...desks.map((desk) => desk.doubts));
