/** The page 家庭养老床位: beds in use with the month that is to be checked, and how one ends. Names are on record as seen. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { isOneOf, systemActor } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { addMonths, longDate, monthOf, plusMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { type Offer, offersTo } from '../../../kernel/offer/index.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { formOf, type PlainDate, PlainDateText, type YearMonth } from '../../../kernel/schema/index.ts';
import { pageOf, stretchOf, within } from '../../../kernel/service/server.ts';
import { anyRow, whenDue } from '../../../kernel/worker/server.ts';
import { levelOn } from '../assessment/effect.ts';
import { CheckedMonth, hoursIn, type MonthSeen, monthsOf, ranWhole, TypedHours } from './months.ts';
import { BED_LEVEL } from './rules.ts';
import { activeBed, endBed, type FamilyBed, lockBed } from './store.ts';
import { type BedPage, type BedRow, bedBodies, bedCheckers, type bedLists, monthStates } from './terms.ts';

export const EndedBed = z.strictObject({
  on: PlainDateText.meta({ label: '从哪天起', widget: 'date' }),
  reason: z
    .string()
    .trim()
    .min(4, '请写明原因（至少4个字）')
    .max(200)
    .meta({ label: '为什么撤床', help: '例如：入住养老机构、家属不要了' }),
});

export async function closeBed(tx: Tx, id: string, { on, reason }: z.infer<typeof EndedBed>): Promise<Result<null>> {
  const bed = await lockBed(tx, id);
  if (bed?.state !== 'active') return fail('NOT_FOUND');
  if (on > tx.today || on < bed.fromOn!)
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'on', message: '要在开始服务以后、不晚于今天' }]);
  await endBed(tx, bed, { on, reason });
  await recordAudit(tx, {
    action: 'family-bed.ended',
    subject: { kind: 'family-bed', id },
    personId: bed.personId as never,
    division: bed.division,
    detail: { on, reason },
  });
  return ok(null);
}

/** By what happened elsewhere: a death, a stay in an institution. */
export async function endBedOf(tx: Tx, personId: string, of: { on: PlainDate; reason: string }): Promise<void> {
  const bed = await activeBed(tx, personId);
  if (bed) await endBed(tx, bed, { reason: of.reason, on: [of.on, bed.fromOn!].sort().at(-1)! });
}

interface Found extends FamilyBed {
  name: string;
  provider: string;
}

/** `seen`: of a month that the bed ran whole. */
function rowOf(tx: Tx, bed: Found, { month, seen }: { month: YearMonth; seen: MonthSeen | null }): BedRow {
  const { division } = bed;
  const open = seen?.state === 'open';
  const to = (step: string): string => `/api/family-beds/${bed.id}/${step}`;
  const offers: Offer[] = offersTo(tx.actor, [
    {
      action: 'check',
      zh: '核定当月',
      causes: '按当月的上门和设备在线核定：两样都够的列入发放，不够的不发。核定以后不能再改。',
      fields: formOf(CheckedMonth),
      initial: { month },
      by: bedCheckers,
      when: open,
      to: to('check'),
    },
    {
      action: 'hours',
      zh: '报设备在线时间',
      causes: '设备没有接到本平台的，报小时数和证明，由县里核定。',
      fields: formOf(TypedHours),
      initial: { month },
      by: bedBodies,
      when: open && bed.providerId === tx.actor.unitId,
      to: to('hours'),
    },
    {
      action: 'end',
      zh: '撤床',
      causes: '从这天起不再服务、不再核定运行补贴；需要时可以再申请。',
      danger: true,
      fields: formOf(EndedBed),
      initial: { on: tx.today },
      by: bedCheckers,
      when: bed.state === 'active',
      to: to('end'),
    },
  ]);
  return {
    id: bed.id,
    caseId: bed.caseId,
    name: bed.name,
    villageName: tx.divisions.get(division) ? tx.divisions.fullName(division) : division,
    provider: bed.provider,
    visitsPlanned: bed.visitsPlanned,
    fromOn: bed.fromOn!,
    reviewOn: bed.reviewOn!,
    endedOn: bed.endedOn,
    endReason: bed.endReason,
    month: seen && {
      visits: seen.visits ?? seen.visitsNow,
      hoursOnline: seen.hoursOnline ?? seen.hoursTyped ?? seen.hoursNow,
      hoursTotal: seen.hoursTotal ?? hoursIn(month),
      typed: seen.hoursTyped !== null,
      stateZh: monthStates[seen.state],
      amountFen: seen.amountFen,
    },
    offers,
  };
}

const PAGE = 40;

/** Of a body its own beds; of an office those of its division. The last month, as a rule. */
export async function bedPage(
  tx: Tx,
  given: { list: keyof typeof bedLists; month: YearMonth | undefined; cursor?: string | undefined },
): Promise<BedPage> {
  const stretch = stretchOf(given.cursor, PAGE);
  const month = given.month ?? plusMonths(monthOf(tx.today), -1);
  const mine = isOneOf(tx.actor, bedBodies) ? sql`and b.provider_id = ${tx.actor.unitId}::uuid` : sql``;
  const all =
    await tx.rows<Found>(sql`select b.id, b.works_id, b.case_id, b.person_id, b.division, b.provider_id, b.visits_planned, b.services, b.agreed_on, b.state, b.from_on, b.review_on,
      b.ended_on, b.end_reason, c.applicant_name as name, p.name as provider
    from family_bed b join service_case c on c.id = b.case_id join home_care_provider p on p.id = b.provider_id
    where b.state = ${given.list} and b.division >= ${tx.actor.lo} and b.division < ${tx.actor.hi} ${mine} order by b.id desc ${within(stretch)}`);
  const { rows: found, next } = pageOf(all, stretch);
  if (found.length > 0)
    await recordAudit(tx, { action: 'family-bed.listed', personIds: found.map((bed) => bed.personId as never) });
  const months = await monthsOf(
    tx,
    found.filter((bed) => ranWhole(bed, month)),
    month,
  );
  return { month, rows: found.map((bed) => rowOf(tx, bed, { month, seen: months.get(bed.id) ?? null })), next };
}

const BATCH = 50;

const dueForReview = (tx: Tx) => sql`family_bed where state = 'active' and review_on <= ${tx.today}`;

/** 复评: after twelve months the level is read again; who has it goes on for as long, of whom not the county hears. */
export const reviewBeds = whenDue(
  (tx) => anyRow(tx, dueForReview(tx)),
  (context) =>
    context.write(systemActor('family-bed', context.city), async (tx) => {
      const due = await tx.rows<{ id: string }>(
        sql`select id from ${dueForReview(tx)} order by review_on, id limit ${BATCH} for update`,
      );
      for (const { id } of due) {
        const bed = (await lockBed(tx, id))!;
        const months = await wholeParameter(tx, 'FCB-REVIEW', bed.division, tx.today);
        const least = await wholeParameter(tx, BED_LEVEL, bed.division, tx.today);
        if (!months.ok || !least.ok) continue;
        const next = addMonths(tx.today, months.value);
        await tx.run(sql`update family_bed set review_on = ${next} where id = ${id}`);
        if (((await levelOn(tx, bed.personId, tx.today))?.level ?? 0) >= least.value) continue;
        const person = await tx.maybe<{ name: string }>(sql`select name from person where id = ${bed.personId}`);
        await notify(tx, {
          to: { performer: 'county-clerk', division: bed.division },
          template: 'family-bed.review',
          params: { name: person?.name ?? '', date: longDate(tx.today) },
          caseId: bed.caseId as never,
        });
      }
    }),
);
