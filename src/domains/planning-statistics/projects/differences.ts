/** 对账结果: every comparison of the printed tables with what people have answered. Nobody puts a printed row right: there is a reason, or a corrected value for later reports. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice } from '../../../kernel/schema/index.ts';
import { agrees, type Check, measures, type RuleId, reconcile, rules } from './reconcile.ts';
import { planOfProjects, printedTables, unitsByRow } from './tables.ts';
import { unitsOf } from './units.ts';

export const differenceStates = { open: '待处理', explained: '已解释', corrected: '已更正' } as const;
export type DifferenceState = keyof typeof differenceStates;

/** By what a difference is known from one reconciliation to the next. */
export const keyOf = ({ rule, table, level, category, subcategory, measure, b }: Check): string =>
  [rule, table, level, category, subcategory, measure, rule === 'R6' ? b.label : ''].join('|');

const valueText = (value: Check['a']['value']): string | null => (value === null ? null : String(value));

export interface Answer {
  state: Exclude<DifferenceState, 'open'>;
  reason: string;
  corrected: string | null;
  answeredAt: string;
  answeredName: string;
}
export interface DifferenceView extends Check {
  key: string;
  ruleZh: string;
  measureZh: string;
  state: DifferenceState;
  stateZh: string;
  /** The newest one to these values. */
  answer: Answer | null;
}

interface AnswerRow extends Answer {
  key: string;
  aValue: string | null;
  bValue: string | null;
}

export interface Reconciliation {
  plan: { code: string; name: string };
  checked: number;
  byRule: { rule: RuleId; zh: string; checked: number; differing: number }[];
  differences: DifferenceView[];
}

export async function reconciliation(tx: Tx): Promise<Result<Reconciliation, 'PLAN_MISSING' | 'PROJECT_TABLES_MISSING'>> {
  const plan = await planOfProjects(tx);
  if (!plan) return fail('PLAN_MISSING');
  const tables = await printedTables(tx, plan.code);
  if (!tables) return fail('PROJECT_TABLES_MISSING');
  const units = await unitsByRow(tx, plan.code);
  const checks = reconcile({ ...tables, text: plan.text, units: (row) => units.get(row.rowNo) ?? unitsOf(row.name).units });
  const answers =
    await tx.rows<AnswerRow>(sql`select distinct on (key) key, a_value, b_value, state, reason, corrected, answered_at, answered_name
    from project_difference where plan = ${plan.code} order by key, answered_at desc limit 5000`);
  const answered = new Map(answers.map((answer) => [answer.key, answer]));
  const differing = checks.filter((check) => !agrees(check));
  return ok({
    plan: { code: plan.code, name: plan.name },
    checked: checks.length,
    byRule: (Object.keys(rules) as RuleId[]).map((rule) => ({
      rule,
      zh: rules[rule],
      checked: checks.filter((c) => c.rule === rule).length,
      differing: differing.filter((c) => c.rule === rule).length,
    })),
    differences: differing.map((check) => {
      const key = keyOf(check);
      const known = answered.get(key);
      // 数值变了，原来的说明不算
      const stands = known && known.aValue === valueText(check.a.value) && known.bValue === valueText(check.b.value);
      const { state, reason, corrected, answeredAt, answeredName } = known ?? {};
      return {
        ...check,
        key,
        ruleZh: rules[check.rule],
        measureZh: measures[check.measure],
        state: stands ? state! : 'open',
        stateZh: differenceStates[stands ? state! : 'open'],
        answer: stands
          ? { state: state!, reason: reason!, corrected: corrected!, answeredAt: answeredAt!, answeredName: answeredName! }
          : null,
      };
    }),
  });
}

const answerStates = { explained: differenceStates.explained, corrected: differenceStates.corrected } as const;
export const NewAnswer = z.strictObject({
  state: choice(answerStates).meta({ label: '怎样处理', choices: answerStates }),
  reason: z.string().trim().min(4, '请写明原因（至少4个字）').max(300).meta({ label: '原因', widget: 'textarea' }),
  corrected: z
    .string()
    .trim()
    .max(60)
    .optional()
    .meta({
      label: '更正为',
      help: '以后的报表用这个数，原表照印',
      showIf: { field: 'state', in: ['corrected'] },
      requiredIfShown: true,
    }),
});

/** What a difference comes from, or what is right: for the values as they are now. */
export async function answerDifference(tx: Tx, of: { key: string; answer: z.infer<typeof NewAnswer> }): Promise<Result<null>> {
  const found = await reconciliation(tx);
  if (!found.ok) return found;
  const difference = found.value.differences.find(({ key }) => key === of.key);
  if (!difference) return fail('DIFFERENCE_GONE');
  const { state, reason } = of.answer;
  const corrected = state === 'corrected' ? (of.answer.corrected ?? '') : null;
  if (corrected === '') return fail('INVALID_INPUT', { count: 1 }, [{ path: 'corrected', message: '请填写更正为多少' }]);
  await tx.run(sql`insert into project_difference (plan, key, division, a_value, b_value, state, reason, corrected, answered_at, answered_by, answered_name)
    values (${found.value.plan.code}, ${of.key}, ${tx.city}, ${valueText(difference.a.value)}, ${valueText(difference.b.value)}, ${state}, ${reason}, ${corrected},
      ${tx.now}, ${tx.actor.id}, ${tx.actor.name})`);
  await recordAudit(tx, {
    action: 'project-difference.answered',
    subject: { kind: 'plan', id: found.value.plan.code },
    division: tx.city,
    detail: { key: of.key, state },
  });
  return ok(null);
}
