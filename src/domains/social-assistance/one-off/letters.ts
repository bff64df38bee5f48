/** The papers of a one-off benefit: what is missing, granted, refused. */
import { longMonth } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import {
  bothAmounts,
  breakdownTable,
  type DocumentKind,
  decisionLetter,
  paragraph,
  sentence,
  unmetConditions,
} from '../../../kernel/document/index.ts';
import type { Decision } from '../../../kernel/policy/index.ts';
import type { Case } from '../../../kernel/service/server.ts';
import { countyOf } from '../family/places.ts';
import { contactOf, issue, reconsiderationBody } from '../procedure/letters.ts';
import type { Benefit } from './index.ts';
import { oneOffFormOf } from './judge.ts';

type Named = Pick<Benefit, 'key' | 'word' | 'zh'>;
export const oneOffDocuments = ({ key, word, zh }: Named) =>
  ({
    correctionNotice: { code: `${key}-correction`, word: `${word}补`, title: `${zh}一次性补正告知书` },
    grant: { code: key, word, title: `${zh}发放通知书` },
    refusal: { code: `${key}-refusal`, word: `${word}不`, title: `${zh}不予发放告知书` },
  }) as const satisfies Record<string, DocumentKind>;

const frame = (tx: Tx, kase: Case) => ({
  addressee: kase.applicantName,
  contact: contactOf(tx, countyOf(kase)),
  reconsiderationBody: reconsiderationBody(tx, kase),
});

/** 发放通知书: why, how much by which computation, and with which list. */
export function issueGrant(tx: Tx, benefit: Benefit, kase: Case, { decision, facts }: { decision: Decision; facts: object }) {
  const { short, letter } = benefit;
  const text = `${letter.because(oneOffFormOf(kase), facts)}经审核，发给一次性${short}${bothAmounts(decision.amountFen!)}，随${longMonth(decision.effectiveMonth!)}的名单发放。`;
  return issue(
    tx,
    kase,
    oneOffDocuments(benefit).grant,
    'county',
    decisionLetter({
      ...frame(tx, kase),
      opening: [paragraph(text)],
      sections: [{ title: '金额计算', blocks: [breakdownTable(decision.breakdown)] }],
      paper: '通知书',
    }),
  );
}

/** 不予发放告知书: the conditions that are not met, where the rule found any, and what the county says; and how to appeal. */
export function issueRefusal(tx: Tx, benefit: Benefit, kase: Case, of: { unmet: Decision | null; reason: string }) {
  const { short, letter } = benefit;
  return issue(
    tx,
    kase,
    oneOffDocuments(benefit).refusal,
    'county',
    decisionLetter({
      ...frame(tx, kase),
      opening: [paragraph(`您申领的${letter.asked(oneOffFormOf(kase))}一次性${short}，经审核，现决定不予发放。`)],
      sections: [
        ...(of.unmet ? [unmetConditions(of.unmet.clauses, '不符合的条件')] : []),
        { title: '理由', blocks: [paragraph(sentence(of.reason))] },
      ],
      paper: '告知书',
    }),
  );
}
