/** 设施补贴 (5.14): a year's running money or the building money once, asked for by the township; one programme for one purpose of one site. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { yuanDigits } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, formOf, Uuid } from '../../../kernel/schema/index.ts';
import { type Asked, defineBook, linesEach, type Subsidy, scheme } from '../../../kernel/subsidy/server.ts';
import { siteLimits } from '../facilities/parameters.ts';
import { mustGo } from '../facilities/rules.ts';
import { lockSite, type Site, twiceOf } from '../facilities/store.ts';
import { type SiteGrade, type SiteKind, siteKinds, siteStates } from '../facilities/terms.ts';
import { computeBuilding, computeRunning, type SiteBasis } from './compute.ts';
import { elsewhereOf } from './elsewhere.ts';
import { drawers, yearSpan } from './rules.ts';
import { acceptedStates, askers, type Purpose, purposes, readers, schemeKeys, whatOf } from './terms.ts';

const site = Uuid.meta({ label: '哪一处' });
const RunAsk = z.strictObject({ site, year: z.int('请填写年份').min(2016).max(2100).meta({ label: '哪一年' }) });
const BuildAsk = z.strictObject({ site });

/** Nobody else gave money for the same purpose, and it is not one building under two names. */
async function onlyHere(tx: Tx, of: Site, asked: { purpose: Purpose; year: number | null }): Promise<Result<null>> {
  const elsewhere = await tx.maybe<{ programme: string }>(
    sql`select programme from care_site_funding where site_id = ${of.id} and purpose = ${asked.purpose} and year is not distinct from ${asked.year}`,
  );
  if (elsewhere) return fail('SITE_SUBSIDY_ELSEWHERE', { name: of.name, what: whatOf(asked), programme: elsewhere.programme });
  const set = await siteLimits(tx, of.division, ['SITE-TWICE-METRES']);
  if (!set.ok) return set;
  const twin = await tx.maybe<{ name: string }>(
    sql`select o.name from care_site s join care_site o on ${twiceOf(set.value['SITE-TWICE-METRES'])} where s.id = ${of.id} limit 1`,
  );
  return twin ? fail('SITE_SUBSIDY_TWIN', { name: of.name, other: twin.name }) : ok(null);
}

async function asked(tx: Tx, of: Site, what: { purpose: Purpose; year: number | null }): Promise<Result<Asked>> {
  const { purpose } = what;
  if (!drawers[purpose].includes(of.kind))
    return fail('SITE_SUBSIDY_NOT_FOR', { kind: siteKinds[of.kind], purpose: purposes[purpose] });
  const only = await onlyHere(tx, of, what);
  if (!only.ok) return only;
  return ok({ body: of, own: false, term: what.year === null ? 'once' : String(what.year), asked: { kind: of.kind } });
}

/** The sites of the reader's range that draw a purpose, for the form; none: no button. */
async function choicesOf(tx: Tx, purpose: Purpose): Promise<Record<string, string> | null> {
  const sites = await tx.rows<{ id: string; name: string }>(
    sql`select id, name from care_site where state <> 'closed' and kind = any(${[...drawers[purpose]]}) order by name limit 500`,
  );
  return sites.length > 0 ? Object.fromEntries(sites.map(({ id, name }) => [id, name])) : null;
}
const pick = (choices: Record<string, string>) => choice(choices).meta({ label: '哪一处', choices });

const counted = async (tx: Tx, of: Subsidy, purpose: Purpose) => {
  const found = await lockSite(tx, of.bodyId);
  if (!found.ok) return found;
  const year = purpose === 'run' ? Number(of.term) : null;
  const only = await onlyHere(tx, found.value, { purpose, year });
  if (!only.ok) return only;
  return year === null ? computeBuilding(tx, found.value) : computeRunning(tx, found.value, year);
};

const linesOf = ({ asked: { kind }, basis: given }: Subsidy) => {
  const basis = given as SiteBasis | null;
  return [
    { key: 'kind', says: siteKinds[kind as SiteKind] },
    ...(basis?.grade
      ? [
          {
            key: 'grade',
            says: `等次${basis.grade}，一年${yuanDigits(basis.standardFen)}元，开放满${basis.enough}天的${basis.openMonths}个月`,
          },
          {
            key: 'months',
            says: basis.months.map(({ month, days }) => `${Number(month.slice(5))}月${days}天`).join('、'),
          },
        ]
      : []),
  ];
};
const days = { check: 'SITE-SUBSIDY-CHECK', notice: 'SITE-SUBSIDY-NOTICE', pay: 'SITE-SUBSIDY-PAY' } as const;
const returns = { days: 'SUBSIDY-RETURN' } as const;

export const running = scheme({
  key: schemeKeys.run,
  zh: purposes.run,
  termZh: ({ term }) => `${term}年`,
  ask: {
    path: '/running',
    zh: '申请运营补贴',
    causes: '不用填月份，县里按记下的开放天数算。',
    form: RunAsk,
    /** The year is over and the site was open in it. */
    async work(tx, given) {
      const found = await lockSite(tx, given.site);
      if (!found.ok) return found;
      const of = found.value;
      const { to } = yearSpan(given.year);
      if (tx.today <= to) return fail('SITE_SUBSIDY_EARLY', { year: given.year });
      if (of.openedOn === null || of.openedOn > to) return fail('SITE_SUBSIDY_NOT_OPEN', { name: of.name, year: given.year });
      return asked(tx, of, { purpose: 'run', year: given.year });
    },
    async head(tx) {
      const choices = await choicesOf(tx, 'run');
      const year = Number(tx.today.slice(0, 4)) - 1;
      return choices && { fields: formOf(RunAsk.extend({ site: pick(choices) })), initial: { year } };
    },
  },
  days,
  checks: { causes: '按年度等次和开放满天数的月份算出金额，公示以后由领导批准。', help: '不予补贴的写明原因' },
  count: (tx, of) => counted(tx, of, 'run'),
  lines: linesEach(linesOf),
  returns,
});

export const building = scheme({
  key: schemeKeys.build,
  zh: purposes.build,
  ask: {
    path: '/building',
    zh: '申请建设补贴',
    causes: '农村互助照料中心验收以后，一处一次。',
    form: BuildAsk,
    /** Accepted, and not on the list of those that go. */
    async work(tx, given) {
      const found = await lockSite(tx, given.site);
      if (!found.ok) return found;
      const of = found.value;
      if (!acceptedStates.includes(of.state))
        return fail('SITE_SUBSIDY_UNACCEPTED', { name: of.name, state: siteStates[of.state].zh });
      const grades = await tx.rows<{ year: number; grade: SiteGrade }>(
        sql`select year, grade from care_site_assessment where site_id = ${of.id} order by year desc limit 2`,
      );
      if (mustGo(grades)) return fail('SITE_SUBSIDY_LEAVING', { name: of.name });
      return asked(tx, of, { purpose: 'build', year: null });
    },
    async head(tx) {
      const choices = await choicesOf(tx, 'build');
      return choices && { fields: formOf(BuildAsk.extend({ site: pick(choices) })) };
    },
  },
  days,
  checks: { causes: '看过验收文件，公示以后由领导批准。', help: '不予补贴的写明原因' },
  count: (tx, of) => counted(tx, of, 'build'),
  lines: linesEach(linesOf),
  returns,
});

export const siteBook = defineBook({
  url: '/api/care-site-subsidies',
  zh: '设施补贴',
  lead: '社区居家养老服务中心和农村互助照料中心的运营补贴，按年度等次和开放满天数的月份算；农村互助照料中心验收以后有一次性建设补贴。同一处同一用途只有一个项目给钱。',
  by: { ask: askers, read: readers },
  schemes: [running, building],
  beside: elsewhereOf,
});
