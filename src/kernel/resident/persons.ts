/** Persons: registered once, found by number, shown masked, revealed for a purpose. Deaths: life.ts. */
import { sql } from '../../database/sql.ts';
import { recordAudit } from '../audit/server.ts';
import { newId, type Tx } from '../context/server.ts';
import { maskIdNumber, maskPhone } from '../protect/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode, PlainDate } from '../schema/index.ts';
import {
  type IdKind,
  idKinds,
  idNumberProblem,
  type LifeState,
  type NewPerson,
  normaliseIdNumber,
  type PersonId,
  type PersonSummary,
  type PersonView,
  particularsOf,
  type Revealable,
  revealable,
  type Sex,
} from './index.ts';
import { refuseBulkView } from './looks.ts';
import { nameKeysOf } from './names.ts';

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

const divisionName = (tx: Tx, code: DivisionCode): string => (tx.divisions.get(code) ? tx.divisions.fullName(code) : code);

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

const digestsOf = (tx: Tx, kind: IdKind, idNumber: string): Buffer[] =>
  tx.keys.digests(idDigestKind(kind), normaliseIdNumber(idNumber));

/** The person with this number, if the actor may see one. */
export async function findByIdNumber(tx: Tx, idNumber: string, idKind: IdKind = 'resident-id'): Promise<PersonView | null> {
  if (!mayReadPersons(tx)) return null;
  const row = await tx.maybe<PersonRow>(
    sql`select ${personColumns} from person where id_digest = any (${digestsOf(tx, idKind, idNumber)}::bytea[])`,
  );
  const remaining = row?.mergedInto ? await findPersonRow(tx, row.mergedInto) : row;
  return remaining && personView(tx, remaining);
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
  const digests = digestsOf(tx, given.idKind ?? 'resident-id', given.idNumber);
  const { id } = await tx.one<{ id: PersonId | null }>(sql`select person_identified(${digests}::bytea[], ${given.name}) as id`);
  if (id) await recordAudit(tx, { action: 'person.identified', subject: { kind: 'person', id }, personId: id });
  return id;
}

const inRange = (tx: Tx, code: DivisionCode): boolean =>
  tx.actor.lo !== null && tx.actor.hi !== null && code >= tx.actor.lo && code < tx.actor.hi;

async function existing(
  tx: Tx,
  kind: IdKind,
  idNumber: string,
): Promise<ReturnType<typeof fail<'PERSON_EXISTS' | 'PERSON_EXISTS_ELSEWHERE'>> | null> {
  // Known first, then seen: a colleague who commits between the two questions must not look like somebody elsewhere.
  const { known } = await tx.one<{ known: boolean }>(
    sql`select person_known(${digestsOf(tx, kind, idNumber)}::bytea[]) as known`,
  );
  if (!known) return null;
  const seen = await findByIdNumber(tx, idNumber, kind);
  return seen
    ? fail('PERSON_EXISTS', { name: seen.name, place: seen.divisionName, personId: seen.id })
    : fail('PERSON_EXISTS_ELSEWHERE');
}

type RegisterError =
  | 'ID_NUMBER_INVALID'
  | 'PARTICULARS_MISSING'
  | 'BIRTH_IN_FUTURE'
  | 'OUT_OF_AREA'
  | 'PERSON_EXISTS'
  | 'PERSON_EXISTS_ELSEWHERE'
  | 'NOT_PERMITTED';

/**
 * Opens the one file of a person. A number that is known already is refused with a pointer to the record: `params.personId` is the
 * file's id when the actor may see it; of a person elsewhere only that there is one.
 */
export async function registerPerson(tx: Tx, given: NewPerson): Promise<Result<PersonId, RegisterError>> {
  if (!mayReadPersons(tx)) return fail('NOT_PERMITTED');
  const idKind = given.idKind ?? 'resident-id';
  const idNumber = normaliseIdNumber(given.idNumber);
  const problem = idNumberProblem(idKind, idNumber);
  if (problem) return fail('ID_NUMBER_INVALID', { problem }, [{ path: 'idNumber', message: problem }]);
  const particulars = particularsOf({ ...given, idKind, idNumber });
  if (!particulars) return fail('PARTICULARS_MISSING', { document: idKinds[idKind] });
  if (particulars.birthDate > tx.today) return fail('BIRTH_IN_FUTURE', { birthDate: particulars.birthDate });
  const registeredDivision = given.registeredDivision ?? given.division;
  if (!inRange(tx, given.division) && !inRange(tx, registeredDivision))
    return fail('OUT_OF_AREA', { place: divisionName(tx, given.division) });
  const duplicate = await existing(tx, idKind, idNumber);
  if (duplicate) return duplicate;
  const id: PersonId = newId();
  const { namePinyin, nameInitials } = nameKeysOf(given.name);
  const inserted = await tx.run(sql`
    insert into person (id, division, registered_division, name, name_pinyin, name_initials, sex, birth_date, ethnicity, id_kind, id_number,
      id_digest, phone, phone_digest, address, digest_key, created_at, created_by)
    values (${id}, ${given.division}, ${registeredDivision}, ${given.name.trim()}, ${namePinyin}, ${nameInitials}, ${particulars.sex},
      ${particulars.birthDate}, ${given.ethnicity ?? '汉族'}, ${idKind}, ${tx.keys.seal(idNumber, personPlace('idNumber', id))},
      ${tx.keys.digest(idDigestKind(idKind), idNumber)}, ${given.phone ? tx.keys.seal(given.phone, personPlace('phone', id)) : null},
      ${given.phone ? tx.keys.digest(PHONE_DIGEST, given.phone) : null},
      ${given.address ? tx.keys.seal(given.address, personPlace('address', id)) : null}, ${tx.keys.current}, ${tx.now}, ${tx.actor.id})
    on conflict (id_digest) do nothing`);
  // Two clerks at once: the other one was first, and has committed by now.
  if (inserted === 0) return (await existing(tx, idKind, idNumber)) ?? fail('PERSON_EXISTS_ELSEWHERE');
  await tx.run(sql`insert into life_event (id, person_id, kind, happened_on, recorded_at, recorded_by, source)
    values (${newId()}, ${id}, 'birth', ${particulars.birthDate}, ${tx.now}, ${tx.actor.id}, ${idKinds[idKind]})`);
  await recordAudit(tx, { action: 'person.registered', subject: { kind: 'person', id }, personId: id, division: given.division });
  return ok(id);
}

type Stated = Pick<NewPerson, 'name' | 'idNumber' | 'phone' | 'address' | 'division'>;

/** The person with this number and name: known here, known elsewhere, or newly registered in the given village. For officers. */
export async function findOrRegister(tx: Tx, given: Stated): Promise<Result<PersonId>> {
  const known = await identify(tx, given);
  return known ?? registerPerson(tx, given);
}

/** Who applies, as the form states. An officer may register on the way; a resident names a person who is registered already. */
export async function identifyApplicant(tx: Tx, given: Stated): Promise<Result<PersonId>> {
  if (tx.actor.kind === 'staff') return findOrRegister(tx, given);
  return (await identify(tx, given)) ?? fail('PERSON_NOT_REGISTERED', { name: given.name });
}

/** Null when nobody has this number and name. */
async function identify(tx: Tx, { name, idNumber }: Stated): Promise<Result<PersonId, 'NAME_DIFFERS'> | null> {
  const known = await findByIdNumber(tx, idNumber);
  if (known) return known.name === name.trim() ? ok(known.id) : fail('NAME_DIFFERS', { name, known: known.name });
  const elsewhere = await identifyPerson(tx, { idNumber, name });
  return elsewhere ? ok(elsewhere) : null;
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
