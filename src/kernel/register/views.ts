/** A register as it is read: the list with its limits, one record with its course and buttons, the spreadsheet, and what everybody may see. */
import { and, type Sql, sql } from '../../database/sql.ts';
import { isOneOf } from '../access/index.ts';
import { dayNumber } from '../calendar/index.ts';
import { consultationAbout } from '../consultation/server.ts';
import type { Tx } from '../context/server.ts';
import { offersTo } from '../offer/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { type FormField, formOf, type PlainDate } from '../schema/index.ts';
import { cursorAt, isInstant, readCursor, said } from '../service/server.ts';
import { type Column, type SheetRow, sheetFile } from '../sheet/server.ts';
import type { AboutRow, BesideRow, RecordView, RegisterBrief, RegisterRow, RunningLimit } from './content.ts';
import {
  allRegisters,
  type Choice,
  type Clock,
  chosenOf,
  ENTERED,
  type Entry,
  type EntryStep,
  fieldsOf,
  findRegister,
  type Register,
  withFiles,
} from './define.ts';
import { clockOf, entryColumns, handsAt, latestEntries, leftOf, readEntry, refusalOf } from './store.ts';
import { readers } from './terms.ts';

const PAGE = 30;

export interface RegisterFilter {
  readonly state?: string | undefined;
  readonly q?: string | undefined;
  /** Of those that wait, or of those whose limit is over: what a page counts beside the name of the register. */
  readonly open?: 'yes' | undefined;
  readonly late?: 'yes' | undefined;
  readonly cursor?: string | undefined;
}

type Row = Omit<Entry, 'steps'> & { dueOn: PlainDate | null };

const filterOf = (tx: Tx, register: Register, { state, q, open, late }: RegisterFilter): Sql => {
  const filters: Sql[] = [sql`register = ${register.key}`];
  if (state) filters.push(sql`state = ${state}`);
  if (q) filters.push(sql`position(${q} in title) > 0`);
  if (open) filters.push(sql`not closed`);
  if (late) filters.push(sql`due_on < ${tx.today}::date`);
  return and(filters);
};

const rowOf = (tx: Tx, register: Register, row: Row): RegisterRow => ({
  id: row.id,
  title: row.title,
  divisionName: tx.divisions.fullName(row.division),
  stateZh: register.states[row.state]!.zh,
  tone: register.states[row.state]!.tone,
  dueOn: row.dueOn,
  late: row.dueOn === null ? 0 : Math.max(0, dayNumber(tx.today) - dayNumber(row.dueOn)),
  enteredOn: row.createdAt,
  byName: row.createdName,
});

/** Every register of a page with what is open and what is late in it. */
export async function registerBriefs(tx: Tx, shelf: string): Promise<RegisterBrief[]> {
  const counts = await tx.rows<{ register: string; open: number; late: number }>(
    sql`select register, count(*) filter (where not closed)::int as open, count(*) filter (where due_on < ${tx.today}::date)::int as late from register_entry
    where not closed or due_on < ${tx.today}::date group by register`,
  );
  const here = allRegisters().filter((register) => register.shelf === shelf);
  return here.map(({ key, zh }) => ({ key, zh, open: 0, late: 0, ...counts.find((c) => c.register === key) }));
}

export async function registerList(tx: Tx, key: string, filter: RegisterFilter) {
  const register = findRegister(key);
  if (!register) return fail('NOT_FOUND');
  const cursor = readCursor(filter.cursor, isInstant);
  const found = await tx.rows<Row>(sql`select ${entryColumns}, due_on from register_entry
    where ${filterOf(tx, register, filter)} and ${cursor ? sql`(created_at, id) < (${cursor.key}::timestamptz, ${cursor.id}::uuid)` : sql`true`}
    order by created_at desc, id desc limit ${PAGE + 1}`);
  const rows = found.slice(0, PAGE);
  const end = rows.at(-1);
  return ok({
    key,
    zh: register.zh,
    lead: register.lead,
    enters: register.enters,
    states: Object.entries(register.states).map(([value, { zh }]) => ({ value, label: zh })),
    rows: rows.map((row) => rowOf(tx, register, row)),
    next: found.length > PAGE && end ? cursorAt(end.createdAt, end.id) : null,
    form: isOneOf(tx.actor, register.by) ? await askedOf(tx, register) : [],
  });
}

/** What the registers say of one record of a domain, the latest first; whoever reads no registers is told nothing. */
export async function recordsAbout(tx: Tx, id: string): Promise<AboutRow[]> {
  if (!isOneOf(tx.actor, readers)) return [];
  const found = await tx.rows<Row>(
    sql`select ${entryColumns}, due_on from register_entry where about = ${id} order by created_at desc, id desc limit 50`,
  );
  return found.map((row) => {
    const register = findRegister(row.register)!;
    const { title, stateZh, tone, dueOn, late } = rowOf(tx, register, row);
    return { id: row.id, key: register.key, zh: register.zh, title, stateZh, tone, dueOn, late };
  });
}

/** The form of an entry as it is asked: the records that may be chosen are looked up, the files come last. */
async function askedOf(tx: Tx, register: Register): Promise<FormField[]> {
  const choices: Record<string, readonly Choice[]> = {};
  for (const [question, records] of Object.entries(register.chosen ?? {})) choices[question] = await records(tx);
  return [...fieldsOf(register, choices), ...formOf(withFiles(register.form)).slice(-1)];
}

/** The answers of a form with their questions, as an officer reads them. */
const answersOf = (tx: Tx, fields: readonly FormField[], given: Readonly<Record<string, unknown>>) =>
  fields.flatMap((field) => {
    const value = given[field.name];
    return value === undefined || value === '' || value === false
      ? []
      : [{ label: field.label, value: wordsOf(tx, field, value) }];
  });

/** Rows of a list one to a line, the rest as everywhere. */
const wordsOf = (tx: Tx, field: FormField, value: unknown): string =>
  field.type === 'list' && field.fields?.[0]?.name !== ''
    ? (value as Record<string, unknown>[])
        .map((row) =>
          (field.fields ?? [])
            .flatMap((f) => (row[f.name] === undefined ? [] : [said(f, row[f.name], tx.divisions.fullName)]))
            .join('，'),
        )
        .join('\n')
    : said(field, value, tx.divisions.fullName);

const stepZh = (register: Register, { action }: EntryStep): string =>
  action === ENTERED ? register.enters : (register.steps[action]?.zh ?? action);

function limitOf(tx: Tx, entry: Entry, clock: Clock | null): RunningLimit | null {
  if (!clock) return null;
  return { zh: clock.zh, dueOn: clock.dueOn, left: leftOf(tx, entry, clock), late: tx.today > clock.dueOn };
}

export async function recordView(tx: Tx, key: string, id: string): Promise<Result<RecordView, 'NOT_FOUND' | 'PARAM_MISSING'>> {
  const entry = await readEntry(tx, id, { hold: false });
  const register = entry && findRegister(entry.register);
  if (!register || register.key !== key) return fail('NOT_FOUND');
  const clock = await clockOf(tx, register, entry);
  if (!clock.ok) return clock;
  const consultation = await consultationAbout(tx, { kind: 'register-entry', id });
  return ok({
    id,
    key: register.key,
    shelf: register.shelf,
    zh: register.zh,
    title: entry.title,
    division: entry.division,
    divisionName: tx.divisions.fullName(entry.division),
    state: entry.state,
    stateZh: register.states[entry.state]!.zh,
    tone: register.states[entry.state]!.tone,
    version: entry.version,
    limit: limitOf(tx, entry, clock.value),
    next: nextOf(tx, register, entry),
    consultation,
    facts: answersOf(tx, fieldsOf(register, chosenOf(register, entry.content)), entry.content),
    steps: entry.steps.map((step) => ({
      no: step.no,
      zh: stepZh(register, step),
      toZh: register.states[step.toState]!.zh,
      onDate: step.onDate,
      byName: step.byName,
      answers: answersOf(tx, register.steps[step.action] ? formOf(register.steps[step.action]!.input) : [], step.input),
      files: step.files,
    })),
    offers: offersTo(
      tx.actor,
      Object.entries(register.steps).map(([action, step]) => ({
        action,
        zh: step.zh,
        causes: step.causes,
        danger: step.danger === true,
        by: step.by,
        when: refusalOf(tx, register, entry, step).ok,
        fields: formOf(withFiles(step.input)),
        initial: initialOf(register, entry, formOf(step.input)),
        to: `/api/registers/${register.key}/${id}/steps`,
        fixed: { action, version: entry.version },
      })),
    ),
  });
}

/** What may follow, and whose hand it is; somebody whose own hand is in the way is told so. */
const nextOf = (tx: Tx, register: Register, entry: Entry): RecordView['next'] =>
  Object.values(register.steps).flatMap((step) => {
    if (step.danger || !step.from.includes(entry.state)) return [];
    const may = refusalOf(tx, register, entry, step);
    const own = !may.ok && may.code === 'REGISTER_OWN_HAND' ? '，您办过前面的，由另一位办' : '';
    return [{ zh: step.zh, by: `${handsAt(tx, step.by, step.above ? tx.city : entry.division)}${own}` }];
  });

/** The question that a value of the content answers: of the latest step that gave it, else of the entry. */
function questionOf(register: Register, entry: Entry, name: string): string | undefined {
  const given = JSON.stringify(entry.content[name]);
  const by = entry.steps.findLast(({ input }) => name in input && JSON.stringify(input[name]) === given);
  const asked = (by && register.steps[by.action]?.input) ?? register.form;
  return formOf(asked).find((field) => field.name === name)?.label;
}

/** A step that asks again what is known begins with it. Another question of the same name is none: the hours of a year are not those of one visit. */
const initialOf = (register: Register, entry: Entry, fields: readonly FormField[]): Record<string, unknown> =>
  Object.fromEntries(
    fields.flatMap(({ name, label }) =>
      entry.content[name] !== undefined && questionOf(register, entry, name) === label ? [[name, entry.content[name]]] : [],
    ),
  );

const MOST = 5_000;

export async function registerSheet(tx: Tx, key: string, filter: RegisterFilter) {
  const register = findRegister(key);
  if (!register) return fail('NOT_FOUND');
  const rows = await tx.rows<Row>(
    sql`select ${entryColumns}, due_on from register_entry where ${filterOf(tx, register, filter)} order by created_at desc, id desc limit ${MOST}`,
  );
  const fields = formOf(register.form);
  const columns: Column[] = [
    { key: '#unit', title: '单位', kind: 'text' },
    { key: '#state', title: '环节', kind: 'text' },
    { key: '#due', title: '期限', kind: 'date' },
    ...fields.map(({ name, label }): Column => ({ key: name, title: label, kind: 'printed' })),
    { key: '#by', title: '登记人', kind: 'text' },
  ];
  return sheetFile({
    name: register.zh,
    columns,
    rows: rows.map((row): SheetRow => {
      const brief = rowOf(tx, register, row);
      return {
        '#unit': brief.divisionName,
        '#state': brief.stateZh,
        '#due': row.dueOn,
        '#by': row.createdName,
        ...Object.fromEntries(
          fieldsOf(register, chosenOf(register, row.content)).map((field) => [
            field.name,
            row.content[field.name] === undefined ? null : wordsOf(tx, field, row.content[field.name]),
          ]),
        ),
      };
    }),
  });
}

const BESIDE = 20;
/** The records that a page of another domain shows beside its work. `tx`: of whoever may read them all there. */
export async function recordsBeside(tx: Tx, page: string): Promise<BesideRow[]> {
  const rows: BesideRow[] = [];
  for (const { key, zh, states, beside } of allRegisters()) {
    if (beside?.page !== page) continue;
    for (const entry of await latestEntries(tx, key, BESIDE)) {
      const facts = beside.facts(entry);
      const { zh: stateZh, tone } = states[entry.state]!;
      if (facts) rows.push({ id: entry.id, zh, title: entry.title, stateZh, tone, facts });
    }
  }
  return rows;
}

const OPEN = 200;

/** The registers of which something is public. */
export const openRegisters = (): { key: string; zh: string; shelf: string }[] =>
  allRegisters().flatMap(({ key, zh, shelf, open }) => (open ? [{ key, zh, shelf }] : []));

/** What is public of a register, the latest first. */
export async function openRecords(
  tx: Tx,
  key: string,
): Promise<{ zh: string; rows: { title: string; divisionName: string; facts: { label: string; value: string }[] }[] } | null> {
  const register = findRegister(key);
  if (!register?.open) return null;
  const entries = await latestEntries(tx, key, OPEN);
  const rows = entries.flatMap((entry) => {
    const facts = register.open!(entry);
    return facts ? [{ title: entry.title, divisionName: tx.divisions.fullName(entry.division), facts: [...facts] }] : [];
  });
  return { zh: register.zh, rows };
}
