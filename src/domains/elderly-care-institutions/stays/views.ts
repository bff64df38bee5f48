/** Admissions and stays as the people of the institution see them, with what they may do next. */
import { containing, type Sql, sql } from '../../../database/sql.ts';
import { ageOn, plainDateOf, shortDate, timeOfDay } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { offersTo } from '../../../kernel/offer/index.ts';
import { getPerson } from '../../../kernel/resident/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { type DivisionCode, formOf, type PlainDate } from '../../../kernel/schema/index.ts';
import { type Listing, pageOf, stretchOf, within } from '../../../kernel/service/server.ts';
import { type CareLevel, careLevels, levelOffered } from '../beds/terms.ts';
import { billsOf } from '../bills/views.ts';
import { findInstitution } from '../register/store.ts';
import { Application, capacityOf } from './apply.ts';
import type { AdmissionFile, AdmissionRow, PaymentRow, StayFile, StayRow } from './content.ts';
import { limits } from './limits.ts';
import { admissionOffers, stayOffers } from './offers.ts';
import { unassessed } from './prepare.ts';
import { beforeIt, trialEnd } from './rules.ts';
import { type Admission, bedsOf, findAdmission, findStay, leavesOf, levelsOf, nameOf, queueOf } from './store.ts';
import {
  admissionKinds,
  admissionStates,
  endings,
  leaveKinds,
  type Rank,
  type RiskType,
  ranks,
  reception,
  riskLevels,
  riskTypes,
  type StayKind,
  stayKinds,
  tekunCare,
} from './terms.ts';

const sexZh = { male: '男', female: '女' } as const;
export const paymentKinds: Readonly<Record<string, string>> = {
  booking: '收定金',
  deposit: '收押金',
  bill: '收账单款',
  'booking-returned': '退定金',
  'deposit-returned': '退押金',
  'bill-refunded': '退账单款',
};

export const untilOf = (at: string): string => `${shortDate(plainDateOf(at))}${timeOfDay(at)}`;

interface Listed {
  id: string;
  name: string;
  sex: 'male' | 'female';
  birthDate: PlainDate;
  bed: string | null;
  expiresAt: string | null;
}
const listed = sql`p.name, p.sex, p.birth_date, (select b.code from care_bed b where b.id = a.bed_id) as bed,
  (select k.expires_at from booking k where k.id = a.booking_id and k.state in ('hold', 'reservation')) as expires_at`;

function rowOf(
  tx: Tx,
  a: Pick<Admission, 'id' | 'no' | 'kind' | 'wantedOn' | 'state' | 'rank' | 'appliedAt' | 'division'> & Listed,
  of: { queue: { id: string; rank: number; no: number }[]; days: number },
): AdmissionRow {
  const answerBy = tx.calendar.addWorkdays(plainDateOf(a.appliedAt), of.days, a.division);
  return {
    id: a.id,
    no: a.no,
    name: a.name,
    sexZh: sexZh[a.sex],
    age: ageOn(a.birthDate, tx.today),
    kindZh: admissionKinds[a.kind],
    wantedOn: a.wantedOn,
    stateZh: admissionStates[a.state].zh,
    tone: admissionStates[a.state].tone,
    rankZh: ranks[a.rank as Rank],
    place: a.state === 'waiting' ? beforeIt(of.queue, a.id) + 1 : null,
    answerBy,
    late: a.state === 'waiting' && tx.today > answerBy,
    bed: a.bed,
    until: a.expiresAt ? untilOf(a.expiresAt) : null,
  };
}

/** The admissions of an institution: those under way in the order of the queue, or those that are over. */
export async function admissionList(tx: Tx, institutionId: string, view: 'open' | 'closed') {
  const found = await findInstitution(tx, institutionId);
  if (!found.ok) return found;
  const set = await limits(tx, found.value.division, ['CARE-ANSWER-DAYS']);
  if (!set.ok) return set;
  const rows = await tx.rows<
    Pick<Admission, 'id' | 'no' | 'kind' | 'wantedOn' | 'state' | 'rank' | 'appliedAt' | 'division'> & Listed
  >(
    sql`select a.id, a.no, a.kind, a.wanted_on, a.state, a.rank, a.applied_at, a.division, ${listed} from care_admission a join person p on p.id = a.person_id
      where a.institution_id = ${institutionId} and ${view === 'open' ? sql`a.state in ('waiting', 'held', 'reserved')` : sql`a.state in ('admitted', 'withdrawn', 'refused')`}
      order by ${view === 'open' ? sql`array_position(array['reserved', 'held', 'waiting'], a.state), a.rank, a.no` : sql`a.applied_at desc`} limit 300`,
  );
  const queue = await queueOf(tx, institutionId);
  return ok({
    name: found.value.name,
    rows: rows.map((row) => rowOf(tx, row, { queue, days: set.value['CARE-ANSWER-DAYS'] })),
    offers: offersTo(tx.actor, [
      {
        action: 'apply',
        zh: '登记入住申请',
        causes: '登记以后进入候补；有空床的接着安排床位。',
        by: reception,
        to: `/api/institutions/${institutionId}/admissions`,
        fields: formOf(Application),
        initial: { kind: 'long', wantedOn: tx.today },
        fixed: { requestId: newId() },
      },
    ]),
  });
}

const paymentsOf = (
  tx: Tx,
  admissionId: string,
): Promise<{ id: string; kind: string; amountFen: number; paidAt: string; documentId: string | null }[]> =>
  tx.rows(
    sql`select id, kind, amount_fen, paid_at, document_id from care_payment where admission_id = ${admissionId} order by paid_at, id limit 200`,
  );
/** 收款和退款 of one admission, the first one first. */
export const paymentRows = async (tx: Tx, admissionId: string): Promise<PaymentRow[]> =>
  (await paymentsOf(tx, admissionId)).map(paymentRow);
const paymentRow = (p: Awaited<ReturnType<typeof paymentsOf>>[number]): PaymentRow => ({
  id: p.id,
  zh: paymentKinds[p.kind] ?? p.kind,
  amountFen: p.amountFen,
  paidAt: p.paidAt,
  documentId: p.documentId,
});

const standingSays = (a: Admission): string[] => [
  ...(a.standing.tekun ? [`特困人员${a.standing.tekunCare ? `（${tekunCare[a.standing.tekunCare]}）` : ''}`] : []),
  ...(a.standing.dibao ? ['低保'] : []),
  ...(a.standing.onlyChildLost ? ['失独（入住时核对证件）'] : []),
];

export async function admissionFile(tx: Tx, id: string): Promise<Result<AdmissionFile>> {
  const found = await findAdmission(tx, id);
  if (!found.ok) return found;
  const a = found.value;
  const set = await limits(tx, a.division, ['CARE-ANSWER-DAYS']);
  if (!set.ok) return set;
  const person = await getPerson(tx, a.personId);
  if (!person.ok) return person;
  const seen = await tx.one<Listed>(
    sql`select a.id, ${listed} from care_admission a join person p on p.id = a.person_id where a.id = ${id}`,
  );
  const stay = await tx.maybe<{ id: string }>(
    sql`select id from care_stay where admission_id = ${id} order by from_on desc limit 1`,
  );
  const level = await capacityOf(tx, a.personId);
  const payments = await paymentsOf(tx, id);
  const missing = unassessed(a, level);
  return ok({
    ...rowOf(tx, { ...a, ...seen, id: a.id }, { queue: await queueOf(tx, a.institutionId), days: set.value['CARE-ANSWER-DAYS'] }),
    personId: a.personId,
    institutionId: a.institutionId,
    contact: a.contact,
    phone: a.phone,
    channelZh: a.channel === 'online' ? '网上' : '窗口',
    standing: standingSays(a),
    levelZh: level === null ? null : `${level}级`,
    offeredZh: level === null ? null : careLevels[levelOffered(level)],
    risks: (Object.entries(a.risks) as [RiskType, { level: keyof typeof riskLevels }][]).map(([type, risk]) => ({
      zh: riskTypes[type],
      levelZh: riskLevels[risk.level],
      high: risk.level === 'high' || risk.level === 'middle',
    })),
    measures: Object.values(a.risks)[0]?.measure ?? '',
    missing,
    contract:
      a.contract && a.contractId
        ? {
            documentId: a.contractId,
            careLevelZh: careLevels[a.contract.careLevel],
            agent: a.contract.agent,
            emergency: a.contract.emergency,
            depositFen: a.depositFen ?? 0,
            depositPaid: a.depositPaid,
            bedFen: a.contract.bedFen,
            careFen: a.contract.careFen,
          }
        : null,
    payments: payments.map(paymentRow),
    stayId: stay?.id ?? null,
    closedReason: a.closedReason,
    jumpReason: a.jumpReason,
    offers: offersTo(tx.actor, await admissionOffers(tx, a, { missing, level })),
  });
}

/** A stay as a list shows it. */
interface Lived {
  id: string;
  division: DivisionCode;
  name: string;
  sex: 'male' | 'female';
  birthDate: PlainDate;
  kind: StayKind;
  fromOn: PlainDate;
  trialTo: PlainDate | null;
  toOn: PlainDate | null;
  bed: string;
  careLevel: CareLevel;
  away: boolean;
}
/** The bed, level and absence of a stay today, with it: `s` is the stay, `p` its person. A level that has not begun yet is the first one of a stay that is to come. */
const livedColumns = (tx: Tx): Sql => sql`s.id, s.division, p.name, p.sex, p.birth_date, s.kind, s.from_on, s.trial_to, s.to_on,
  coalesce((select b.code from care_stay_bed l join care_bed b on b.id = l.bed_id where l.stay_id = s.id order by l.from_on desc, l.recorded_at desc limit 1), '') as bed,
  (select l.care_level from care_stay_level l where l.stay_id = s.id
    order by l.from_on > ${tx.today}, case when l.from_on <= ${tx.today} then l.from_on end desc, l.from_on limit 1) as care_level,
  s.to_on is null and exists (select from care_leave l where l.stay_id = s.id and l.from_on <= ${tx.today} and (l.to_on is null or l.to_on > ${tx.today})) as away`;

async function stayRow(tx: Tx, stay: Lived): Promise<StayRow> {
  const set = await limits(tx, stay.division, ['CARE-TRIAL-DAYS']);
  const isTrial = stay.kind === 'trial' && stay.trialTo === null;
  return {
    id: stay.id,
    name: stay.name,
    sexZh: sexZh[stay.sex],
    age: ageOn(stay.birthDate, tx.today),
    bed: stay.bed,
    kindZh: stay.kind === 'trial' && stay.trialTo !== null ? '长期（由试住转）' : stayKinds[stay.kind],
    levelZh: careLevels[stay.careLevel],
    fromOn: stay.fromOn,
    toOn: stay.toOn,
    away: stay.away,
    trialEndsOn:
      isTrial && set.ok ? trialEnd(stay.fromOn, { days: set.value['CARE-TRIAL-DAYS'], remind: 0, more: 0 }).endsOn : null,
  };
}

const PAGE = 50;

/** The older people of a home: a page in one statement, searched by name and bed. */
export async function stayList(
  tx: Tx,
  institutionId: string,
  { view, q, cursor }: { view: 'live' | 'ended' } & Listing,
): Promise<Result<{ name: string; rows: StayRow[]; next: string | null }>> {
  const found = await findInstitution(tx, institutionId);
  if (!found.ok) return found;
  const stretch = stretchOf(cursor, PAGE);
  const listed = await tx.rows<Lived>(
    sql`select ${livedColumns(tx)} from care_stay s join person p on p.id = s.person_id join care_bed k on k.id = s.bed_id
      where s.institution_id = ${institutionId} and ${view === 'live' ? sql`s.to_on is null` : sql`s.to_on is not null`}
        and ${q ? sql`(p.name like ${containing(q)} or k.code like ${containing(q)})` : sql`true`}
      order by ${view === 'live' ? sql`k.code` : sql`s.to_on desc`}, s.id ${within(stretch)}`,
  );
  const { rows, next } = pageOf(listed, stretch);
  const shown: StayRow[] = [];
  // 参数记在这次读取里，每一位不再问数据库
  for (const row of rows) shown.push(await stayRow(tx, row));
  return ok({ name: found.value.name, rows: shown, next });
}

export async function stayFile(tx: Tx, id: string): Promise<Result<StayFile>> {
  const found = await findStay(tx, id);
  if (!found.ok) return found;
  const stay = found.value;
  const person = await getPerson(tx, stay.personId);
  if (!person.ok) return person;
  const home = await findInstitution(tx, stay.institutionId);
  if (!home.ok) return home;
  const admission = await findAdmission(tx, stay.admissionId);
  if (!admission.ok) return admission;
  const row = await stayRow(
    tx,
    await tx.one<Lived>(sql`select ${livedColumns(tx)} from care_stay s join person p on p.id = s.person_id where s.id = ${id}`),
  );
  const leaves = await leavesOf(tx, id);
  const payments = await paymentsOf(tx, stay.admissionId);
  const depositFen = payments.reduce(
    (sum, p) => sum + (p.kind === 'deposit' ? p.amountFen : p.kind === 'deposit-returned' ? -p.amountFen : 0),
    0,
  );
  const heldFen = payments.reduce(
    (sum, p) => sum + (/^(booking|deposit)$/.test(p.kind) ? p.amountFen : /-returned$/.test(p.kind) ? -p.amountFen : 0),
    0,
  );
  return ok({
    ...row,
    personId: stay.personId,
    institutionId: stay.institutionId,
    institutionName: home.value.name,
    admissionId: stay.admissionId,
    agent:
      admission.value.agentPersonId !== null && admission.value.agentChecked
        ? await nameOf(tx, admission.value.agentPersonId)
        : null,
    endedZh: stay.ended && endings[stay.ended],
    endReason: stay.endReason,
    refundDue: stay.refundDue,
    asked: stay.asked && { levelZh: careLevels[stay.asked.level], from: stay.asked.from, why: stay.asked.why },
    levels: (await levelsOf(tx, id)).map((l) => ({ zh: careLevels[l.careLevel], fromOn: l.fromOn, consentBy: l.consentBy })),
    beds: (await bedsOf(tx, id)).map(({ code, priceClass, fromOn, reason }) => ({ code, priceClass, fromOn, reason })),
    leaves: leaves.map((l) => ({ id: l.id, zh: leaveKinds[l.kind], fromOn: l.fromOn, toOn: l.toOn })),
    bills: await billsOf(tx, id),
    payments: payments.map(paymentRow),
    depositFen,
    offers: offersTo(tx.actor, await stayOffers(tx, stay, { admission: admission.value, away: row.away, heldFen })),
  });
}
