/** What rings of referrals by itself: nobody has said that the hospital took over, nothing was heard of it, the bed is kept no longer. Each in a transaction of its own. */
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { eachApart, whenDue } from '../../../kernel/worker/server.ts';
import { saidAt } from '../incidents/act.ts';
import { tellFamily, tellStaff } from '../stays/apply.ts';
import { nurses } from '../stays/terms.ts';
import { type ReferralAlarm, referralAlarms } from './referral-rules.ts';
import { lockReferral, type Referral, referralCourse, referralLimits, referralStepsOf, setNextAlarm } from './referral-store.ts';

const AT_ONCE = 100;

const dueReferrals = (tx: Tx) =>
  tx.rows<{ id: string }>(
    sql`select id from care_referral where next_at is not null and next_at <= ${tx.now} order by next_at limit ${AT_ONCE}`,
  );

/** Gives how many there were. One that fails holds up no other, and is told at the end. */
export const ringReferrals = whenDue(dueReferrals, async (context) => {
  const system = systemActor('care-referrals', context.city);
  const due = await context.read(system, dueReferrals);
  return eachApart(due, 'referrals', ({ id }) => context.write(system, (tx) => ring(tx, id)));
});

async function ring(tx: Tx, id: string): Promise<void> {
  const found = await lockReferral(tx, id);
  if (!found.ok) return;
  const referral = found.value;
  const set = await referralLimits(tx, referral.division);
  if (!set.ok) throw new Error(`referral ${id}: ${set.code}`);
  for (const alarm of referralAlarms(referralCourse(referral, await referralStepsOf(tx, [id])), set.value)) {
    if (Date.parse(alarm.at) > Date.parse(tx.now) || referral.told.includes(alarm.key)) continue;
    await tx.run(sql`update care_referral set told = array_append(told, ${alarm.key}) where id = ${id}`);
    await tell(tx, referral, alarm);
  }
  const next = await setNextAlarm(tx, id);
  if (!next.ok) throw new Error(`referral ${id}: ${next.code}`);
}

const templates = {
  receive: 'care.referral-unreceived',
  admit: 'care.referral-undecided',
  news: 'care.referral-silent',
  bed: 'care.referral-bed',
} as const;

async function tell(tx: Tx, referral: Referral, { kind }: ReferralAlarm): Promise<void> {
  const params = {
    name: referral.name,
    hospital: referral.hospital,
    time: saidAt(referral.outAt),
    keep: referral.keepTo ?? '',
  };
  await tellStaff(tx, referral.institutionId, { performers: nurses, template: templates[kind], params });
  if (kind === 'bed') await tellFamily(tx, referral, 'care.referral-bed', params);
}
