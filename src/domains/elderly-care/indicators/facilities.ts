/** Indicators of the facilities (I-03 … I-07, I-20, I-22), and what they add to the beds for a thousand. Only what is in operation and was open enough counts. */
import { type Sql, sql } from '../../../database/sql.ts';
import { firstDayOf, plusDays, plusMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import type { Division } from '../../../kernel/division/index.ts';
import {
  CITY_PLAN,
  contributeRows,
  defineCells,
  defineIndicators,
  givenRows,
  type Span,
  unitRows,
} from '../../../kernel/indicator/server.ts';
import { newEstates } from '../facilities/estates.ts';
import { areaNorms, capableTownships, siteLimits } from '../facilities/parameters.ts';
import { isOutOfStep, requiredArea } from '../facilities/rules.ts';
import { fullSet, type SiteKind, siteKinds } from '../facilities/terms.ts';
import { elderlyBoard, OWN } from './board.ts';

const kindName = sql`(${Object.values(siteKinds)}::text[])[array_position(${Object.keys(siteKinds)}::text[], s.kind)]`;
const counts = sql`s.state = 'operating' and s.idle_since is null`;
const ofKind = (...kinds: readonly SiteKind[]): Sql => sql`s.kind = any(${[...kinds]}::text[])`;

/** Sites that serve the unit `u`: in it, or of the whole township. */
const serving = (what: Sql): Sql =>
  sql`from care_site s where ${counts} and ${what} and (s.division = u.code or (s.reach = 'township' and left(s.division, 9) = left(u.code, 9)))`;
const within = (what: Sql): Sql => sql`from care_site s where ${counts} and ${what} and left(s.division, 9) = left(u.code, 9)`;

const covered = (
  tx: Tx,
  span: Span,
  given: { level: 'township' | 'village'; sites: Sql; only: (unit: Division) => boolean },
): Sql =>
  unitRows(tx, span, {
    level: given.level,
    met: sql`exists (select ${given.sites})`,
    has: sql`(select string_agg(s.name, '、' order by s.name) ${given.sites})`,
    lacks: sql`'还没有'`,
    link: 'site',
    linkId: sql`(select min(s.id::text) ${given.sites})`,
    only: given.only,
  });
const isKind =
  (...kinds: readonly Division['kind'][]) =>
  (unit: Division) =>
    kinds.includes(unit.kind);

defineIndicators(
  elderlyBoard,
  {
    key: 'urban-centres',
    zh: '城市社区居家养老服务中心覆盖率',
    definition: '有在运营、开满天数的社区居家养老服务中心或综合性设施服务的社区 ÷ 全部社区',
    kind: 'rate',
    period: 'now',
    target: 'FIG-SITE-ALL',
    source: CITY_PLAN,
    rows: async (tx, span) =>
      covered(tx, span, { level: 'village', sites: serving(ofKind('urban-centre', 'integrated')), only: isKind('社区') }),
  },
  {
    key: 'mutual-aid',
    zh: '农村互助照料中心覆盖率',
    definition: '有在运营、开满天数的互助照料中心或幸福院的村 ÷ 全部村',
    kind: 'rate',
    period: 'now',
    target: 'FIG-SITE-MUTUAL',
    source: CITY_PLAN,
    rows: async (tx, span) =>
      covered(tx, span, { level: 'village', sites: serving(ofKind('mutual-aid', 'happiness-home')), only: isKind('村') }),
  },
  {
    key: 'township-sites',
    zh: '乡镇综合服务设施覆盖率',
    definition: '有在运营、开满天数的综合性设施的乡镇 ÷ 全部乡镇',
    kind: 'rate',
    period: 'now',
    target: 'FIG-SITE-TOWNSHIP',
    source: CITY_PLAN,
    rows: async (tx, span) =>
      covered(tx, span, { level: 'township', sites: within(ofKind('integrated')), only: isKind('镇', '乡') }),
  },
  {
    key: 'street-sites',
    zh: '街道和有条件的乡镇综合性设施覆盖率',
    definition: '有在运营、开满天数的综合性设施的街道和名单上的乡镇 ÷ 街道和名单上的乡镇',
    kind: 'rate',
    period: 'now',
    target: 'FIG-SITE-ALL',
    source: `${CITY_PLAN}（约束性指标）`,
    plan: 'IND14-02',
    rows: async (tx, span) => {
      const capable = await capableTownships(tx, span.to);
      return covered(tx, span, {
        level: 'township',
        sites: within(ofKind('integrated')),
        only: (unit) => unit.kind === '街道' || capable.has(unit.code),
      });
    },
  },
  {
    key: 'street-full',
    zh: '街道综合功能设施覆盖率',
    definition: '有一处设施同时能全托、日托、上门、对下指导的街道 ÷ 全部街道',
    kind: 'rate',
    period: 'now',
    target: 'FIG-SITE-ALL',
    source: CITY_PLAN,
    rows: async (tx, span) =>
      covered(tx, span, { level: 'township', sites: within(sql`s.functions @> ${[...fullSet]}::text[]`), only: isKind('街道') }),
  },
  {
    key: 'day-care',
    zh: '社区日间照料覆盖率',
    definition: '有在运营、开满天数、能日托的设施服务的社区 ÷ 全部社区',
    kind: 'rate',
    period: 'now',
    target: 'FIG-SITE-ALL',
    source: `${CITY_PLAN}（约束性指标）`,
    plan: 'IND14-03',
    rows: async (tx, span) =>
      covered(tx, span, { level: 'village', sites: serving(sql`'day' = any(s.functions)`), only: isKind('社区') }),
  },
  {
    key: 'sites-open',
    zh: '设施真实运营率',
    definition: '本月开放满规定天数的 ÷ 月初起在运营的设施；本月没有过完，还没有满的先不算',
    kind: 'rate',
    period: 'month',
    target: 'FIG-SITE-ALL',
    source: OWN,
    rows: async (tx, span) => {
      const wanted = await siteLimits(tx, tx.city, ['SITE-OPEN-DAYS']);
      if (!wanted.ok) return givenRows([]);
      const least = wanted.value['SITE-OPEN-DAYS'];
      const end = plusDays(firstDayOf(plusMonths(span.fromMonth, 1)), -1);
      return sql`select s.id::text as id, s.division, (d.days >= ${least})::int as num, 1 as den, s.name, ${kindName} || '，开放' || d.days || '天，要' || ${least}::int || '天' as says,
          'site' as link, s.id::text as link_id
        from care_site s cross join lateral (select count(*)::int as days from care_site_day d where d.site_id = s.id and d.on_date between ${span.from} and ${span.to}) d
        where s.opened_on <= ${span.from} and (s.state = 'operating' or s.state_on > ${span.to}) and (d.days >= ${least} or ${tx.today} > ${end}::date)`;
    },
  },
  {
    key: 'estates-built',
    zh: '新建小区配建达标率',
    definition: '面积够、和住宅同步移交的 ÷ 本年住宅验收的居住区',
    kind: 'rate',
    period: 'year',
    target: 'FIG-SITE-ALL',
    source: CITY_PLAN,
    rows: async (tx, span) => {
      const rows = [];
      for (const estate of await newEstates(tx, span)) {
        const norms = await areaNorms(tx, estate.division);
        if (!norms.ok) continue;
        const required = requiredArea(estate, norms.value);
        const met = estate.handedM2 >= required && !isOutOfStep(estate);
        rows.push({
          id: estate.id,
          division: estate.division,
          num: met ? 1 : 0,
          den: 1,
          name: estate.name,
          says: `应建${required}平方米，移交${estate.handedM2}平方米${isOutOfStep(estate) ? '，未同步' : ''}`,
        });
      }
      return givenRows(rows);
    },
  },
);

contributeRows(
  'beds-per-thousand',
  async () => sql`select s.id::text as id, s.division, s.day_places + s.full_beds as num, 0 as den, s.name,
      ${kindName} || '，日托' || s.day_places || '个、全托' || s.full_beds || '张' as says, 'site' as link, s.id::text as link_id
    from care_site s where ${counts} and s.day_places + s.full_beds > 0`,
);

const openSites = (key: string, definition: string, ...kinds: readonly SiteKind[]) => ({
  key,
  definition,
  of: 'count' as const,
  rows: async (
    _: Tx,
    span: Span,
  ) => sql`select s.id::text as id, s.division, 1 as num, 1 as den, s.name, ${kindName} || '，' || s.opened_on || '投用' as says, 'site' as link, s.id::text as link_id
    from care_site s where ${ofKind(...kinds)} and s.opened_on <= ${span.to} and (s.closed_on is null or s.closed_on > ${span.to})`,
});
defineCells(
  openSites('c211', '期末投用、没有注销的社区居家养老服务中心', 'urban-centre'),
  openSites('c212', '期末投用、没有注销的农村老年人互助照料中心', 'mutual-aid'),
);
