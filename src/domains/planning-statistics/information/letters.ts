/** 政府信息公开告知书: what is answered, why, and the ways to appeal. */

import { longDate, plainDateOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import {
  type DocumentKind,
  decisionLetter,
  issueDocument,
  paragraph,
  type Section,
  sentence,
} from '../../../kernel/document/server.ts';
import type { Result } from '../../../kernel/result/index.ts';
import type { Case } from '../../../kernel/service/server.ts';

const paper: DocumentKind = { code: 'information-answer', word: '信公', title: '政府信息公开告知书' };

export async function answerLetter(
  tx: Tx,
  kase: Case,
  of: { readonly wanted: string; readonly outcome: string; readonly sections: readonly Section[] },
): Promise<Result<null>> {
  const office = tx.office(tx.city);
  const city = tx.divisions.get(tx.city)!.name;
  const issued = await issueDocument(tx, {
    kind: paper,
    issuer: { division: tx.city, name: `${city}民政局` },
    signer: tx.actor.name,
    caseId: kase.id,
    personId: kase.applicantPersonId,
    division: kase.division,
    letter: decisionLetter({
      addressee: kase.applicantName,
      opening: [
        paragraph(
          `您${longDate(plainDateOf(kase.submittedAt))}申请公开的“${of.wanted}”，经审查，现答复如下：${sentence(of.outcome)}`,
        ),
      ],
      sections: of.sections,
      paper: '告知书',
      reconsiderationBody: `${city}人民政府`,
      contact: { office: office.name, telephone: office.telephone },
    }),
  });
  return issued.ok ? { ok: true, value: null } : issued;
}
