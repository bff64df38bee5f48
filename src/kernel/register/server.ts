/**
 * 台账, server face: a register with steps and limits is a module of a domain that calls `defineRegister`; list, card, buttons, course, reminders and spreadsheet
 * follow. A record belongs to the office that entered it; the office above sees it and leaves it alone.
 */
import './audited.ts';
import './waiting.ts';

export { defineRegister, type Entry, last, step } from './define.ts';
export * from './index.ts';
export { type PlayedStep, playRecord } from './play.ts';
export { amount, because, day, noticeLine, optional, outside, paper, text, whole } from './shapes.ts';
export {
  clearedUp,
  daysAfter,
  ending,
  endsOn,
  latest,
  monthsAfter,
  noticeFrom,
  objecting,
  objectionsTo,
  onNotice,
  posting,
  progress,
  refusal,
  reviewed,
  seenAgain,
  untilDue,
  visiting,
} from './steps.ts';
export { enterRecord, fileRecord, readEntry, takeStep, tellLimits } from './store.ts';
export { clerks, leaders, office } from './terms.ts';
export { openRecords, openRegisters, recordsAbout, recordsBeside } from './views.ts';
