/** 地名文书: 不予受理告知书, 不予批准决定书. What stands on each, and the issuing of it. */
import { longDate, plainDateOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type DocumentKind, decisionLetter, issueDocument, paragraph, sentence } from '../../../kernel/document/server.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import type { Case } from '../../../kernel/service/server.ts';
import { type NamingApplication, nameOf } from './application.ts';
import type { NamingState } from './flow.ts';
import type { Finding } from './rules.ts';
import { namingKinds } from './terms.ts';

export const namingPapers = {
  declined: { code: 'place-naming-declined', word: '地名不受', title: '地名命名更名申请不予受理告知书' },
  refused: { code: 'place-naming-refused', word: '地名不批', title: '地名命名更名不予批准决定书' },
} as const satisfies Record<string, DocumentKind>;

/** Quotes the rules that the name does not meet, and the officer's own words. */
export function issueNamingRefusal(
  tx: Tx,
  kase: Case,
  of: { kind: keyof typeof namingPapers; reason: string; findings: readonly Finding[] },
) {
  const form = kase.form as NamingApplication;
  const at = (kase.state as NamingState) === 'approvingCity' ? tx.city : (`${kase.division.slice(0, 6)}000000` as DivisionCode);
  const office = tx.office(at);
  const refused = of.kind === 'refused';
  const unmet = of.findings.filter(({ verdict }) => verdict !== 'warn');
  return issueDocument(tx, {
    kind: namingPapers[of.kind],
    issuer: { division: at, name: office.name },
    letter: decisionLetter({
      addressee: form.applicant.unit || kase.applicantName,
      opening: [
        paragraph(
          `您${longDate(plainDateOf(kase.submittedAt))}提出的“${nameOf(form)}”${namingKinds[form.kind]}申请${kase.no ? `（办件号${kase.no}）` : ''}，${refused ? '经审查，现决定不予批准' : '不予受理'}。`,
        ),
      ],
      sections: [
        ...(unmet.length > 0 ? [{ title: '不符合的规则', blocks: unmet.map(({ zh }) => paragraph(zh)) }] : []),
        { title: '理由', blocks: [paragraph(sentence(of.reason))] },
        { title: '您还可以', blocks: [paragraph('换一个符合规则的名称，或者补充理由以后，可以随时重新申请。')] },
      ],
      paper: refused ? '决定书' : '告知书',
      reconsiderationBody: `${tx.divisions.get(at)?.name ?? ''}人民政府`,
      contact: { office: office.name, telephone: office.telephone },
    }),
    signer: tx.actor.name,
    caseId: kase.id,
    personId: kase.applicantPersonId,
    division: kase.division,
  });
}
