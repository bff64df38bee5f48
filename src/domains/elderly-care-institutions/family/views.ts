/** 我家老人: the plan and what was done, incidents, bills, requests; for the older person and the agent whose papers were checked. Whoever looks leaves a trace. */
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { plusDays, shortDate } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { offersTo } from '../../../kernel/offer/index.ts';
import { factHistory } from '../../../kernel/resident/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { formOf } from '../../../kernel/schema/index.ts';
import { pageOf, stretchOf, within } from '../../../kernel/service/server.ts';
import { pricesOf, pricesOn } from '../beds/store.ts';
import { careLevels, levelOffered } from '../beds/terms.ts';
import { billsOf } from '../bills/views.ts';
import { tasksWhere } from '../care/days.ts';
import { dosesWhere, medicationsOf } from '../care/medication.ts';
import { restraintsOf } from '../care/restraint.ts';
import { planDue } from '../care/rules.ts';
import { plansOf, risksNow } from '../care/store.ts';
import { planView } from '../care/views.ts';
import { incidentsWhere, stepsOf } from '../incidents/store.ts';
import { grades, incidentTypes, injuries, measures, type StepKind, stepKinds } from '../incidents/terms.ts';
import { familyReferrals } from '../medical/referral-views.ts';
import { adviceOf } from '../medical/rounds.ts';
import { findInstitution } from '../register/store.ts';
import { limits } from '../stays/limits.ts';
import { type Admission, bedsOf, leavesOf, levelsOf, nameOf, type Stay } from '../stays/store.ts';
import { leaveKinds, type RiskType, riskLevels, riskTypes, stayKinds } from '../stays/terms.ts';
import { paymentRows } from '../stays/views.ts';
import type { AskedLevelView, FamilyBill, FamilyIncident, FamilyStay, RequestRow, RequestView, TourView } from './content.ts';
import { familyEvaluations } from './evaluation.ts';
import { answerers, RequestAnswer } from './requests.ts';
import { type CareRequest, ownStay, requestsWhere } from './store.ts';
import { orderStates, payWays, requestKinds, requestStates, slots } from './terms.ts';

async function askedLevel(tx: Tx, stay: Stay): Promise<AskedLevelView | null> {
  if (stay.asked === null) return null;
  const { level, from, why } = stay.asked;
  const now = (await levelsOf(tx, stay.id)).filter((l) => l.fromOn <= from).at(-1)!;
  const prices = pricesOn(await pricesOf(tx, stay.institutionId), from);
  const price = (zh: string) => prices.find((p) => p.item === 'care' && p.name === zh)?.amountFen ?? null;
  const known = (await factHistory(tx, { kind: 'person', id: stay.personId })).filter((f) => f.kind === 'capacity-level');
  const side = (zh: string) => ({ levelZh: zh, monthlyFen: price(zh) });
  return {
    from,
    why,
    now: side(careLevels[now.careLevel]),
    proposed: side(careLevels[level]),
    assessments: known
      .slice(0, 2)
      .reverse()
      .map((f) => {
        const capacity = (f.value as { level: number }).level;
        return { on: f.validFrom, capacityZh: `${capacity}级`, offeredZh: careLevels[levelOffered(capacity)] };
      }),
  };
}

async function bills(tx: Tx, stay: Stay): Promise<FamilyBill[]> {
  const known = (await billsOf(tx, stay.id)).filter((b) => b.stateZh !== '已收回');
  return known.map(({ offers: _, order, ...bill }) => {
    const leftFen = bill.selfFen - bill.paidFen;
    const due = bill.stateZh === '待付';
    return {
      ...bill,
      canObject: due && tx.today <= bill.objectBy,
      canPay: due && leftFen > 0 && (order === null || order.state === 'missing' || order.state === 'received'),
      leftFen,
      order: order && {
        id: order.id,
        code: order.code,
        amountFen: order.amountFen,
        methodZh: payWays[order.method],
        state: order.state,
        stateZh: orderStates[order.state],
      },
    };
  });
}

/** What a family is shown of the course of an incident: not who was called, and not what the offices write to each other. */
const familySteps: readonly StepKind[] = ['action', 'family', 'police', 'located', 'cause', 'correction', 'closed'];
async function incidents(tx: Tx, stayId: string): Promise<FamilyIncident[]> {
  const rows = await incidentsWhere(
    tx,
    sql`exists (select from care_incident_person c where c.incident_id = i.id and c.stay_id = ${stayId})`,
  );
  const steps = await stepsOf(
    tx,
    rows.map((i) => i.id),
  );
  return rows.map((i) => ({
    id: i.id,
    typeZh: incidentTypes[i.type],
    gradeZh: grades[i.grade].zh,
    foundAt: i.foundAt,
    place: i.place,
    injuryZh: injuries[i.injury],
    measureZh: measures[i.measure],
    what: i.what,
    open: i.closedAt === null,
    steps: steps
      .filter((s) => s.incidentId === i.id && familySteps.includes(s.kind) && (s.stayId === null || s.stayId === stayId))
      .map((s) => ({
        id: s.id,
        zh: stepKinds[s.kind],
        at: s.at,
        text: s.kind === 'family' ? `${s.way}告知${s.whom}，${s.byName}` : s.text,
      })),
  }));
}

const requestView = (r: CareRequest): RequestView => ({
  id: r.id,
  kindZh: requestKinds[r.kind],
  days:
    r.kind !== 'leave'
      ? `${shortDate(r.fromOn)}${r.slot ? slots[r.slot] : ''}`
      : `${shortDate(r.fromOn)}起${r.lastOn ? `，到${shortDate(r.lastOn)}` : ''}`,
  says: [r.leaveKind && leaveKinds[r.leaveKind], r.visitors, r.phone, r.note].filter(Boolean).join('，'),
  state: r.state,
  stateZh: requestStates[r.state].zh,
  tone: requestStates[r.state].tone,
  answer: r.answer ?? '',
});

export async function familyStay(tx: Tx, stayId: string, personId: string): Promise<Result<FamilyStay>> {
  const own = await ownStay(tx, stayId, personId);
  if (!own.ok) return own;
  const { stay, admission } = own.value;
  if (admission.personId !== personId) await readByAgent(tx, admission);
  const home = await findInstitution(tx, stay.institutionId);
  if (!home.ok) return home;
  const set = await limits(tx, stay.division, ['CARE-PLAN-DAYS']);
  if (!set.ok) return set;
  const levels = await levelsOf(tx, stayId);
  const leaves = await leavesOf(tx, stayId);
  const [plan] = await plansOf(tx, stayId);
  const tasks = await tasksWhere(tx, sql`t.stay_id = ${stayId} and t.on_day between ${plusDays(tx.today, -6)} and ${tx.today}`);
  const on = (day: string, state: string) => tasks.filter((t) => t.onDay === day && t.state === state).length;
  const { risks } = await risksNow(tx, stayId, admission);
  return ok({
    stayId,
    name: await nameOf(tx, stay.personId),
    institutionName: home.value.name,
    telephone: home.value.telephone,
    bed: (await bedsOf(tx, stayId)).at(-1)?.code ?? '',
    kindZh: stay.kind === 'trial' && stay.trialTo !== null ? '长期' : stayKinds[stay.kind],
    levelZh: careLevels[(levels.filter((l) => l.fromOn <= tx.today).at(-1) ?? levels[0]!).careLevel],
    fromOn: stay.fromOn,
    toOn: stay.toOn,
    away: stay.toOn === null && leaves.some((l) => l.fromOn <= tx.today && (l.toOn === null || l.toOn > tx.today)),
    contractId: admission.contractId,
    asked: await askedLevel(tx, stay),
    plan: plan ? planView(plan) : null,
    planDue: planDue(stay.fromOn, set.value['CARE-PLAN-DAYS']),
    risks: (Object.entries(risks) as [RiskType, { level: keyof typeof riskLevels }][]).map(([type, risk]) => ({
      zh: riskTypes[type],
      levelZh: riskLevels[risk.level],
    })),
    today: tasks.filter((t) => t.onDay === tx.today).map(({ stayId: _, ...task }) => task),
    medications: (await medicationsOf(tx, stayId)).filter((m) => !m.ended).map(({ ended: _, ...m }) => m),
    doses: (await dosesWhere(tx, sql`d.stay_id = ${stayId} and d.on_day = ${tx.today}`)).map(({ stayId: _, ...dose }) => dose),
    week: Array.from({ length: 7 }, (_, i) => plusDays(tx.today, -i)).map((day) => ({
      day,
      done: on(day, 'done'),
      refused: on(day, 'refused'),
      abnormal: on(day, 'abnormal'),
      missed: on(day, 'missed'),
    })),
    incidents: await incidents(tx, stayId),
    referrals: await familyReferrals(tx, stayId),
    restraints: (await restraintsOf(tx, stayId)).map(({ offers: _, late: __, nextLook: ___, ...of }) => of),
    advice: await adviceOf(tx, stayId),
    bills: await bills(tx, stay),
    payments: await paymentRows(tx, stay.admissionId),
    refundDue: stay.refundDue,
    requests: (await requestsWhere(tx, sql`r.stay_id = ${stayId}`)).map(requestView),
    visitSlots: Object.entries(slots).map(([value, label]) => ({ value, label })),
    evaluations: await familyEvaluations(tx, stay, personId),
  });
}

const readByAgent = (tx: Tx, a: Admission): Promise<unknown> =>
  recordAudit(tx, {
    action: 'care-stay.read-by-agent',
    subject: { kind: 'care-admission', id: a.id },
    personId: a.personId,
    division: a.division,
  });

/** 预约的参观 of one resident, for the own page. */
export async function ownTours(tx: Tx, personId: string): Promise<TourView[]> {
  const rows = await requestsWhere(tx, sql`r.kind = 'tour' and r.asked_by = ${personId}`);
  const homes = await tx.rows<{ id: string; name: string; telephone: string }>(
    sql`select id, name, telephone from care_institution where id = any(${rows.map((r) => r.institutionId)}::uuid[])`,
  );
  return rows.map((r) => {
    const home = homes.find((h) => h.id === r.institutionId)!;
    return { ...requestView(r), institutionName: home.name, telephone: home.telephone };
  });
}

const PAGE = 100;

/** What families have asked of a home, those that wait first. */
export async function requestList(
  tx: Tx,
  institutionId: string,
  cursor?: string,
): Promise<Result<{ name: string; rows: RequestRow[]; next: string | null }>> {
  const home = await findInstitution(tx, institutionId);
  if (!home.ok) return home;
  const stretch = stretchOf(cursor, PAGE);
  const { rows, next } = pageOf(await requestsWhere(tx, sql`r.institution_id = ${institutionId}`, within(stretch)), stretch);
  const who = await tx.rows<{ id: string; name: string; bed: string }>(
    sql`select s.id, p.name, b.code as bed from care_stay s join person p on p.id = s.person_id join care_bed b on b.id = s.bed_id
      where s.id = any(${rows.flatMap((r) => r.stayId ?? [])}::uuid[])`,
  );
  return ok({
    name: home.value.name,
    next,
    rows: rows.map((r) => ({
      ...requestView(r),
      stayId: r.stayId,
      name: who.find((w) => w.id === r.stayId)?.name ?? r.askedName,
      bed: who.find((w) => w.id === r.stayId)?.bed ?? '',
      askedAt: r.askedAt,
      askedName: r.askedName,
      offers: offersTo(tx.actor, [
        {
          action: 'answer',
          zh: '答复',
          causes:
            r.kind === 'leave'
              ? '同意的，按家属提出的时间登记请假。'
              : r.kind === 'departure'
                ? '家属马上收到答复。到了那天，打开老人的页面办理退住。'
                : '家属马上收到答复。',
          by: answerers(r.kind),
          when: r.state === 'asked',
          to: `/api/care-requests/${r.id}/answer`,
          fields: formOf(RequestAnswer),
          initial: { outcome: 'agreed' },
          fixed: { requestId: newId() },
        },
      ]),
    })),
  });
}
