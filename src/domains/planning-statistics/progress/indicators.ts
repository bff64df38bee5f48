/** 项目指标 (planning 6): how many are started, finished and in use, by units and by investment, and how much is done; each opens the projects that it counts. */
import { type Sql, sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { defineIndicators, type Indicator, type Span } from '../../../kernel/indicator/server.ts';
import { current, printed } from '../projects/library.ts';
import { planOfProjects } from '../projects/tables.ts';
import { projectBoard } from './board.ts';
import { type Stage, stageOrder, stages, stepOf } from './terms.ts';

const NONE = sql`select '' as id, '' as division, 0 as num, 0 as den, '' as name, '' as says, null::text as link, null::text as link_id where false`;

/** The last step of a kind on a day, as the history has it. */
const stood = (kind: 'stage' | 'side', on: string): Sql =>
  sql`(select s.to_state from project_step s where s.project_id = p.id and s.kind = ${kind} and s.stepped_on <= ${on} order by s.stepped_on desc, s.recorded_at desc, s.id desc limit 1)`;

/** The list behind a figure begins with what it counts, in the order of the table. */
const inOrder = (counts: Sql): Sql => sql`case when ${counts} then '0' else '1' end || lpad(p.row_no::text, 7, '0')`;

const stageName = (stage: Sql): Sql => {
  const names = stageOrder.map((code) => stages[code]);
  return sql`(${names}::text[])[array_position(${stageOrder}::text[], ${stage})]`;
};

/** One row for each project of the library: `num` counts where the stage was reached on the day and the project was neither cancelled nor merged. */
const reached =
  (stage: Stage, measure: 'units' | 'money') =>
  async (tx: Tx, span: Span): Promise<Sql> => {
    const plan = await planOfProjects(tx);
    if (!plan) return NONE;
    const whole = measure === 'units' ? sql`p.units` : sql`p.investment_fen`;
    return sql`select ${inOrder(sql`p.num > 0`)} as id, p.division, p.num, p.whole as den, p.name,
        ${stageName(sql`p.stage`)} || '，' || p.units || '个，' || round(p.investment_fen / 1000000.0, 2) || '万元' as says, 'project' as link, p.id::text as link_id
      from (select s.*, case when array_position(${stageOrder}::text[], s.stage) > ${stepOf(stage)} and s.side not in ('cancelled', 'merged') then s.whole else 0 end as num
        from (select p.id, p.row_no, p.division, p.name, p.units, p.investment_fen, ${whole} as whole, coalesce(${stood('stage', span.to)}, 'reserve') as stage,
            coalesce(${stood('side', span.to)}, 'none') as side
          from project p where ${current(plan.code)} and (p.table_id is not null or p.entered_on <= ${span.to})) s) p`;
  };

/** What was done by the newest report up to the month, of the printed projects: what was entered beside them never meets the printed sum. */
const invested = async (tx: Tx, span: Span): Promise<Sql> => {
  const plan = await planOfProjects(tx);
  if (!plan) return NONE;
  return sql`select ${inOrder(sql`r.invested_fen > 0`)} as id, p.division, coalesce(r.invested_fen, 0) as num, p.investment_fen as den, p.name,
      '完成' || round(coalesce(r.invested_fen, 0) / 1000000.0, 2) || '万元，印出的投资' || round(p.investment_fen / 1000000.0, 2) || '万元' as says, 'project' as link, p.id::text as link_id
    from project p left join lateral (select r.invested_fen from project_report r where r.project_id = p.id and r.state = 'counted' and r.month <= ${span.toMonth}
      order by r.month desc limit 1) r on true where ${printed(plan.code)}`;
};

const stagesCounted = [
  ['started', '开工'],
  ['completed', '竣工'],
  ['in-use', '投用'],
] as const satisfies readonly (readonly [Stage, string])[];
const source = '民政事业发展规划项目库统计口径（待确认）';

defineIndicators(
  projectBoard,
  ...stagesCounted.flatMap(([stage, zh]): Indicator[] => [
    {
      key: `projects-${stage}-units`,
      zh: `${zh}的项目`,
      definition: `到月底已${zh}的项目个数 ÷ 项目库的个数（一行可以是几个；取消、合并的不算${zh}，仍在分母里）`,
      kind: 'units',
      period: 'month',
      source,
      rows: reached(stage, 'units'),
    },
    {
      key: `projects-${stage}-money`,
      zh: `${zh}项目的投资`,
      definition: `到月底已${zh}的项目的投资 ÷ 项目库的投资（印出的，和未列入印发表、申报入库的）`,
      kind: 'money',
      period: 'month',
      source,
      rows: reached(stage, 'money'),
    },
  ]),
  {
    key: 'projects-invested',
    zh: '完成投资',
    definition: '到当月的月报累计完成投资 ÷ 明细表各行印出的投资之和',
    kind: 'money',
    period: 'month',
    source,
    rows: invested,
  },
);
