/**
 * 入库申报 (PS-09, planning 4.3): a project that no printed table has is filled in by a township or a county, checked by another person, and admitted by the city.
 * It joins the library without a printed row: the annexes and their reconciliation stay as printed.
 */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { isOneOf, isOwnHand, type Performer } from '../../../kernel/access/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { inScope, levelOf } from '../../../kernel/division/index.ts';
import { bindFiles } from '../../../kernel/document/server.ts';
import { defineTemplates, notify } from '../../../kernel/notice/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, Division, type DivisionCode, FileRef, type PlainDate, parseInput } from '../../../kernel/schema/index.ts';
import { ProjectAmount } from '../progress/report.ts';
import { refreshAlarms } from '../progress/watch.ts';
import { planOfProjects } from '../projects/tables.ts';
import './errors.ts';
import { addStep, type Entry, type EntryContent, lockEntry, stepsOf } from './store.ts';
import { admitter, type EntryState, enterers, entryChecker, entryStates, entrySteps } from './terms.ts';

defineTemplates({
  'project-entry.waits': { title: '项目入库申报', text: '{unit}申报“{project}”入库，请于{date}前办理。' },
  'project-entry.returned': { title: '项目入库申报被退回', text: '“{project}”被退回：{reason}。' },
  'project-entry.admitted': { title: '项目已入库', text: '“{project}”已审定入库，请按月报进度。' },
  'project-entry.overdue': { title: '项目入库申报逾期', text: '“{project}”的入库申报应于{date}前办，已经逾期。' },
});

/** Between category and subcategory in the value of a choice; no printed name has it. */
const BAR = '|';

/** The types that the detail table prints, in its order. */
async function typesOf(tx: Tx, plan: string): Promise<Record<string, string>> {
  const rows = await tx.rows<{ category: string; subcategory: string }>(
    sql`select r.category, r.subcategory from project_table_row r join project_table t on t.id = r.table_id
      where t.plan = ${plan} and t.kind = 'detail' and t.state = 'current' and r.level = 'project' group by 1, 2 order by min(r.row_no) limit 200`,
  );
  return Object.fromEntries(
    rows.map(({ category, subcategory }) => [
      `${category}${BAR}${subcategory}`,
      subcategory === '' ? category : `${category}：${subcategory}`,
    ]),
  );
}

const text = (label: string, of: { min: number; max: number; help?: string }) =>
  z
    .string()
    .trim()
    .min(of.min, `请填写${label}（至少${of.min}个字）`)
    .max(of.max)
    .meta({ label, ...(of.help ? { help: of.help } : {}) });

/** The form; null while no detail table has been imported. */
export async function entryShape(tx: Tx) {
  const plan = await planOfProjects(tx);
  const types = plan ? await typesOf(tx, plan.code) : {};
  if (!plan || Object.keys(types).length === 0) return null;
  return z.strictObject({
    name: text('项目名称', { min: 4, max: 100 }),
    type: choice(types).meta({ label: '类型', choices: types }),
    division: Division.meta({ label: '在哪里', widget: 'division' }),
    location: text('建设地点', { min: 2, max: 100, help: '路、村、门牌' }),
    implementer: text('实施单位', { min: 4, max: 60 }),
    investment: ProjectAmount.min(1, '投资须大于0').meta({ label: '投资' }),
    units: z.int('请填写整数').min(1, '至少1个').max(10_000).meta({ label: '几个项目', unit: '个' }),
    documentNo: text('立项或者同意建设的文号', { min: 4, max: 60 }),
    document: FileRef.optional().meta({ label: '文件', widget: 'file', paper: 'project-entry-document' }),
    reason: z
      .string()
      .trim()
      .min(4, '请写明为什么印发的表里没有（至少4个字）')
      .max(300)
      .meta({ label: '为什么印发的表里没有', widget: 'textarea' }),
  });
}
type Given = z.infer<NonNullable<Awaited<ReturnType<typeof entryShape>>>>;

const contentOf = ({ type, ...given }: Given): EntryContent => {
  const [category = '', subcategory = ''] = type.split(BAR);
  const { name, location, implementer, investment, units, reason, documentNo } = given;
  return { name, category, subcategory, location, implementer, investmentFen: investment, units, reason, documentNo };
};
/** What the form begins with when an entry is corrected. */
export const givenOf = ({ content, division }: Entry): Omit<Given, 'document'> => ({
  name: content.name,
  type: `${content.category}${BAR}${content.subcategory}`,
  division,
  location: content.location,
  implementer: content.implementer,
  investment: content.investmentFen,
  units: content.units,
  documentNo: content.documentNo,
  reason: content.reason,
});

async function read(tx: Tx, input: unknown): Promise<Result<Given>> {
  const shape = await entryShape(tx);
  if (!shape) return fail('ENTRY_NO_TABLE');
  const parsed = parseInput(shape, input);
  if (!parsed.ok) return parsed;
  const { division } = parsed.value;
  const own = tx.actor.division ?? tx.city;
  if (!tx.divisions.get(division) || !inScope(division, own)) return fail('PROJECT_PLACE_OUTSIDE');
  return parsed;
}

const countyOf = (division: DivisionCode) => `${division.slice(0, 6)}000000` as DivisionCode;
/** With whom an entry is, in a state. */
export const holderOf = (state: EntryState): Performer => (state === 'county' ? entryChecker : admitter);

async function tellHolder(tx: Tx, entry: Pick<Entry, 'division' | 'state'>, of: { name: string; dueOn: PlainDate }) {
  await notify(tx, {
    to: { performer: holderOf(entry.state), division: entry.state === 'county' ? countyOf(entry.division) : tx.city },
    template: 'project-entry.waits',
    params: { unit: tx.divisions.get(entry.division)?.name ?? '', project: of.name, date: of.dueOn },
  });
}

async function dueOf(tx: Tx, division: DivisionCode): Promise<Result<PlainDate, 'PARAM_MISSING'>> {
  const days = await wholeParameter(tx, 'PROJECT-ENTRY-DAYS', division, tx.today);
  return days.ok ? ok(tx.calendar.addWorkdays(tx.today, days.value, division)) : days;
}

/** A new entry, into the hands of whoever checks it. */
export async function enterProject(tx: Tx, input: unknown): Promise<Result<{ id: string; state: EntryState }>> {
  const given = await read(tx, input);
  if (!given.ok) return given;
  const plan = (await planOfProjects(tx))!;
  const { division, document } = given.value;
  const due = await dueOf(tx, division);
  if (!due.ok) return due;
  const fromTownship = isOneOf(tx.actor, ['township-clerk']);
  const state: EntryState = fromTownship ? 'county' : 'city';
  const content = contentOf(given.value);
  const id = newId();
  await tx.run(sql`insert into project_entry (id, plan, division, state, content, from_township, due_on, entered_at, entered_by, entered_name)
    values (${id}, ${plan.code}, ${division}, ${state}, ${JSON.stringify(content)}::jsonb, ${fromTownship}, ${due.value}, ${tx.now}, ${tx.actor.id}, ${tx.actor.name})`);
  const bound = await bindFiles(tx, document ? [document] : [], { caseId: id, personId: null, division });
  if (!bound.ok) return bound;
  await addStep(tx, { id, division }, { action: 'enter', content });
  await tellHolder(tx, { division, state }, { name: content.name, dueOn: due.value });
  return ok({ id, state });
}

const stateFail = (entry: Entry, action: keyof typeof entrySteps) =>
  fail('ENTRY_STATE', { state: entryStates[entry.state], action: entrySteps[action] });

/** The office that filled it in: of a township's its county may help, of a county's nobody. */
export const isTheirs = (tx: Tx, entry: Entry): boolean => isOneOf(tx.actor, entry.fromTownship ? enterers : ['county-clerk']);

async function open(
  tx: Tx,
  of: { id: string; version: number },
  action: keyof typeof entrySteps,
  states: readonly EntryState[],
): Promise<Result<Entry>> {
  const entry = await lockEntry(tx, of.id);
  if (!entry) return fail('NOT_FOUND');
  if (!states.includes(entry.state)) return stateFail(entry, action);
  return entry.version === of.version ? ok(entry) : fail('VERSION_CONFLICT');
}

/** 改报: what was sent back goes again to whoever checks it, with a limit that begins anew. */
export async function correctEntry(
  tx: Tx,
  of: { id: string; version: number; input: unknown },
): Promise<Result<{ state: EntryState }>> {
  const opened = await open(tx, of, 'correct', ['returned']);
  if (!opened.ok) return opened;
  const entry = opened.value;
  if (!isTheirs(tx, entry)) return notTheirs(tx, entry, 'correct');
  const given = await read(tx, of.input);
  if (!given.ok) return given;
  const { division, document } = given.value;
  const due = await dueOf(tx, division);
  if (!due.ok) return due;
  const content = contentOf(given.value);
  const state: EntryState = isOneOf(tx.actor, ['township-clerk']) ? 'county' : 'city';
  await tx.run(sql`update project_entry set state = ${state}, division = ${division}, content = ${JSON.stringify(content)}::jsonb, due_on = ${due.value}, told_on = null,
    version = version + 1 where id = ${entry.id}`);
  const bound = await bindFiles(tx, document ? [document] : [], { caseId: entry.id, personId: null, division });
  if (!bound.ok) return bound;
  await addStep(tx, { id: entry.id, division }, { action: 'correct', content });
  await tellHolder(tx, { division, state }, { name: content.name, dueOn: due.value });
  return ok({ state });
}

const notTheirs = (tx: Tx, entry: Entry, action: keyof typeof entrySteps) =>
  fail('ENTRY_NOT_YOURS', { place: tx.divisions.fullName(entry.division), action: entrySteps[action] });

/** Whoever filled it in or changed it is not the second person. */
async function isFirstHand(tx: Tx, entry: Entry): Promise<boolean> {
  const hands = (await stepsOf(tx, [entry.id])).filter(({ action }) => action === 'enter' || action === 'correct');
  return hands.some(({ byId, at }) => isOwnHand(tx.actor, byId, at));
}

/** 县里核过: a township's entry goes on to the city; the limit runs on. */
export async function checkEntry(tx: Tx, of: { id: string; version: number; note?: string | undefined }): Promise<Result<null>> {
  const opened = await open(tx, of, 'check', ['county']);
  if (!opened.ok) return opened;
  const entry = opened.value;
  if (await isFirstHand(tx, entry)) return fail('ENTRY_OWN_HAND', { action: '核' });
  await tx.run(sql`update project_entry set state = 'city', version = version + 1 where id = ${entry.id}`);
  await addStep(tx, entry, { action: 'check', ...(of.note ? { note: of.note } : {}) });
  await tellHolder(tx, { division: entry.division, state: 'city' }, { name: entry.content.name, dueOn: entry.dueOn! });
  return ok(null);
}

/** 退回: to whoever filled it in, with the reason. */
export async function returnEntry(tx: Tx, of: { id: string; version: number; reason: string }): Promise<Result<null>> {
  const opened = await open(tx, of, 'return', ['county', 'city']);
  if (!opened.ok) return opened;
  const entry = opened.value;
  if (!isOneOf(tx.actor, [holderOf(entry.state)])) return stateFail(entry, 'return');
  await tx.run(
    sql`update project_entry set state = 'returned', due_on = null, told_on = null, version = version + 1 where id = ${entry.id}`,
  );
  await addStep(tx, entry, { action: 'return', note: of.reason });
  await notify(tx, {
    to: { userId: entry.enteredBy },
    template: 'project-entry.returned',
    params: { project: entry.content.name, reason: of.reason },
  });
  return ok(null);
}

/** 撤回: by the office that filled it in, as long as it is not admitted. */
export async function withdrawEntry(tx: Tx, of: { id: string; version: number; reason: string }): Promise<Result<null>> {
  const opened = await open(tx, of, 'withdraw', ['county', 'city', 'returned']);
  if (!opened.ok) return opened;
  const entry = opened.value;
  if (!isTheirs(tx, entry)) return notTheirs(tx, entry, 'withdraw');
  await tx.run(sql`update project_entry set state = 'withdrawn', due_on = null, version = version + 1 where id = ${entry.id}`);
  await addStep(tx, entry, { action: 'withdraw', note: of.reason });
  return ok(null);
}

/** Rows of the printed tables end far below. */
const AFTER_PRINTED = 1_000_000;

/** 审定入库: it is a project of the library from now on, after the printed ones. */
export async function admitEntry(
  tx: Tx,
  of: { id: string; version: number; note?: string | undefined },
): Promise<Result<{ projectId: string }>> {
  const opened = await open(tx, of, 'admit', ['city']);
  if (!opened.ok) return opened;
  const entry = opened.value;
  if (await isFirstHand(tx, entry)) return fail('ENTRY_OWN_HAND', { action: '审定' });
  const { content, division, plan } = entry;
  const projectId = newId();
  // 一个接一个地排在后面：两个人同时审定，也不会排在同一处
  await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`project-entered:${plan}`}, 0))`);
  await tx.run(sql`insert into project (id, plan, table_id, row_no, category, subcategory, serial_no, name, location, implementer, investment_fen, level, division,
      place_state, units, entered_on, changed_at, changed_name)
    select ${projectId}, ${plan}, null, greatest(coalesce(max(p.row_no), 0), ${AFTER_PRINTED}) + 1, ${content.category}, ${content.subcategory}, null, ${content.name},
      ${content.location}, ${content.implementer}, ${content.investmentFen}, 'county', ${division}, 'confirmed', ${content.units}, ${tx.today}, ${tx.now}, ${tx.actor.name}
    from project p where p.plan = ${plan} and p.table_id is null`);
  await tx.run(sql`update project_entry set state = 'admitted', project_id = ${projectId}, due_on = null, decided_at = ${tx.now}, decided_by = ${tx.actor.id},
    decided_name = ${tx.actor.name}, version = version + 1 where id = ${entry.id}`);
  await addStep(tx, entry, { action: 'admit', ...(of.note ? { note: of.note } : {}) });
  await notify(tx, {
    to: { performer: 'county-clerk', division: levelOf(division) === 'city' ? division : countyOf(division) },
    template: 'project-entry.admitted',
    params: { project: content.name },
  });
  const watched = await refreshAlarms(tx, sql`p.plan = ${plan} and p.name = ${content.name}`);
  return watched.ok ? ok({ projectId }) : watched;
}
