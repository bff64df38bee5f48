/**
 * 规划任务 of the demonstration: some done, some late, some changed, one that waits for its check. The plan is a real one, the tasks are invented: no list of tasks
 * was handed over with it.
 */
import { sql } from '../../../database/sql.ts';
import { type Actor, systemActor } from '../../../kernel/access/index.ts';
import type { Context } from '../../../kernel/context/server.ts';
import { at, must, staffOf } from '../../../kernel/demonstration/server.ts';
import { openFileStore, storeUpload } from '../../../kernel/document/server.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { decideChange, proposeChange } from '../tasks/change.ts';
import { enterChapter, enterTask } from '../tasks/enter.ts';
import { checkReport, reportTask } from '../tasks/report.ts';
import { PDF } from './hands.ts';

export interface TaskStage {
  readonly context: Context;
  readonly filesDir: string;
}

const ENTERED: PlainDate = '2026-01-12';
const XIANAN = '421202000000';
const chapters = [
  { key: 'elderly', text: '健全养老服务体系（演示）', section: '第五章' },
  { key: 'assistance', text: '完善社会救助体系（演示）', section: '第三章' },
  { key: 'support', text: '规划实施和评估（演示）', section: '第七章' },
] as const;

interface Played {
  readonly chapter: (typeof chapters)[number]['key'];
  readonly text: string;
  readonly section: string;
  /** The city, one county, or every county. */
  readonly owner: DivisionCode | 'city' | 'counties';
  readonly department: string;
  readonly lead: string;
  readonly due: PlainDate;
  readonly report?: {
    readonly on: PlainDate;
    readonly claim: 'going' | 'done';
    readonly doneOn?: PlainDate;
    readonly says: string;
    readonly problem?: string;
    readonly check?: 'count' | 'return';
  };
  readonly change?: { readonly on: PlainDate; readonly due: PlainDate; readonly reason: string; readonly adopt?: true };
}
const played: readonly Played[] = [
  {
    chapter: 'elderly',
    text: '每个县建成一处以失能特困人员照护为主的养老机构',
    section: '第五章一',
    owner: 'counties',
    department: '养老服务股',
    lead: '分管副局长',
    due: '2026-12-31',
  },
  {
    chapter: 'elderly',
    text: '完成全区养老机构消防设施改造验收',
    section: '第五章一',
    owner: XIANAN,
    department: '养老服务股',
    lead: '徐国平',
    due: '2026-08-15',
    report: { on: '2026-08-10', claim: 'going', says: '38家里已验收31家。', problem: '7家在等消防复查。', check: 'count' },
  },
  {
    chapter: 'elderly',
    text: '乡镇综合养老服务中心全部开设助餐点',
    section: '第五章二',
    owner: XIANAN,
    department: '养老服务股',
    lead: '徐国平',
    due: '2026-09-30',
    report: { on: '2026-08-31', claim: 'done', doneOn: '2026-08-28', says: '12个乡镇的助餐点都已开放，附名单和照片。' },
  },
  {
    chapter: 'elderly',
    text: '出台全市居家适老化改造补贴办法',
    section: '第五章二',
    owner: 'city',
    department: '养老服务科',
    lead: '罗静',
    due: '2026-06-30',
    report: { on: '2026-06-18', claim: 'done', doneOn: '2026-06-15', says: '办法已由市政府办公室印发。', check: 'count' },
  },
  {
    chapter: 'assistance',
    text: '建立低收入人口动态监测的部门比对机制',
    section: '第三章二',
    owner: 'city',
    department: '社会救助科',
    lead: '罗静',
    due: '2026-07-31',
    report: { on: '2026-07-10', claim: 'going', says: '与医保、教育两部门签订数据共享协议。', check: 'count' },
  },
  {
    chapter: 'assistance',
    text: '救助管理站与区社会福利院合址建设',
    section: '第三章四',
    owner: XIANAN,
    department: '社会救助股',
    lead: '徐国平',
    due: '2026-06-30',
    change: { on: '2026-06-22', due: '2027-06-30', reason: '选址论证没有完成，用地手续延后', adopt: true },
  },
  {
    chapter: 'assistance',
    text: '乡镇社工站持证社会工作者不少于两名',
    section: '第三章三',
    owner: XIANAN,
    department: '社会救助股',
    lead: '徐国平',
    due: '2026-10-31',
    change: { on: '2026-08-31', due: '2027-03-31', reason: '今年的职业水平考试10月才公布成绩' },
  },
  {
    chapter: 'support',
    text: '编制年度实施计划并报市政府备案',
    section: '第七章六',
    owner: 'city',
    department: '规划财务科',
    lead: '罗静',
    due: '2026-03-31',
    report: { on: '2026-04-08', claim: 'done', doneOn: '2026-04-03', says: '年度计划报市政府备案。', check: 'count' },
  },
];

async function play(
  stage: TaskStage,
  of: Played,
  known: { chapters: ReadonlyMap<string, string>; hands: Record<string, Actor> },
) {
  const { context } = stage;
  const { hands } = known;
  const owner = of.owner === 'city' ? context.city : of.owner;
  const clerk = owner === XIANAN ? hands.xian! : hands.shi!;
  const file = async (actor: Actor, paper: string, name: string): Promise<string> =>
    (await storeUpload(context, actor, openFileStore(stage.filesDir), { bytes: PDF, mediaType: 'application/pdf', name, paper }))
      .id;
  const proof = of.report ? await file(clerk, 'plan-task-proof', '佐证.pdf') : null;
  const approval = of.change?.adopt ? await file(hands.shiling!, 'plan-task-approval', '市政府批复.pdf') : null;
  await context.write(systemActor('demonstration', context.city), async (tx) => {
    const { chapter, text, section, department, lead, due, report, change } = of;
    const entered = await enterTask(at(tx, hands.shi!, ENTERED), {
      parent: known.chapters.get(chapter),
      text,
      section,
      owner,
      department,
      lead,
      due,
    });
    const id = must(text, entered).ids[0]!;
    if (report) {
      const { on, check, ...said } = report;
      const { id: reportId } = must('report', await reportTask(at(tx, clerk, on), { id, input: { ...said, proof } }));
      const checker = owner === context.city ? hands.shiling! : hands.shi!;
      if (check) must('check', await checkReport(at(tx, checker, on), { id, reportId, check: { decision: check } }));
    }
    if (change) {
      const input = { kind: 'change', text, due: change.due, department, lead, reason: change.reason };
      const { id: changeId } = must('propose', await proposeChange(at(tx, clerk, change.on), { id, input }));
      if (approval) {
        const decided = { documentNo: '咸政函〔2026〕28号', documentFile: approval };
        must('adopt', await decideChange(at(tx, hands.shiling!, change.on), { id: changeId, decision: 'adopt', input: decided }));
      }
    }
  });
}

/** Once; the plan must be there. */
export async function playTasks(stage: TaskStage): Promise<void> {
  const { context } = stage;
  const known = await context.write(systemActor('demonstration', context.city), async (tx) => {
    if (await tx.maybe(sql`select 1 as known from plan_task limit 1`)) return null;
    const hands: Record<string, Actor> = {};
    for (const login of ['xian', 'shi', 'shiling']) hands[login] = await staffOf(tx, login);
    const ids = new Map<string, string>();
    for (const { key, text, section } of chapters)
      ids.set(key, must(text, await enterChapter(at(tx, hands.shi!, ENTERED), { plan: '14', text, section })).id);
    return { hands, chapters: ids };
  });
  if (known) for (const one of played) await play(stage, one, known);
}
