/** 民政干部培训、普法: who was where for how many hours, and how the test went; the hours of a year by person are counted from here. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { clerks, day, defineRegister, ending, outside, text } from '../../../kernel/register/server.ts';
import { ok } from '../../../kernel/result/index.ts';
import { choice, type DivisionCode } from '../../../kernel/schema/index.ts';
import { type Column, type SheetRow, sheetFile } from '../../../kernel/sheet/server.ts';

const kinds = {
  work: '业务培训',
  law: '干部学法',
  publicity: '普法活动',
  team: '标准化队伍培训',
  talent: '社工、养老人才',
} as const;
const levels = { nation: '国家', province: '省', city: '市', county: '县' } as const;

const Participant = z.strictObject({
  name: text('姓名', { max: 30 }),
  unit: text('单位', { max: 60 }),
  score: z.int('请填写整数').min(0).max(100, '满分100').optional().meta({ label: '考试成绩', unit: '分' }),
});

const Form = z.strictObject({
  course: text('内容', { min: 4, max: 100 }),
  kind: choice(kinds).meta({ label: '类别', choices: kinds }),
  level: choice(levels).meta({ label: '级别', choices: levels }),
  heldOn: day('日期'),
  hours: z.int('请填写整数').min(1, '至少1学时').max(400).meta({ label: '学时', unit: '学时' }),
  participants: z.array(Participant).min(1, '请至少写一人').max(300).meta({ label: '参加人员' }),
});

defineRegister({
  key: 'training',
  zh: '培训和普法',
  shelf: '/registers',
  lead: '每次培训、学法、普法活动记一条：谁参加、几学时、考了多少分。村级协理员的培训在“协理员和站点”里登记，不用再记。',
  enters: '登记一次',
  by: clerks,
  form: Form,
  titleOf: ({ heldOn, course }) => `${heldOn} ${course}`,
  async entering(tx, form: { heldOn: z.infer<typeof Form>['heldOn'] }) {
    return outside(tx, 'heldOn', form.heldOn) ?? ok(null);
  },
  start: 'held',
  states: { held: { zh: '已登记', tone: 'good', final: true }, void: { zh: '作废', tone: 'plain', final: true } },
  steps: {
    void: ending({ zh: '作废', causes: '登记错了的作废，重新登记；学时不再计算。', by: clerks, from: ['held'], to: 'void' }),
  },
});

export interface PersonYear {
  readonly name: string;
  readonly unit: string;
  readonly division: DivisionCode;
  readonly times: number;
  readonly hours: number;
  readonly lawHours: number;
  readonly tests: number;
  readonly failed: number;
}

const PASS_MARK = 60;
const MOST = 5_000;

/** Everybody's year: times, hours, hours of law, tests and those below 60. One name in one unit is one person. */
export const trainingYear = (tx: Tx, year: number): Promise<PersonYear[]> =>
  tx.rows<PersonYear>(sql`select p->>'name' as name, p->>'unit' as unit, min(e.division) as division, count(*)::int as times, sum((e.content->>'hours')::int)::int as hours,
      coalesce(sum((e.content->>'hours')::int) filter (where e.content->>'kind' in ('law', 'publicity')), 0)::int as law_hours,
      count(p->>'score')::int as tests, count(*) filter (where (p->>'score')::int < ${PASS_MARK})::int as failed
    from register_entry e, jsonb_array_elements(e.content->'participants') p
    where e.register = 'training' and e.state = 'held' and left(e.content->>'heldOn', 4) = ${String(year)}
    group by 1, 2 order by unit, name limit ${MOST}`);

const columns: readonly Column[] = [
  { key: 'unit', title: '单位', kind: 'text' },
  { key: 'name', title: '姓名', kind: 'text' },
  { key: 'times', title: '次数', kind: 'integer' },
  { key: 'hours', title: '学时', kind: 'integer' },
  { key: 'lawHours', title: '其中学法、普法学时', kind: 'integer' },
  { key: 'tests', title: '考试', kind: 'integer' },
  { key: 'failed', title: '不及格', kind: 'integer' },
];

export const trainingYearSheet = async (tx: Tx, year: number) =>
  sheetFile({
    name: `${year}年度干部培训`,
    columns,
    rows: (await trainingYear(tx, year)).map(({ division: _, ...row }): SheetRow => row),
  });
