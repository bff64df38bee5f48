/** 年度认证 (EL-35): the village says that it has seen the person. Proof by any other service comes in as a trace of life, and needs nobody. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { recordTrace } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, type DivisionCode, type PlainDate } from '../../../kernel/schema/index.ts';
import { defineVisits } from '../../../kernel/visit/server.ts';
import { nextCheck } from './awards.ts';
import { settle } from './settle.ts';

export const NewCheck = z.strictObject({
  way: choice({ home: '上门见到本人', office: '本人到村（社区）', video: '视频见到本人' }).meta({ label: '怎么见到的' }),
});

export async function recordCheck(
  tx: Tx,
  given: { personId: string } & z.infer<typeof NewCheck>,
): Promise<Result<{ id: string }>> {
  const { personId, way } = given;
  const award = await tx.maybe<{ entitlementId: string; division: DivisionCode; checkDueOn: PlainDate }>(
    sql`select entitlement_id, division, check_due_on from old_age_award where person_id = ${personId} and state <> 'ended'
      and division >= ${tx.actor.lo} and division < ${tx.actor.hi} for update`,
  );
  if (!award) return fail('LIFE_CHECK_NONE');
  const window = await wholeParameter(tx, 'HAA-LIFE-DAYS', award.division, tx.today);
  if (!window.ok) return window;
  await recordTrace(tx, { personId, division: award.division, seenOn: tx.today, way: 'visit' });
  const { entitlementId, checkDueOn } = award;
  if (tx.today >= plusDays(checkDueOn, -window.value))
    await tx.run(
      sql`update old_age_award set check_due_on = ${nextCheck({ seenOn: tx.today, checkDueOn })}, changed_at = ${tx.now} where entitlement_id = ${entitlementId}`,
    );
  await recordAudit(tx, {
    action: 'life-check.recorded',
    subject: { kind: 'person', id: personId },
    personId,
    division: award.division,
    detail: { way },
  });
  await settle(tx, personId);
  return ok({ id: entitlementId });
}

/** Whoever nobody has seen yet this year stands in the walk of the village. */
defineVisits('old-age-check', async (tx, limit) => {
  const days = await wholeParameter(tx, 'HAA-LIFE-REMIND', tx.city, tx.today);
  if (!days.ok) return [];
  const rows = await tx.rows<{ personId: string; name: string; division: DivisionCode; dueOn: PlainDate }>(
    sql`select a.person_id, p.name, a.division, a.check_due_on as due_on from old_age_award a join person p on p.id = a.person_id
      where a.state <> 'ended' and a.check_due_on <= ${plusDays(tx.today, days.value)} and a.division >= ${tx.actor.lo} and a.division < ${tx.actor.hi}
        and p.life_state <> 'dead' order by a.check_due_on, a.person_id limit ${limit}`,
  );
  return rows.map((row) => ({ ...row, zh: '高龄津贴年度认证', href: '/elders/allowances?list=check' }));
});
