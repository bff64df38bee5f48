/** Persons: found by number, shown masked, revealed for a purpose. How they come in: registration.ts. Deaths: life.ts. */
import { sql } from '../../database/sql.ts';
import { recordAudit } from '../audit/server.ts';
import type { Tx } from '../context/server.ts';
import { maskIdNumber, maskPhone } from '../protect/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode, PlainDate } from '../schema/index.ts';
import {
  type IdKind,
  type LifeState,
  normaliseIdNumber,
  type PersonId,
  type PersonSummary,
  type PersonView,
  type Revealable,
  revealable,
  type Sex,
} from './index.ts';
import { refuseBulkView } from './looks.ts';

/** One row of `person`, sealed columns still sealed. */
export interface PersonRow {
  id: PersonId;
  division: DivisionCode;
  registeredDivision: DivisionCode;
  name: string;
  sex: Sex;
  birthDate: PlainDate;
  ethnicity: string;
  idKind: IdKind;
  idNumber: Buffer;
  phone: Buffer | null;
  address: Buffer | null;
  lifeState: LifeState;
  diedOn: PlainDate | null;
  /** The file that this one has become part of. */
  mergedInto: PersonId | null;
  version: number;
}

export const personColumns = sql`id, division, registered_division, name, sex, birth_date, ethnicity, id_kind, id_number, phone, address, life_state, died_on, merged_into, version`;

/** Where each protected value belongs: a ciphertext opens nowhere else. */
export const personPlace = (field: Revealable, id: PersonId): string =>
  `person.${{ idNumber: 'id_number', phone: 'phone', address: 'address' }[field]}:${id}`;
export const idDigestKind = (kind: IdKind): string => `person.id:${kind}`;
export const PHONE_DIGEST = 'person.phone';

/** Administrators of accounts, security and logs have no business with people's files (三员分立). */
export const mayReadPersons = (tx: Tx): boolean =>
  !['public', 'sys-admin', 'security-admin', 'audit-admin'].includes(tx.actor.role);

export const divisionName = (tx: Tx, code: DivisionCode): string => (tx.divisions.get(code) ? tx.divisions.fullName(code) : code);

/** Lists leave the telephone sealed: opening it for every line would be the dearest part of a search. */
export function personSummary(tx: Tx, row: PersonRow): PersonSummary {
  return {
    id: row.id,
    name: row.name,
    sex: row.sex,
    birthDate: row.birthDate,
    idKind: row.idKind,
    idNumber: maskIdNumber(tx.keys.open(row.idNumber, personPlace('idNumber', row.id))),
    division: row.division,
    divisionName: divisionName(tx, row.division),
    registeredDivision: row.registeredDivision,
    lifeState: row.lifeState,
    diedOn: row.diedOn,
    version: row.version,
  };
}

export const personView = (tx: Tx, row: PersonRow): PersonView => ({
  ...personSummary(tx, row),
  ethnicity: row.ethnicity,
  phone: row.phone && maskPhone(tx.keys.open(row.phone, personPlace('phone', row.id))),
  hasAddress: row.address !== null,
  registeredDivisionName: divisionName(tx, row.registeredDivision),
});

/** The row of a person; of a file that was merged, the remaining one. */
export async function findPersonRow(tx: Tx, id: PersonId): Promise<PersonRow | null> {
  if (!mayReadPersons(tx)) return null;
  const row = await tx.maybe<PersonRow>(sql`select ${personColumns} from person where id = ${id}`);
  return row?.mergedInto ? findPersonRow(tx, row.mergedInto) : row;
}

/** The same, locked for the rest of the transaction. */
export async function lockPersonRow(tx: Tx, id: PersonId): Promise<PersonRow | null> {
  if (!mayReadPersons(tx)) return null;
  const row = await tx.maybe<PersonRow>(sql`select ${personColumns} from person where id = ${id} for update`);
  return row?.mergedInto ? lockPersonRow(tx, row.mergedInto) : row;
}

/** Masked; not found when the actor may not see the person. Opening a whole file is `personFile`, which is audited. */
export async function getPerson(tx: Tx, id: PersonId): Promise<Result<PersonView, 'NOT_FOUND'>> {
  const row = await findPersonRow(tx, id);
  return row ? ok(personView(tx, row)) : fail('NOT_FOUND');
}

/** Several persons at once, masked, in no order; those out of sight are left out. At most 1,000. */
export async function findPersons(tx: Tx, ids: readonly PersonId[]): Promise<PersonSummary[]> {
  if (!mayReadPersons(tx) || ids.length === 0) return [];
  const rows = await tx.rows<PersonRow>(sql`select ${personColumns} from person where id = any (${ids.slice(0, 1000)}::uuid[])`);
  return rows.map((row) => personSummary(tx, row));
}

/** By every key in use: by which of them a file was written is not known beforehand. */
export const idNumberDigests = (tx: Tx, kind: IdKind, idNumber: string): Buffer[] =>
  tx.keys.digests(idDigestKind(kind), normaliseIdNumber(idNumber));

/** The person with this number, if the actor may see one. */
export async function findByIdNumber(tx: Tx, idNumber: string, idKind: IdKind = 'resident-id'): Promise<PersonView | null> {
  if (!mayReadPersons(tx)) return null;
  const row = await tx.maybe<PersonRow>(
    sql`select ${personColumns} from person where id_digest = any (${idNumberDigests(tx, idKind, idNumber)}::bytea[])`,
  );
  const remaining = row?.mergedInto ? await findPersonRow(tx, row.mergedInto) : row;
  return remaining && personView(tx, remaining);
}

/** The same, but not by a number that was given up as wrong or cancelled: that one may be somebody else's. For whoever says who he is himself. */
export async function findByCurrentNumber(tx: Tx, idNumber: string): Promise<PersonView | null> {
  const given =
    await tx.maybe(sql`select 1 as up from person p join person_merge m on m.merged_id = p.id and m.state = 'confirmed' and m.number_fault is not null
    where p.id_digest = any (${idNumberDigests(tx, 'resident-id', idNumber)}::bytea[])`);
  return given ? null : findByIdNumber(tx, idNumber);
}

/** Those of these identity numbers whose persons the actor may see, by number in its one spelling; at most 1,000. */
export async function findByIdNumbers(tx: Tx, idNumbers: readonly string[]): Promise<Map<string, PersonView>> {
  if (!mayReadPersons(tx) || idNumbers.length === 0) return new Map();
  const asked = new Map(
    idNumbers.flatMap((n) =>
      idNumberDigests(tx, 'resident-id', n).map((digest) => [digest.toString('hex'), normaliseIdNumber(n)]),
    ),
  );
  const digests = [...asked.keys()].map((hex) => Buffer.from(hex, 'hex'));
  const rows = await tx.rows<PersonRow & { idDigest: Buffer }>(
    sql`select ${personColumns}, id_digest from person where id_digest = any (${digests}::bytea[])`,
  );
  return new Map(rows.map((row) => [asked.get(row.idDigest.toString('hex'))!, personView(tx, row)]));
}

/**
 * The id of the person whose number AND name somebody at the window states, wherever he or she lives: enough to open a case for, not
 * to see the file. Audited when it answers.
 */
export async function identifyPerson(
  tx: Tx,
  given: { idNumber: string; name: string; idKind?: IdKind },
): Promise<PersonId | null> {
  if (!mayReadPersons(tx)) return null;
  const digests = idNumberDigests(tx, given.idKind ?? 'resident-id', given.idNumber);
  const { id } = await tx.one<{ id: PersonId | null }>(sql`select person_identified(${digests}::bytea[], ${given.name}) as id`);
  if (id) await recordAudit(tx, { action: 'person.identified', subject: { kind: 'person', id }, personId: id });
  return id;
}

export interface Look {
  readonly personId: PersonId;
  readonly purpose: string;
  readonly caseId?: string | null;
}

/** May the actor look, and at whom: a purpose is stated, the person is in sight, and it is not one of too many. */
export async function lookAt(
  tx: Tx,
  { personId, purpose }: Look,
): Promise<Result<PersonRow, 'NOT_FOUND' | 'PURPOSE_REQUIRED' | 'BULK_VIEW'>> {
  if (purpose.trim().length < 2 && tx.actor.personId !== personId) return fail('PURPOSE_REQUIRED');
  const row = await findPersonRow(tx, personId);
  if (!row) return fail('NOT_FOUND');
  const bulk = await refuseBulkView(tx, personId);
  return bulk.ok ? ok(row) : bulk;
}

export const recordLook = (tx: Tx, { personId, purpose, caseId }: Look, detail: Record<string, unknown>): Promise<void> =>
  recordAudit(tx, {
    action: 'person.revealed',
    subject: { kind: 'person', id: personId },
    personId,
    purpose: purpose.trim() || null,
    ...(caseId ? { caseId } : {}),
    detail,
  });

/** Shows one protected value in clear, for a purpose, and puts it on record for the person to see. Needs a write transaction. */
export async function reveal(
  tx: Tx,
  ask: Look & { field: Revealable },
): Promise<Result<string, 'NOT_FOUND' | 'PURPOSE_REQUIRED' | 'BULK_VIEW' | 'NOTHING_TO_REVEAL'>> {
  const { field } = ask;
  const row = await lookAt(tx, ask);
  if (!row.ok) return row;
  const sealed = row.value[field];
  if (!sealed) return fail('NOTHING_TO_REVEAL', { field: revealable[field] });
  await recordLook(tx, ask, { field });
  return ok(tx.keys.open(sealed, personPlace(field, row.value.id)));
}

/** Several at once, by the same rule and as one look on record: what is not registered is null. */
export async function disclose<F extends Revealable>(
  tx: Tx,
  ask: Look & { fields: readonly F[] },
): Promise<Result<{ person: PersonRow; values: Record<F, string | null> }, 'NOT_FOUND' | 'PURPOSE_REQUIRED' | 'BULK_VIEW'>> {
  const { fields } = ask;
  const row = await lookAt(tx, ask);
  if (!row.ok) return row;
  const opened = (field: F) => {
    const sealed = row.value[field];
    return sealed && tx.keys.open(sealed, personPlace(field, row.value.id));
  };
  const values = Object.fromEntries(fields.map((field) => [field, opened(field)])) as Record<F, string | null>;
  await recordLook(tx, ask, { fields: fields.filter((field) => values[field] !== null) });
  return ok({ person: row.value, values });
}
