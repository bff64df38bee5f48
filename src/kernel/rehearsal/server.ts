/** 政策预演, server face. */
import './audited.ts';
import './templates.ts';

export { type PublicAnnouncement, publicAnnouncements } from './announcement.ts';
export { actOnDraft, proposeDraft } from './drafts.ts';
export * from './index.ts';
export { makeUpRaise, type PassedRaise, passedRaise, raisedBy } from './passed-by.ts';
export { type Raised, type ToReview, whenEntering, whenRaised, whenToReview } from './publish.ts';
export { standsAbove } from './register.ts';
export { advanceRuns, onRunsWaiting } from './runs.ts';
export { differencesView, draftView, explainHousehold, householdsView, listDrafts } from './views.ts';
