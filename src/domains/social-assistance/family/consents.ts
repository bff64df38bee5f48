/** 核对授权: the signatures of the form on file, each with its paper, which whoever signed finds among his own. */
import { addMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type IssuedDocument, issueDocument } from '../../../kernel/document/server.ts';
import { recordConsent } from '../../../kernel/exchange/server.ts';
import { maskIdNumber } from '../../../kernel/protect/index.ts';
import type { PersonId } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import type { Case } from '../../../kernel/service/server.ts';
import { type ConsentSigner, dibaoDocuments, verificationConsent } from '../dibao/documents.ts';
import { consentedWith, sourceOwner, VERIFICATION_PURPOSE } from '../verification/server.ts';
import type { VerificationSource } from '../verification/sources.ts';
import type { AssistanceApplication } from './application.ts';
import { isMinor } from './minor.ts';
import type { FamilyMember } from './people.ts';
import { countyOf, townshipOf } from './places.ts';
import { relations } from './terms.ts';

const CONSENT_MONTHS = 6;

/** Who signed, and for whom: himself, and the children whose guardian he is. */
interface Signed {
  readonly personId: PersonId;
  readonly for: readonly FamilyMember[];
}

/**
 * Puts the signatures of the form on file: adults for themselves, a guardian for minors. `outsider`: who is the guardian of a family without adults;
 * he signs in the line of each child.
 */
export async function recordConsents(
  tx: Tx,
  kase: Case,
  form: AssistanceApplication,
  members: readonly FamilyMember[],
  outsider?: PersonId,
): Promise<Result<null>> {
  const isChild = (m: FamilyMember): boolean => isMinor(m.idNumber, tx.today);
  const adult = members.find((m) => m.ref === 'self' && !isChild(m)) ?? members.find((m) => !isChild(m));
  const ofChild = members.some((m) => m.ref === 'self' && isChild(m));
  // 申请人本人未成年的，由代办的监护人在“本人”一栏签；没有代办人的，由家里的成年人签。
  const within = ofChild && kase.agentPersonId ? { personId: kase.agentPersonId, ref: 'self' } : adult;
  const guardian = outsider ? { personId: outsider, ref: '' } : within;
  const signed: Signed[] = [];
  for (const member of members) {
    const minor = isChild(member);
    if (minor && !guardian) return fail('CONSENT_GUARDIAN_REQUIRED');
    const signer = minor && !outsider ? guardian : member;
    const signature = form.consents.find((c) => c.member === signer?.ref)?.signature;
    if (!signature) return fail('CONSENT_MISSING', { names: member.name });
    const recorded = await recordConsent(tx, {
      personId: member.personId,
      birthDate: member.birthDate,
      ...(minor && guardian ? { guardianId: guardian.personId } : {}),
      purpose: VERIFICATION_PURPOSE,
      sources: consentedWith(tx.today),
      validTo: addMonths(tx.today, CONSENT_MONTHS),
      signatureFile: signature,
      caseId: kase.id,
      division: kase.division,
    });
    if (!recorded.ok) return recorded;
    const personId = (minor ? guardian : member)!.personId as PersonId;
    const before = signed.findIndex((s) => s.personId === personId);
    if (before === -1) signed.push({ personId, for: [member] });
    else signed[before] = { personId, for: [...signed[before]!.for, member] };
  }
  for (const one of signed) {
    const paper = await issueConsent(tx, kase, one);
    if (!paper.ok) return paper;
  }
  return ok(null);
}

const issueConsent = (tx: Tx, kase: Case, { personId, for: persons }: Signed) =>
  issueConsentPaper(tx, kase, {
    personId,
    purpose: '社会救助',
    sources: consentedWith(tx.today),
    until: addMonths(tx.today, CONSENT_MONTHS),
    signers: persons.map((m) => ({
      name: m.name,
      relation: relations[m.relation],
      maskedIdNumber: maskIdNumber(m.idNumber),
      manner: m.personId === personId ? '本人签名' : '监护人签名',
      signedOn: tx.today,
    })),
  });

/** One paper for whoever signed, in his own name: the signature itself lies with the case as it was drawn. */
export function issueConsentPaper(
  tx: Tx,
  of: { id: string; division: DivisionCode },
  given: {
    personId: string;
    purpose: string;
    sources: readonly VerificationSource[];
    until: PlainDate;
    signers: readonly ConsentSigner[];
  },
): Promise<Result<IssuedDocument>> {
  const township = townshipOf(of);
  return issueDocument(tx, {
    kind: dibaoDocuments.verificationConsent,
    issuer: { division: township, name: tx.office(township).name },
    letter: verificationConsent({
      agency: tx.office(countyOf(of)).name,
      sources: [...new Set(given.sources.map(sourceOwner))],
      purpose: given.purpose,
      from: tx.today,
      until: given.until,
      signers: given.signers,
    }),
    signer: tx.actor.name,
    caseId: of.id,
    personId: given.personId,
    division: of.division,
  });
}
