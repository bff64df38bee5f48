/**
 * 风险清单 (EC-057, EC-091): every open risk of a home, and of all homes of the reader's range, in one list: dangers, incidents, lights of money, hands that are missing, papers
 * that have run out, matters that are late. Nothing is kept here: each row is read from its own record, and opens it. Row-level security says whose.
 */
import { z } from 'zod';
import { and, containing, join, type Sql, sql } from '../../../database/sql.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { scopeRange } from '../../../kernel/division/index.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { Division, type DivisionCode, type PlainDate, Uuid } from '../../../kernel/schema/index.ts';
import { Listing, pageOf, stretchOf, within } from '../../../kernel/service/server.ts';
import { sheetFile } from '../../../kernel/sheet/server.ts';
import { handsIn } from '../../../kernel/workforce/server.ts';
import { grades as incidentGrades, incidentTypes } from '../incidents/terms.ts';
import { alertRules } from '../money/terms.ts';
import { limits } from '../stays/limits.ts';
import { careHomes } from '../supervision/kind.ts';
import type { RiskPageView, RiskRow } from './content.ts';
import { papers, SAFETY_PAPER, TELL_BEFORE } from './papers.ts';
import { type RiskKind, type RiskLight, type RiskPage, riskKinds, riskLights } from './terms.ts';

export const RiskFilter = Listing.extend({
  kind: z.enum(Object.keys(riskKinds) as [RiskKind, ...RiskKind[]]).optional(),
  light: z.enum(['red', 'yellow']).optional(),
  county: Division.optional(),
  home: Uuid.optional(),
});
type RiskFilter = z.infer<typeof RiskFilter>;

/** The word of a key, in SQL. */
const wordOf = (words: Readonly<Record<string, string>>, key: Sql): Sql =>
  sql`(${Object.values(words)}::text[])[array_position(${Object.keys(words)}::text[], ${key})]`;

/** What each kind adds: light, home, what is said, since when, until when, and the record that it opens. */
const danger = (
  tx: Tx,
): Sql => sql`select 'danger' as kind, case when d.grade = 'major' or (d.due_on < ${tx.today} and d.done_on is null) then 'red' else 'yellow' end as light,
    d.object_id as home, d.rule || '，' || d.place as says, d.found_on as since, d.due_on, '/dangers' as page, d.id::text as record
  from hidden_danger d where d.kind = ${careHomes.kind} and d.state <> 'closed'`;

const incident =
  (): Sql => sql`select 'incident', case when n.grade in ('S3', 'S4') then 'red' else 'yellow' end, n.institution_id,
    ${wordOf(incidentTypes, sql`n.type`)} || '，' || ${wordOf(Object.fromEntries(Object.entries(incidentGrades).map(([key, { zh }]) => [key, zh])), sql`n.grade`)},
    (n.found_at at time zone 'Asia/Shanghai')::date, null::date, '/incidents', n.id::text
  from care_incident n where n.closed_at is null`;

const money =
  (): Sql => sql`select 'money', a.light, a.institution_id, ${wordOf(alertRules, sql`a.rule`)} || '：' || a.says, a.raised_on, null::date, '/institution-money',
    a.institution_id::text from care_money_alert a where a.cleared_on is null`;

const NURSED = ['nursed-1', 'nursed-2'];
/** Hands against residents by 5.4, each county by its own standards. */
const staff = (
  tx: Tx,
  norms: readonly { county: string; self: number; semi: number; full: number }[],
): Sql => sql`select 'staff', 'yellow', h.id,
    '护理员' || w.have || '名，按在住的老人要' || w.needed || '名', null::date, null::date, '/institutions', h.id::text
  from care_institution h join (values ${join(
    norms.map(({ county, self, semi, full }) => sql`(${county}::text, ${self}::int, ${semi}::int, ${full}::int)`),
    sql`, `,
  )}) as s (county, self, semi, full_) on s.county = left(h.division, 6)
  cross join lateral (select count(*) filter (where l.level in ('self', 'assisted-1')) as light, count(*) filter (where l.level = 'assisted-2') as middle,
      count(*) filter (where l.level = any(${NURSED}::text[])) as heavy
    from care_stay y cross join lateral (select v.care_level as level from care_stay_level v where v.stay_id = y.id and v.from_on <= greatest(${tx.today}::date, y.from_on)
      order by v.from_on desc limit 1) l where y.institution_id = h.id and y.to_on is null) r
  cross join lateral (select (ceil(r.light / s.self::numeric) + ceil(r.middle / s.semi::numeric) + ceil(r.heavy / s.full_::numeric))::int as needed,
      (select count(*)::int from (${handsIn(tx.today)}) q where q.unit_id = h.id and q.post = 'carer' and q.unfit is null) as have) w
  where w.have < w.needed`;

const paper = (
  tx: Tx,
): Sql => sql`select 'paper', case when (e.content ->> 'validTo')::date < ${tx.today} then 'red' else 'yellow' end, (e.content ->> 'institution')::uuid,
    ${wordOf(papers, sql`e.content ->> 'kind'`)} || (e.content ->> 'validTo') || case when (e.content ->> 'validTo')::date < ${tx.today} then '已经过期' else '到期' end,
    null::date, (e.content ->> 'validTo')::date, '/registers', e.id::text
  from register_entry e where e.register = ${SAFETY_PAPER} and e.state = 'valid' and (e.content ->> 'validTo')::date < ${plusDays(tx.today, TELL_BEFORE)}
  union all
  select 'paper', 'red', h.id, '没有登记消防验收或者备案', null, null, '/institutions', h.id::text from care_institution h
  where exists (select from care_stay y where y.institution_id = h.id and y.to_on is null)
    and not exists (select from register_entry e where e.register = ${SAFETY_PAPER} and e.state = 'valid' and e.content ->> 'institution' = h.id::text and e.content ->> 'kind' = 'fire')`;

/** A home that nobody has looked at by 30 September is looked at without a draw (4.8). */
const late = (
  tx: Tx,
): Sql => sql`select 'late', 'red', h.id, '收住老人以后没有按期备案', h.first_resident_on, null::date, '/institutions', h.id::text
  from care_institution h where h.state = 'unrecorded' and h.told = 'late'
  union all
  select 'late', 'red', o.institution_id, '现场核查逾期', (o.opened_at at time zone 'Asia/Shanghai')::date, o.due_on, '/institutions', o.institution_id::text
  from care_onsite o where o.done_on is null and o.due_on < ${tx.today}
  union all
  select 'late', 'yellow', h.id, '今年还没有现场检查', null, ${`${tx.today.slice(0, 4)}-12-31`}::date, '/supervised', h.id::text from care_institution h
  where h.recorded_beds > 0 and ${tx.today}::date >= ${`${tx.today.slice(0, 4)}-10-01`}::date and not exists (select from inspection_task t where t.object_id = h.id and t.finished_at >= ${`${tx.today.slice(0, 4)}-01-01T00:00:00+08:00`}::timestamptz)
  union all
  select 'late', 'yellow', p.institution_id, '处罚决定逾期没有公开', p.decided_on, p.publish_by, '/care-penalties', '' from care_penalty p
  where p.state = 'decided' and p.published_on is null and p.publish_by < ${tx.today}
  union all
  select 'late', 'yellow', p.institution_id, '罚款逾期没有缴清', p.decided_on, p.pay_by, '/care-penalties', '' from care_penalty p
  where p.state = 'decided' and p.paid_on is null and p.pay_by < ${tx.today}
  union all
  select 'late', 'yellow', m.institution_id, '医养协议已经到期，没有续签', m.from_on, m.to_on, '/care-medical', '' from care_medical_link m
  where m.ended_on is null and m.to_on < ${tx.today}
    and not exists (select from care_medical_link k where k.institution_id = m.institution_id and k.ended_on is null and (k.to_on is null or k.to_on >= ${tx.today}))`;

/** The standards of 5.4 in each county of the reader's range. */
async function normsOf(tx: Tx) {
  const counties: { county: string; self: number; semi: number; full: number }[] = [];
  for (const { code } of tx.divisions.children(tx.city)) {
    const set = await limits(tx, code, ['CARE-RATIO-SELF', 'CARE-RATIO-SEMI', 'CARE-RATIO-FULL']);
    if (!set.ok) return set;
    counties.push({
      county: code.slice(0, 6),
      self: set.value['CARE-RATIO-SELF'],
      semi: set.value['CARE-RATIO-SEMI'],
      full: set.value['CARE-RATIO-FULL'],
    });
  }
  return ok(counties);
}

/** All of them as `r`, with their homes `i`. */
async function risks(tx: Tx): Promise<Result<Sql, 'PARAM_MISSING'>> {
  const norms = await normsOf(tx);
  if (!norms.ok) return norms;
  const parts = [danger(tx), incident(), money(), staff(tx, norms.value), paper(tx), late(tx)];
  return ok(
    sql`(${join(parts, sql` union all `)}) r join care_institution i on i.id = r.home and i.state not in ('preparing', 'ended', 'deregistered')`,
  );
}

function filters(tx: Tx, { q, kind, light, county, home }: RiskFilter): { whose: Sql; which: Sql } {
  const whose: Sql[] = [tx.actor.unitId ? sql`i.id = ${tx.actor.unitId}::uuid` : sql`true`];
  if (home) whose.push(sql`i.id = ${home}::uuid`);
  if (q) whose.push(sql`(i.name like ${containing(q)} or r.says like ${containing(q)})`);
  if (county) {
    const { lo, hi } = scopeRange(county);
    whose.push(sql`i.division >= ${lo} and i.division < ${hi}`);
  }
  const which = [...whose, ...(kind ? [sql`r.kind = ${kind}`] : []), ...(light ? [sql`r.light = ${light}`] : [])];
  return { whose: and(whose), which: and(which) };
}

interface Found {
  kind: RiskKind;
  light: RiskLight;
  home: string;
  name: string;
  division: DivisionCode;
  says: string;
  since: PlainDate | null;
  dueOn: PlainDate | null;
  page: RiskPage;
  record: string;
}
const columns = sql`r.kind, r.light, r.home, i.name, i.division, r.says, r.since, r.due_on, r.page, r.record`;
const order = sql`r.light = 'yellow', r.due_on nulls last, i.name, r.kind, r.says, r.record`;

const rowOf = (tx: Tx, of: Found): RiskRow => ({
  id: `${of.kind}:${of.home}:${of.record}:${of.says}`,
  kindZh: riskKinds[of.kind],
  light: riskLights[of.light],
  homeId: of.home,
  homeName: of.name,
  divisionName: tx.divisions.fullName(of.division),
  says: of.says,
  since: of.since,
  dueOn: of.dueOn,
  late: of.dueOn !== null && of.dueOn < tx.today,
  page: of.page,
  record: of.record,
});

const PAGE = 50;

/** A page of the risks, the red ones and the earliest days first, with how many there are of each kind and light. */
export async function riskPage(tx: Tx, filter: RiskFilter): Promise<Result<RiskPageView, 'PARAM_MISSING'>> {
  const all = await risks(tx);
  if (!all.ok) return all;
  const { whose, which } = filters(tx, filter);
  const stretch = stretchOf(filter.cursor, PAGE);
  const { rows, next } = pageOf(
    await tx.rows<Found>(sql`select ${columns} from ${all.value} where ${which} order by ${order} ${within(stretch)}`),
    stretch,
  );
  const counts = await tx.rows<{ kind: RiskKind; light: RiskLight; n: number }>(
    sql`select r.kind, r.light, count(*)::int as n from ${all.value} where ${whose} group by 1, 2`,
  );
  const sum = (which: (of: (typeof counts)[number]) => boolean) => counts.filter(which).reduce((all, { n }) => all + n, 0);
  return ok({
    rows: rows.map((row) => rowOf(tx, row)),
    next,
    kinds: (Object.keys(riskKinds) as RiskKind[]).map((kind) => ({
      value: kind,
      zh: riskKinds[kind],
      n: sum((of) => of.kind === kind),
    })),
    red: sum(({ light }) => light === 'red'),
    yellow: sum(({ light }) => light === 'yellow'),
    counties: tx.actor.unitId
      ? []
      : tx.divisions
          .children(tx.city)
          .filter(({ code }) => tx.actor.lo === null || scopeRange(code).hi > tx.actor.lo)
          .filter(({ code }) => tx.actor.hi === null || code < tx.actor.hi)
          .map(({ code, name }) => ({ value: code, label: name })),
  });
}

/** The same rows as a spreadsheet: all that the filter finds, of nobody. */
export async function riskSheet(tx: Tx, filter: RiskFilter) {
  const all = await risks(tx);
  if (!all.ok) return all;
  const { which } = filters(tx, filter);
  const rows = await tx.rows<Found>(sql`select ${columns} from ${all.value} where ${which} order by ${order}`);
  return sheetFile({
    name: '养老机构风险清单',
    columns: [
      { key: 'light', title: '灯', kind: 'text' },
      { key: 'kind', title: '哪一类', kind: 'text' },
      { key: 'home', title: '机构', kind: 'text' },
      { key: 'place', title: '地区', kind: 'text' },
      { key: 'says', title: '情况', kind: 'printed' },
      { key: 'since', title: '从哪天', kind: 'date' },
      { key: 'dueOn', title: '期限', kind: 'date' },
    ],
    rows: rows.map((of) => ({
      light: riskLights[of.light].zh,
      kind: riskKinds[of.kind],
      home: of.name,
      place: tx.divisions.fullName(of.division),
      says: of.says,
      since: of.since,
      dueOn: of.dueOn,
    })),
  });
}
