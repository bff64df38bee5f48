/** What the platform itself and each domain add to the workbench: places in the menu, panels of the case page; and pages. */
import type { ComponentType } from 'react';
import type { Performer } from '../../kernel/access/index.ts';
import type { CaseView } from '../../kernel/service/index.ts';

/** The groups of the menu, in its order. */
export const placeGroups = {
  work: '办理',
  people: '对象与服务',
  discovery: '发现与来访',
  money: '资金',
  policy: '政策与数据',
  office: '管理',
} as const;

/** A page in the menu of the duties that have work there. The server decides what is seen on it. */
export interface Place {
  to: string;
  zh: string;
  group: keyof typeof placeGroups;
  for: readonly Performer[];
  /** Where these duties begin the day. */
  home?: true;
  /** Of the phone's bottom bar. */
  thumb?: true;
  /** Only in a demonstration. */
  demo?: true;
}

/** By address (`/cases/$caseId`); each is fetched when it is first opened. */
export type Pages = Readonly<Record<string, () => Promise<ComponentType>>>;
type LoadPanel = () => Promise<ComponentType<{ content: never; kase: CaseView }>>;

export interface Desk {
  places: readonly Place[];
  /** Panels of the case page, by the key of the section that the server sends. */
  panels?: Readonly<Record<string, LoadPanel>>;
}

/** Duties that are often named together. */
export const field: readonly Performer[] = ['village-worker', 'township-clerk', 'township-leader'];
export const county: readonly Performer[] = ['county-clerk', 'county-leader', 'county-confirmer', 'verification-officer'];
export const city: readonly Performer[] = ['city-clerk', 'city-leader'];
export const money: readonly Performer[] = ['finance-clerk', 'finance-reviewer', 'treasury-officer'];
