/**
 * 本人申请时户籍登记的家人: offered to the resident who is signed in, with masked numbers, and completed when the application is sent. Nobody
 * reads another adult's number, and nobody types what the register has.
 */
import { sql } from '../../database/sql.ts';
import { recordAudit } from '../audit/server.ts';
import { ageOn } from '../calendar/index.ts';
import type { Tx } from '../context/server.ts';
import { isMaskedIdNumber, maskIdNumber } from '../protect/index.ts';
import type { PlainDate } from '../schema/index.ts';
import { type FamilyFilled, type HouseholdRelation, type IdKind, type PersonId, relationSeenFrom } from './index.ts';
import { personPlace } from './persons.ts';

interface Relative {
  personId: PersonId;
  relation: HouseholdRelation;
  ownRelation: HouseholdRelation;
  name: string;
  birthDate: PlainDate;
  /** Null where the person has no resident identity card. */
  idNumber: string | null;
}

/** The living of the own household, without the resident; empty for anybody but a resident. */
async function ownFamily(tx: Tx): Promise<Relative[]> {
  if (tx.actor.kind !== 'resident') return [];
  const rows = await tx.rows<Omit<Relative, 'idNumber'> & { idKind: IdKind; idNumber: Buffer }>(
    sql`select person_id, relation, own_relation, name, birth_date, id_kind, id_number from own_household(${tx.today})`,
  );
  return rows.map(({ idKind, idNumber, ...row }) => ({
    ...row,
    idNumber: idKind === 'resident-id' ? tx.keys.open(idNumber, personPlace('idNumber', row.personId)) : null,
  }));
}

/** Who is of the own household, numbers masked. Each of them finds it among those who looked. Needs a write transaction. */
export async function offerFamily(tx: Tx, { purpose }: { purpose: string }): Promise<FamilyFilled> {
  const family = await ownFamily(tx);
  if (family.length > 0)
    await recordAudit(tx, {
      action: 'household.offered',
      subject: { kind: 'person', id: tx.actor.personId! },
      personIds: family.map((f) => f.personId),
      purpose: purpose.trim() || null,
    });
  return {
    members: family.map((f) => ({
      name: f.name,
      idNumber: f.idNumber && maskIdNumber(f.idNumber),
      relation: relationSeenFrom(f.ownRelation, f.relation),
      ...(ageOn(f.birthDate, tx.today) < 18 ? { minor: true as const } : {}),
    })),
    unseen: 0,
  };
}

type Row = Readonly<Record<string, unknown>>;
const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null;
const isOffered = (row: unknown): row is Row => isRow(row) && typeof row.idNumber === 'string' && isMaskedIdNumber(row.idNumber);

/**
 * The form with the numbers that were offered masked put in full, each for the one relative who has both name and mask. What fits nobody stays masked,
 * and the shape of the form refuses it at its field.
 */
export async function withOfferedNumbers(tx: Tx, form: unknown): Promise<unknown> {
  const members = isRow(form) ? form.members : undefined;
  if (!Array.isArray(members) || !members.some(isOffered)) return form;
  const family = await ownFamily(tx);
  const completed = members.map((row: unknown) => {
    if (!isOffered(row)) return row;
    const fitting = family.filter((f) => f.idNumber && f.name === row.name && maskIdNumber(f.idNumber) === row.idNumber);
    return fitting.length === 1 ? { ...row, idNumber: fitting[0]!.idNumber } : row;
  });
  return { ...(form as Row), members: completed };
}
