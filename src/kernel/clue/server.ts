/** 线索与预警, server face. A machine proposes; a person verifies and decides. */
import './at-door.ts';
import './audited.ts';
import './sealed.ts';

export { actOnClue } from './actions.ts';
export { endClueHolds, raiseClueAlerts } from './alerts.ts';
export * from './index.ts';
export { type Finding, type Found, type ReasonContent, reportClue, withdrawReasons } from './intake.ts';
export { type ClueClosing, type ClueKind, type ClueSubject, defineClueKind } from './kinds.ts';
export { reportFromPublic } from './report.ts';
export { openClues } from './views.ts';
