/** Opening files: one person at a window, or a list of them. A number is registered once, whoever tries it at the same time. */
import { sql } from '../../database/sql.ts';
import { recordAudit } from '../audit/server.ts';
import { newId, type Tx } from '../context/server.ts';
import { fail, ok, type Refusal, type Result } from '../result/index.ts';
import type { DivisionCode } from '../schema/index.ts';
import {
  type IdKind,
  idKinds,
  idNumberProblem,
  type NewPerson,
  normaliseIdNumber,
  type Particulars,
  type PersonId,
  particularsOf,
} from './index.ts';
import { nameKeysOf } from './names.ts';
import {
  divisionName,
  findByIdNumber,
  idDigestKind,
  identifyPerson,
  idNumberDigests,
  mayReadPersons,
  PHONE_DIGEST,
  personPlace,
} from './persons.ts';

/** Whether a place lies where the actor works. */
export const inRange = (tx: Tx, code: DivisionCode): boolean =>
  tx.actor.lo !== null && tx.actor.hi !== null && code >= tx.actor.lo && code < tx.actor.hi;

type PersonExists = 'PERSON_EXISTS' | 'PERSON_EXISTS_ELSEWHERE';

async function existing(tx: Tx, kind: IdKind, idNumber: string): Promise<Refusal<PersonExists> | null> {
  // Known first, then seen: a colleague who commits between the two questions must not look like somebody elsewhere.
  const { known } = await tx.one<{ known: boolean }>(
    sql`select person_known(${idNumberDigests(tx, kind, idNumber)}::bytea[]) as known`,
  );
  if (!known) return null;
  const seen = await findByIdNumber(tx, idNumber, kind);
  return seen
    ? fail('PERSON_EXISTS', { name: seen.name, place: seen.divisionName, personId: seen.id })
    : fail('PERSON_EXISTS_ELSEWHERE');
}

type Unfit = 'ID_NUMBER_INVALID' | 'PARTICULARS_MISSING' | 'BIRTH_IN_FUTURE' | 'OUT_OF_AREA' | 'NOT_PERMITTED';

/** A person who may be registered: the number in its one spelling, sex and birth date as the document states them. */
interface Fit extends Particulars {
  readonly id: PersonId;
  readonly given: NewPerson;
  readonly idKind: IdKind;
  readonly idNumber: string;
  readonly registeredDivision: DivisionCode;
}

/** What can be said of a person without asking who is registered. */
export function fitPerson(tx: Tx, given: NewPerson): Result<Fit, Unfit> {
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
  return ok({ id: newId(), given, idKind, idNumber, registeredDivision, ...particulars });
}

/** Writes them with their births. Returns how many were new: a number that somebody else has registered meanwhile is left out. */
async function insertPersons(tx: Tx, persons: readonly Fit[]): Promise<number> {
  const names = persons.map((p) => nameKeysOf(p.given.name));
  const sealed = (field: 'phone' | 'address') =>
    persons.map(({ id, given }) => (given[field] ? tx.keys.seal(given[field], personPlace(field, id)) : null));
  const inserted = await tx.run(sql`
    insert into person (id, division, registered_division, name, name_pinyin, name_initials, sex, birth_date, ethnicity, id_kind, id_number,
      id_digest, phone, phone_digest, address, digest_key, created_at, created_by)
    select p.*, ${tx.keys.current}, ${tx.now}, ${tx.actor.id}
    from unnest(${persons.map((p) => p.id)}::uuid[], ${persons.map((p) => p.given.division)}::text[], ${persons.map((p) => p.registeredDivision)}::text[],
      ${persons.map((p) => p.given.name.trim())}::text[], ${names.map((n) => n.namePinyin)}::text[], ${names.map((n) => n.nameInitials)}::text[],
      ${persons.map((p) => p.sex)}::text[], ${persons.map((p) => p.birthDate)}::date[], ${persons.map((p) => p.given.ethnicity ?? '汉族')}::text[],
      ${persons.map((p) => p.idKind)}::text[], ${persons.map((p) => tx.keys.seal(p.idNumber, personPlace('idNumber', p.id)))}::bytea[],
      ${persons.map((p) => tx.keys.digest(idDigestKind(p.idKind), p.idNumber))}::bytea[], ${sealed('phone')}::bytea[],
      ${persons.map((p) => (p.given.phone ? tx.keys.digest(PHONE_DIGEST, p.given.phone) : null))}::bytea[], ${sealed('address')}::bytea[]) as p
    on conflict (id_digest) do nothing`);
  if (inserted < persons.length) return inserted;
  await tx.run(sql`insert into life_event (id, person_id, kind, happened_on, recorded_at, recorded_by, source)
    select e.id, e.person_id, 'birth', e.happened_on, ${tx.now}, ${tx.actor.id}, e.source
    from unnest(${persons.map(() => newId())}::uuid[], ${persons.map((p) => p.id)}::uuid[], ${persons.map((p) => p.birthDate)}::date[],
      ${persons.map((p) => idKinds[p.idKind])}::text[]) as e (id, person_id, happened_on, source)`);
  return inserted;
}

/**
 * Opens the one file of a person. A number that is known already is refused with a pointer to the record: `params.personId` is the
 * file's id when the actor may see it; of a person elsewhere only that there is one.
 */
export async function registerPerson(tx: Tx, given: NewPerson): Promise<Result<PersonId, Unfit | PersonExists>> {
  const fit = fitPerson(tx, given);
  if (!fit.ok) return fit;
  const { id, idKind, idNumber } = fit.value;
  const duplicate = await existing(tx, idKind, idNumber);
  if (duplicate) return duplicate;
  // Two clerks at once: the other one was first, and has committed by now.
  if ((await insertPersons(tx, [fit.value])) === 0)
    return (await existing(tx, idKind, idNumber)) ?? fail('PERSON_EXISTS_ELSEWHERE');
  await recordAudit(tx, { action: 'person.registered', subject: { kind: 'person', id }, personId: id, division: given.division });
  return ok(id);
}

/**
 * Opens the files of a list, at most 1,000, all or none: ids in the order given. Nobody of it is registered yet, as its caller has asked; whoever was
 * registered meanwhile is refused. One row of the log names them all.
 */
export async function registerPersons(tx: Tx, list: readonly NewPerson[]): Promise<Result<PersonId[], Unfit | PersonExists>> {
  const fits: Fit[] = [];
  for (const given of list) {
    const fit = fitPerson(tx, given);
    if (!fit.ok) return fit;
    fits.push(fit.value);
  }
  if (fits.length === 0) return ok([]);
  if ((await insertPersons(tx, fits)) < fits.length) {
    for (const { idKind, idNumber } of fits) {
      const duplicate = await existing(tx, idKind, idNumber);
      if (duplicate) return duplicate;
    }
    return fail('PERSON_EXISTS_ELSEWHERE');
  }
  const personIds = fits.map((f) => f.id);
  await recordAudit(tx, { action: 'person.registered', personIds, detail: { persons: fits.length } });
  return ok(personIds);
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
