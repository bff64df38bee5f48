/** 健康服务签约: proposed, agreed to, signed, followed up every quarter, renewed or ended. A follow-up that was missed is a visit of the village. */
import type { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { plusDays, startOf } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { enterHealth, type PaperHealth } from '../../../kernel/health/server.ts';
import { defineTemplates, notify } from '../../../kernel/notice/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { findByIdNumber } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result, wrong } from '../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { endPlan, enterPlan, lockPlan, settleDuties } from '../../../kernel/task/server.ts';
import { whenDue } from '../../../kernel/worker/server.ts';
import { tellSeen } from '../register/seen.ts';
import {
  type Agreement,
  type FollowUp,
  KIND,
  type LinkEnd,
  type LinkState,
  linkStates,
  type Proposal,
  type Signing,
} from './terms.ts';

defineTemplates({
  'health-link.proposed': {
    title: '请您看看要不要签家庭医生',
    text: '{centre}可以和您签健康服务，做慢性病随访、中医药服务。同意的请在手机上点同意，或者告诉村（社区）。',
  },
  'health-link.signed': { title: '健康服务已签约', text: '已和{centre}签约，医生{doctor}，到{to}。随时可以解约。' },
  'health-link.ends': { title: '健康服务签约快到期', text: '{name}和{centre}的签约{to}到期，请问本人要不要续签。' },
  'health-link.ended': { title: '健康服务已解约', text: '您和{centre}的健康服务已经结束。' },
});

export interface Link {
  id: string;
  personId: string;
  division: DivisionCode;
  state: LinkState;
  centre: string;
  chronic: boolean;
  fromOn: PlainDate | null;
  toOn: PlainDate | null;
}
const lockLink = async (tx: Tx, id: string): Promise<Result<Link, 'NOT_FOUND'>> => {
  const link = await tx.maybe<Link>(
    sql`select id, person_id, division, state, centre, chronic, from_on, to_on from health_link where id = ${id} for update`,
  );
  return link ? ok(link) : fail('NOT_FOUND');
};

type Word = 'proposed' | 'agreed' | 'signed' | 'followed' | 'ended';
const onRecord = (tx: Tx, what: Word, of: Pick<Link, 'id' | 'personId' | 'division'>) =>
  recordAudit(tx, {
    action: `health-link.${what}`,
    subject: { kind: 'health-link', id: of.id },
    personId: of.personId,
    division: of.division,
  });
const inState = (link: Link, wanted: readonly LinkState[]): Result<null> =>
  wanted.includes(link.state) ? ok(null) : fail('HEALTH_LINK_STATE', { state: linkStates[link.state].zh });

/** 提议: one that is open at a time. */
export async function propose(tx: Tx, given: z.infer<typeof Proposal>): Promise<Result<{ id: string }>> {
  const known = await findByIdNumber(tx, given.idNumber);
  const person =
    known &&
    (await tx.maybe<{ id: string; division: DivisionCode; lifeState: string }>(
      sql`select id, division, life_state from person where id = ${known.id} for update`,
    ));
  if (!person || person.lifeState === 'dead') return wrong('idNumber', '本地没有这位老人，请核对号码');
  const open = await tx.maybe<{ centre: string }>(
    sql`select centre from health_link where person_id = ${person.id} and state <> 'ended'`,
  );
  if (open) return fail('HEALTH_LINK_OPEN', { centre: open.centre });
  const link = { id: newId(), personId: person.id, division: person.division };
  await tx.run(sql`insert into health_link (id, person_id, division, state, centre, proposed_at, proposed_by)
    values (${link.id}, ${link.personId}, ${link.division}, 'proposed', ${given.centre}, ${tx.now}, ${tx.actor.name})`);
  await notify(tx, { to: { personId: link.personId }, template: 'health-link.proposed', params: { centre: given.centre } });
  await onRecord(tx, 'proposed', link);
  return ok({ id: link.id });
}

async function agree(tx: Tx, link: Link, by: string): Promise<Result<{ id: string }>> {
  const fits = inState(link, ['proposed']);
  if (!fits.ok) return fits;
  await tx.run(
    sql`update health_link set state = 'agreed', agreed_at = ${tx.now}, agreed_by = ${by}, version = version + 1 where id = ${link.id}`,
  );
  await onRecord(tx, 'agreed', link);
  return ok({ id: link.id });
}
/** On a signed paper. */
export async function agreeOnPaper(tx: Tx, id: string, given: z.infer<typeof Agreement>): Promise<Result<{ id: string }>> {
  const link = await lockLink(tx, id);
  return link.ok ? agree(tx, link.value, given.agreedBy) : link;
}
/** By the older person, on the phone. */
export async function agreeMyself(tx: Tx, id: string, personId: string): Promise<Result<{ id: string }>> {
  const link = await lockLink(tx, id);
  if (!link.ok) return link;
  return link.value.personId === personId ? agree(tx, link.value, '本人') : fail('NOT_FOUND');
}

/** 签约，续签: follow-ups are owed from now on, one in each quarter. */
export async function signLink(tx: Tx, id: string, given: z.infer<typeof Signing>): Promise<Result<{ id: string }>> {
  const found = await lockLink(tx, id);
  if (!found.ok) return found;
  const link = found.value;
  const fits = inState(link, ['agreed', 'signed']);
  if (!fits.ok) return fits;
  if (given.toOn < given.fromOn) return wrong('toOn', '不能早于起的那天');
  if (given.toOn < tx.today) return wrong('toOn', '已经过去了');
  if (given.fromOn > tx.today) return wrong('fromOn', '不能晚于今天');
  const days = await wholeParameter(tx, 'HEALTH-FIRST-DAYS', link.division, tx.today);
  if (!days.ok) return days;
  await tx.run(sql`update health_link set state = 'signed', centre = ${given.centre}, doctor = ${given.doctor}, from_on = ${given.fromOn}, to_on = ${given.toOn},
    chronic = ${given.chronic}, tcm = ${given.tcm}, renew_told = false, version = version + 1 where id = ${id}`);
  const plan = await lockPlan(tx, KIND, link.personId);
  const runs = plan !== null && plan.endedOn === null;
  if (given.chronic && !runs)
    await enterPlan(tx, {
      kind: KIND,
      personId: link.personId,
      division: link.division,
      level: 'chronic',
      cadence: 'quarter',
      firstBy: startOf(plusDays(tx.today, days.value + 1)).toISOString(),
    });
  if (!given.chronic && runs) await endPlan(tx, plan, { on: tx.today, reason: 'no-chronic' });
  await notify(tx, {
    to: { personId: link.personId },
    template: 'health-link.signed',
    params: { centre: given.centre, doctor: given.doctor, to: given.toOn },
  });
  await onRecord(tx, 'signed', link);
  return ok({ id });
}

/** 随访: that it was done, not what was found. */
export async function followUp(tx: Tx, id: string, given: z.infer<typeof FollowUp>): Promise<Result<{ id: string }>> {
  const found = await lockLink(tx, id);
  if (!found.ok) return found;
  const link = found.value;
  const fits = inState(link, ['signed']);
  if (!fits.ok) return fits;
  if (given.on > tx.today || given.on < link.fromOn!) return wrong('on', `在${link.fromOn}和今天之间`);
  const made =
    await tx.run(sql`insert into health_follow_up (id, link_id, person_id, division, on_date, kinds, way, recorded_at, by_name)
    values (${newId()}, ${id}, ${link.personId}, ${link.division}, ${given.on}, ${given.kinds}, ${given.way}, ${tx.now}, ${tx.actor.name}) on conflict (link_id, on_date) do nothing`);
  if (made === 0) return wrong('on', '这一天已经登记过');
  if (given.way !== 'phone')
    await tellSeen(tx, { personId: link.personId, division: link.division, on: given.on, way: 'hospital' });
  await settleDuties(tx, KIND, link.personId);
  await onRecord(tx, 'followed', link);
  return ok({ id });
}

async function end(tx: Tx, link: Link, why: string): Promise<void> {
  await tx.run(
    sql`update health_link set state = 'ended', ended_on = ${tx.today}, ended_why = ${why}, version = version + 1 where id = ${link.id}`,
  );
  const plan = await lockPlan(tx, KIND, link.personId);
  if (plan) await endPlan(tx, plan, { on: tx.today, reason: 'ended' });
  await onRecord(tx, 'ended', link);
}
/** 解约, or 不同意. */
export async function endLink(tx: Tx, id: string, given: z.infer<typeof LinkEnd>): Promise<Result<{ id: string }>> {
  const link = await lockLink(tx, id);
  if (!link.ok) return link;
  if (link.value.state === 'ended') return fail('HEALTH_LINK_STATE', { state: linkStates.ended.zh });
  await end(tx, link.value, given.why);
  await notify(tx, {
    to: { personId: link.value.personId },
    template: 'health-link.ended',
    params: { centre: link.value.centre },
  });
  return ok({ id });
}
export async function endMyself(tx: Tx, id: string, personId: string): Promise<Result<{ id: string }>> {
  const link = await lockLink(tx, id);
  if (!link.ok) return link;
  return link.value.personId === personId ? endLink(tx, id, { why: '本人解约' }) : fail('NOT_FOUND');
}
/** Somebody has died. */
export async function endLinkOf(tx: Tx, personId: string): Promise<void> {
  const open = await tx.maybe<Link>(
    sql`select id, person_id, division, state, centre, chronic, from_on, to_on from health_link where person_id = ${personId} and state <> 'ended' for update`,
  );
  if (open) await end(tx, open, '老人去世');
}

/** 健康档案 from a signed paper, of somebody with a link: who entered it does not read it afterwards. */
export async function enterLinkHealth(tx: Tx, id: string, given: z.infer<typeof PaperHealth>): Promise<Result<{ id: string }>> {
  const link = await lockLink(tx, id);
  return link.ok ? enterHealth(tx, link.value.personId, given) : link;
}

async function endingLinks(tx: Tx): Promise<(Link & { name: string; renewTold: boolean })[]> {
  const days = await wholeParameter(tx, 'HEALTH-RENEW-DAYS', tx.city, tx.today);
  // 没有设标准的，不提醒
  const before = plusDays(tx.today, days.ok ? days.value : -1);
  return tx.rows(
    sql`select l.id, l.person_id, l.division, l.state, l.centre, l.chronic, l.from_on, l.to_on, l.renew_told, p.name from health_link l join person p on p.id = l.person_id
      where l.state = 'signed' and (l.to_on < ${tx.today} or (not l.renew_told and l.to_on <= ${before})) order by l.to_on, l.id limit 500`,
  );
}

/** Once a day: those that end soon are told of, those that have ended and were not renewed end. */
export const watchHealthLinks = whenDue(endingLinks, (context) =>
  context.write(systemActor('health-links', context.city), async (tx) => {
    for (const { name, renewTold, ...link } of await endingLinks(tx)) {
      if (link.toOn! < tx.today) await end(tx, link, '到期没有续签');
      else if (!renewTold) {
        await tx.run(sql`update health_link set renew_told = true where id = ${link.id}`);
        await notify(tx, {
          to: { performer: 'village-worker', division: link.division },
          template: 'health-link.ends',
          params: { name, centre: link.centre, to: link.toOn! },
        });
      }
    }
  }),
);
