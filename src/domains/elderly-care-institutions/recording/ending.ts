/** 暂停、终止: announced in time, everybody placed, every deposit back; then it has ended. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, PlainDateText } from '../../../kernel/schema/index.ts';
import { type Institution, lockInstitution, moveInstitution } from '../register/store.ts';
import { states } from '../register/terms.ts';
import { tellFamily } from '../stays/apply.ts';
import { limits } from '../stays/limits.ts';
import { tellOfClosing } from '../tekun/closing.ts';
import { officeOf } from './filing.ts';

const what = { suspend: '暂停服务', end: '终止服务' } as const;
export const Announcement = z.strictObject({
  what: choice(what).meta({ label: '公告什么', choices: what }),
  from: PlainDateText.meta({ label: '从哪天起', widget: 'date' }),
  reason: z.string().trim().min(4, '请写明原因和安置方案').max(500).meta({ label: '原因和安置方案', widget: 'textarea' }),
});

const wrong = (of: Institution, doing: string) => fail('FILING_STATE', { state: states[of.state].zh, what: doing });

/** 公告: to everybody who lives there, their families and the office, so many days before. */
export async function announceEnd(tx: Tx, id: string, given: z.infer<typeof Announcement>): Promise<Result<{ id: string }>> {
  const found = await lockInstitution(tx, id);
  if (!found.ok) return found;
  const institution = found.value;
  if (!states[institution.state].open || institution.state === 'changing') return wrong(institution, '公告暂停、终止');
  const set = await limits(tx, institution.division, ['CARE-STOP-NOTICE']);
  if (!set.ok) return set;
  const earliest = plusDays(tx.today, set.value['CARE-STOP-NOTICE']);
  if (given.from < earliest) return fail('END_NOTICE', { days: set.value['CARE-STOP-NOTICE'], from: earliest });
  await moveInstitution(tx, institution, {
    action: 'announce',
    to: given.what === 'suspend' ? 'suspension-announced' : 'end-announced',
    note: `${given.from}起${what[given.what]}：${given.reason}`,
    set: sql`announced_until = ${given.from}`,
  });
  const params = { home: institution.name, day: given.from, what: what[given.what] };
  const living = await tx.rows<{ personId: string; agentPersonId: string | null }>(
    sql`select s.person_id, a.agent_person_id from care_stay s join care_admission a on a.id = s.admission_id where s.institution_id = ${id} and s.to_on is null limit 5000`,
  );
  for (const of of living) await tellFamily(tx, of, 'care.announced', params);
  await notify(tx, {
    to: { performer: officeOf(institution), division: institution.division },
    template: 'care.announced',
    params,
  });
  await tellOfClosing(tx, institution, { from: given.from, what: what[given.what] });
  await onRecord(tx, institution);
  return ok({ id });
}

const onRecord = (tx: Tx, of: Institution) =>
  recordAudit(tx, { action: 'care-institution.ending', subject: { kind: 'care-institution', id: of.id }, division: of.division });

const leftOver = async (tx: Tx, id: string): Promise<{ people: number; deposits: number }> =>
  tx.one(sql`select (select count(*)::int from care_stay where institution_id = ${id} and to_on is null) as people,
    (select count(*)::int from (select p.admission_id from care_payment p where p.institution_id = ${id} and p.kind in ('deposit', 'deposit-returned')
      group by p.admission_id having sum(case p.kind when 'deposit' then p.amount_fen else -p.amount_fen end) > 0) held) as deposits`);

/** 公告期满: suspended, or everybody is being placed. */
export async function beginEnding(tx: Tx, id: string): Promise<Result<{ id: string }>> {
  const found = await lockInstitution(tx, id);
  if (!found.ok) return found;
  const institution = found.value;
  const { until } = await tx.one<{ until: string | null }>(
    sql`select announced_until as until from care_institution where id = ${id}`,
  );
  if (institution.state !== 'suspension-announced' && institution.state !== 'end-announced')
    return wrong(institution, '开始安置');
  if (until !== null && tx.today < until) return fail('END_TOO_EARLY', { until });
  if (institution.state === 'end-announced') {
    await moveInstitution(tx, institution, { action: 'resettle', to: 'resettling', note: '公告期满，清退安置' });
  } else {
    const { people } = await leftOver(tx, id);
    if (people > 0) return fail('END_UNPLACED', { n: people });
    await moveInstitution(tx, institution, { action: 'suspend', to: 'suspended', note: '公告期满，暂停服务' });
    await emit(tx, {
      type: 'facility.suspended',
      subject: { kind: 'care-institution', id },
      division: institution.division,
      sensitivity: 'public',
      payload: { facilityId: id, kind: 'care-institution', from: tx.today, reason: '暂停服务' },
    });
  }
  await onRecord(tx, institution);
  return ok({ id });
}

/** 终止: nobody lives there any more, and nobody's deposit is left. */
export async function endInstitution(tx: Tx, id: string): Promise<Result<{ id: string }>> {
  const found = await lockInstitution(tx, id);
  if (!found.ok) return found;
  const institution = found.value;
  if (institution.state !== 'resettling') return wrong(institution, '终止');
  const { people, deposits } = await leftOver(tx, id);
  if (people > 0) return fail('END_UNPLACED', { n: people });
  if (deposits > 0) return fail('END_MONEY', { n: deposits });
  await moveInstitution(tx, institution, { action: 'end', to: 'ended', note: '老人都已安置，款项退清' });
  await emit(tx, {
    type: 'facility.closed',
    subject: { kind: 'care-institution', id },
    division: institution.division,
    sensitivity: 'public',
    payload: { facilityId: id, kind: 'care-institution', closedOn: tx.today },
  });
  await onRecord(tx, institution);
  return ok({ id });
}

/** 恢复服务: the clock of recording begins anew with the first new resident. */
export async function resume(tx: Tx, id: string): Promise<Result<{ id: string }>> {
  const found = await lockInstitution(tx, id);
  if (!found.ok) return found;
  const institution = found.value;
  if (institution.state !== 'suspended') return wrong(institution, '恢复服务');
  await moveInstitution(tx, institution, {
    action: 'resume',
    to: institution.recordedBeds > 0 ? 'recorded' : 'registered',
    note: '',
    set: sql`first_resident_on = case when recorded_beds > 0 then first_resident_on end, announced_until = null`,
  });
  await onRecord(tx, institution);
  return ok({ id });
}
