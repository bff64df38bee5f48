/**
 * 规划衔接 (PS-R10): a goal of the city's plan and the goal of another plan to which it answers, side by side, with what they ask differently. The other plan may
 * stand in the library, then its target in force is read; of any other plan the words and the number are entered as printed.
 */
import { z } from 'zod';
import { type Sql, sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { longDate } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { type Offer, offersTo } from '../../../kernel/offer/index.ts';
import { defineErrors, fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, formOf, type PlainDate, parseInput } from '../../../kernel/schema/index.ts';
import type { Qualifier } from '../figures/progress.ts';
import { type TargetRow, targetFor, targetsInForce, targetYears } from '../targets/targets.ts';
import { allIndicators, goalNames, type PlanIndicator } from '../values/indicator.ts';
import { differenceOf, type Goal, goalText } from './rules.ts';
import { type LinkedGoal, type LinkView, linkKeeper, type Relation, relations } from './terms.ts';

defineErrors({
  PLAN_LINK_KNOWN: { http: 409, zh: '这两个目标已经登记过衔接。', next: '请在规划衔接里查看；写错的可以撤去重新登记。' },
});

const where = { library: '已收进本平台的规划', outside: '别的规划，照原文填' } as const;
const qualifiers = { '≥': '不低于', '≤': '不超过', '=': '等于', '≈': '约' } as const;
const outside = { showIf: { field: 'where', in: ['outside'] }, requiredIfShown: true };
const words = (label: string, most: number, help?: string) =>
  z
    .string()
    .trim()
    .min(1, `请填写${label}`)
    .max(most, `不超过${most}个字`)
    .optional()
    .meta({ label, ...outside, ...(help ? { help } : {}) });

const newLink = (goals: Record<string, string>) =>
  z.strictObject({
    indicator: choice(goals).meta({ label: '我们的目标', choices: goals }),
    relation: choice(relations).meta({ label: '对方是', choices: relations }),
    where: choice(where).default('library').meta({ label: '对方的目标在哪里', choices: where }),
    otherIndicator: choice(goals)
      .optional()
      .meta({ label: '对方的目标', choices: goals, showIf: { field: 'where', in: ['library'] }, requiredIfShown: true }),
    otherPlan: words('规划名称', 80, '全称，连同文号'),
    otherGoal: words('目标原文', 200),
    otherYear: z
      .string()
      .trim()
      .regex(/^\d{4}$/, '写四位年份')
      .optional()
      .meta({ label: '目标年份', ...outside }),
    otherQualifier: choice(qualifiers)
      .optional()
      .meta({ label: '目标的意思', choices: qualifiers, ...outside }),
    otherValue: z
      .string()
      .trim()
      .regex(/^\d{1,10}(\.\d{1,4})?$/, '填写数字，最多四位小数')
      .optional()
      .meta({ label: '目标值', ...outside }),
    otherUnit: words('单位', 20, '百分数填 %'),
    note: z
      .string()
      .trim()
      .max(300, '不超过300个字')
      .default('')
      .meta({ label: '说明', widget: 'textarea', help: '不一致的，写明按哪一个执行、依据是什么' }),
  });

export async function linkOffers(tx: Tx, indicator?: string): Promise<Offer[]> {
  return offersTo(tx.actor, [
    {
      action: 'link',
      zh: '登记衔接',
      causes: '两个目标并排列出，差多少由系统算；别的规划照原文填。',
      by: [linkKeeper],
      fields: formOf(newLink(await goalNames(tx))),
      initial: { where: 'library', ...(indicator ? { indicator } : {}) },
      to: '/api/plan-links',
      fixed: { requestId: newId() },
    },
  ]);
}

export async function addLink(tx: Tx, input: unknown): Promise<Result<{ id: string }>> {
  const parsed = parseInput(newLink(await goalNames(tx)), input);
  if (!parsed.ok) return parsed;
  const given = parsed.value;
  const wrong = (path: string, message: string) => fail('INVALID_INPUT', { count: 1 }, [{ path, message }]);
  const inLibrary = given.where === 'library';
  if (inLibrary && given.otherIndicator === undefined) return wrong('otherIndicator', '请选择对方的目标');
  if (given.otherIndicator === given.indicator) return wrong('otherIndicator', '请选择另一个目标');
  const texts = ['otherPlan', 'otherGoal', 'otherYear', 'otherQualifier', 'otherValue', 'otherUnit'] as const;
  const empty = texts.find((key) => given[key] === undefined);
  if (!inLibrary && empty) return wrong(empty, '请照原文填写');
  const [plan, goal, year, qualifier, value, unit] = texts.map((key) => (inLibrary ? null : given[key]!));
  const id = newId();
  const added =
    await tx.run(sql`insert into plan_goal_link (id, division, indicator, relation, other_indicator, other_plan, other_goal, other_unit, other_year, other_qualifier, other_value,
      note, entered_on, entered_by, entered_name)
    values (${id}, ${tx.city}, ${given.indicator}, ${given.relation}, ${inLibrary ? given.otherIndicator! : null}, ${plan ?? null}, ${goal ?? null}, ${unit ?? null}, ${year ?? null},
      ${qualifier ?? null}, ${value ?? null}, ${given.note}, ${tx.today}, ${tx.actor.id}, ${tx.actor.name})
    on conflict do nothing`);
  if (added === 0)
    return fail('PLAN_LINK_KNOWN', {}, [{ path: inLibrary ? 'otherIndicator' : 'otherGoal', message: '已经登记过' }]);
  await recordAudit(tx, {
    action: 'plan-link.added',
    subject: { kind: 'plan-link', id },
    division: tx.city,
    detail: { indicator: given.indicator },
  });
  return ok({ id });
}

export async function removeLink(tx: Tx, id: string): Promise<Result<{ id: string }>> {
  const row = await tx.maybe<{ indicator: string }>(sql`delete from plan_goal_link where id = ${id} returning indicator`);
  if (!row) return fail('NOT_FOUND');
  await recordAudit(tx, { action: 'plan-link.removed', subject: { kind: 'plan-link', id }, division: tx.city, detail: row });
  return ok({ id });
}

interface LinkRow {
  id: string;
  indicator: string;
  relation: Relation;
  otherIndicator: string | null;
  otherPlan: string | null;
  otherGoal: string | null;
  otherUnit: string | null;
  otherYear: string | null;
  otherQualifier: Qualifier | null;
  otherValue: string | null;
  note: string;
  enteredOn: PlainDate;
  enteredName: string;
}

/** The city's target of the last year of its plan; null where it has been given none. */
function goalInForce(tx: Tx, indicator: PlanIndicator, targets: readonly TargetRow[]): Goal | null {
  const [year] = targetYears(targets, { indicator: indicator.id, from: indicator.from, to: indicator.to });
  const row = year ? targetFor(targets, { indicator: indicator.id, division: tx.city, city: tx.city, year }) : null;
  return row && { year: row.year, qualifier: row.qualifier, value: row.value, unit: indicator.unit };
}

/** All links, those that ask differently first; of one indicator from its own side. */
export async function links(tx: Tx, indicator?: string): Promise<LinkView[]> {
  const side: Sql = indicator ? sql`indicator = ${indicator} or other_indicator = ${indicator}` : sql`true`;
  const rows =
    await tx.rows<LinkRow>(sql`select id, indicator, relation, other_indicator, other_plan, other_goal, other_unit, other_year, other_qualifier, other_value, note, entered_on,
    entered_name from plan_goal_link where ${side} order by entered_on desc, id limit 500`);
  if (rows.length === 0) return [];
  const known = new Map((await allIndicators(tx)).map((i) => [i.id, i]));
  const targets = await targetsInForce(tx);
  const inLibrary = (id: string): { shown: LinkedGoal; goal: Goal | null } => {
    const found = known.get(id);
    const goal = found ? goalInForce(tx, found, targets) : null;
    const shown = {
      indicator: id,
      name: found?.name ?? id,
      plan: found?.planName ?? '',
      text: goal ? goalText(goal) : '没有定目标',
    };
    return { shown, goal };
  };
  const views = rows.map((row): LinkView => {
    const [one, other] = [inLibrary(row.indicator), row.otherIndicator ? inLibrary(row.otherIndicator) : asPrinted(row)];
    const turned = indicator !== undefined && row.otherIndicator === indicator;
    const [ours, theirs] = turned ? [other, one] : [one, other];
    const difference =
      ours.goal && theirs.goal ? differenceOf(ours.goal, theirs.goal) : { apart: 'apart' as const, says: '有一个没有定目标' };
    return {
      id: row.id,
      relationZh: turned ? `对方把它作为${relations[row.relation]}` : relations[row.relation],
      ours: ours.shown,
      other: theirs.shown,
      ...difference,
      note: row.note,
      entered: `${row.enteredName}，${longDate(row.enteredOn)}`,
      offers: offersTo(tx.actor, [
        {
          action: 'unlink',
          zh: '撤去',
          causes: '这一条衔接不再列出；两个目标都不变。',
          by: [linkKeeper],
          danger: true,
          fields: [],
          to: `/api/plan-links/${row.id}/removal`,
          fixed: { requestId: newId() },
        },
      ]),
    };
  });
  return views.sort((a, b) => Number(a.apart === 'same') - Number(b.apart === 'same'));
}

function asPrinted(row: LinkRow): { shown: LinkedGoal; goal: Goal } {
  const goal: Goal = { year: row.otherYear!, qualifier: row.otherQualifier!, value: row.otherValue!, unit: row.otherUnit! };
  return { shown: { indicator: null, name: row.otherGoal!, plan: row.otherPlan!, text: goalText(goal) }, goal };
}
