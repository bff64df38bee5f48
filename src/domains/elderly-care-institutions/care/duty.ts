/**
 * 排班, and who may read: carers and nurses read what is known of the health of the older people on their shift. Outside it they write down why, and read for a while; both
 * are on record and seen by everybody of the home. The head answers for the home at any hour. A home without a roster of today is not measured against one.
 */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { isOneOf, type Performer } from '../../../kernel/access/index.ts';
import { holdersInUnit } from '../../../kernel/access/server.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { plusDays, startOf } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { offersTo } from '../../../kernel/offer/index.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import {
  choice,
  type DivisionCode,
  type FormField,
  formOf,
  type PlainDate,
  PlainDateText,
} from '../../../kernel/schema/index.ts';
import { type Listing, pageOf, stretchOf, within } from '../../../kernel/service/server.ts';
import { findInstitution, ownInstitution } from '../register/store.ts';
import { limits, minutesFrom } from '../stays/limits.ts';
import type { DutyWeek, OffShiftPage } from './content.ts';
import { type Duty, isOnDuty } from './duty-rules.ts';
import { carers, nurses, type Shift, shiftNames, shifts } from './terms.ts';

/** Whose reading goes by the roster. */
const rostered = ['care-home-carer', 'care-home-nurse'] as const satisfies readonly Performer[];

/** Whether the actor may read of the health of those who live here, now. */
export async function mayReadCare(
  tx: Tx,
  home: { id: string; division: DivisionCode },
): Promise<Result<null, 'CARE_OFF_SHIFT' | 'PARAM_MISSING'>> {
  if (!isOneOf(tx.actor, rostered)) return ok(null);
  const set = await limits(tx, home.division, ['CARE-SHIFT-HANDOVER']);
  if (!set.ok) return set;
  const duties = await tx.rows<Duty & { userId: string }>(
    sql`select on_date, shift, user_id from care_duty where institution_id = ${home.id} and on_date between ${plusDays(tx.today, -1)} and ${plusDays(tx.today, 1)}`,
  );
  if (!duties.some(({ onDate }) => onDate === tx.today)) return ok(null);
  if (duties.some((duty) => duty.userId === tx.actor.id && isOnDuty(duty, tx.now, set.value['CARE-SHIFT-HANDOVER'])))
    return ok(null);
  const permitted = await tx.maybe(
    sql`select 1 as yes from care_off_shift where user_id = ${tx.actor.id} and institution_id = ${home.id} and until > ${tx.now} limit 1`,
  );
  return permitted ? ok(null) : fail('CARE_OFF_SHIFT');
}

export const OffShift = z.strictObject({
  reason: z
    .string()
    .trim()
    .min(4, '请写明原因')
    .max(200)
    .meta({ label: '为什么不当班要看', help: '例如：家属来电话问昨天的情况；临时顶班' }),
});
/** 不当班要看: why, and until when; seen by everybody of the home. */
export async function readOffShift(tx: Tx, { reason }: z.infer<typeof OffShift>): Promise<Result<{ until: string }>> {
  const own = await ownInstitution(tx);
  if (!own.ok) return own;
  const { id, division } = own.value;
  const set = await limits(tx, division, ['CARE-SHIFT-READS']);
  if (!set.ok) return set;
  const until = minutesFrom(tx.now, set.value['CARE-SHIFT-READS']);
  await tx.run(sql`insert into care_off_shift (id, institution_id, division, user_id, user_name, reason, at, until)
    values (${newId()}, ${id}, ${division}, ${tx.actor.id}, ${tx.actor.name}, ${reason}, ${tx.now}, ${until})`);
  await recordAudit(tx, {
    action: 'care-duty.read-off-shift',
    subject: { kind: 'care-institution', id },
    division,
    detail: { reason },
  });
  return ok({ until });
}

export const NewDuty = z.strictObject({
  from: PlainDateText.meta({ label: '从哪天', widget: 'date' }),
  to: PlainDateText.meta({ label: '到哪天', widget: 'date' }),
  shift: choice(shiftNames).meta({ label: '哪一班', choices: shiftNames }),
  people: z.array(z.string().max(60)).max(60).meta({ label: '谁上', help: '一个也不选：这几天这一班空着' }),
});
const DAYS = 31;
const HOUR = 3_600_000;

/** 排班: the people of one shift for some days, in place of who stood there; a shift that is over is not changed any more. */
export async function setDuty(tx: Tx, institutionId: string, given: z.infer<typeof NewDuty>): Promise<Result<{ days: number }>> {
  const home = await findInstitution(tx, institutionId);
  if (!home.ok) return home;
  if (given.to < given.from || given.to > plusDays(given.from, DAYS - 1))
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'to', message: `从起的那天算，最多${DAYS}天` }]);
  if (startOf(given.from).getTime() + shifts[given.shift].to * HOUR <= Date.parse(tx.now)) return fail('DUTY_OVER');
  const known = await holdersInUnit(tx, institutionId, carers);
  const chosen = known.filter(({ id }) => given.people.includes(id));
  if (chosen.length !== new Set(given.people).size)
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'people', message: '有人不在本机构' }]);
  await tx.run(
    sql`delete from care_duty where institution_id = ${institutionId} and shift = ${given.shift} and on_date between ${given.from} and ${given.to}`,
  );
  await tx.run(sql`insert into care_duty (institution_id, division, on_date, shift, user_id, user_name, entered_at, entered_by)
    select ${institutionId}, ${home.value.division}, d::date, ${given.shift}, p.id, p.name, ${tx.now}, ${tx.actor.id}
    from generate_series(${given.from}::date, ${given.to}::date, '1 day') d
      cross join unnest(${chosen.map(({ id }) => id)}::text[], ${chosen.map(({ name }) => name)}::text[]) as p (id, name)`);
  await recordAudit(tx, {
    action: 'care-duty.set',
    subject: { kind: 'care-institution', id: institutionId },
    division: home.value.division,
    detail: { from: given.from, to: given.to, shift: given.shift, people: chosen.map(({ id }) => id) },
  });
  return ok({ days: (Date.parse(given.to) - Date.parse(given.from)) / 86_400_000 + 1 });
}

/** A week of shifts from a day on, and the button that fills them. */
export async function dutyWeek(tx: Tx, institutionId: string, from?: PlainDate): Promise<Result<DutyWeek>> {
  const home = await findInstitution(tx, institutionId);
  if (!home.ok) return home;
  const first = from ?? tx.today;
  const days = Array.from({ length: 7 }, (_, i) => plusDays(first, i));
  const rows = await tx.rows<Duty & { userName: string }>(
    sql`select on_date, shift, user_name from care_duty where institution_id = ${institutionId} and on_date between ${first} and ${days.at(-1)!} order by user_name`,
  );
  const people = (await holdersInUnit(tx, institutionId, carers)).map(({ id, name }) => ({ value: id, label: name }));
  const fields = formOf(NewDuty).map(
    (field): FormField => (field.name === 'people' ? { ...field, type: 'choices', choices: people, min: 0 } : field),
  );
  return ok({
    name: home.value.name,
    division: home.value.division,
    from: first,
    days: days.map((day) => ({
      day,
      shifts: (Object.keys(shifts) as Shift[]).map((shift) => ({
        zh: shifts[shift].zh,
        people: rows.filter((row) => row.onDate === day && row.shift === shift).map(({ userName }) => userName),
      })),
    })),
    offers: offersTo(tx.actor, [
      {
        action: 'set',
        zh: '排班',
        causes: '这几天这一班换成这些人；已经下班的那一班不能改。',
        by: nurses,
        to: `/api/institutions/${institutionId}/duties`,
        fields,
        initial: { from: first, to: first, shift: 'day', people: [] },
        fixed: { requestId: newId() },
      },
    ]),
  });
}

const PAGE = 50;
/** Who read outside the shift, and why, the newest first. */
export async function offShiftPage(tx: Tx, institutionId: string, { q, cursor }: Listing): Promise<Result<OffShiftPage>> {
  const home = await findInstitution(tx, institutionId);
  if (!home.ok) return home;
  const stretch = stretchOf(cursor, PAGE);
  const found = await tx.rows<{ id: string; userName: string; reason: string; at: string; until: string }>(
    sql`select id, user_name, reason, at, until from care_off_shift where institution_id = ${institutionId}
      and (${q ?? null}::text is null or position(${q ?? ''} in user_name) > 0) order by at desc, id desc ${within(stretch)}`,
  );
  const { rows, next } = pageOf(found, stretch);
  return ok({ name: home.value.name, rows: [...rows], next });
}
