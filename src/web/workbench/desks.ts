/** The workbench as a whole: one line for each domain. */
import { desk as disability } from '../../domains/disability/web/work/desk.ts';
import { desk as socialAssistance } from '../../domains/social-assistance/web/work/desk.ts';
import type { Desk } from './desk.ts';

const desks: readonly Desk[] = [socialAssistance, disability];

export const domainPanels: NonNullable<Desk['panels']> = Object.assign({}, ...desks.map((desk) => desk.panels));
/** What standards are called, from every domain. */
export const parameterNames: Readonly<Record<string, string>> = Object.assign({}, ...desks.map((desk) => desk.parameterNames));
