/**
 * 考核评估方案 (R38): what is counted, what is judged, with how many points each; drafted by one person of the city and adopted by another. Adopting it gives
 * every county a sheet with the items as they stood that day; publishing it ranks the sheets.
 */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { isOneOf, isOwnHand, systemActor } from '../../../kernel/access/index.ts';
import { type AuditAction, recordAudit } from '../../../kernel/audit/server.ts';
import { longDate, monthOf } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { targetedIndicators } from '../../../kernel/indicator/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { fail, ok, type Result, wrong } from '../../../kernel/result/index.ts';
import {
  choice,
  type DivisionCode,
  formOf,
  type PlainDate,
  PlainDateText,
  parseInput,
  YearMonthText,
} from '../../../kernel/schema/index.ts';
import { anyRow, whenDue } from '../../../kernel/worker/server.ts';
import { goalNames } from '../values/indicator.ts';
import './errors.ts';
import { standingOf } from './rules.ts';
import { noWords, totalsOf, wordsPlace } from './store.ts';
import {
  type Doing,
  type PlanItem,
  type PlanKind,
  type PlanState,
  planKinds,
  planStates,
  type Scheme,
  type SheetState,
  schemes,
  sheetStates,
  titleOf,
} from './terms.ts';

const text = (label: string, min: number, max: number) =>
  z.string().trim().min(min, `请至少填写${min}个字`).max(max, `不超过${max}个字`).meta({ label });
const Weight = z.int('请填写整数').min(1, '1到100').max(100, '1到100').meta({ label: '分值', unit: '分' });

const indicatorNames = (): Record<string, string> =>
  Object.fromEntries(targetedIndicators().map(({ key, zh, board }) => [key, `${zh}（${board.zh}）`]));
/** What an item is called on a sheet: without the board or the plan, which the choice names. */
const plain = (name: string): string => name.replace(/（[^（]*）$/, '');

/** The choices are the indicators that have a target, of every business, and the goals of the city's plans. */
const newPlan = (goals: Record<string, string>) =>
  z.strictObject({
    scheme: choice(schemes).meta({ label: '哪一种考核', choices: schemes }),
    kind: choice(planKinds)
      .default('year')
      .meta({ label: '种类', choices: planKinds, showIf: { field: 'scheme', in: ['assistance'] } }),
    year: z.int('请填写年份').min(2020).max(2100).meta({ label: '年度' }),
    baseMonth: YearMonthText.meta({ label: '数据截止月', widget: 'month', help: '指标数到这个月底' }),
    selfDueOn: PlainDateText.meta({ label: '县自评期限', widget: 'date' }),
    figures: z
      .array(
        z.strictObject({
          indicator: choice(indicatorNames()).meta({ label: '指标', choices: indicatorNames() }),
          weight: Weight,
        }),
      )
      .max(20)
      .default([])
      .meta({ label: '系统数出的指标' }),
    goals: z
      .array(
        z.strictObject({
          goal: choice(goals).meta({ label: '规划目标', choices: goals, help: '按县的年度目标（没有的按全市的）和发布的数计分' }),
          weight: Weight,
        }),
      )
      .max(20)
      .default([])
      .meta({ label: '规划定的目标' }),
    judged: z
      .array(z.strictObject({ title: text('项目', 2, 60), standard: text('评分标准', 4, 300), weight: Weight }))
      .max(20)
      .default([])
      .meta({ label: '由人评分的项目（县自评附佐证，市核分）' }),
  });
export const planForm = async (tx: Tx) => formOf(newPlan(await goalNames(tx)));
const Publish = z.strictObject({
  conclusion: text('评估结论', 10, 2000).meta({ widget: 'textarea', help: '总体情况、问题和下一步；不写个人姓名' }),
});
const Plain = z.strictObject({});

export async function draftPlan(tx: Tx, input: unknown): Promise<Result<{ id: string }>> {
  const goalsOf = await goalNames(tx);
  const parsed = parseInput(newPlan(goalsOf), input);
  if (!parsed.ok) return parsed;
  const { scheme, kind, year, baseMonth, selfDueOn, figures, goals, judged } = parsed.value;
  const names = indicatorNames();
  const items: PlanItem[] = [
    ...figures.map(
      (f): PlanItem => ({
        kind: 'figure',
        indicator: f.indicator,
        title: plain(names[f.indicator]!),
        standard: '',
        weight: f.weight,
      }),
    ),
    ...goals.map(
      (g): PlanItem => ({ kind: 'goal', indicator: g.goal, title: plain(goalsOf[g.goal]!), standard: '', weight: g.weight }),
    ),
    ...judged.map((j): PlanItem => ({ kind: 'judged', indicator: null, ...j })),
  ];
  const sum = items.reduce((total, item) => total + item.weight, 0);
  if (sum !== 100) return wrong(judged.length > 0 ? 'judged' : 'figures', `各项分值合计应为100分，现在是${sum}分`);
  if (new Set(figures.map((f) => f.indicator)).size < figures.length) return wrong('figures', '同一个指标只列一次');
  if (new Set(goals.map((g) => g.goal)).size < goals.length) return wrong('goals', '同一个目标只列一次');
  if (scheme !== 'assistance' && kind !== 'year') return wrong('kind', '只有社会救助有规划中期和末期评估');
  if (monthOf(selfDueOn) <= baseMonth) return wrong('selfDueOn', '自评期限应在数据截止月之后');
  if (selfDueOn < tx.today) return wrong('selfDueOn', '自评期限不能早于今天');
  const id = newId();
  const added =
    await tx.run(sql`insert into performance_plan (id, division, scheme, kind, year, items, base_month, self_due_on, drafted_on, drafted_by, drafted_name)
    values (${id}, ${tx.city}, ${scheme}, ${kind}, ${year}, ${JSON.stringify(items)}::jsonb, ${baseMonth}, ${selfDueOn}, ${tx.today}, ${tx.actor.id}, ${tx.actor.name})
    on conflict (division, scheme, kind, year) do nothing`);
  if (added === 0)
    return fail('PERFORMANCE_KNOWN', { title: titleOf({ scheme, kind, year }) }, [{ path: 'year', message: '请核对种类和年度' }]);
  await onRecord(tx, 'performance.drafted', id);
  return ok({ id });
}

interface Plan {
  id: string;
  scheme: Scheme;
  kind: PlanKind;
  year: number;
  items: PlanItem[];
  selfDueOn: PlainDate;
  state: PlanState;
  draftedBy: string;
  draftedOn: PlainDate;
}
const lockPlan = (tx: Tx, id: string) =>
  tx.maybe<Plan>(
    sql`select id, scheme, kind, year, items, self_due_on, state, drafted_by, drafted_on from performance_plan where id = ${id} for update`,
  );
const onRecord = (tx: Tx, action: AuditAction, id: string) =>
  recordAudit(tx, { action, subject: { kind: 'performance-plan', id }, division: tx.city });

/** What an actor may do with a plan as it stands. */
export const planActions = (tx: Tx, state: PlanState): Doing[] => {
  const leads = isOneOf(tx.actor, ['city-leader']);
  const all = [
    {
      action: 'adopt',
      zh: '批准并下发',
      causes: '各县（市、区）收到自评表；方案不能再改。',
      fields: formOf(Plain),
      when: state === 'draft' && leads,
    },
    {
      action: 'withdraw',
      zh: '撤回草案',
      causes: '草案删去，可以重新起草。',
      fields: formOf(Plain),
      when: state === 'draft' && isOneOf(tx.actor, ['city-clerk', 'city-leader']),
    },
    {
      action: 'publish',
      zh: '公布结果',
      causes: '各县（市、区）都看到得分、名次和结论。',
      fields: formOf(Publish),
      when: state === 'open' && leads,
    },
  ];
  return all.filter((a) => a.when).map(({ when: _, ...a }) => a);
};

export async function actOnPlan(tx: Tx, id: string, given: { action: string; input: unknown }): Promise<Result<{ id: string }>> {
  const plan = await lockPlan(tx, id);
  if (!plan) return fail('NOT_FOUND');
  if (!planActions(tx, plan.state).some((a) => a.action === given.action))
    return fail('PERFORMANCE_STATE', { state: planStates[plan.state] });
  if (given.action === 'withdraw') {
    await tx.run(sql`delete from performance_plan where id = ${id}`);
    await onRecord(tx, 'performance.withdrawn', id);
    return ok({ id });
  }
  if (given.action === 'adopt') return adopt(tx, plan);
  const parsed = parseInput(Publish, given.input);
  return parsed.ok ? publish(tx, plan, parsed.value.conclusion) : parsed;
}

async function adopt(tx: Tx, plan: Plan): Promise<Result<{ id: string }>> {
  if (isOwnHand(tx.actor, plan.draftedBy, plan.draftedOn)) return fail('PERFORMANCE_SAME_PERSON', { both: '起草人和批准人' });
  await tx.run(
    sql`update performance_plan set state = 'open', adopted_on = ${tx.today}, adopted_by = ${tx.actor.id}, adopted_name = ${tx.actor.name} where id = ${plan.id}`,
  );
  for (const county of tx.divisions.all.filter((d) => d.level === 'county' && d.legal)) {
    const sheet = newId();
    await tx.run(sql`insert into performance_sheet (id, plan_id, division, scheme, kind, year, base_month, self_due_on)
      select ${sheet}, id, ${county.code}, scheme, kind, year, base_month, self_due_on from performance_plan where id = ${plan.id}`);
    for (const [i, item] of plan.items.entries()) {
      const id = newId();
      await tx.run(sql`insert into performance_score (id, sheet_id, no, division, kind, indicator, title, standard, weight, words)
        values (${id}, ${sheet}, ${i + 1}, ${county.code}, ${item.kind}, ${item.indicator}, ${item.title}, ${item.standard}, ${item.weight},
          ${tx.keys.sealJson(noWords, wordsPlace(id))})`);
    }
    await notify(tx, {
      to: { performer: 'county-clerk', division: county.code },
      template: 'performance.opened',
      params: { title: titleOf(plan), due: plan.selfDueOn },
    });
  }
  await onRecord(tx, 'performance.adopted', plan.id);
  return ok({ id: plan.id });
}

/** Only when every county has been told, its time to object is over, and every objection is answered. */
async function publish(tx: Tx, plan: Plan, conclusion: string): Promise<Result<{ id: string }>> {
  const sheets = await tx.rows<{ id: string; division: DivisionCode; state: SheetState; objectUntil: PlainDate | null }>(
    sql`select id, division, state, object_until from performance_sheet where plan_id = ${plan.id} order by division for update`,
  );
  const nameOf = (division: DivisionCode) => tx.divisions.get(division)?.name ?? division;
  const waiting = sheets.find((sheet) => sheet.state !== 'told');
  if (waiting) return fail('PERFORMANCE_OPEN', { why: `${nameOf(waiting.division)}${sheetStates[waiting.state]}` });
  const within = sheets.find((sheet) => sheet.objectUntil !== null && sheet.objectUntil >= tx.today);
  if (within) return fail('PERFORMANCE_OPEN', { why: `${nameOf(within.division)}可以提异议到${longDate(within.objectUntil!)}` });
  const asked = await tx.maybe<{ division: DivisionCode }>(sql`select division from performance_score
    where sheet_id = any(${sheets.map((s) => s.id)}::uuid[]) and objected_on is not null and answered_on is null limit 1`);
  if (asked) return fail('PERFORMANCE_OPEN', { why: `${nameOf(asked.division)}还有异议没有答复` });
  const totals = await totalsOf(
    tx,
    sheets.map((s) => s.id),
  );
  const standing = standingOf(sheets.map((sheet) => ({ county: sheet.division, tenths: totals.get(sheet.id) ?? null })));
  await tx.run(sql`update performance_plan set state = 'published', published_on = ${tx.today}, published_by = ${tx.actor.id}, published_name = ${tx.actor.name},
    conclusion = ${conclusion} where id = ${plan.id}`);
  await tx.run(sql`update performance_sheet set state = 'published', published_on = ${tx.today}, standing = ${JSON.stringify(standing)}::jsonb, conclusion = ${conclusion},
    version = version + 1 where plan_id = ${plan.id}`);
  for (const { division } of sheets)
    await notify(tx, {
      to: { performer: 'county-leader', division },
      template: 'performance.published',
      params: { title: titleOf(plan) },
    });
  await onRecord(tx, 'performance.published', plan.id);
  return ok({ id: plan.id });
}

const dueSoon = (tx: Tx) =>
  sql`performance_sheet where state = 'self' and reminded_on is null and self_due_on <= ${tx.today}::date + 3`;

/** Daily: three days before its limit a county that has not reported is told once. */
export const remindPerformance = whenDue(
  (tx) => anyRow(tx, dueSoon(tx)),
  (context) =>
    context.write(systemActor('performance', context.city), async (tx) => {
      const due = await tx.rows<{
        id: string;
        division: DivisionCode;
        scheme: Scheme;
        kind: PlanKind;
        year: number;
        selfDueOn: PlainDate;
      }>(
        sql`select id, division, scheme, kind, year, self_due_on from ${dueSoon(tx)} order by self_due_on, id limit 200 for update`,
      );
      for (const sheet of due) {
        await notify(tx, {
          to: { performer: 'county-clerk', division: sheet.division },
          template: 'performance.due',
          params: { title: titleOf(sheet), due: sheet.selfDueOn },
        });
        await tx.run(sql`update performance_sheet set reminded_on = ${tx.today} where id = ${sheet.id}`);
      }
      return due.length;
    }),
);
