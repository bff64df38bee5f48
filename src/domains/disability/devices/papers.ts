/** 免费配置文书: what stands on each paper, from plain facts. Pure. */
import {
  type DocumentKind,
  decisionLetter,
  type Letter,
  paragraph,
  sentence,
  unmetConditions,
} from '../../../kernel/document/index.ts';
import type { Clause } from '../../../kernel/policy/index.ts';
import { type About, openingOf } from '../papers.ts';

export const fittingPapers = {
  refusal: { code: 'fitting-refusal', word: '辅不', title: '不予免费配置康复辅助器具决定书' },
  referral: { code: 'fitting-referral', word: '辅转', title: '康复辅助器具申请转其他渠道告知书' },
} as const satisfies Record<string, DocumentKind>;

const ASKED = '免费配置康复辅助器具';

/** 不予配置决定书. `device`: what was asked for, 轮椅. */
export const fittingRefusal = (of: { about: About; device: string; clauses: readonly Clause[]; opinion: string }): Letter =>
  decisionLetter({
    addressee: of.about.applicantName,
    opening: [
      paragraph(`${openingOf(of.about, ASKED)}，申请的是${of.device}。经适配评估、核对和审批，不符合配置条件，现决定不予配置。`),
    ],
    sections: [
      unmetConditions(of.clauses),
      { title: '审批意见', blocks: [paragraph(sentence(of.opinion))] },
      {
        title: '您还可以',
        blocks: [
          paragraph('身体状况有变化、辅具损坏不能修复等需要提前更换的，可以申请复评；情况变化后可以随时重新申请。'),
          paragraph('急着要用的，可以到社区辅具网点租借、试用，按您的情况享受租赁补贴。'),
        ],
      },
    ],
    paper: '决定书',
    reconsiderationBody: of.about.reconsiderationBody,
    contact: of.about.contact,
  });

/** 转其他渠道告知书: the application ends here, and where it is gone on with. */
export const fittingReferral = (of: { about: About; device: string; where: string; reason: string }): Letter =>
  decisionLetter({
    addressee: of.about.applicantName,
    opening: [
      paragraph(`${openingOf(of.about, ASKED)}，申请的是${of.device}。这项需要由${of.where}解决，本次申请到此终止办理。`),
    ],
    sections: [
      { title: '原因', blocks: [paragraph(sentence(of.reason))] },
      {
        title: '您还可以',
        blocks: [paragraph(`请凭本告知书到${of.where}办理；办不成的，或者情况有变化的，可以随时重新申请。`)],
      },
    ],
    paper: '告知书',
    reconsiderationBody: of.about.reconsiderationBody,
    contact: of.about.contact,
  });
