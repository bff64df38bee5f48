/** 整改: found, assigned, due, done with evidence, confirmed by whoever supervises. */
import { z } from 'zod';
import { type Sql, sql } from '../../../database/sql.ts';
import { isOneOf, isOwnHand } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { bindFiles } from '../../../kernel/document/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { defineSealed } from '../../../kernel/protect/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import {
  choice,
  type DivisionCode,
  FileRef,
  formOf,
  isPlainDate,
  type PlainDate,
  PlainDateText,
} from '../../../kernel/schema/index.ts';
import { cursorAt, readCursor } from '../../../kernel/service/server.ts';
import { countyOf, townshipOf } from '../family/places.ts';
import './errors.ts';
import { findingOf, queryNames } from './queries.ts';
import './templates.ts';
import { type Assignee, assignees, type RectificationState, type RectificationView, rectificationStates } from './terms.ts';

defineSealed({ table: 'rectification', key: ['id'], sealed: ['content', 'measure'] });

const text = (label: string, max: number) =>
  z.string().trim().min(4, '请至少填写4个字').max(max, `不超过${max}个字`).meta({ label, widget: 'textarea' });

export const Order = z.strictObject({
  assignedTo: choice(assignees).meta({ label: '交给', choices: assignees }),
  dueOn: PlainDateText.meta({ label: '整改期限', widget: 'date' }),
  request: text('整改要求', 300),
});
/** Most is put right by the county, in a month. */
const DUE_DAYS = 30;
export const orderInitial = (today: PlainDate): Partial<z.infer<typeof Order>> => ({
  assignedTo: 'county-clerk',
  dueOn: plusDays(today, DUE_DAYS),
});
export const Done = z.strictObject({
  measure: text('整改情况', 500),
  evidence: FileRef.meta({ label: '整改凭证', widget: 'file', paper: 'rectification-evidence' }),
});
const Nothing = z.strictObject({});
export const Judged = z.strictObject({ reason: text('理由', 200) });

interface Content {
  name: string;
  says: string;
  request: string;
  notes: string[];
}
interface Row {
  id: string;
  query: string;
  subject: string;
  division: DivisionCode;
  content: Buffer;
  foundOn: PlainDate;
  foundName: string;
  assignedTo: Assignee;
  dueOn: PlainDate;
  state: RectificationState;
  measure: Buffer | null;
  evidenceFile: string | null;
  doneOn: PlainDate | null;
  doneBy: string | null;
  doneName: string | null;
  judgedOn: PlainDate | null;
  judgedName: string | null;
  version: number;
}
const columns = sql`id, query, subject, division, content, found_on, found_name, assigned_to, due_on, state, measure, evidence_file, done_on, done_by, done_name, judged_on, judged_name, version`;
const contentPlace = (id: string): string => `rectification.content:${id}`;
const measurePlace = (id: string): string => `rectification.measure:${id}`;

/** Orders that something be put right. The row is looked up again: what has gone meanwhile cannot be ordered. */
export async function orderRectification(
  tx: Tx,
  given: { query: string; subject: string } & z.infer<typeof Order>,
): Promise<Result<{ id: string }, 'FINDING_GONE' | 'RECTIFICATION_OPEN' | 'INVALID_INPUT'>> {
  if (given.dueOn < tx.today) return fail('INVALID_INPUT', { count: 1 }, [{ path: 'dueOn', message: '期限不能早于今天' }]);
  const finding = await findingOf(tx, given.query, given.subject);
  if (!finding) return fail('FINDING_GONE');
  const id = newId();
  const content: Content = { name: finding.name, says: finding.says, request: given.request, notes: [] };
  const added =
    await tx.run(sql`insert into rectification (id, query, subject, division, content, found_on, found_by, found_name, assigned_to, due_on)
    values (${id}, ${given.query}, ${given.subject}, ${finding.division}, ${tx.keys.sealJson(content, contentPlace(id))}, ${tx.today}, ${tx.actor.id}, ${tx.actor.name}, ${given.assignedTo}, ${given.dueOn})
    on conflict (query, subject) where state in ('assigned', 'done') do nothing`);
  if (added === 0) return fail('RECTIFICATION_OPEN');
  await notify(tx, {
    to: {
      performer: given.assignedTo,
      division: given.assignedTo === 'township-leader' ? townshipOf(finding) : countyOf(finding),
    },
    template: 'supervision.assigned',
    params: { query: queryNames.get(given.query) ?? '', due: given.dueOn },
  });
  await recordAudit(tx, { action: 'rectification.ordered', subject: { kind: 'rectification', id }, division: finding.division });
  return ok({ id });
}

const supervisors = ['auditor', 'city-clerk', 'city-leader'] as const;
const actionsOf = (tx: Tx, row: Pick<Row, 'state' | 'assignedTo'>): RectificationView['actions'] => {
  const all: (RectificationView['actions'][number] & { when: boolean })[] = [
    {
      action: 'done',
      zh: '报告已整改',
      causes: '附上凭证，由监督人员确认。',
      danger: false,
      fields: formOf(Done),
      when: row.state === 'assigned' && isOneOf(tx.actor, [row.assignedTo]),
    },
    {
      action: 'confirm',
      zh: '确认整改到位',
      causes: '办结这条整改。',
      danger: false,
      fields: formOf(Nothing),
      when: row.state === 'done' && isOneOf(tx.actor, supervisors),
    },
    {
      action: 'sendBack',
      zh: '退回继续整改',
      causes: '写明还差什么；期限不变。',
      danger: false,
      fields: formOf(Judged),
      when: row.state === 'done' && isOneOf(tx.actor, supervisors),
    },
    {
      action: 'dismiss',
      zh: '不属实，销号',
      causes: '写明查证情况，这条不再整改。',
      danger: true,
      fields: formOf(Judged),
      when: row.state === 'assigned' && isOneOf(tx.actor, supervisors),
    },
  ];
  return all.filter((a) => a.when).map(({ when: _, ...a }) => a);
};

export async function actOnRectification(
  tx: Tx,
  id: string,
  given: { action: string; version: number; input: unknown },
): Promise<Result<{ state: RectificationState }>> {
  const row = await tx.maybe<Row>(sql`select ${columns} from rectification where id = ${id} for update`);
  if (!row) return fail('NOT_FOUND');
  const known = actionsOf(tx, row).find((a) => a.action === given.action);
  if (!known) return fail('RECTIFICATION_MOVE', { state: rectificationStates[row.state], action: '这样办' });
  if (row.version !== given.version) return fail('VERSION_CONFLICT');
  const shape = given.action === 'done' ? Done : given.action === 'confirm' ? Nothing : Judged;
  const parsed = shape.safeParse(given.input);
  if (!parsed.success)
    return fail(
      'INVALID_INPUT',
      { count: parsed.error.issues.length },
      parsed.error.issues.map((i) => ({ path: i.path.join('.'), message: i.message })),
    );
  const content = tx.keys.openJson<Content>(row.content, contentPlace(id));
  const change = await changeOf(tx, row, given.action, parsed.data as Record<string, string>, content);
  if (!change.ok) return change;
  await tx.run(
    sql`update rectification set ${change.value.set}, content = ${tx.keys.sealJson(content, contentPlace(id))}, version = version + 1 where id = ${id}`,
  );
  await recordAudit(tx, {
    action: `rectification.${known.action}`,
    subject: { kind: 'rectification', id },
    division: row.division,
  });
  return ok({ state: change.value.state });
}

async function changeOf(
  tx: Tx,
  row: Row,
  action: string,
  input: Record<string, string>,
  content: Content,
): Promise<Result<{ set: Sql; state: RectificationState }>> {
  const { actor, today } = tx;
  if (action === 'done') {
    const bound = await bindFiles(tx, [input.evidence!], { caseId: row.id, personId: null, division: row.division });
    if (!bound.ok) return bound;
    return ok({
      state: 'done',
      set: sql`state = 'done', measure = ${tx.keys.seal(input.measure!, measurePlace(row.id))}, evidence_file = ${input.evidence}, done_on = ${today}, done_by = ${actor.id}, done_name = ${actor.name}`,
    });
  }
  if (action === 'confirm' && isOwnHand(actor, row.doneBy, row.doneOn ?? today)) return fail('RECTIFICATION_SAME_PERSON');
  if (action === 'confirm' || action === 'dismiss') {
    const state = action === 'confirm' ? 'confirmed' : 'dismissed';
    if (input.reason) content.notes.push(`${today} ${actor.name}：${input.reason}`);
    return ok({ state, set: sql`state = ${state}, judged_on = ${today}, judged_by = ${actor.id}, judged_name = ${actor.name}` });
  }
  content.notes.push(`${today} ${actor.name}退回：${input.reason}`);
  return ok({
    state: 'assigned',
    set: sql`state = 'assigned', measure = null, evidence_file = null, done_on = null, done_by = null, done_name = null`,
  });
}

const PAGE = 20;

/** Orders, open ones due first; a township or county sees those of its place, whoever they were given to. */
export async function rectifications(
  tx: Tx,
  filter: { view: 'open' | 'closed'; cursor?: string },
): Promise<{ rows: RectificationView[]; next: string | null }> {
  const at = readCursor(filter.cursor, isPlainDate);
  const open = filter.view === 'open';
  const found = await tx.rows<Row>(sql`select ${columns} from rectification
    where ${open ? sql`state in ('assigned', 'done')` : sql`state in ('confirmed', 'dismissed')`}
      and ${at ? sql`(due_on, id) > (${at.key}::date, ${at.id}::uuid)` : sql`true`} order by due_on, id limit ${PAGE + 1}`);
  const page = found.slice(0, PAGE);
  const last = page.at(-1);
  if (page.length > 0)
    await recordAudit(tx, { action: 'rectification.listed', detail: { view: filter.view, ids: page.map((row) => row.id) } });
  return {
    next: found.length > PAGE && last ? cursorAt(last.dueOn, last.id) : null,
    rows: page.map((row) => {
      const { name, says, request, notes } = tx.keys.openJson<Content>(row.content, contentPlace(row.id));
      return {
        id: row.id,
        queryZh: queryNames.get(row.query) ?? row.query,
        name,
        says,
        placeName: tx.divisions.get(row.division) ? tx.divisions.fullName(row.division) : row.division,
        foundOn: row.foundOn,
        foundName: row.foundName,
        request: [request, ...notes].join('\n'),
        assignedZh: assignees[row.assignedTo],
        dueOn: row.dueOn,
        overdue: open && row.dueOn < tx.today,
        state: row.state,
        stateZh: rectificationStates[row.state],
        measure: row.measure ? tx.keys.open(row.measure, measurePlace(row.id)) : null,
        evidenceFile: row.evidenceFile,
        doneOn: row.doneOn,
        doneName: row.doneName,
        judgedOn: row.judgedOn,
        judgedName: row.judgedName,
        version: row.version,
        actions: actionsOf(tx, row),
      };
    }),
  };
}
