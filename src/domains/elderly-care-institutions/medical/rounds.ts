/** 巡诊: the partner's doctor came, whom he saw and what he advised. What is written stays. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result, wrong } from '../../../kernel/result/index.ts';
import { type PlainDate, PlainDateText, Uuid } from '../../../kernel/schema/index.ts';
import { findInstitution } from '../register/store.ts';
import { lived, sealPlace } from '../stays/store.ts';

export const NewRound = z.strictObject({
  linkId: Uuid.meta({ label: '哪家医疗机构' }),
  on: PlainDateText.meta({ label: '哪天来的', widget: 'date' }),
  doctor: z.string().trim().min(2, '请填写医生').max(40).meta({ label: '哪位医生' }),
  findings: z
    .string()
    .trim()
    .min(2, '请写明情况')
    .max(1000)
    .meta({ label: '总的情况', widget: 'textarea', protect: true, help: '看了几位，有没有要转诊的' }),
  seen: z
    .array(
      z.strictObject({
        stayId: Uuid.meta({ label: '老人' }),
        advice: z.string().trim().min(2, '请写明建议').max(500).meta({ label: '医生的建议', protect: true }),
      }),
    )
    .max(200)
    .default([])
    .meta({ label: '看过的老人' }),
});

export async function recordRound(
  tx: Tx,
  institutionId: string,
  given: z.infer<typeof NewRound>,
): Promise<Result<{ id: string }>> {
  const home = await findInstitution(tx, institutionId);
  if (!home.ok) return home;
  const link = await tx.maybe<{ fromOn: PlainDate; endedOn: PlainDate | null; toOn: PlainDate | null }>(
    sql`select from_on, ended_on, to_on from care_medical_link where id = ${given.linkId} and institution_id = ${institutionId}`,
  );
  if (!link) return fail('NOT_FOUND');
  if (given.on > tx.today || given.on < link.fromOn) return wrong('on', `在${link.fromOn}和今天之间`);
  const last = link.endedOn ?? link.toOn;
  if (last !== null && given.on > last) return wrong('on', `和这家医疗机构的合作到${last}为止`);
  const stayIds = given.seen.map(({ stayId }) => stayId);
  if (new Set(stayIds).size < stayIds.length) return wrong('seen', '一位老人只写一行');
  const id = newId();
  const { division } = home.value;
  await tx.run(sql`insert into care_round (id, institution_id, division, link_id, on_date, doctor, findings, recorded_at, by_actor, by_name)
    values (${id}, ${institutionId}, ${division}, ${given.linkId}, ${given.on}, ${given.doctor}, ${tx.keys.seal(given.findings, sealPlace('care_round', 'findings', id))},
      ${tx.now}, ${tx.actor.id}, ${tx.actor.name})`);
  for (const { stayId, advice } of given.seen) {
    const stay = await lived(tx, stayId);
    if (!stay.ok) return stay;
    if (stay.value.institutionId !== institutionId) return fail('NOT_FOUND');
    const rowId = newId();
    await tx.run(sql`insert into care_round_advice (id, round_id, stay_id, institution_id, division, advice)
      values (${rowId}, ${id}, ${stayId}, ${institutionId}, ${division}, ${tx.keys.seal(advice, sealPlace('care_round_advice', 'advice', rowId))})`);
    await recordAudit(tx, {
      action: 'care-round.recorded',
      subject: { kind: 'care-stay', id: stayId },
      personId: stay.value.personId,
      division,
    });
  }
  return ok({ id });
}

export interface Round {
  id: string;
  on: PlainDate;
  partner: string;
  doctor: string;
  findings: string;
  seen: number;
}
/** Rounds of a home, the last one first. */
export const roundsOf = async (tx: Tx, institutionId: string): Promise<Round[]> =>
  (
    await tx.rows<Omit<Round, 'findings'> & { findings: Buffer }>(
      sql`select r.id, r.on_date as on, l.partner, r.doctor, r.findings, (select count(*)::int from care_round_advice a where a.round_id = r.id) as seen
        from care_round r join care_medical_link l on l.id = r.link_id where r.institution_id = ${institutionId} order by r.on_date desc, r.id desc limit 30`,
    )
  ).map(({ findings, ...row }) => ({ ...row, findings: tx.keys.open(findings, sealPlace('care_round', 'findings', row.id)) }));

export interface Advice {
  id: string;
  on: PlainDate;
  partner: string;
  doctor: string;
  advice: string;
}
/** What doctors advised one resident, the last first. */
export const adviceOf = async (tx: Tx, stayId: string): Promise<Advice[]> =>
  (
    await tx.rows<Omit<Advice, 'advice'> & { advice: Buffer }>(
      sql`select a.id, r.on_date as on, l.partner, r.doctor, a.advice from care_round_advice a join care_round r on r.id = a.round_id
        join care_medical_link l on l.id = r.link_id where a.stay_id = ${stayId} order by r.on_date desc, r.id desc limit 20`,
    )
  ).map(({ advice, ...row }) => ({ ...row, advice: tx.keys.open(advice, sealPlace('care_round_advice', 'advice', row.id)) }));
