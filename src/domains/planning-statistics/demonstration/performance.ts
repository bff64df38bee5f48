/**
 * 考核评估 of the demonstration: last year's 党政绩效考核 of the counties, published with its ranks; this year's, which changed some of it; 平安建设 with the score of
 * boundary lines; the mid-term evaluation of 社会救助. The plans are invented; what they count stands in the records.
 */
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import type { Context, Tx } from '../../../kernel/context/server.ts';
import { must, staffOf } from '../../../kernel/demonstration/server.ts';
import { openFileStore, storeUpload } from '../../../kernel/document/server.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { actOnPlan, draftPlan } from '../performance/plan.ts';
import { actOnScore, actOnSheet } from '../performance/sheet.ts';
import { scoresOf } from '../performance/store.ts';
import type { PlanState } from '../performance/terms.ts';
import { at, countyHands, PDF } from './hands.ts';

interface Stage {
  readonly context: Context;
  readonly filesDir: string;
}

const order = { title: '机构和干部队伍', standard: '民政工作有分管领导、有专人；年内培训不少于一次，每缺一项扣2分', weight: 20 };
const reform = { title: '殡葬改革', standard: '移风易俗写入村规民约，散埋乱葬整治有台账；每发现一处没有整治扣1分', weight: 20 };
const government = (year: number, selfDueOn: PlainDate) => ({ scheme: 'government', year, baseMonth: `${year}-12`, selfDueOn });
const lastYear = {
  ...government(2025, '2026-01-23'),
  goals: [
    { goal: 'IND14-08', weight: 30 },
    { goal: 'IND14-11', weight: 30 },
  ],
  judged: [order, reform],
};
const thisYear = {
  ...government(2026, '2027-01-22'),
  figures: [
    { indicator: 'tekun-institution', weight: 10 },
    { indicator: 'plan-tasks-on-schedule', weight: 10 },
  ],
  goals: [
    { goal: 'IND14-04', weight: 15 },
    { goal: 'IND14-08', weight: 15 },
    { goal: 'IND14-11', weight: 20 },
  ],
  judged: [
    { ...order, weight: 15 },
    { ...reform, weight: 15 },
  ],
};
const safety = {
  scheme: 'safety',
  year: 2026,
  baseMonth: '2026-12',
  selfDueOn: '2027-01-15',
  figures: [
    { indicator: 'boundary-peaceful', weight: 30 },
    { indicator: 'boundary-score', weight: 20 },
  ],
  judged: [
    { title: '城乡社区治理', standard: '村（社区）依法自治，矛盾纠纷当月化解；每有一起上访扣2分', weight: 30 },
    { title: '流浪乞讨人员救助', standard: '街面巡查每日有记录，发现的当日救助；每缺一日扣1分', weight: 20 },
  ],
};
const midterm = (today: PlainDate) => ({
  scheme: 'assistance',
  kind: 'midterm',
  year: Number(today.slice(0, 4)),
  baseMonth: plusDays(today, -28).slice(0, 7),
  selfDueOn: plusDays(today, 9),
  figures: [
    { indicator: 'dibao-on-time', weight: 20 },
    { indicator: 'tekun-institution', weight: 20 },
    { indicator: 'reserve-coverage', weight: 15 },
    { indicator: 'village-assistants', weight: 15 },
    { indicator: 'aid-24h', weight: 10 },
  ],
  judged: [
    { title: '主动发现', standard: '每月入户走访有记录，重点对象全覆盖；每缺一个乡镇扣2分', weight: 10 },
    { title: '部门协同', standard: '协调机制每季度开会，议定事项按期办结；每项超期扣2分', weight: 10 },
  ],
});

/** What the counties gave themselves for the two judged items, and what the city found. */
const judgedOf: Readonly<Record<DivisionCode, readonly (readonly [own: number, given: number, reason: string])[]>> = {
  '421202000000': [
    [20, 20, '材料齐全。'],
    [18, 16, '两处散埋没有整治。'],
  ],
  '421221000000': [
    [20, 18, '培训没有签到。'],
    [20, 20, '材料齐全。'],
  ],
  '421222000000': [
    [18, 18, '与自评一致。'],
    [16, 14, '抽查两个村没有写入村规民约。'],
  ],
  '421223000000': [
    [20, 16, '专人兼三个岗。'],
    [18, 18, '与自评一致。'],
  ],
  '421224000000': [
    [16, 16, '与自评一致。'],
    [18, 15, '三处散埋没有整治。'],
  ],
  '421281000000': [
    [20, 20, '材料齐全。'],
    [20, 19, '一处台账没有更新。'],
  ],
};

/** Drafted by one of the city, adopted by the other. */
async function adopted(tx: Tx, plan: Readonly<Record<string, unknown>>, day: PlainDate): Promise<string> {
  const { id } = must('draft', await draftPlan(at(tx, await staffOf(tx, 'shi'), day), plan));
  must('adopt', await actOnPlan(at(tx, await staffOf(tx, 'shiling'), day), id, { action: 'adopt', input: {} }));
  return id;
}

/** The whole course of last year's: own evaluations with proof, scores, published once nobody could object any more. A start that was cut short goes on. */
async function playLastYear({ context, filesDir }: Stage): Promise<void> {
  const system = systemActor('demonstration', context.city);
  const { plan, sheets } = await context.write(system, async (tx) => {
    const known = await tx.maybe<{ id: string }>(
      sql`select id from performance_plan where scheme = ${lastYear.scheme} and year = ${lastYear.year}`,
    );
    const plan = known?.id ?? (await adopted(tx, lastYear, '2026-01-05'));
    const sheets = await tx.rows<{ id: string; division: DivisionCode }>(
      sql`select id, division from performance_sheet where plan_id = ${plan} and state = 'self' order by division`,
    );
    return { plan, sheets };
  });
  for (const { id, division } of sheets) {
    const county = countyHands(division).clerk;
    const upload = { bytes: PDF, mediaType: 'application/pdf' as const, name: '自评佐证.pdf', paper: 'performance-proof' };
    const proofs = await Promise.all(
      [0, 1].map(() => storeUpload(context, county, openFileStore(filesDir), upload).then((file) => file.id)),
    );
    await context.write(system, async (tx) => {
      const version = async () =>
        (await tx.one<{ version: number }>(sql`select version from performance_sheet where id = ${id}`)).version;
      const judged = (await scoresOf(tx, id)).filter((s) => s.kind === 'judged');
      const [on, city] = [at(tx, county, '2026-01-20'), at(tx, await staffOf(tx, 'shi'), '2026-02-12')];
      for (const [i, { no }] of judged.entries()) {
        const input = { points: judgedOf[division]![i]![0], says: '逐项对照标准自查，佐证附后。', proof: proofs[i] };
        must('fill', await actOnScore(on, id, no, { action: 'fill', input, version: await version() }));
      }
      must('report', await actOnSheet(on, id, { action: 'report', version: await version() }));
      for (const [i, { no }] of judged.entries()) {
        const [, points, reason] = judgedOf[division]![i]!;
        must('score', await actOnScore(city, id, no, { action: 'score', input: { points, reason }, version: await version() }));
      }
      must('tell', await actOnSheet(city, id, { action: 'tell', version: await version() }));
    });
  }
  await context.write(system, async (tx) => {
    const conclusion =
      '公益性公墓和儿童主任多数县达到或者接近目标，差距在散埋乱葬整治和干部培训；下一年度加上护理型床位和规划任务按期完成。';
    must(
      'publish',
      await actOnPlan(at(tx, await staffOf(tx, 'shiling'), '2026-03-06'), plan, { action: 'publish', input: { conclusion } }),
    );
  });
}

/** Each once; `today`: the day on which the demonstration begins. */
export async function playPerformance(stage: Stage, today: PlainDate): Promise<void> {
  const system = systemActor('demonstration', stage.context.city);
  const has = (scheme: string, year: number, state: PlanState) =>
    stage.context.read(
      system,
      async (tx) =>
        (await tx.maybe(
          sql`select 1 as known from performance_plan where scheme = ${scheme} and year = ${year} and state = ${state}`,
        )) !== null,
    );
  const thisOne = Number(today.slice(0, 4));
  if (!(await has('government', 2025, 'published'))) await playLastYear(stage);
  for (const plan of [thisYear, safety])
    if (!(await has(plan.scheme, 2026, 'open'))) await stage.context.write(system, (tx) => adopted(tx, plan, '2026-03-16'));
  if (!(await has('assistance', thisOne, 'open')))
    await stage.context.write(system, (tx) => adopted(tx, midterm(today), plusDays(today, -5)));
}
