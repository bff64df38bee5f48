/** What each domain adds to the workbench: panels of the case page; and pages. The menu comes from the server. */
import type { ComponentType } from 'react';
import type { CaseView } from '../../kernel/service/index.ts';

/** By address (`/cases/$caseId`); each is fetched when it is first opened. */
export type Pages = Readonly<Record<string, () => Promise<ComponentType>>>;
type LoadPanel = () => Promise<ComponentType<{ content: never; kase: CaseView }>>;

/** What rarely is as it was filled in: said beside the form while it is filled in, without asking the server. */
export type Doubts = (values: Readonly<Record<string, unknown>>) => readonly string[];

export interface Desk {
  /** By the action of a case; works without a network. */
  doubts?: Readonly<Record<string, () => Promise<Doubts>>>;
  /** Panels of the case page, by the key of the section that the server sends. */
  panels?: Readonly<Record<string, LoadPanel>>;
}
