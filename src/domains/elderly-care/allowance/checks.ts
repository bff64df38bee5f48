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
import { closeCheck } from './asked-checks.ts';
import { settle } from './settle.ts';
import { wantedWays } from './terms.ts';

export const NewCheck = z.strictObject({
  way: choice(wantedWays).meta({ label: '怎么见到的' }),
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
    await closeCheck(tx, { personId, ...award }, { way, seenOn: tx.today, by: tx.actor.name });
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

/** Whoever nobody has seen yet this year stands in the walk of the village, and who asked to be seen at home before that. */
defineVisits('old-age-check', async (tx, limit) => {
  const days = await wholeParameter(tx, 'HAA-LIFE-REMIND', tx.city, tx.today);
  if (!days.ok) return [];
  const rows = await tx.rows<{ personId: string; name: string; division: DivisionCode; dueOn: PlainDate; asked: boolean }>(
    sql`select a.person_id, p.name, a.division, least(a.check_due_on, c.answer_by) as due_on, c.id is not null as asked
      from old_age_award a join person p on p.id = a.person_id left join life_check c on c.person_id = a.person_id and c.done_on is null
      where a.state <> 'ended' and (a.check_due_on <= ${plusDays(tx.today, days.value)} or c.wanted = 'home') and a.division >= ${tx.actor.lo} and a.division < ${tx.actor.hi}
        and p.life_state <> 'dead' order by due_on, a.person_id limit ${limit}`,
  );
  return rows.map(({ asked, ...row }) => ({
    ...row,
    zh: asked ? '高龄津贴年度认证（约了）' : '高龄津贴年度认证',
    href: '/elders/allowances?list=check',
  }));
});
