/** The figures of section 6 with their targets, each computed from the work, each with the list that it counts. */
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { longMonth, monthOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { inScope } from '../../../kernel/division/index.ts';
import { type ParameterReader, parametersOf, withParameters, yuan } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { categories, levels } from '../certificate/index.ts';
import { drawersByLevel } from '../certificate/register.ts';
import { projects } from '../facilities/projects.ts';
import { libraryOf } from '../facilities/rules.ts';
import { funnel } from '../rehab/caseload.ts';
import { rateOf } from '../rehab/rules.ts';
import { listOf, paidByMonth, referredInTime, rentalsThisYear } from './lists.ts';
import { type Share, timesOf } from './rules.ts';
import { type Figure, type FigureKey, type FigureRow, figureName, figureNames } from './terms.ts';

/** A cell of confidential cases below this is not told apart. */
const SMALL = 5;
const LIST_SHOWN = 500;

const periodZh = (tx: Tx, key: FigureKey): string =>
  ({
    now: `截至${tx.today}`,
    month: longMonth(monthOf(tx.today)),
    quarter: `截至${tx.today}`,
    year: `${tx.today.slice(0, 4)}年`,
  })[figureName(key).period];

async function coveredShare(tx: Tx): Promise<Share> {
  const { drawn, open } = await tx.one<{ drawn: number; open: number }>(sql`select
    (select count(*)::int from subsidy_award where state <> 'ended') as drawn, (select count(*)::int from subsidy_invitation where state = 'open') as open`);
  return { count: drawn, of: drawn + open };
}

/** What each figure counts; confidential ones come from counts alone. */
async function sharesOf(tx: Tx): Promise<Result<Partial<Record<FigureKey, Share>>>> {
  const rehab = await funnel(tx);
  if (!rehab.ok) return rehab;
  const referred = await referredInTime(tx);
  const library = libraryOf(await projects(tx));
  const shares: Partial<Record<FigureKey, Share>> = {
    'rehab-standard': rehab.value.standardRate,
    'rehab-refer': { count: referred.reduce((n, r) => n + r.count, 0), of: referred.reduce((n, r) => n + r.of, 0) },
    'subsidy-covered': await coveredShare(tx),
    'project-paid': { count: library.paidFen, of: library.plannedFen },
  };
  for (const key of Object.keys(figureNames) as FigureKey[]) {
    if (shares[key] || figureName(key).unit === 'payments') continue;
    const rows = (await listOf(tx, key)) ?? [];
    shares[key] = { count: rows.filter((r) => r.counted).length, of: rows.length };
  }
  const { of } = shares.reuse ?? { of: 0 };
  return ok({ ...shares, reuse: { count: await rentalsThisYear(tx), of } });
}

const percentOf = (share: number): string => `${Math.round(share * 1000) / 10}%`;

function figureOf(tx: Tx, read: ParameterReader, key: FigureKey, share: Share): Figure {
  const name = figureName(key);
  const target = name.target ? read.number(name.target) : null;
  const goal = target && Number(target.num) / Number(target.den);
  if (name.sealed && share.of > 0 && share.of < SMALL)
    return {
      key,
      zh: name.zh,
      how: name.how,
      unit: name.unit,
      periodZh: periodZh(tx, key),
      count: 0,
      of: null,
      text: '人数太少，不写明',
      targetText: goal === null ? null : percentOf(goal),
      met: null,
    };
  const base = { key, zh: name.zh, how: name.how, unit: name.unit, periodZh: periodZh(tx, key), count: share.count };
  if (name.unit === 'times') {
    const { times, met } = timesOf(read, name.target!, share);
    return {
      ...base,
      of: share.of,
      text: times === null ? '还没有' : `${times}次`,
      targetText: goal === null ? null : `不低于${goal}次`,
      met: times === null ? null : met,
    };
  }
  if (name.unit !== 'rate')
    return { ...base, of: null, text: `${share.count}${name.unit === 'items' ? '件' : '人次'}`, targetText: null, met: null };
  if (!name.target) {
    const tenths = share.of > 0 ? Math.floor((share.count * 1000) / share.of) : null;
    return {
      ...base,
      of: share.of,
      text: tenths === null ? '还没有' : `${Math.floor(tenths / 10)}.${tenths % 10}%`,
      targetText: null,
      met: null,
    };
  }
  const rate = rateOf(read, name.target, share);
  return {
    ...base,
    of: share.of,
    text: rate.percent === null ? '还没有' : `${rate.percent}%`,
    targetText: goal === null ? null : percentOf(goal),
    met: rate.percent === null ? null : rate.met,
  };
}

export async function figures(tx: Tx): Promise<Result<Figure[]>> {
  const shares = await sharesOf(tx);
  if (!shares.ok) return shares;
  const paid = await paidByMonth(tx);
  return withParameters({ parameters: await parametersOf(tx), division: tx.city, date: tx.today }, (read) =>
    (Object.keys(figureNames) as FigureKey[]).map((key) => {
      if (key !== 'subsidy-paid') return figureOf(tx, read, key, shares.value[key] ?? { count: 0, of: 0 });
      const times = paid.reduce((n, r) => n + r.times, 0);
      const name = figureName(key);
      return {
        key,
        zh: name.zh,
        how: name.how,
        unit: name.unit,
        periodZh: periodZh(tx, key),
        count: times,
        of: null,
        text: `${times}人次，${yuan(paid.reduce((sum, r) => sum + r.fen, 0))}`,
        targetText: null,
        met: null,
      };
    }),
  );
}

export interface FigureList {
  figure: Figure;
  rows: FigureRow[];
  total: number;
  /** The list has counts by county, small ones not told apart. */
  sealed: boolean;
}

const cell = (n: number): string => (n > 0 && n < SMALL ? `少于${SMALL}` : String(n));

/** The list behind a figure; what does not count stands first, as that is what there is to do. */
export async function figureList(tx: Tx, key: FigureKey): Promise<Result<FigureList>> {
  const all = await figures(tx);
  if (!all.ok) return all;
  const figure = all.value.find((f) => f.key === key);
  if (!figure) return fail('NOT_FOUND');
  if (figureName(key).sealed) {
    const rows = await byCounty(tx, key);
    return rows.ok ? ok({ figure, rows: rows.value, total: rows.value.length, sealed: true }) : rows;
  }
  const rows = ((await listOf(tx, key)) ?? []).sort((a, b) => Number(a.counted) - Number(b.counted));
  const shown = rows.slice(0, LIST_SHOWN);
  const personIds = shown.flatMap((r) => (r.href?.startsWith('/persons/') ? [r.href.slice('/persons/'.length)] : []));
  if (personIds.length > 0) await recordAudit(tx, { action: 'disability-figure.listed', personIds, detail: { key } });
  return ok({ figure, rows: shown, total: rows.length, sealed: false });
}

async function byCounty(tx: Tx, key: FigureKey): Promise<Result<FigureRow[]>> {
  if (key === 'rehab-refer') {
    const counts = new Map((await referredInTime(tx)).map((r) => [r.county, r]));
    const own = tx.actor.division ?? tx.city;
    return ok(
      tx.divisions
        .children(tx.city)
        .filter((c) => inScope(c.code, own) || inScope(own, c.code))
        .map((county) => {
          const { count, of } = counts.get(county.code.slice(0, 6)) ?? { count: 0, of: 0 };
          return {
            id: county.code,
            title: county.name,
            place: '',
            detail: `按期${cell(count)}件，共${cell(of)}件`,
            counted: of > 0 && count === of,
          };
        }),
    );
  }
  const rehab = await funnel(tx);
  if (!rehab.ok) return rehab;
  return ok(
    rehab.value.rows.map((r) => ({
      id: r.county,
      title: r.countyName,
      place: '',
      detail: `规范服务${r.standard}人，登记${r.registered}人`,
      counted: r.registered !== '0',
    })),
  );
}

export interface LevelRow {
  zh: string;
  /** Persons by level, from the first to the fourth. */
  cells: readonly string[];
}

/** Who draws a subsidy, by category and level; groups below five are not told apart. */
export async function levelTable(tx: Tx): Promise<LevelRow[]> {
  const found = await drawersByLevel(tx);
  return Object.entries(categories).map(([category, zh]) => ({
    zh: `${zh}残疾`,
    cells: Object.keys(levels).map((level) =>
      cell(found.find((f) => f.category === category && f.level === level)?.persons ?? 0),
    ),
  }));
}
