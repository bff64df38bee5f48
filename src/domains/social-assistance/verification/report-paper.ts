/** 核对报告 as a paper (4.11): issued with the report, and again after a re-check, which takes the disputed one back. */
import { plainDateOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { documentShown, documentsOf, issueDocument, legible, revokeDocument } from '../../../kernel/document/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { type Case, officeOf } from '../../../kernel/service/server.ts';
import { dibaoDocuments } from '../dibao/documents.ts';
import { countyOf, townshipOf } from '../family/places.ts';
import { reportPaper, verificationDocuments } from './documents.ts';
import type { Report } from './report.ts';
import { readers } from './states.ts';
import { discrepanciesOf, lockVerification, updateVerification } from './store.ts';

/**
 * Puts the present report of a case on paper. Of the file, and only for those who read the check itself: a village worker who may open the case
 * does not learn from it what a bank answered. NOT_FOUND where no report has been made.
 */
export async function issueReportPaper(
  tx: Tx,
  kase: Pick<Case, 'id' | 'no' | 'division' | 'applicantPersonId'>,
): Promise<Result<{ documentId: string }, 'NOT_FOUND' | 'ALREADY_REVOKED' | 'GLYPH_MISSING'>> {
  const verification = await lockVerification(tx, kase.id);
  const { report, reportNo, validTo } = verification ?? {};
  if (!verification || !report || !reportNo || !validTo) return fail('NOT_FOUND');
  const earlier = verification.reportPaper === null ? null : await documentShown(tx, verification.reportPaper);
  const consents = (await documentsOf(tx, { caseId: kase.id })).filter(
    (d) => d.kind === dibaoDocuments.verificationConsent.code && d.revokedOn === null,
  );
  const centre = countyOf(kase);
  const found = await discrepanciesOf(tx, verification);
  const issued = await issueDocument(tx, {
    kind: verificationDocuments.report,
    issuer: { division: centre, name: tx.office(centre).name },
    letter: reportPaper({
      entrustedBy: tx.office(officeOf('township-clerk', townshipOf(kase))).name,
      caseNo: kase.no ?? '（待受理）',
      reportNo,
      consents: consents.map((d) => d.number).reverse(),
      requestedOn: plainDateOf(verification.requestedAt),
      validUntil: validTo,
      members: verification.members,
      report: printable(report),
      discrepancies: found.map(({ detail }) => ({ ...detail, text: legible(detail.text) })),
      replaces: earlier?.number ?? null,
    }),
    signer: tx.actor.name,
    caseId: kase.id,
    personId: kase.applicantPersonId,
    about: verification.members.map((member) => member.personId),
    division: kase.division,
    internal: true,
    readers,
  });
  if (!issued.ok) return issued;
  if (earlier) {
    const revoked = await revokeDocument(tx, earlier.id, `重新出具核对报告${issued.value.number}`);
    if (!revoked.ok) return revoked;
  }
  await updateVerification(tx, verification.id, { reportPaper: issued.value.id });
  return ok({ documentId: issued.value.id });
}

/** What the departments wrote, as the font can print it. */
const printable = (report: Report): Report => ({
  ...report,
  lines: report.lines.map((line) => ({
    ...line,
    items: line.items.map((item) => ({
      ...item,
      text: item.text && legible(item.text),
      recordNo: item.recordNo && legible(item.recordNo),
    })),
  })),
});
