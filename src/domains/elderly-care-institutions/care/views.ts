/** The day of the beds for the phone, the nurse's page, the plan of one person and the register of staff. */
import { sql } from '../../../database/sql.ts';
import { plainDateOf, plusDays, timeOfDay } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { hasHealth, PaperHealth } from '../../../kernel/health/server.ts';
import { type Offered, offersTo } from '../../../kernel/offer/index.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { formOf, type PlainDate } from '../../../kernel/schema/index.ts';
import { type Post, posts, unfitReasons, workforceOf } from '../../../kernel/workforce/server.ts';
import { type CareLevel, careLevels } from '../beds/terms.ts';
import { findInstitution } from '../register/store.ts';
import { limits } from '../stays/limits.ts';
import { Risks } from '../stays/prepare.ts';
import { findAdmission, findStay, nameOf, sealPlace } from '../stays/store.ts';
import { type RiskType, riskLevels, riskTypes } from '../stays/terms.ts';
import type { CareDay, CareFile, Nursing, NursingRow, OutageView, StaffPage } from './content.ts';
import { tasksWhere } from './days.ts';
import { mayReadCare } from './duty.ts';
import { dosesWhere, MedicationEnd, medicationsOf, NewMedication, StockIn } from './medication.ts';
import { CallDown, CallMended, outageOf, ROSTER_HOUR } from './outage.ts';
import { NewPlan } from './plan.ts';
import { restrainOffer, restraintsOf } from './restraint.ts';
import { daysLate, lastNight, planDue, proposedItems, risksDue, shiftAt, socialWorkersNeeded, workersNeeded } from './rules.ts';
import { NewHandover, NewPatrol } from './shifts.ts';
import { type Plan, plansInHome, plansOf, type Risks as RiskLevels, risksInHome, risksNow } from './store.ts';
import { carers, nurses, type Shift, shifts, weekdays } from './terms.ts';

interface Lived {
  id: string;
  bedId: string;
  code: string;
  name: string;
  fromOn: PlainDate;
  careLevel: CareLevel;
  away: boolean;
}
const livedIn = (tx: Tx, institutionId: string): Promise<Lived[]> =>
  tx.rows(sql`select s.id, s.bed_id, b.code, p.name, s.from_on,
      (select l.care_level from care_stay_level l where l.stay_id = s.id order by (l.from_on <= ${tx.today}) desc, abs(l.from_on - ${tx.today}::date), l.recorded_at desc limit 1) as care_level,
      exists (select from care_leave l where l.stay_id = s.id and l.from_on <= ${tx.today} and (l.to_on is null or l.to_on > ${tx.today})) as away
    from care_stay s join person p on p.id = s.person_id join care_bed b on b.id = s.bed_id
    where s.institution_id = ${institutionId} and s.to_on is null order by b.code limit 1000`);

const heights = (risks: RiskLevels) =>
  (Object.entries(risks) as [RiskType, { level: keyof typeof riskLevels; measure: string }][]).filter(([, risk]) =>
    ['middle', 'high'].includes(risk.level),
  );

const roundOffers = (institutionId: string, now: string) => [
  {
    action: 'patrol',
    zh: '记一次巡查',
    causes: '记下现在的时间；夜里9时到早上6时至少2次。',
    by: carers,
    to: `/api/institutions/${institutionId}/patrols`,
    fields: formOf(NewPatrol),
    onTheSpot: true as const,
  },
  {
    action: 'handover',
    zh: '交班',
    causes: '一天一班只能交一次，交了不能改。',
    by: carers,
    to: `/api/institutions/${institutionId}/handovers`,
    fields: formOf(NewHandover),
    initial: { date: plainDateOf(now), shift: shiftAt(now) },
    fixed: { requestId: newId() },
  },
];

/** Everything that a carer needs for the shift, in one answer: it goes on without network. */
export async function careDay(tx: Tx, institutionId: string): Promise<Result<CareDay>> {
  const found = await findInstitution(tx, institutionId);
  if (!found.ok) return found;
  const may = await mayReadCare(tx, found.value);
  if (!may.ok) return may;
  const stays = await livedIn(tx, institutionId);
  const overnight = new Date(Date.parse(tx.now) - 12 * 3_600_000).toISOString();
  const tasks = await tasksWhere(
    tx,
    sql`t.institution_id = ${institutionId} and s.to_on is null and (t.on_day = ${tx.today} or (t.on_day = ${plusDays(tx.today, -1)} and t.result is null and t.due_at > ${overnight}))`,
  );
  const doses = await dosesWhere(tx, sql`d.institution_id = ${institutionId} and s.to_on is null and d.on_day = ${tx.today}`);
  const [plans, risks] = [await plansInHome(tx, institutionId), await risksInHome(tx, institutionId)];
  const beds = stays.map((stay): CareDay['beds'][number] => {
    const plan = plans.get(stay.id);
    return {
      stayId: stay.id,
      bedId: stay.bedId,
      code: stay.code,
      name: stay.name,
      levelZh: careLevels[stay.careLevel],
      away: stay.away,
      risks: heights(risks.get(stay.id)?.risks ?? {}).map(([type, risk]) => ({
        zh: riskTypes[type],
        levelZh: riskLevels[risk.level],
        measure: risk.measure,
      })),
      wishes: plan?.wishes ?? '',
      doctor: plan?.doctor ?? '',
      planned: plan !== undefined,
      tasks: tasks.filter((t) => t.stayId === stay.id).map(({ stayId: _, ...task }) => task),
      doses: doses.filter((d) => d.stayId === stay.id).map(({ stayId: _, ...dose }) => dose),
    };
  });
  return ok({
    institutionId,
    name: found.value.name,
    now: tx.now,
    beds,
    offers: offersTo(tx.actor, roundOffers(institutionId, tx.now)),
  });
}

/** 呼叫器: said when it is down, and when it is mended. */
const outageOffers = (institutionId: string, outage: OutageView | null): Offered[] => [
  {
    action: 'call-down',
    zh: '呼叫器坏了',
    causes: '修好以前，每30分钟提醒巡查一次。',
    by: nurses,
    when: outage === null,
    to: `/api/institutions/${institutionId}/call-outages`,
    fields: formOf(CallDown),
    fixed: { requestId: newId() },
  },
  {
    action: 'call-mended',
    zh: '呼叫器修好了',
    causes: '不再每30分钟提醒。',
    by: nurses,
    when: outage !== null,
    to: `/api/care-call-outages/${outage?.id}/end`,
    fields: formOf(CallMended),
    fixed: { requestId: newId() },
  },
];

/** 护理站: who has no plan, whose risks are to be assessed again, what was missed, what was signed in bulk; the night and the shifts. */
export async function nursing(tx: Tx, institutionId: string): Promise<Result<Nursing>> {
  const found = await findInstitution(tx, institutionId);
  if (!found.ok) return found;
  const may = await mayReadCare(tx, found.value);
  if (!may.ok) return may;
  const set = await limits(tx, found.value.division, ['CARE-PLAN-DAYS', 'CARE-RISK-MONTHS', 'CARE-NIGHT-PATROLS']);
  if (!set.ok) return set;
  const stays = await livedIn(tx, institutionId);
  const tasks = await tasksWhere(tx, sql`t.institution_id = ${institutionId} and s.to_on is null and t.on_day = ${tx.today}`);
  const [plans, risks] = [await plansInHome(tx, institutionId), await risksInHome(tx, institutionId)];
  const rows = stays.map((stay): NursingRow => {
    const own = tasks.filter((t) => t.stayId === stay.id);
    const count = (state: string) => own.filter((t) => t.state === state).length;
    const due = planDue(stay.fromOn, set.value['CARE-PLAN-DAYS']);
    const planNo = plans.get(stay.id)?.no ?? null;
    const on = risks.get(stay.id)?.on ?? null;
    const again = on === null ? null : risksDue(on, set.value['CARE-RISK-MONTHS']);
    return {
      stayId: stay.id,
      bed: stay.code,
      name: stay.name,
      levelZh: careLevels[stay.careLevel],
      planNo,
      planDue: due,
      planLate: planNo === null ? daysLate(due, tx.today) : 0,
      risksOn: on,
      risksDue: again,
      risksLate: again === null || tx.today > again,
      open: count('open'),
      missed: count('missed'),
      abnormal: count('abnormal'),
    };
  });
  const night = lastNight(tx.now);
  const outage = await outageOf(tx, institutionId);
  const patrols = await tx.rows<{ id: string; at: string; byName: string; nightOf: PlainDate | null; findings: Buffer }>(
    sql`select id, at, by_name, night_of, findings from care_patrol where institution_id = ${institutionId} and at > ${new Date(Date.parse(tx.now) - 3 * 86_400_000).toISOString()} order by at desc limit 60`,
  );
  const handovers = await tx.rows<{ id: string; onDate: PlainDate; shift: Shift; byName: string; at: string; notes: Buffer }>(
    sql`select id, on_date, shift, by_name, at, notes from care_handover where institution_id = ${institutionId} order by at desc limit 9`,
  );
  const bulk = await tx.rows<{ by: string; count: number; at: string }>(
    sql`select signed_name as by, count(*)::int as count, max(signed_at) as at from care_record where institution_id = ${institutionId} and bulk
      and signed_at > ${new Date(Date.parse(tx.now) - 7 * 86_400_000).toISOString()} group by signed_by, signed_name, date_trunc('hour', signed_at) order by 3 desc limit 20`,
  );
  return ok({
    institutionId,
    name: found.value.name,
    rows,
    bulk,
    night: { on: night, patrols: patrols.filter((p) => p.nightOf === night).length, needed: set.value['CARE-NIGHT-PATROLS'] },
    handovers: handovers.map((h) => ({
      id: h.id,
      date: h.onDate,
      shiftZh: shifts[h.shift].zh,
      by: h.byName,
      at: h.at,
      notes: tx.keys.open(h.notes, sealPlace('care_handover', 'notes', h.id)),
    })),
    patrols: patrols.map((p) => ({
      id: p.id,
      at: p.at,
      by: p.byName,
      findings: tx.keys.open(p.findings, sealPlace('care_patrol', 'findings', p.id)),
      atNight: p.nightOf !== null,
    })),
    outage,
    rosterDue:
      timeOfDay(tx.now) >= `${ROSTER_HOUR}:00` &&
      stays.length > 0 &&
      (await tx.maybe(
        sql`select 1 as known from care_roster_print where institution_id = ${institutionId} and on_date = ${tx.today}`,
      )) === null,
    offers: offersTo(tx.actor, [...roundOffers(institutionId, tx.now), ...outageOffers(institutionId, outage)]),
  });
}

export const planView = ({ no, fromAt, madeName, goals, wishes, doctor, items }: Plan) => ({
  no,
  fromAt,
  madeName,
  goals,
  wishes,
  doctor,
  items: items.map((item) => ({
    what: item.what,
    times: item.times.join('、'),
    days: item.days.length === 0 ? '每天' : item.days.map((d) => weekdays[d]).join('、'),
  })),
});

/** 照护 of one person: the plan, the risks, and a week of what was done. */
export async function careFile(tx: Tx, stayId: string): Promise<Result<CareFile>> {
  const stay = await findStay(tx, stayId);
  if (!stay.ok) return stay;
  const may = await mayReadCare(tx, { id: stay.value.institutionId, division: stay.value.division });
  if (!may.ok) return may;
  const admission = await findAdmission(tx, stay.value.admissionId);
  if (!admission.ok) return admission;
  const set = await limits(tx, stay.value.division, ['CARE-PLAN-DAYS', 'CARE-RISK-MONTHS']);
  if (!set.ok) return set;
  const { code, careLevel } = await tx.one<{ code: string; careLevel: CareLevel }>(sql`select b.code,
      (select l.care_level from care_stay_level l where l.stay_id = ${stayId} and l.from_on <= greatest(${tx.today}::date, ${stay.value.fromOn}::date) order by l.from_on desc limit 1) as care_level
    from care_bed b where b.id = ${stay.value.bedId}`);
  const [plan, ...earlier] = await plansOf(tx, stayId);
  const { risks, on } = await risksNow(tx, stayId, admission.value);
  const week = await tasksWhere(
    tx,
    sql`t.stay_id = ${stayId} and t.on_day between ${plusDays(tx.today, -6)} and ${tx.today} and t.due_at <= ${new Date(Date.parse(tx.now) + 7_200_000).toISOString()}`,
  );
  const live = stay.value.toOn === null;
  const items = plan?.items ?? proposedItems(careLevel, risks);
  return ok({
    stayId,
    name: await nameOf(tx, stay.value.personId),
    bed: code,
    levelZh: careLevels[careLevel],
    planDue: planDue(stay.value.fromOn, set.value['CARE-PLAN-DAYS']),
    plan: plan ? planView(plan) : null,
    earlier: earlier.map(({ no, fromAt, madeName }) => ({ no, fromAt, madeName })),
    risks: (Object.entries(risks) as [RiskType, { level: keyof typeof riskLevels }][]).map(([type, risk]) => ({
      zh: riskTypes[type],
      levelZh: riskLevels[risk.level],
      high: ['middle', 'high'].includes(risk.level),
    })),
    measures: Object.values(risks)[0]?.measure ?? '',
    risksOn: on,
    risksDue: on === null ? null : risksDue(on, set.value['CARE-RISK-MONTHS']),
    days: Array.from({ length: 7 }, (_, i) => plusDays(tx.today, -i)).map((day) => ({
      day,
      tasks: week.filter((t) => t.onDay === day).map(({ stayId: _, ...task }) => task),
    })),
    restraints: await restraintsOf(tx, stayId),
    health: await hasHealth(tx, stay.value.personId, 'institution'),
    medications: (await medicationsOf(tx, stayId)).map((m) => ({ ...m, offers: medicationOffers(tx, m) })),
    offers: offersTo(tx.actor, [
      {
        action: 'plan',
        zh: plan ? '改照护计划' : '定照护计划',
        causes: plan ? '从现在起按新的做，原来的留着；家属会收到通知。' : '从现在起每天生成任务；家属会收到通知。',
        by: nurses,
        when: live,
        to: `/api/stays/${stayId}/plan`,
        fields: formOf(NewPlan),
        initial: {
          goals: plan?.goals ?? '',
          wishes: plan?.wishes ?? '',
          doctor: plan?.doctor ?? '',
          items: items.map((item) => ({ what: item.what, times: item.times.join('、'), days: [...item.days] })),
        },
        fixed: { requestId: newId() },
      },
      {
        action: 'risks',
        zh: '重评九项风险',
        causes: '每年一次，有变化随时重评；原来的留着。',
        by: nurses,
        when: live,
        to: `/api/stays/${stayId}/risks`,
        fields: formOf(Risks),
        initial: Object.fromEntries([
          ...(Object.entries(risks) as [RiskType, { level: string }][]).map(([k, r]) => [k, r.level]),
          ['measures', Object.values(risks)[0]?.measure ?? ''],
        ]),
        fixed: { requestId: newId() },
      },
      { ...restrainOffer(stayId, tx.today), when: live },
      {
        action: 'health',
        zh: '登记健康档案',
        causes: '凭签了字的单独同意书；原来登记的由这一份代替。本人随时可以在手机上撤回。',
        by: nurses,
        when: live,
        to: `/api/stays/${stayId}/health`,
        fields: formOf(PaperHealth),
        initial: { chronic: [], purposes: ['institution', 'emergency'] },
        fixed: { requestId: newId() },
      },
      {
        action: 'medication',
        zh: '登记代管药品',
        causes: '凭签了字的服药委托书和医嘱；从现在起按时间备药、服药，每次两个人核对。',
        by: nurses,
        when: live,
        to: `/api/stays/${stayId}/medications`,
        fields: formOf(NewMedication),
        initial: { units: 1 },
        fixed: { requestId: newId() },
      },
    ]),
  });
}

const medicationOffers = (tx: Tx, m: { id: string; ended: boolean }) =>
  offersTo(tx.actor, [
    {
      action: 'stock',
      zh: '药品交来',
      causes: '加到剩下的数里。',
      by: nurses,
      when: !m.ended,
      to: `/api/care-medications/${m.id}/stock`,
      fields: formOf(StockIn),
      fixed: { requestId: newId() },
    },
    {
      action: 'end',
      zh: '停药',
      causes: '还没到时间的不再服；服过的记录留着。',
      by: nurses,
      when: !m.ended,
      to: `/api/care-medications/${m.id}/end`,
      fields: formOf(MedicationEnd),
      fixed: { requestId: newId() },
    },
  ]);

/** The ratio of 5.4, by the residents of today and the hands that the register of care workers has here. */
export async function staffPage(tx: Tx, institutionId: string): Promise<Result<StaffPage>> {
  const found = await findInstitution(tx, institutionId);
  if (!found.ok) return found;
  const set = await limits(tx, found.value.division, ['CARE-RATIO-SELF', 'CARE-RATIO-SEMI', 'CARE-RATIO-FULL']);
  if (!set.ok) return set;
  const stays = await livedIn(tx, institutionId);
  const levels = Object.fromEntries(
    (Object.keys(careLevels) as CareLevel[]).map((level) => [level, stays.filter((s) => s.careLevel === level).length]),
  ) as Record<CareLevel, number>;
  const there = await workforceOf(tx, { unitId: institutionId, day: tx.today });
  const { beds } = await tx.one<{ beds: number }>(
    sql`select count(*)::int as beds from care_bed where institution_id = ${institutionId} and state <> 'retired'`,
  );
  return ok({
    name: found.value.name,
    rows: (Object.keys(posts) as Post[])
      .map((post) => {
        const mine = there.filter((m) => m.post === post);
        const unfit = mine.filter((m) => m.unfit !== null);
        return {
          postZh: posts[post],
          fit: mine.length - unfit.length,
          unfit: unfit.map((m) => `${m.name}（${unfitReasons[m.unfit!]}）`),
        };
      })
      .filter(({ fit, unfit }) => fit + unfit.length > 0),
    residents: (Object.keys(careLevels) as CareLevel[]).map((level) => ({ levelZh: careLevels[level], count: levels[level] })),
    // 健康证、技能证书过期的，县里停止上岗的，不算在配比里
    carers: there.filter((m) => m.post === 'carer' && m.unfit === null).length,
    needed: workersNeeded(levels, {
      self: set.value['CARE-RATIO-SELF'],
      semi: set.value['CARE-RATIO-SEMI'],
      full: set.value['CARE-RATIO-FULL'],
    }),
    socialWorkers: there.filter((m) => m.post === 'social-worker' && m.unfit === null).length,
    socialWorkersNeeded: socialWorkersNeeded(beds),
    beds,
  });
}
