/** 约束保护: by a doctor's order and with consent only, never longer than the longest time, looked at again and again. The database refuses what has no order. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { type Offered, offersTo } from '../../../kernel/offer/index.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, type DivisionCode, formOf, type PlainDate, PlainDateText } from '../../../kernel/schema/index.ts';
import { onDuty } from '../incidents/abuse.ts';
import { tellFamily } from '../stays/apply.ts';
import { limits } from '../stays/limits.ts';
import { findAdmission, findStay, lived, nameOf, sealPlace } from '../stays/store.ts';
import type { RestraintView } from './content.ts';
import { restraintAlarms } from './restraint-rules.ts';
import { carers, nurses, type RestraintWay, restraintWays } from './terms.ts';

const text = (label: string, help: string, max = 500) =>
  z
    .string()
    .trim()
    .min(2, `请写明${label}`)
    .max(max)
    .meta({ label, help, protect: true, ...(max > 100 ? { widget: 'textarea' as const } : {}) });

export const NewRestraint = z.strictObject({
  way: choice(restraintWays).meta({ label: '怎么约束', choices: restraintWays }),
  reason: text('为什么约束', '老人怎样、别的办法试过什么'),
  orderedBy: z.string().trim().min(2, '没有医嘱不能约束').max(60).meta({ label: '哪位医生开的医嘱' }),
  orderedOn: PlainDateText.meta({ label: '哪天开的', widget: 'date' }),
  consentBy: text('谁同意的', '老人本人或监护人、代理人，写明关系', 60),
  signed: z.literal(true, '请先签同意书').meta({ label: '知情同意书已签字' }),
  maxHours: z
    .int('请填写整数')
    .min(1)
    .max(24)
    .meta({ label: '最长几小时', unit: '小时', help: '医嘱写的，不超过规定的最长时限' }),
});
export const Looked = z.strictObject({ note: text('看到什么', '皮肤、手脚颜色、情绪，有没有松开活动') });
export const Released = z.strictObject({ why: text('为什么解除', '平静了、到时限了；皮肤怎样') });

interface Restraint {
  id: string;
  stayId: string;
  institutionId: string;
  division: DivisionCode;
  way: RestraintWay;
  orderedBy: string;
  orderedOn: PlainDate;
  startAt: string;
  maxHours: number;
  checkMinutes: number;
  endedAt: string | null;
  told: string[];
  byName: string;
  lookedAt: string | null;
  content: Buffer;
  consent: Buffer;
  endedWhy: Buffer | null;
}
const columns = sql`r.id, r.stay_id, r.institution_id, r.division, r.way, r.ordered_by, r.ordered_on, r.start_at, r.max_hours, r.check_minutes, r.ended_at, r.told, r.by_name,
  r.content, r.consent, r.ended_why, (select max(c.at) from care_restraint_check c where c.restraint_id = r.id) as looked_at`;
export async function lockRestraint(tx: Tx, id: string): Promise<Result<Restraint, 'NOT_FOUND'>> {
  const row = await tx.maybe<Restraint>(sql`select ${columns} from care_restraint r where r.id = ${id} for update of r`);
  return row ? ok(row) : fail('NOT_FOUND');
}
const iso = (at: string): string => new Date(at).toISOString();
export const alarmsNow = (r: Restraint) =>
  restraintAlarms({
    startAt: iso(r.startAt),
    maxHours: r.maxHours,
    checkMinutes: r.checkMinutes,
    lookedAt: r.lookedAt && iso(r.lookedAt),
    ended: r.endedAt !== null,
  });

/** When it rings next. */
export async function setNextLook(tx: Tx, id: string): Promise<void> {
  const found = await lockRestraint(tx, id);
  if (!found.ok) return;
  const next = alarmsNow(found.value)
    .filter(({ key }) => !found.value.told.includes(key))
    .map(({ at }) => at)
    .sort()[0];
  await tx.run(sql`update care_restraint set next_at = ${next ?? null} where id = ${id}`);
}

async function tell(tx: Tx, stayId: string, template: string): Promise<void> {
  const stay = await findStay(tx, stayId);
  const admission = stay.ok ? await findAdmission(tx, stay.value.admissionId) : stay;
  if (!stay.ok || !admission.ok) return;
  await tellFamily(tx, admission.value, template, { name: await nameOf(tx, stay.value.personId) });
  await recordAudit(tx, {
    action: 'care-restraint.changed',
    subject: { kind: 'care-stay', id: stayId },
    personId: stay.value.personId,
    division: stay.value.division,
  });
}

export async function restrain(tx: Tx, stayId: string, given: z.infer<typeof NewRestraint>): Promise<Result<{ id: string }>> {
  const duty = await onDuty(tx);
  if (!duty.ok) return duty;
  const found = await lived(tx, stayId);
  if (!found.ok) return found;
  const stay = found.value;
  if (given.orderedOn > tx.today) return fail('INVALID_INPUT', { count: 1 }, [{ path: 'orderedOn', message: '不能晚于今天' }]);
  const set = await limits(tx, stay.division, ['CARE-RESTRAINT-HOURS', 'CARE-RESTRAINT-CHECK']);
  if (!set.ok) return set;
  const longest = set.value['CARE-RESTRAINT-HOURS'];
  if (given.maxHours > longest)
    return fail('RESTRAINT_LONG', { hours: longest }, [{ path: 'maxHours', message: `最长${longest}小时` }]);
  if (await tx.maybe(sql`select 1 as known from care_restraint where stay_id = ${stayId} and ended_at is null`))
    return fail('RESTRAINT_OPEN');
  const id = newId();
  await tx.run(sql`insert into care_restraint (id, stay_id, institution_id, division, way, ordered_by, ordered_on, content, consent, start_at, max_hours, check_minutes,
      recorded_at, by_actor, by_name)
    values (${id}, ${stayId}, ${stay.institutionId}, ${stay.division}, ${given.way}, ${given.orderedBy}, ${given.orderedOn},
      ${tx.keys.seal(given.reason, sealPlace('care_restraint', 'content', id))}, ${tx.keys.seal(given.consentBy, sealPlace('care_restraint', 'consent', id))},
      ${tx.now}, ${given.maxHours}, ${set.value['CARE-RESTRAINT-CHECK']}, ${tx.now}, ${tx.actor.id}, ${tx.actor.name})`);
  await setNextLook(tx, id);
  await tell(tx, stayId, 'care.restraint-begun');
  return ok({ id });
}

export async function look(tx: Tx, id: string, given: z.infer<typeof Looked>): Promise<Result<{ id: string }>> {
  const duty = await onDuty(tx);
  if (!duty.ok) return duty;
  const found = await lockRestraint(tx, id);
  if (!found.ok) return found;
  const of = found.value;
  if (of.endedAt !== null) return fail('RESTRAINT_ENDED');
  const checkId = newId();
  await tx.run(sql`insert into care_restraint_check (id, restraint_id, institution_id, division, at, note, by_actor, by_name)
    values (${checkId}, ${id}, ${of.institutionId}, ${of.division}, ${tx.now}, ${tx.keys.seal(given.note, sealPlace('care_restraint_check', 'note', checkId))}, ${tx.actor.id}, ${tx.actor.name})`);
  await setNextLook(tx, id);
  return ok({ id });
}

export async function release(tx: Tx, id: string, given: z.infer<typeof Released>): Promise<Result<{ id: string }>> {
  const found = await lockRestraint(tx, id);
  if (!found.ok) return found;
  if (found.value.endedAt !== null) return fail('RESTRAINT_ENDED');
  await tx.run(
    sql`update care_restraint set ended_at = ${tx.now}, ended_why = ${tx.keys.seal(given.why, sealPlace('care_restraint', 'ended_why', id))}, next_at = null where id = ${id}`,
  );
  await tell(tx, found.value.stayId, 'care.restraint-ended');
  return ok({ id });
}

/** The restraints of a stay, the last first, each with its looks. */
export async function restraintsOf(tx: Tx, stayId: string): Promise<RestraintView[]> {
  const rows = await tx.rows<Restraint>(
    sql`select ${columns} from care_restraint r where r.stay_id = ${stayId} order by r.start_at desc limit 20`,
  );
  const looks = await tx.rows<{ id: string; restraintId: string; at: string; note: Buffer; byName: string }>(
    sql`select id, restraint_id, at, note, by_name from care_restraint_check where restraint_id = any(${rows.map((r) => r.id)}::uuid[]) order by at limit 1000`,
  );
  return rows.map((r) => {
    const alarms = alarmsNow(r);
    return {
      id: r.id,
      wayZh: restraintWays[r.way],
      reason: tx.keys.open(r.content, sealPlace('care_restraint', 'content', r.id)),
      order: `${r.orderedBy}，${r.orderedOn}`,
      consentBy: tx.keys.open(r.consent, sealPlace('care_restraint', 'consent', r.id)),
      startAt: r.startAt,
      maxHours: r.maxHours,
      endedAt: r.endedAt,
      endedWhy: r.endedWhy && tx.keys.open(r.endedWhy, sealPlace('care_restraint', 'ended_why', r.id)),
      late: alarms.some(({ at }) => Date.parse(at) <= Date.parse(tx.now)),
      nextLook: alarms.find(({ kind }) => kind === 'look')?.at ?? null,
      looks: looks
        .filter((l) => l.restraintId === r.id)
        .map((l) => ({
          id: l.id,
          at: l.at,
          by: l.byName,
          note: tx.keys.open(l.note, sealPlace('care_restraint_check', 'note', l.id)),
        })),
      offers: offersTo(tx.actor, stepOffers(r)),
    };
  });
}
const stepOffers = (r: Restraint): Offered[] => [
  {
    action: 'look',
    zh: '记一次观察',
    causes: `每${r.checkMinutes}分钟一次。`,
    by: carers,
    when: r.endedAt === null,
    to: `/api/care-restraints/${r.id}/look`,
    fields: formOf(Looked),
    fixed: { requestId: newId() },
  },
  {
    action: 'release',
    zh: '解除',
    causes: '现在解除；家属收到通知。',
    by: carers,
    when: r.endedAt === null,
    to: `/api/care-restraints/${r.id}/release`,
    fields: formOf(Released),
    fixed: { requestId: newId() },
  },
];
export const restrainOffer = (stayId: string, today: PlainDate): Offered => ({
  action: 'restrain',
  zh: '约束保护',
  causes: '没有医嘱、没有签字同意的不能登记；家属马上收到通知，到最长时限提醒解除。',
  by: nurses,
  to: `/api/stays/${stayId}/restraints`,
  fields: formOf(NewRestraint),
  initial: { orderedOn: today, maxHours: 1 },
  fixed: { requestId: newId() },
});
