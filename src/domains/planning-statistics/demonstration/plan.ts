/**
 * The plan of the demonstration city: five years of values by county, a final evaluation that is out, a quarter that is being reported, two sources that differ.
 * All figures are made up; they go the way of real ones, on the days on which they would have come.
 */

import { type Sql, sql } from '../../../database/sql.ts';
import type { Actor } from '../../../kernel/access/index.ts';
import { systemActor } from '../../../kernel/access/server.ts';
import type { Context, Tx } from '../../../kernel/context/server.ts';
import { must } from '../../../kernel/demonstration/server.ts';
import { openFileStore, storeUpload } from '../../../kernel/document/server.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { declare, remeasure, settle } from '../evaluation/remeasure.ts';
import { approve, publish, report } from '../evaluation/report.ts';
import { adopt, draft, evaluateSelf } from '../evaluation/scheme.ts';
import { lockEvaluation, measuresOf, selvesOf } from '../evaluation/store.ts';
import type { SurveyAnswer } from '../evaluation/terms.ts';
import { decide, propose } from '../targets/targets.ts';
import { act, type ValueAction } from '../values/act.ts';
import { assign, levelOfUnit } from '../values/assign.ts';
import { choose } from '../values/conflict.ts';
import { fill, revise } from '../values/fill.ts';
import { findConflicts, findValues } from '../values/store.ts';
import { at, countyHands, officer, PDF } from './hands.ts';
import { playLinks } from './links.ts';
import { asked, type PlayedValue, played, quarter, SURVEY } from './plan-figures.ts';

export interface PlanStage {
  readonly context: Context;
  readonly filesDir: string;
}

interface Hands {
  readonly city: Actor;
  readonly leader: Actor;
  readonly clerkOf: (division: DivisionCode) => Actor;
  readonly leaderOf: (division: DivisionCode) => Actor;
}
function handsOf(city: DivisionCode): Hands {
  const clerk = officer('shi', '罗静', 'city-clerk', city);
  return {
    city: clerk,
    leader: officer('shiling', '梁伟民', 'city-leader', city),
    clerkOf: (division) => (division === city ? clerk : countyHands(division).clerk),
    leaderOf: (division) => countyHands(division).leader,
  };
}

/** One paper for all: who uploads it binds it, so each hand has its own. */
const proofOf = async ({ context, filesDir }: PlanStage, actor: Actor, paper: string, name: string): Promise<string> =>
  (await storeUpload(context, actor, openFileStore(filesDir), { bytes: PDF, mediaType: 'application/pdf', name, paper })).id;

const latest = async (tx: Tx, of: PlayedValue) =>
  (
    await findValues(
      tx,
      sql`v.indicator = ${of.indicator} and v.division = ${of.division} and v.period = ${of.period} and v.source = ${of.source ?? 'report'}`,
    )
  ).at(-1)!;

/** A value as far as it goes: filled in, checked, audited, published. */
async function playValue(stage: PlanStage, hands: Hands, of: PlayedValue): Promise<void> {
  const { context } = stage;
  const isOutside = of.source === 'department' || of.source === 'yearbook';
  const clerk = isOutside ? hands.city : hands.clerkOf(of.division);
  const proof = of.source === 'system' ? null : await proofOf(stage, clerk, 'plan-value-proof', `${of.sourceText ?? '台账'}.pdf`);
  const input = {
    source: of.source ?? 'report',
    ...(proof ? { num: of.num, den: of.den, sourceText: of.sourceText ?? '年末台账', proof } : {}),
    ...(of.reason ? { reason: of.reason } : {}),
  };
  const step = (actor: Actor, action: ValueAction) => async (tx: Tx) => {
    const { id, edit } = await latest(tx, of);
    must(action, await act(at(tx, actor, of.on), { id, action, edit, input: {} }));
  };
  await context.write(systemActor('demonstration', context.city), async (tx) => {
    must(`${of.indicator} ${of.division} ${of.period}`, await fill(at(tx, clerk, of.on), { ...of, input }));
    const own = levelOfUnit(of.division) !== 'city' && !isOutside;
    const upTo = of.upTo ?? 'published';
    if (own && upTo !== 'reported') await step(hands.leaderOf(of.division), 'check')(tx);
    if (['audited', 'published'].includes(upTo)) await step(own ? hands.city : hands.leader, 'audit')(tx);
    if (upTo === 'published') await step(hands.leader, 'publish')(tx);
    if (of.returned) {
      const { id, edit } = await latest(tx, of);
      must('return', await act(at(tx, hands.city, of.on), { id, action: 'sendBack', edit, input: { reason: of.returned } }));
    }
  });
}

const EVALUATED_ON: PlainDate = '2026-03-16';

async function playEvaluation(stage: PlanStage, hands: Hands): Promise<void> {
  const { context } = stage;
  const city = context.city;
  const pinggu = officer('pinggu', '贺文', 'institution-user', city, 'evaluator');
  await context.write(systemActor('demonstration', city), async (tx) => {
    const { id } = must(
      'scheme',
      await draft(at(tx, hands.city, '2026-03-02'), {
        plan: '14',
        kind: 'final',
        baseOn: '2025-12-31',
        method: '十二项约束性指标逐项比对目标；第三方抽样复测；在门户网站听取公众评价。',
        selfDueOn: '2026-03-15',
        evaluator: '湖北科技学院社会治理研究中心',
        surveyFrom: '2026-03-05',
        surveyUntil: '2026-03-15',
      }),
    );
    const now = async () => (await lockEvaluation(tx, id))!;
    must('adopt', await adopt(at(tx, hands.leader, '2026-03-03'), await now()));
    for (const self of await selvesOf(tx, id)) {
      const actor = hands.clerkOf(self.division);
      // 通山县没有交
      if (self.division === '421224000000') continue;
      must(
        'self',
        await evaluateSelf(at(tx, actor, '2026-03-12'), {
          evaluation: await now(),
          selfId: self.id,
          input: {
            done: '对照规划逐项核对，主要目标基本完成，台账和佐证齐全。',
            problems: '农村机构护理力量不足，改造资金到位慢。',
          },
        }),
      );
    }
    must('declare', await declare(at(tx, pinggu, '2026-03-05'), await now(), { independent: true }));
    for (const [indicator, division, num, den, note] of [
      ['IND14-04', city, 11_020, 18_577, '抽30家机构逐床核对'],
      ['IND14-04', '421202000000', 2_950, 4_600, '抽8家机构逐床核对'],
      ['IND14-08', city, 380, 640, '抽40个中心村到现场看'],
    ] as const)
      must(
        'measure',
        await remeasure(at(tx, pinggu, '2026-03-10'), {
          evaluation: await now(),
          indicator,
          division,
          input: { num, den, sample: 30, note },
        }),
      );
    for (const row of await measuresOf(tx, id, sql`state = 'recheck'`))
      must(
        'settle',
        await settle(at(tx, hands.city, '2026-03-13'), {
          evaluation: await now(),
          measureId: row.id,
          input: { outcome: 'take', reason: '现场复核，三处还没有建成，用复测的数' },
        }),
      );
    for (const [answer, copies] of Object.entries(SURVEY) as [SurveyAnswer, readonly number[]][])
      for (const [i, n] of copies.entries())
        await tx.run(sql`insert into plan_survey_count (evaluation_id, division, on_day, answer, copies)
          values (${id}, ${city}, ${`2026-03-${String(5 + i).padStart(2, '0')}`}, ${answer}, ${n})`);
    must(
      'report',
      await report(at(tx, hands.city, EVALUATED_ON), await now(), {
        report:
          '“十四五”民政规划十二项约束性指标多数完成。护理型床位占比接近目标，公益性公墓中心村覆盖率没有达到。建议把两项列入“十五五”，明确年度任务和资金。',
        changesPlan: false,
      }),
    );
    must('approve', await approve(at(tx, hands.leader, '2026-03-20'), await now()));
    must('publish', await publish(at(tx, hands.leader, '2026-03-23'), await now()));
  });
}

/** A county's target that was lowered with the city's approval on file, and one that waits. */
async function playTargets(stage: PlanStage, hands: Hands): Promise<void> {
  const [tongshan, tongcheng]: DivisionCode[] = ['421224000000', '421222000000'];
  const approval = await proofOf(stage, hands.leader, 'plan-target-approval', '市政府批复.pdf');
  await stage.context.write(systemActor('demonstration', stage.context.city), async (tx) => {
    const { id } = must(
      'target',
      await propose(at(tx, hands.clerkOf(tongshan!), '2024-02-20'), {
        indicator: 'IND14-08',
        input: { year: '2025', value: '55', reason: '三个中心村整体搬迁，不再建设' },
      }),
    );
    must(
      'adopt target',
      await decide(at(tx, hands.leader, '2024-03-15'), {
        id,
        decision: 'adopt',
        input: { documentNo: '咸政函〔2024〕11号', documentFile: approval },
      }),
    );
    must(
      'target that waits',
      await propose(at(tx, hands.clerkOf(tongcheng!), '2025-11-20'), {
        indicator: 'IND14-04',
        input: { year: '2025', value: '58', reason: '两家机构停业改造，床位要到2026年恢复' },
      }),
    );
  });
}

async function playConflict(stage: PlanStage, hands: Hands): Promise<void> {
  const { context } = stage;
  await context.write(systemActor('demonstration', context.city), async (tx) => {
    const [open] = await findConflicts(tx, sql`c.indicator = 'IND14-11' and c.chosen_id is null`);
    if (!open) return;
    const values = await findValues(tx, sql`v.id = any(${open.valueIds}::uuid[])`);
    must(
      'choose',
      await choose(at(tx, hands.city, '2026-02-10'), {
        id: open.id,
        input: {
          valueId: values.find((v) => v.source === 'report')!.id,
          reason: '教育部门的数没有算新调整的社区，以县里名册为准',
        },
      }),
    );
  });
}

/** 嘉鱼县 found beds that it had not counted: a second version, the first stays. */
async function playRevision(stage: PlanStage, hands: Hands): Promise<void> {
  const jiayu: DivisionCode = '421221000000';
  const clerk = hands.clerkOf(jiayu);
  const proof = await proofOf(stage, clerk, 'plan-value-proof', '复核台账.pdf');
  const of = { indicator: 'IND14-04', division: jiayu, period: '2025', on: '2026-02-05' } as PlayedValue;
  await stage.context.write(systemActor('demonstration', stage.context.city), async (tx) => {
    const row = await latest(tx, of);
    must(
      'revise',
      await revise(at(tx, clerk, '2026-02-05'), {
        id: row.id,
        edit: row.edit,
        input: {
          source: 'report',
          num: row.num + 40,
          den: row.den,
          sourceText: '复核台账',
          proof,
          revisionReason: '漏数一家新开的机构40张',
        },
      }),
    );
    for (const [actor, action] of [
      [hands.leaderOf(jiayu), 'check'],
      [hands.city, 'audit'],
      [hands.leader, 'publish'],
    ] as const) {
      const { id, edit } = await latest(tx, of);
      must(action, await act(at(tx, actor, '2026-02-06'), { id, action, edit, input: {} }));
    }
  });
}

/** Each step once; a start that was cut short goes on. */
export async function playPlan(stage: PlanStage): Promise<void> {
  const { context } = stage;
  const system = systemActor('demonstration', context.city);
  const hands = handsOf(context.city);
  const has = (what: Sql) => context.read(system, async (tx) => (await tx.maybe(sql`${what} limit 1`)) !== null);
  for (const { on, ...input } of asked)
    if (!(await has(sql`select 1 from plan_assignment where indicator = ${input.indicator} and term = ${input.term}`)))
      await context.write(system, async (tx) => must('assign', await assign(at(tx, hands.city, on), input)));
  for (const of of [...played(context.city), ...quarter])
    if (
      !(await has(
        sql`select 1 from plan_value where indicator = ${of.indicator} and division = ${of.division} and period = ${of.period} and source = ${of.source ?? 'report'}`,
      ))
    )
      await playValue(stage, hands, of);
  if (!(await has(sql`select 1 from plan_value where version = 2`))) await playRevision(stage, hands);
  await playConflict(stage, hands);
  if (!(await has(sql`select 1 from plan_target`))) await playTargets(stage, hands);
  if (!(await has(sql`select 1 from plan_evaluation`))) await playEvaluation(stage, hands);
  if (!(await has(sql`select 1 from plan_goal_link`)))
    await context.write(system, (tx) => playLinks(at(tx, hands.city, '2026-04-13')));
}
