/** The records that each figure of the city counts: every figure is the length of its own list, so that it can be opened. */
import { sql } from '../../../database/sql.ts';
import { addMonths, firstDayOf, monthOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { inScope } from '../../../kernel/division/index.ts';
import { parametersOf, withParameters, yuan } from '../../../kernel/policy/server.ts';
import type { DivisionCode, Fen, PlainDate } from '../../../kernel/schema/index.ts';
import { projects } from '../facilities/projects.ts';
import { isOpen, stages } from '../facilities/terms.ts';
import { isTrained } from '../rehab/rules.ts';
import type { FigureKey, FigureRow } from './terms.ts';

/** Figures are over so many records at most; a city has some ten thousand. */
const MOST = 100_000;

const placeOf = (tx: Tx, division: DivisionCode): string => (tx.divisions.get(division) ? tx.divisions.fullName(division) : '');
const yearStart = (tx: Tx): PlainDate => `${tx.today.slice(0, 4)}-01-01` as PlainDate;
const monthStart = (tx: Tx): PlainDate => firstDayOf(monthOf(tx.today));

/** Counties (or townships) of the actor's range, each counted when one of these places lies in it. */
function covered(tx: Tx, level: 'county' | 'township', places: readonly { name: string; division: DivisionCode }[]): FigureRow[] {
  const own = tx.actor.division ?? tx.city;
  const digits = level === 'county' ? 6 : 9;
  const counties = tx.divisions.children(tx.city).filter((d) => inScope(d.code, own) || inScope(own, d.code));
  const units = level === 'county' ? counties : counties.flatMap((c) => tx.divisions.children(c.code)).filter((t) => t.legal);
  return units.map((unit) => {
    const here = places.filter((p) => p.division.slice(0, digits) === unit.code.slice(0, digits));
    return {
      id: unit.code,
      title: unit.name,
      place: level === 'county' ? '' : placeOf(tx, unit.code),
      detail: here.length > 0 ? here.map((p) => p.name).join('、') : '还没有',
      counted: here.length > 0,
    };
  });
}

const bodies = (tx: Tx) =>
  tx.rows<{ name: string; division: DivisionCode; level: string; openedOn: PlainDate | null }>(
    sql`select name, division, level, opened_on from rehab_institution where active order by division, name limit 2000`,
  );
const points = (tx: Tx) =>
  tx.rows<{ name: string; division: DivisionCode }>(
    sql`select name, division from device_station where active and kind in ('point', 'centre') order by division, name limit 5000`,
  );

async function facilityCity(tx: Tx): Promise<FigureRow[]> {
  const ofCity = (await bodies(tx)).filter((b) => b.level === 'city');
  if (ofCity.length === 0)
    return [{ id: 'city', title: '市级精神康复福利设施', place: placeOf(tx, tx.city), detail: '还没有投用', counted: false }];
  const [first] = ofCity;
  return [
    {
      id: 'city',
      title: first!.name,
      place: placeOf(tx, first!.division),
      detail: first!.openedOn ? `${first!.openedOn}投用` : '已投用',
      counted: true,
    },
  ];
}

async function training(tx: Tx): Promise<FigureRow[]> {
  const year = Number(tx.today.slice(0, 4)) - 1;
  const rows = await tx.rows<{
    id: string;
    name: string;
    body: string;
    division: DivisionCode;
    quarterHours: number;
  }>(sql`select s.id, s.name, i.name as body, s.division,
      coalesce((select sum(t.quarter_hours) from rehab_training t where t.staff_id = s.id and t.held_on >= ${`${year}-01-01`}::date and t.held_on < ${`${year + 1}-01-01`}::date), 0)::int as quarter_hours
    from rehab_staff s join rehab_institution i on i.id = s.institution_id where s.active order by i.name, s.name limit ${MOST}`);
  const trained = withParameters({ parameters: await parametersOf(tx), division: tx.city, date: tx.today }, (read) =>
    rows.map((r) => isTrained(read, r.quarterHours)),
  );
  return rows.map((r, i) => ({
    id: r.id,
    title: r.name,
    place: r.body,
    detail: `上年${r.quarterHours / 4}学时`,
    counted: trained.ok && trained.value[i] === true,
  }));
}

async function subsidyCovered(tx: Tx): Promise<FigureRow[]> {
  const rows = await tx.rows<{
    id: string;
    personId: string;
    name: string | null;
    kind: 'living' | 'nursing';
    division: DivisionCode;
    drawn: boolean;
    on: string;
  }>(sql`select x.id, x.person_id, p.name, x.kind, x.division, x.drawn, x.on from (
      select entitlement_id as id, person_id, kind, division, true as drawn, from_month as on from subsidy_award where state <> 'ended'
      union all select id, person_id, kind, division, false, sent_on::text from subsidy_invitation where state = 'open') x
    left join person p on p.id = x.person_id order by x.drawn, x.division, x.id limit ${MOST}`);
  return rows.map((r) => ({
    id: r.id,
    title: r.name ?? '（不在范围内）',
    place: placeOf(tx, r.division),
    detail: `${r.kind === 'living' ? '生活补贴' : '护理补贴'}，${r.drawn ? `${r.on}起领` : `${r.on}已邀约，还没有申请`}`,
    counted: r.drawn,
    href: `/persons/${r.personId}`,
  }));
}

async function subsidyOnTime(tx: Tx): Promise<FigureRow[]> {
  const rows = await tx.rows<{
    id: string;
    no: string | null;
    applicantName: string;
    division: DivisionCode;
    closedOn: PlainDate;
    totalDueOn: PlainDate | null;
  }>(sql`select id, no, applicant_name, division, (closed_at at time zone 'Asia/Shanghai')::date as closed_on, total_due_on from service_case
    where flow = 'disability-subsidy' and closed_at is not null and outcome in ('granted', 'refused') and d4 = ${tx.city.slice(0, 4)}
      and closed_at >= (${monthStart(tx)}::date)::timestamp at time zone 'Asia/Shanghai' order by closed_at desc limit ${MOST}`);
  return rows.map((r) => ({
    id: r.id,
    title: r.applicantName,
    place: placeOf(tx, r.division),
    detail: `${r.closedOn}办结${r.totalDueOn ? `，期限${r.totalDueOn}` : ''}`,
    counted: r.totalDueOn === null || r.closedOn <= r.totalDueOn,
    href: `/cases/${r.id}`,
  }));
}

async function deliveredDevices(tx: Tx): Promise<FigureRow[]> {
  const rows = await tx.rows<{
    id: string;
    caseId: string;
    name: string | null;
    item: string;
    division: DivisionCode;
    deliveredOn: PlainDate;
  }>(sql`select a.id, a.case_id, p.name, i.name as item, a.division, a.delivered_on from device_allocation a join device_item i on i.code = a.item_code
    left join person p on p.id = a.person_id where a.delivered_on >= ${yearStart(tx)} order by a.delivered_on desc, a.id limit ${MOST}`);
  return rows.map((r) => ({
    id: r.id,
    title: r.name ?? '（不在范围内）',
    place: placeOf(tx, r.division),
    detail: `${r.item}，${r.deliveredOn}交付`,
    counted: true,
    href: `/cases/${r.caseId}`,
  }));
}

/** Every rentable unit, with how often it went out this year. */
async function reuse(tx: Tx): Promise<FigureRow[]> {
  const rows = await tx.rows<{
    code: string;
    item: string;
    station: string;
    times: number;
  }>(sql`select u.code, i.name as item, s.name as station,
      (select count(*)::int from rental_order o where o.unit_id = u.id and o.start_on >= ${yearStart(tx)}) as times
    from device_unit u join device_item i on i.code = u.item_code join device_station s on s.id = u.station_id
    where i.rentable and u.state not in ('scrapped', 'recalled', 'allocated') order by times desc, u.code limit ${MOST}`);
  return rows.map((r) => ({
    id: r.code,
    title: r.item,
    place: r.station,
    detail: `${r.code}，本年租出${r.times}次`,
    counted: r.times > 0,
  }));
}
export const rentalsThisYear = async (tx: Tx): Promise<number> =>
  (
    await tx.one<{
      n: number;
    }>(sql`select count(*)::int as n from rental_order o join device_unit u on u.id = o.unit_id join device_item i on i.code = u.item_code
      where o.start_on >= ${yearStart(tx)} and i.rentable and u.state not in ('scrapped', 'recalled', 'allocated')`)
  ).n;

/** Rentals of this month: what had come back before must have a passed cleaning newer than that. */
async function clean(tx: Tx): Promise<FigureRow[]> {
  const rows = await tx.rows<{ id: string; code: string; item: string; station: string; startOn: PlainDate; sound: boolean }>(sql`
    select o.id, u.code, i.name as item, s.name as station, o.start_on, (d.at is null or exists (
      select from cleaning_record c where c.unit_id = u.id and c.passed and c.cleaned_at >= d.at and c.cleaned_at <= e.at)) as sound
    from rental_order o join device_unit u on u.id = o.unit_id join device_item i on i.code = o.item_code join device_station s on s.id = o.station_id
      left join lateral (select at, seq from device_unit_event v where v.unit_id = u.id and v.to_state = 'rented' and (v.at at time zone 'Asia/Shanghai')::date = o.start_on order by seq limit 1) e on true
      left join lateral (select at from device_unit_event v where v.unit_id = u.id and v.to_state = 'to-clean' and v.seq < e.seq order by seq desc limit 1) d on true
    where o.start_on >= ${monthStart(tx)} order by o.start_on desc, o.id limit ${MOST}`);
  return rows.map((r) => ({
    id: r.id,
    title: r.item,
    place: r.station,
    detail: `${r.code}，${r.startOn}租出`,
    counted: r.sound,
  }));
}

async function trainedPersons(tx: Tx): Promise<FigureRow[]> {
  const rows = await tx.rows<{
    id: string;
    title: string;
    division: DivisionCode;
    heldOn: PlainDate;
    persons: number;
  }>(sql`select c.id, c.title, c.division, c.held_on,
      (select count(*)::int from device_course_sign_in g where g.course_id = c.id) as persons
    from device_course c where c.held_on >= ${yearStart(tx)} and c.held_on <= ${tx.today} order by c.held_on desc, c.id limit ${MOST}`);
  return rows.flatMap((r) =>
    Array.from({ length: r.persons }, (_, i) => ({
      id: `${r.id}:${i}`,
      title: r.title,
      place: placeOf(tx, r.division),
      detail: `${r.heldOn}，第${i + 1}人`,
      counted: true,
    })),
  );
}

const projectRows = async (tx: Tx): Promise<FigureRow[]> =>
  (await projects(tx)).map((p) => ({
    id: p.code,
    title: p.name,
    place: placeOf(tx, p.division),
    detail: `${stages[p.stage]}，累计支付${yuan(p.paidFen)}，概算${yuan(p.plannedFen)}`,
    counted: isOpen(p.stage),
    href: '/facilities',
  }));

export interface PaidYear {
  readonly times: number;
  readonly persons: number;
  readonly fen: Fen;
}
/** Lines that reached an account this year, by month. */
export async function paidByMonth(tx: Tx): Promise<{ month: string; kind: string; times: number; persons: number; fen: Fen }[]> {
  const year = tx.today.slice(0, 4);
  return tx.rows(sql`select l.month, l.programme as kind, count(*)::int as times, count(distinct l.person_id)::int as persons, sum(l.amount_fen)::bigint as fen
    from payment_line l where l.state = 'paid' and l.month >= ${`${year}-01`} and l.month <= ${`${year}-12`}
      and l.programme in ('disability-living', 'disability-nursing') group by l.month, l.programme order by l.month, l.programme limit 200`);
}

const lists: Partial<Record<FigureKey, (tx: Tx) => Promise<FigureRow[]>>> = {
  'facility-city': facilityCity,
  'facility-county': async (tx) => covered(tx, 'county', await bodies(tx)),
  'rehab-county': async (tx) => covered(tx, 'county', await bodies(tx)),
  'rehab-training': training,
  'subsidy-covered': subsidyCovered,
  'subsidy-on-time': subsidyOnTime,
  'subsidy-paid': async (tx) =>
    (await paidByMonth(tx)).map((r) => ({
      id: `${r.month}${r.kind}`,
      title: `${r.month} ${r.kind === 'disability-living' ? '生活补贴' : '护理补贴'}`,
      place: '',
      detail: `${r.times}人次，${yuan(r.fen)}`,
      counted: true,
    })),
  'fitting-delivered': deliveredDevices,
  'points-county': async (tx) => covered(tx, 'county', await points(tx)),
  'points-township': async (tx) => covered(tx, 'township', await points(tx)),
  reuse,
  clean,
  trained: trainedPersons,
  'project-opened': projectRows,
  'project-paid': projectRows,
};

/** Null: a figure of confidential cases, which has no list of persons. */
export const listOf = async (tx: Tx, key: FigureKey): Promise<FigureRow[] | null> => (await lists[key]?.(tx)) ?? null;

/** Cases of this year whose referral is due or done, by county, counts only. */
export async function referredInTime(tx: Tx): Promise<{ county: string; count: number; of: number }[]> {
  return tx.rows(sql`select left(division, 6) as county, count(*) filter (where referred_on <= refer_due)::int as count, count(*)::int as of
    from rehab_case where registered_on >= ${addMonths(tx.today, -12)} and (referred_on is not null or refer_due < ${tx.today}) group by 1 order by 1 limit 100`);
}
