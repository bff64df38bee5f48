/** 整户申请 (83号): a family is taken in whole. Who is of the household in the registry and not in the application. */

import { recordAudit } from '../../../kernel/audit/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { findByIdNumber, type HouseholdMemberView, householdOf, type PersonId } from '../../../kernel/resident/server.ts';
import { fail, type Refusal } from '../../../kernel/result/index.ts';
import type { Case } from '../../../kernel/service/server.ts';
import { type AssistanceApplication, memberRefs } from './application.ts';
import { formOf } from './facts-of-case.ts';

/** The living of the household whom the form leaves out; none where one member applies alone (单人保). */
async function membersLeftOut(tx: Tx, applicantId: PersonId, form: AssistanceApplication): Promise<HouseholdMemberView[]> {
  if (form.applyAs !== 'family') return [];
  const household = await householdOf(tx, applicantId);
  if (!household) return [];
  const named = new Set<string>([applicantId]);
  for (const { idNumber } of memberRefs(form).slice(1)) {
    const person = await findByIdNumber(tx, idNumber);
    if (person) named.add(person.id);
  }
  return household.members.filter((m) => !named.has(m.personId) && m.person?.lifeState !== 'dead');
}

const namesOf = (members: readonly HouseholdMemberView[]): string[] => members.map((m) => m.person?.name ?? '一位外地登记的家人');

/** Names of those whom the form of a case leaves out. */
export const leftOut = async (tx: Tx, kase: Case): Promise<string[]> =>
  namesOf(await membersLeftOut(tx, kase.applicantPersonId, formOf(kase)));

/** The same before the application is sent, for whoever fills it in for the family. Naming them is a look on record. */
export async function adviseWhole(tx: Tx, form: AssistanceApplication): Promise<Refusal<'MEMBERS_NOT_NAMED'> | null> {
  const applicant = await findByIdNumber(tx, form.applicant.idNumber);
  const missing = applicant ? await membersLeftOut(tx, applicant.id, form) : [];
  if (missing.length === 0) return null;
  await recordAudit(tx, {
    action: 'household.compared',
    subject: { kind: 'person', id: applicant!.id },
    personIds: missing.filter((m) => m.person).map((m) => m.personId),
    purpose: '代办申请前核对同户家人',
  });
  const names = namesOf(missing).join('、');
  return fail('MEMBERS_NOT_NAMED', { names }, [{ path: 'members', message: `同户的${names}还没有填` }]);
}
