/** What each domain adds to the workbench: panels of the case page; and pages. The menu comes from the server. */
import type { ComponentType } from 'react';
import type { CaseView } from '../../kernel/service/index.ts';

/** By address (`/cases/$caseId`); each is fetched when it is first opened. */
export type Pages = Readonly<Record<string, () => Promise<ComponentType>>>;
type LoadPanel = () => Promise<ComponentType<{ content: never; kase: CaseView }>>;

export interface Desk {
  /** Panels of the case page, by the key of the section that the server sends. */
  panels?: Readonly<Record<string, LoadPanel>>;
}
