/** 交接单: what a hospital must know of somebody who is brought there, put together from what the home has on record. */
import { ageOn } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { healthFor } from '../../../kernel/health/server.ts';
import { getPerson } from '../../../kernel/resident/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { careLevels } from '../beds/terms.ts';
import { medicationsOf } from '../care/medication.ts';
import { plansOf, risksNow } from '../care/store.ts';
import { findInstitution } from '../register/store.ts';
import { findAdmission, levelsOf, type Stay } from '../stays/store.ts';
import { type RiskType, riskLevels, riskTypes } from '../stays/terms.ts';
import type { Handover } from './referral-store.ts';

export async function handoverOf(
  tx: Tx,
  stay: Stay,
  of: { reason: string; notes: string; escort: string },
): Promise<Result<Handover>> {
  const person = await getPerson(tx, stay.personId);
  if (!person.ok) return person;
  const admission = await findAdmission(tx, stay.admissionId);
  if (!admission.ok) return admission;
  const home = await findInstitution(tx, stay.institutionId);
  if (!home.ok) return home;
  const level = (await levelsOf(tx, stay.id)).filter((l) => l.fromOn <= tx.today).at(-1);
  const [plan] = await plansOf(tx, stay.id);
  const { risks } = await risksNow(tx, stay.id, admission.value);
  const medicines = (await medicationsOf(tx, stay.id)).filter((m) => !m.ended);
  const high = (Object.entries(risks) as [RiskType, { level: keyof typeof riskLevels }][]).filter(([, { level: l }]) =>
    ['middle', 'high'].includes(l),
  );
  // 同意给机构看的，才写给医院
  const health = (await healthFor(tx, stay.personId, 'institution')) ?? [];
  const row = (label: string, value: string) => (value === '' ? [] : [{ label, value }]);
  return ok({
    facts: [
      {
        label: '姓名',
        value: `${person.value.name}，${person.value.sex === 'male' ? '男' : '女'}，${ageOn(person.value.birthDate, tx.today)}岁`,
      },
      { label: '从哪里来', value: `${home.value.name}，电话${home.value.telephone}` },
      { label: '为什么转', value: of.reason },
      ...row('另外', of.notes),
      ...row('护理等级', level ? careLevels[level.careLevel] : ''),
      ...health,
      { label: '在用的药', value: medicines.map((m) => `${m.drug}，${m.dose}，${m.times}`).join('；') || '没有由机构代管的药' },
      ...row('平时的医嘱', plan?.doctor ?? ''),
      ...row('风险', high.map(([type, { level: l }]) => `${riskTypes[type]}${riskLevels[l]}`).join('，')),
      { label: '联系谁', value: `${admission.value.contact}，${admission.value.phone}` },
      { label: '谁陪着', value: of.escort },
    ],
  });
}
