/**
 * What the demonstration has to analyse: two quarters of 养老服务季报 as a city carries them over from before the platform, locked, with figures that are
 * invented; and three analyses that officers have kept and shared.
 */
import { sql } from '../../../database/sql.ts';
import { type Actor, systemActor } from '../../../kernel/access/server.ts';
import { type Context, newId, type Tx } from '../../../kernel/context/server.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import { saveAnalysis, savedAnalyses } from '../analysis/saved.ts';
import type { Spec } from '../analysis/spec.ts';
import type { Share } from '../analysis/terms.ts';

const FORM = 'MZ-Q01';
/** A quarter, and the day on which the city locked it. */
export const carriedOver = [
  { period: '2026-Q1', growth: 0, lockedAt: '2026-04-03T09:00:00+08:00' },
  { period: '2026-Q2', growth: 1, lockedAt: '2026-07-03T09:00:00+08:00' },
] as const;
const cells = ['c201', 'c202', 'c203', 'c204', 'c211', 'c212'] as const;
const SCALE = 10_000;

/** Invented, the same at every start: larger where the number of the code is. */
function figuresOf(code: DivisionCode, growth: number): readonly number[] {
  const n = (Number(code.slice(4, 9)) * 7919) % 97;
  const homes = 1 + (n % 3);
  const beds = homes * (38 + (n % 25)) + growth * (n % 9);
  const nursing = Math.floor((beds * (44 + (n % 16) + 2 * growth)) / 100);
  return [homes, beds, nursing, Math.floor((beds * (55 + (n % 30))) / 100), 1 + (n % 2), 2 + (n % 7) + growth];
}
const asTexts = (values: readonly number[]) =>
  JSON.stringify(Object.fromEntries(cells.map((key, i) => [key, String(values[i])])));
const asTotals = (values: readonly number[]) =>
  JSON.stringify(Object.fromEntries(cells.map((key, i) => [key, values[i]! * SCALE])));
const sumOf = (rows: readonly (readonly number[])[]) => cells.map((_, i) => rows.reduce((sum, row) => sum + row[i]!, 0));

/** One quarter, on the clock of the day on which it was locked. */
export const playCarriedOver = (context: Context, { period, growth }: (typeof carriedOver)[number]): Promise<void> =>
  context.write(systemActor('demonstration', context.city), async (tx) => {
    const towns = tx.divisions.all.filter((d) => d.level === 'township' && d.legal).map((d) => d.code);
    const opened =
      await tx.run(sql`insert into stat_period (form, period, form_version, division, units, opened_at, locked_at, locked_by, locked_name)
      values (${FORM}, ${period}, 1, ${tx.city}, ${towns}, ${tx.now}, ${tx.now}, 'carried-over', '上线前的报表') on conflict do nothing`);
    if (opened === 0) return;
    const own = new Map(towns.map((code) => [code, figuresOf(code, growth)]));
    const counties = [...new Set(towns.map((code) => `${code.slice(0, 6)}000000` as DivisionCode))];
    const none = cells.map(() => 0);
    const below = (county: string) => towns.filter((code) => code.startsWith(county.slice(0, 6))).map((code) => own.get(code)!);
    await addLocked(tx, period, [
      ...towns.map((code) => ({ code, own: own.get(code)!, totals: own.get(code)! })),
      ...counties.map((code) => ({ code, own: none, totals: sumOf(below(code)) })),
      { code: tx.city, own: none, totals: sumOf([...own.values()]) },
    ]);
  });

async function addLocked(
  tx: Tx,
  period: string,
  rows: readonly { code: DivisionCode; own: readonly number[]; totals: readonly number[] }[],
): Promise<void> {
  const ids = rows.map(() => newId());
  await tx.run(sql`insert into stat_submission (id, form, period, division, version, state, typed, counted, totals, notes, changed_at, changed_by, changed_name,
      prepared_at, prepared_by, prepared_name, signed_at, signed_by, signed_name, checked_at, checked_by, checked_name, locked_at)
    select r.id, ${FORM}, ${period}, r.division, 1, 'locked', r.typed::jsonb, '{}', r.totals::jsonb, '{}', ${tx.now}, 'carried-over', '上线前的报表',
      ${tx.now}, 'carried-over', '上线前的报表', ${tx.now}, 'carried-over-signed', '上线前的报表', ${tx.now}, 'carried-over', '上线前的报表', ${tx.now}
    from unnest(${ids}::uuid[], ${rows.map((r) => r.code)}::text[], ${rows.map((r) => asTexts(r.own))}::text[], ${rows.map((r) => asTotals(r.totals))}::text[])
      r(id, division, typed, totals)`);
  await tx.run(sql`insert into stat_step (id, submission_id, division, action, at, by_id, by_name, note)
    select r.id, r.submission, r.division, 'sign', ${tx.now}, 'carried-over-signed', '上线前的报表', ''
    from unnest(${rows.map(() => newId())}::uuid[], ${ids}::uuid[], ${rows.map((r) => r.code)}::text[]) r(id, submission, division)`);
}

const kept: readonly { by: string; name: string; share: Share; spec: Spec }[] = [
  {
    by: 'shi',
    name: '各县养老床位和护理型床位',
    share: 'all',
    spec: {
      measures: [`locked.${FORM}.c202`, `locked.${FORM}.c203`, `locked.${FORM}.c204`],
      level: 'county',
      by: 'quarter',
      to: '2026-06',
      count: 1,
      rows: 'division',
      columns: 'measure',
      chart: 'bar',
    },
  },
  {
    by: 'shi',
    name: '低保户数逐月变化',
    share: 'all',
    spec: {
      measures: ['counted.c101', 'counted.c102', 'counted.c115', 'counted.c116'],
      level: 'own',
      by: 'month',
      count: 8,
      rows: 'period',
      columns: 'measure',
      chart: 'line',
    },
  },
  {
    by: 'xian',
    name: '各乡镇低保支出',
    share: 'unit',
    spec: {
      measures: ['counted.c106'],
      level: 'township',
      by: 'month',
      count: 6,
      rows: 'division',
      columns: 'period',
      chart: 'none',
    },
  },
];

/** `staff`: an account of the demonstration as an actor. */
export async function playAnalyses(context: Context, staff: (login: string) => Promise<Actor>): Promise<void> {
  for (const { by, name, share, spec } of kept)
    await context.write(await staff(by), async (tx) => {
      if ((await savedAnalyses(tx)).some((one) => one.mine && one.name === name)) return;
      const saved = await saveAnalysis(tx, { name, share, spec });
      if (!saved.ok) throw new Error(`demonstration, ${name}: ${saved.code}`);
    });
}
