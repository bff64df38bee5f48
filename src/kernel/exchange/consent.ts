/** 授权书: recorded with its signature, found by person, source, purpose and day, revocable at any time. */
import { sql } from '../../database/sql.ts';
import { recordAudit } from '../audit/server.ts';
import { ageOn } from '../calendar/index.ts';
import { newId, type Tx } from '../context/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode, PlainDate } from '../schema/index.ts';
import type { Consent, Source } from './index.ts';

const ADULT = 18; // 民法典第十七条

export interface NewConsent {
  personId: string;
  birthDate: PlainDate;
  /** Who signs for a minor, or for an adult without capacity. */
  guardianId?: string | null;
  purpose: string;
  sources: readonly Source[];
  validTo: PlainDate;
  /** The uploaded picture of the signature; null where the form of the case was agreed to. */
  signatureFile: string | null;
  caseId?: string | null;
  division: DivisionCode;
}

const COLUMNS = sql`id, person_id, guardian_id, case_id, division, purpose, sources, signed_at, valid_to, signature_file, revoked_at`;

/** Puts a signed consent on file, signed now. The actor may be the person, the one who collects the family's signatures, or an officer. */
export async function recordConsent(
  tx: Tx,
  given: NewConsent,
): Promise<Result<Consent, 'CONSENT_GUARDIAN_REQUIRED' | 'CONSENT_PERIOD'>> {
  if (!given.guardianId && ageOn(given.birthDate, tx.today) < ADULT) return fail('CONSENT_GUARDIAN_REQUIRED');
  if (given.validTo < tx.today) return fail('CONSENT_PERIOD');
  const consent = await tx.one<Consent>(sql`insert into consent
      (id, person_id, guardian_id, recorder_person_id, case_id, division, purpose, sources, signed_at, signed_on, valid_to, signature_file, recorded_by)
    values (${newId()}, ${given.personId}, ${given.guardianId ?? null}, ${tx.actor.ownPersonId}, ${given.caseId ?? null}, ${given.division},
      ${given.purpose}, ${[...given.sources]}, ${tx.now}, ${tx.today}, ${given.validTo}, ${given.signatureFile}, ${tx.actor.id})
    returning ${COLUMNS}`);
  await recordAudit(tx, {
    action: 'consent.recorded',
    subject: { kind: 'consent', id: consent.id },
    personId: consent.personId,
    ...(consent.caseId ? { caseId: consent.caseId } : {}),
    division: consent.division,
    purpose: consent.purpose,
    detail: { sources: consent.sources, validTo: consent.validTo, guardianId: consent.guardianId },
  });
  return ok(consent);
}

export const seesConsent = async (tx: Tx, consentId: string): Promise<boolean> =>
  (await tx.maybe(sql`select 1 as one from consent where id = ${consentId}`)) !== null;

/** Ends a consent. Its queries that have no answer yet are given up in the same transaction; an answer under way is not kept. */
export async function revokeConsent(
  tx: Tx,
  { consentId }: { consentId: string },
): Promise<Result<Consent, 'NOT_FOUND' | 'CONSENT_ENDED'>> {
  const known = await tx.maybe<Consent>(sql`select ${COLUMNS} from consent where id = ${consentId} for update`);
  if (!known) return fail('NOT_FOUND');
  if (known.revokedAt) return fail('CONSENT_ENDED');
  const consent = await tx.one<Consent>(sql`update consent set revoked_at = ${tx.now}, revoked_by = ${tx.actor.id}
    where id = ${consentId} returning ${COLUMNS}`);
  await tx.run(sql`update exchange_query set state = 'failed', next_at = null, error = 'consent-ended'
    where consent_id = ${consentId} and state = 'pending'`);
  await recordAudit(tx, {
    action: 'consent.revoked',
    subject: { kind: 'consent', id: consent.id },
    personId: consent.personId,
    ...(consent.caseId ? { caseId: consent.caseId } : {}),
    division: consent.division,
    purpose: consent.purpose,
  });
  return ok(consent);
}

/** The consent that allows asking a source about a person for a purpose on a day; null when there is none. A consent for one case serves that case only. */
export const validConsent = (
  tx: Tx,
  at: { personId: string; source: Source; purpose: string; on: PlainDate; caseId?: string | null },
): Promise<Consent | null> =>
  tx.maybe<Consent>(sql`select ${COLUMNS} from consent
    where person_id = ${at.personId} and purpose = ${at.purpose} and ${at.source} = any (sources)
      and revoked_at is null and signed_on <= ${at.on} and valid_to >= ${at.on}
      and (case_id is null or case_id = ${at.caseId ?? null}::uuid)
    order by valid_to desc, id limit 1`);

/**
 * The consents of several persons for one purpose and case on a day: person → source → consent. One question for a whole family.
 * Of two that name the same source the one that lasts longer counts.
 */
export async function consentedSources(
  tx: Tx,
  at: { personIds: readonly string[]; purpose: string; on: PlainDate; caseId: string },
): Promise<ReadonlyMap<string, ReadonlyMap<Source, string>>> {
  const rows = await tx.rows<{ id: string; personId: string; sources: Source[] }>(sql`select id, person_id, sources from consent
    where person_id = any(${[...at.personIds]}::uuid[]) and purpose = ${at.purpose}
      and revoked_at is null and signed_on <= ${at.on} and valid_to >= ${at.on} and (case_id is null or case_id = ${at.caseId}::uuid)
    order by valid_to desc, id limit 1000`);
  const all = new Map<string, Map<Source, string>>();
  for (const { id, personId, sources } of rows) {
    const own = all.get(personId) ?? new Map<Source, string>();
    for (const source of sources) if (!own.has(source)) own.set(source, id);
    all.set(personId, own);
  }
  return all;
}

/** What a person has agreed to, newest first: for the person's own file. Who may see the file may see that there is a consent. */
export const consentsOfPerson = (
  tx: Tx,
  personId: string,
): Promise<{ id: string; purpose: string; signedAt: string; validTo: PlainDate; revokedAt: string | null }[]> =>
  tx.rows(
    sql`select id, purpose, signed_at, valid_to, revoked_at from consent where person_id = ${personId} order by signed_at desc, id limit 50`,
  );
