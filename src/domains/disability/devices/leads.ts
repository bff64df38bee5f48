/** 可能需要辅具的人: other services saw somebody who may need a device. The station of the county calls; nothing of the assessment comes along. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { grantAccess } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, type DivisionCode } from '../../../kernel/schema/index.ts';
import type { LeadRow } from './schema.ts';
import { ownStation } from './store.ts';
import { type LeadSource, leadSources, trialAdvice } from './terms.ts';

/** One open lead of a kind for a person; a message is heard once. */
export async function openLead(
  tx: Tx,
  given: { sourceEvent: string; source: LeadSource; personId: string; division: DivisionCode },
): Promise<boolean> {
  const id = newId();
  const added = await tx.run(sql`insert into device_lead (id, source_event, source, person_id, division, opened_on)
    values (${id}, ${given.sourceEvent}, ${given.source}, ${given.personId}, ${given.division}, ${tx.today}) on conflict do nothing`);
  if (added === 0) return false;
  if (given.source === 'assessment') await notify(tx, { to: { personId: given.personId }, template: 'device.advice' });
  return true;
}

export const LeadOutcome = z.strictObject({
  outcome: choice(trialAdvice).meta({ label: '联系结果', choices: trialAdvice }),
});

/** Open ones of the station's county, oldest first. */
export async function leadsAt(tx: Tx, division: DivisionCode): Promise<{ rows: LeadRow[]; personIds: string[] }> {
  const found = await tx.rows<LeadRow & { source: LeadSource; personId: string; division: DivisionCode }>(sql`
    select l.id, l.source, l.person_id, p.name as person_name, l.division, l.opened_on from device_lead l join person p on p.id = l.person_id
    where l.state = 'open' and l.county = ${division.slice(0, 6)} and p.life_state <> 'dead' order by l.opened_on, l.id limit 100`);
  return {
    rows: found.map((r) => ({
      id: r.id,
      personName: r.personName,
      sourceZh: leadSources[r.source],
      villageName: tx.divisions.get(r.division) ? tx.divisions.fullName(r.division) : '',
      openedOn: r.openedOn,
    })),
    personIds: found.map((r) => r.personId),
  };
}

export async function closeLead(tx: Tx, given: { id: string } & z.infer<typeof LeadOutcome>): Promise<Result<{ id: string }>> {
  const station = await ownStation(tx);
  if (!station.ok) return station;
  const lead = await tx.maybe<{
    personId: string;
    division: DivisionCode;
  }>(sql`update device_lead set state = 'closed', outcome = ${given.outcome}, closed_on = ${tx.today}, closed_by = ${tx.actor.id}
    where id = ${given.id} and state = 'open' and county = ${station.value.division.slice(0, 6)} returning person_id, division`);
  if (!lead) return fail('NOT_FOUND');
  await grantAccess(tx, { personId: lead.personId, division: station.value.division, reason: `lead:${given.id}` });
  await recordAudit(tx, {
    action: 'device.lead-closed',
    subject: { kind: 'device-lead', id: given.id },
    personId: lead.personId,
    division: lead.division,
    detail: { outcome: given.outcome },
  });
  return ok({ id: given.id });
}
