/**
 * 低保文书: what stands on each paper, from plain facts. Pure: the same builder serves the preview on screen and the print. Each input names exactly
 * what its paper may show (8.4); the kernel adds number, date, unit and check code.
 */
import type { DocumentKind } from '../../../kernel/document/index.ts';

export * from './documents/letters.ts';
export type { Application } from './documents/parts.ts';
export * from './documents/records.ts';
export * from './documents/sheets.ts';

export const dibaoDocuments = {
  acceptanceNotice: { code: 'dibao-acceptance', word: '低保受', title: '社会救助申请受理通知书' },
  correctionNotice: { code: 'dibao-correction', word: '低保补', title: '一次性补正告知书' },
  verificationConsent: { code: 'dibao-consent', word: '核授', title: '居民家庭经济状况核对授权书' },
  relativeRegister: { code: 'relative-register', word: '近亲备', title: '社会救助申请近亲属备案表' },
  surveyForm: { code: 'assistance-survey', word: '救访', title: '社会救助入户调查表' },
  appraisalMinutes: { code: 'assistance-appraisal', word: '救评', title: '社会救助民主评议记录' },
  initialOpinion: { code: 'dibao-opinion', word: '低保审', title: '最低生活保障初审意见表' },
  noticeSheet: { code: 'dibao-notice', word: '低保示', title: '最低生活保障初审公示' },
  confirmationNotice: { code: 'dibao-confirmation', word: '低保确', title: '最低生活保障确认通知书' },
  refusalLetter: { code: 'dibao-refusal', word: '低保不', title: '不予确认最低生活保障告知书' },
  terminationNotice: { code: 'assistance-termination', word: '救助终', title: '终止办理告知书' },
  publicationSheet: { code: 'dibao-publication', word: '低保布', title: '最低生活保障对象公布' },
} as const satisfies Record<string, DocumentKind>;
