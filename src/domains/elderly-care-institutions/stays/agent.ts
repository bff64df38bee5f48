/** 代理人 of somebody who lives there: whose papers reception has looked at, he reads and decides on the phone. Applications at the desk know none before. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { grantAccess, identifyApplicant } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { ResidentId } from '../../../kernel/schema/index.ts';
import { findInstitution } from '../register/store.ts';
import { tellFamily } from './apply.ts';
import { lived, nameOf } from './store.ts';

export const NewAgent = z.strictObject({
  name: z.string().trim().min(2, '请填写姓名').max(50).meta({ label: '代理人姓名', protect: true }),
  idNumber: ResidentId.meta({ label: '代理人身份证号码', protect: true }),
  checked: z.literal(true, '请先核对证件和委托书').meta({ label: '已核对代理人的身份证件和老人的委托书（监护人看监护证明）' }),
});

export async function nameAgent(tx: Tx, stayId: string, given: z.infer<typeof NewAgent>): Promise<Result<{ id: string }>> {
  const found = await lived(tx, stayId);
  if (!found.ok) return found;
  const stay = found.value;
  const home = await findInstitution(tx, stay.institutionId);
  if (!home.ok) return home;
  const agent = await identifyApplicant(tx, { name: given.name, idNumber: given.idNumber, division: stay.division });
  if (!agent.ok) return agent;
  if (agent.value === stay.personId) return fail('AGENT_SELF', {}, [{ path: 'idNumber', message: '是老人本人的号码' }]);
  await grantAccess(tx, { personId: agent.value, division: stay.division, reason: `care-home:${stay.institutionId}` });
  await tx.run(
    sql`update care_admission set agent_person_id = ${agent.value}, agent_checked = true, changed_at = ${tx.now}, version = version + 1 where id = ${stay.admissionId}`,
  );
  await recordAudit(tx, {
    action: 'care-stay.agent-named',
    subject: { kind: 'care-stay', id: stayId },
    personId: stay.personId,
    division: stay.division,
  });
  await tellFamily(tx, { personId: stay.personId, agentPersonId: agent.value }, 'care.agent', {
    name: await nameOf(tx, stay.personId),
    home: home.value.name,
    agent: given.name,
  });
  return ok({ id: stayId });
}
