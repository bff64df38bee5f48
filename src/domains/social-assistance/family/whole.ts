/** 整户申请 (83号): a family is taken in whole. Who is of the household in the registry and not in the application. */
import type { Tx } from '../../../kernel/context/server.ts';
import { findByIdNumber, householdOf } from '../../../kernel/resident/server.ts';
import type { Case } from '../../../kernel/service/server.ts';
import { memberRefs } from './application.ts';
import { formOf } from './facts-of-case.ts';

/** Names of the living of the household whom the form leaves out; none where one member applies alone (单人保). */
export async function leftOut(tx: Tx, kase: Case): Promise<string[]> {
  const form = formOf(kase);
  if (form.applyAs !== 'family') return [];
  const household = await householdOf(tx, kase.applicantPersonId);
  if (!household) return [];
  const named = new Set<string>([kase.applicantPersonId]);
  for (const { idNumber } of memberRefs(form).slice(1)) {
    const person = await findByIdNumber(tx, idNumber);
    if (person) named.add(person.id);
  }
  return household.members
    .filter((m) => !named.has(m.personId) && m.person?.lifeState !== 'dead')
    .map((m) => m.person?.name ?? '一位外地登记的家人');
}
