/** 代办: what the register knows of an applicant and of his household, in clear, so that nobody types it off a page. Each person is one look on record. */
import type { Tx } from '../context/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { householdOf } from './households.ts';
import { type ApplicantFilled, type FamilyFilled, type PersonId, relationSeenFrom } from './index.ts';
import { disclose, findPersonRow } from './persons.ts';

interface Ask {
  readonly personId: PersonId;
  readonly purpose: string;
}
type Refused = 'NOT_FOUND' | 'PURPOSE_REQUIRED' | 'BULK_VIEW';

export async function fillApplicant(tx: Tx, ask: Ask): Promise<Result<ApplicantFilled, Refused>> {
  const shown = await disclose(tx, { ...ask, fields: ['idNumber', 'phone', 'address'] });
  if (!shown.ok) return shown;
  const { person, values } = shown.value;
  return ok({ name: person.name, division: person.division, ...values });
}

/** The living of the registered household, without the applicant. */
export async function fillFamily(tx: Tx, { personId, purpose }: Ask): Promise<Result<FamilyFilled, Refused>> {
  if (!(await findPersonRow(tx, personId))) return fail('NOT_FOUND');
  const household = await householdOf(tx, personId);
  const own = household?.members.find((m) => m.personId === personId)?.relation ?? 'head';
  const others = household?.members.filter((m) => m.personId !== personId && m.person?.lifeState !== 'dead') ?? [];
  const members: FamilyFilled['members'][number][] = [];
  for (const other of others.filter((m) => m.person)) {
    const shown = await disclose(tx, { personId: other.personId, purpose, fields: ['idNumber'] });
    if (!shown.ok) return shown;
    const { person, values } = shown.value;
    members.push({
      name: person.name,
      idNumber: person.idKind === 'resident-id' ? values.idNumber : null,
      relation: relationSeenFrom(own, other.relation),
    });
  }
  return ok({ members, unseen: others.length - members.length });
}
