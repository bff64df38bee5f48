/** Panels of the case page that domains bring, by the key of the section; a domain adds its lines here. */
import type { ComponentType } from 'react';
import { parameterNames as ofDisability } from '../../domains/disability/web/work/parameters.ts';
import { parameterNames as ofAssistance } from '../../domains/social-assistance/web/work/parameters.ts';
import type { CaseView } from '../../kernel/service/index.ts';

type Panel = ComponentType<{ content: never; kase: CaseView }>;

export const domainPanels: Readonly<Record<string, () => Promise<{ default: Panel }>>> = {
  classification: () =>
    import('../../domains/social-assistance/web/work/Classification.tsx').then((m) => ({ default: m.Classification as Panel })),
  recognition: () =>
    import('../../domains/social-assistance/web/work/Recognition.tsx').then((m) => ({ default: m.Recognition as Panel })),
  review: () => import('../../domains/social-assistance/web/work/Review.tsx').then((m) => ({ default: m.Review as Panel })),
  verification: () =>
    import('../../domains/social-assistance/web/work/Verification.tsx').then((m) => ({ default: m.Verification as Panel })),
  aid: () => import('../../domains/social-assistance/web/work/Aid.tsx').then((m) => ({ default: m.Aid as Panel })),
  tekun: () => import('../../domains/social-assistance/web/work/Tekun.tsx').then((m) => ({ default: m.Tekun as Panel })),
  rehab: () => import('../../domains/disability/web/work/Rehab.tsx').then((m) => ({ default: m.Rehab as Panel })),
  help: () => import('../../domains/social-assistance/web/work/Help.tsx').then((m) => ({ default: m.Help as Panel })),
  visits: () => import('../../domains/social-assistance/web/work/Visits.tsx').then((m) => ({ default: m.Visits as Panel })),
};

/** What standards are called, from every domain. */
export const parameterNames: Readonly<Record<string, string>> = { ...ofAssistance, ...ofDisability };
