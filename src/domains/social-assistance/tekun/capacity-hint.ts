/**
 * 能力评估和自理等级: two scales of two acts. The level of the elderly care changes no grade and no money; where the two do not fit, the township is told once and its
 * file says so, and somebody looks whether to assess again (43号第二十二条: 状况变化的重新评估).
 */
import type { Tx } from '../../../kernel/context/server.ts';
import { defineSubscription } from '../../../kernel/event/server.ts';
import { defineTemplates, notify } from '../../../kernel/notice/server.ts';
import { factsAsOf, getPerson, type PersonId } from '../../../kernel/resident/server.ts';
import { officeOf } from '../../../kernel/service/server.ts';
import { fitsCapacity } from './care.ts';
import { findProfile, type Profile } from './store.ts';
import { selfCareGrades } from './terms.ts';

defineTemplates({
  'tekun.capacity-hint': {
    title: '特困人员的能力等级和自理等级对不上',
    text: '{name}的老年人能力评估有了新结果，和特困供养的自理等级“{grade}”对不上。请看要不要重新评估生活自理能力；供养标准不变。',
  },
});

async function levelOf(tx: Tx, personId: PersonId): Promise<number | null> {
  const [fact] = await factsAsOf(tx, { kind: 'person', id: personId }, { validOn: tx.today, kinds: ['capacity-level'] });
  return fact ? (fact.value as { level: number }).level : null;
}

/** The line of the file; null where there is nothing to say. The level itself stays with those who may see it. */
export async function capacityHint(tx: Tx, { personId, grade, state }: Profile): Promise<string | null> {
  if (grade === null || state === 'ended') return null;
  const level = await levelOf(tx, personId);
  return level === null || fitsCapacity(grade, level)
    ? null
    : `老年人能力评估的结果和“${selfCareGrades[grade]}”对不上，请看要不要重新评估生活自理能力（只是提示，供养标准不变）`;
}

export const hearCapacity = defineSubscription({
  name: 'social-assistance.capacity-hint',
  types: ['elder.assessment.completed'],
  async handle(tx, event) {
    const personId: PersonId = event.subject.id;
    const profile = await findProfile(tx, personId);
    if (!profile || (await capacityHint(tx, profile)) === null) return;
    const person = await getPerson(tx, personId);
    await notify(tx, {
      to: { performer: 'township-clerk', division: officeOf('township-clerk', profile.division) },
      template: 'tekun.capacity-hint',
      params: { name: person.ok ? person.value.name : '', grade: selfCareGrades[profile.grade!] },
    });
  },
});
