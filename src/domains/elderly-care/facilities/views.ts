/** The register of facilities as it is read: the list, and one with its days, grades, course and what may be done. */
import { z } from 'zod';
import { and, containing, type Sql, sql } from '../../../database/sql.ts';
import { firstDayOf, monthOf, plusDays, plusMonths } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { scopeRange } from '../../../kernel/division/index.ts';
import { type Offer, type Offered, offersTo } from '../../../kernel/offer/index.ts';
import { recordsAbout } from '../../../kernel/register/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { Division, formOf, type PlainDate, type YearMonth } from '../../../kernel/schema/index.ts';
import { Apart, Assessment, moveForm, movesFrom, OpenDay } from './act.ts';
import type { SiteFile, SiteRow } from './content.ts';
import { NewSite, SiteCorrection } from './enter.ts';
import { siteLimits } from './parameters.ts';
import { mustGo } from './rules.ts';
import { findSite, metresApart, type Site, siteColumns, twiceOf } from './store.ts';
import {
  dayHands,
  deciders,
  functions,
  keepers,
  type Proof,
  proofs,
  reaches,
  type SiteForm,
  type SiteGrade,
  type SiteKind,
  type SiteState,
  siteForms,
  siteGrades,
  siteKinds,
  siteStates,
} from './terms.ts';

const marks = { idle: '空转的', twice: '疑似重复的', go: '退出名单', unplanned: '没有纳入规划的' } as const;
/** 规划、立项、在建的, of which no plan says anything (EC-118). */
const unplanned = sql`(s.state in ('planned', 'approved', 'building')
  and not exists (select from register_entry r where r.register = 'care-plan-inclusion' and r.about = s.id::text and r.state = 'entered'))`;
export const SiteFilter = z.strictObject({
  q: z.string().trim().max(60).optional(),
  division: Division.optional(),
  kind: z.enum(Object.keys(siteKinds) as [SiteKind, ...SiteKind[]]).optional(),
  state: z.enum(Object.keys(siteStates) as [SiteState, ...SiteState[]]).optional(),
  form: z.enum(Object.keys(siteForms) as [SiteForm, ...SiteForm[]]).optional(),
  mark: z.enum(Object.keys(marks) as [keyof typeof marks, ...(keyof typeof marks)[]]).optional(),
  cursor: z.string().max(200).optional(),
});

interface Known extends Site {
  openDays: number;
  twice: boolean;
  unplanned: boolean;
  grades: { year: number; grade: SiteGrade }[];
}
const grades = sql`(select coalesce(jsonb_agg(jsonb_build_object('year', a.year, 'grade', a.grade) order by a.year desc), '[]') from care_site_assessment a where a.site_id = s.id)`;
/** 连续两年D, as `mustGo` of the rules. */
const goes = sql`exists (select from care_site_assessment a join care_site_assessment b on b.site_id = a.site_id and b.year = a.year - 1 and b.grade = 'D'
  where a.site_id = s.id and a.grade = 'D' and a.year = (select max(c.year) from care_site_assessment c where c.site_id = s.id))`;

const lastMonth = (tx: Tx): { from: PlainDate; to: PlainDate } => {
  const from = firstDayOf(plusMonths(monthOf(tx.today), -1));
  return { from, to: plusDays(firstDayOf(monthOf(tx.today)), -1) };
};
const known = (tx: Tx, metres: number): Sql => {
  const { from, to } = lastMonth(tx);
  return sql`${siteColumns}, (select count(*)::int from care_site_day d where d.site_id = s.id and d.on_date between ${from} and ${to}) as open_days,
    exists (select from care_site o where ${twiceOf(metres)}) as twice, ${unplanned} as unplanned, ${grades} as grades`;
};

function rowOf(tx: Tx, of: Known): SiteRow {
  const last = of.grades[0];
  return {
    id: of.id,
    name: of.name,
    kindZh: siteKinds[of.kind],
    functionsZh: of.functions.map((key) => functions[key]),
    formZh: of.form && siteForms[of.form],
    division: of.division,
    divisionName: tx.divisions.fullName(of.division),
    state: of.state,
    stateZh: siteStates[of.state].zh,
    tone: siteStates[of.state].tone,
    openDays: of.state === 'operating' && of.openedOn !== null && of.openedOn <= lastMonth(tx).from ? of.openDays : null,
    idleSince: of.idleSince,
    twice: of.twice,
    grade: last ? `${last.year}年${last.grade}` : null,
    mustGo: mustGo(of.grades),
    unplanned: of.unplanned,
  };
}

const PAGE = 50;

export async function listSites(tx: Tx, { q, division, kind, form, state, mark, cursor }: z.infer<typeof SiteFilter>) {
  const limits = await siteLimits(tx, tx.city, ['SITE-TWICE-METRES']);
  if (!limits.ok) return limits;
  const metres = limits.value['SITE-TWICE-METRES'];
  const filters: Sql[] = [];
  if (q) filters.push(sql`(s.name like ${containing(q)} or s.address like ${containing(q)})`);
  if (kind) filters.push(sql`s.kind = ${kind}`);
  if (form) filters.push(sql`s.form = ${form}`);
  if (division) {
    const { lo, hi } = scopeRange(division);
    filters.push(sql`s.division >= ${lo} and s.division < ${hi}`);
  }
  const counts = await tx.rows<{ state: SiteState; n: number }>(
    sql`select s.state, count(*)::int as n from care_site s where ${and(filters)} group by s.state`,
  );
  const marked = await tx.one<{
    idle: number;
    twice: number;
    go: number;
    unplanned: number;
  }>(sql`select (count(*) filter (where s.idle_since is not null))::int as idle,
      (count(*) filter (where exists (select from care_site o where ${twiceOf(metres)})))::int as twice, (count(*) filter (where ${goes}))::int as go, (count(*) filter (where ${unplanned}))::int as unplanned
    from care_site s where ${and(filters)}`);
  if (state) filters.push(sql`s.state = ${state}`);
  if (mark === 'idle') filters.push(sql`s.idle_since is not null`);
  if (mark === 'twice') filters.push(sql`exists (select from care_site o where ${twiceOf(metres)})`);
  if (mark === 'go') filters.push(goes);
  if (mark === 'unplanned') filters.push(unplanned);
  const [name, id] = cursor?.split('|') ?? [];
  if (name && id) filters.push(sql`(s.name, s.id) > (${name}, ${id}::uuid)`);
  const found = await tx.rows<Known>(
    sql`select ${known(tx, metres)} from care_site s where ${and(filters)} order by s.name, s.id limit ${PAGE + 1}`,
  );
  const rows = found.slice(0, PAGE).map((row) => rowOf(tx, row));
  const last = rows.at(-1);
  return ok({
    counts: (Object.keys(siteStates) as SiteState[]).flatMap((key) => {
      const count = counts.find((c) => c.state === key);
      return count ? [{ state: key, zh: siteStates[key].zh, n: count.n }] : [];
    }),
    marks: (Object.keys(marks) as (keyof typeof marks)[]).map((key) => ({ mark: key, zh: marks[key], n: marked[key] })),
    rows,
    next: found.length > PAGE && last ? `${last.name}|${last.id}` : null,
    offers: offersTo(tx.actor, [
      {
        action: 'enter',
        zh: '登记一处设施',
        causes: '登记以后从这里数覆盖率和床位。',
        by: keepers,
        to: '/api/care-sites',
        fields: formOf(NewSite),
        initial: { dayPlaces: 0, fullBeds: 0, seats: 0 },
        fixed: { requestId: newId() },
      },
    ]),
  });
}

function offersOf(tx: Tx, of: Site): Offer[] {
  const to = (what: string) => `/api/care-sites/${of.id}/${what}`;
  const fixed = { requestId: newId() };
  const asked = (deciding: boolean) => movesFrom(of.state, deciding);
  const today = { on: tx.today };
  const offered: Offered[] = [
    {
      action: 'day',
      zh: '记一天开放',
      causes: '一天记一次，当场拍照或者填刷卡、就餐人次。',
      by: dayHands,
      when: of.state === 'operating' || of.state === 'trial',
      to: to('days'),
      fields: formOf(OpenDay),
      initial: today,
      onTheSpot: true,
      fixed,
    },
    {
      action: 'move',
      zh: '变更状态',
      causes: '写明依据；投用、停运、注销由县里定。',
      by: keepers.filter((hand) => hand !== 'county-clerk'),
      when: asked(false).length > 0,
      to: to('stage'),
      fields: moveForm(asked(false)),
      initial: today,
      fixed,
    },
    {
      action: 'decide',
      zh: '变更状态',
      causes: '写明依据；投用以后计入覆盖率，停运、注销以后不计。',
      by: deciders,
      when: asked(true).length > 0,
      to: to('decision'),
      fields: moveForm(asked(true)),
      initial: today,
      fixed,
    },
    {
      action: 'assess',
      zh: '年度评估',
      causes: '一年一次；连续两年不合格的进退出名单。',
      by: deciders,
      when: of.openedOn !== null,
      to: to('assessment'),
      fields: formOf(Assessment),
      initial: { year: Number(tx.today.slice(0, 4)) },
      fixed,
    },
    {
      action: 'link',
      zh: '对应规划项目',
      causes: '在那个项目的页面上也看得到。',
      by: deciders,
      to: to('planned'),
      fieldsAt: to('planned'),
    },
    {
      action: 'correct',
      zh: '更正登记',
      causes: '只更正登记错了的。',
      by: keepers,
      to: to('correction'),
      fields: formOf(SiteCorrection),
      initial: {
        name: of.name,
        kind: of.kind,
        ...(of.form ? { form: of.form } : {}),
        functions: of.functions,
        reach: of.reach,
        address: of.address,
        lonLat: of.lon === null ? undefined : `${of.lon},${of.lat}`,
        owner: of.owner,
        operator: of.operator,
        contact: of.contact,
        telephone: of.telephone,
        hours: of.hours,
        areaM2: of.areaM2,
        dayPlaces: of.dayPlaces,
        fullBeds: of.fullBeds,
        seats: of.seats,
      },
      fixed: { version: of.version },
    },
  ];
  return offersTo(tx.actor, offered);
}

const stepNames: Readonly<Record<string, string>> = {
  enter: '登记',
  operator: '更换运营方',
  correct: '更正登记',
  move: '变更状态',
  assess: '年度评估',
  project: '规划项目进展',
  idle: '空转',
  awake: '恢复开放',
};

const MONTHS = 12;
/** 上门: what the operator did at homes as a provider of the county under the same name (EC-080). A township counts the orders of its own places. */
async function homeServicesOf(
  tx: Tx,
  { operator, division }: Pick<Site, 'operator' | 'division'>,
): Promise<SiteFile['homeServices']> {
  const county = `${division.slice(0, 6)}000000`;
  const provider = await tx.maybe<{ id: string; name: string }>(
    sql`select id, name from home_care_provider where name = ${operator} and division = ${county} and state = 'active' limit 1`,
  );
  if (!provider) return null;
  const since = firstDayOf(plusMonths(monthOf(tx.today), 1 - MONTHS));
  const months = await tx.rows<{ month: YearMonth; orders: number; done: number; people: number }>(
    sql`select to_char(planned_on, 'YYYY-MM') as month, count(*)::int as orders, (count(*) filter (where verified_at is not null))::int as done, count(distinct person_id)::int as people
      from home_care_order where provider_id = ${provider.id} and planned_on >= ${since} group by 1 order by 1 desc limit ${MONTHS}`,
  );
  return { providerName: provider.name, months };
}

export async function siteFile(tx: Tx, id: string): Promise<Result<SiteFile, 'NOT_FOUND' | 'PARAM_MISSING'>> {
  const found = await findSite(tx, id);
  if (!found.ok) return found;
  const limits = await siteLimits(tx, found.value.division, ['SITE-TWICE-METRES', 'SITE-OPEN-DAYS']);
  if (!limits.ok) return limits;
  const { 'SITE-TWICE-METRES': metres, 'SITE-OPEN-DAYS': wanted } = limits.value;
  const of = await tx.one<Known>(sql`select ${known(tx, metres)} from care_site s where s.id = ${id}`);
  const twins = await tx.rows<{ id: string; name: string; metres: number }>(
    sql`select o.id, o.name, ${metresApart(sql`s`, sql`o`)} as metres from care_site s join care_site o on ${twiceOf(metres)} where s.id = ${id} order by 3 limit 10`,
  );
  const months = await tx.rows<{ month: YearMonth; days: number; people: number }>(
    sql`select to_char(on_date, 'YYYY-MM') as month, count(*)::int as days, sum(people)::int as people from care_site_day where site_id = ${id} group by 1 order by 1 desc limit 12`,
  );
  const days = await tx.rows<{ on: PlainDate; proof: Proof; people: number; photo: string | null; byName: string }>(
    sql`select on_date as on, proof, people, photo, entered_name as by_name from care_site_day where site_id = ${id} order by on_date desc limit 31`,
  );
  const assessed = await tx.rows<{ year: number; grade: SiteGrade; note: string; byName: string }>(
    sql`select year, grade, note, assessed_name as by_name from care_site_assessment where site_id = ${id} order by year desc limit 20`,
  );
  const steps = await tx.rows<{
    id: string;
    action: string;
    toState: SiteState;
    onDate: PlainDate;
    note: string;
    byName: string;
  }>(
    sql`select id, action, to_state, on_date, note, recorded_name as by_name from care_site_step where site_id = ${id} order by recorded_at desc, id desc limit 100`,
  );
  return ok({
    ...rowOf(tx, of),
    registers: await recordsAbout(tx, id),
    reachZh: reaches[of.reach],
    address: of.address,
    place: of.lon === null ? null : `${of.lon},${of.lat}`,
    owner: of.owner,
    operator: of.operator,
    contact: of.contact,
    telephone: of.telephone,
    hours: of.hours,
    areaM2: of.areaM2,
    dayPlaces: of.dayPlaces,
    fullBeds: of.fullBeds,
    seats: of.seats,
    stateOn: of.stateOn,
    openedOn: of.openedOn,
    planned: of.plannedName && of.plannedTo ? { name: of.plannedName, to: of.plannedTo } : null,
    wantedDays: wanted,
    months: months.map((m) => ({ ...m, enough: m.days >= wanted })),
    days: days.map(({ proof, ...d }) => ({ ...d, proofZh: proofs[proof] })),
    assessments: assessed.map(({ grade, ...a }) => ({ ...a, gradeZh: siteGrades[grade] })),
    twins: twins.map((twin) => ({
      ...twin,
      offers: offersTo(tx.actor, [
        {
          action: 'apart',
          zh: '不是同一处',
          causes: '到现场看过，写明是两处房子；以后不再提示。',
          by: deciders,
          to: `/api/care-sites/${id}/apart`,
          fields: formOf(Apart.omit({ other: true })),
          fixed: { requestId: newId(), other: twin.id },
        },
      ]),
    })),
    steps: steps.map(({ action, toState, ...step }) => ({
      ...step,
      zh: stepNames[action] ?? action,
      toZh: siteStates[toState].zh,
    })),
    homeServices: of.functions.includes('home') ? await homeServicesOf(tx, of) : null,
    offers: offersOf(tx, of),
  });
}
