/** What is written of a register: an entry, a step, a reminder. */
import { sql } from '../../database/sql.ts';
import { isOneOf, isOwnHand, type Performer, performerName, systemActor } from '../access/index.ts';
import { recordAudit } from '../audit/server.ts';
import { dayNumber, plusDays } from '../calendar/index.ts';
import { newId, type Tx } from '../context/server.ts';
import { bindFiles } from '../document/server.ts';
import { defineTemplates, notify } from '../notice/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { type DivisionCode, formOf, type Id, missingShown, type PlainDate, parseInput } from '../schema/index.ts';
import { eachApart, whenDue } from '../worker/server.ts';
import { type Clock, ENTERED, type Entry, type EntryStep, findRegister, type Register, type Step, withFiles } from './define.ts';
import './errors.ts';

defineTemplates({
  'register.left': { title: '{clock}快到期', text: '“{title}”{clock}剩余{left}。' },
  'register.over': { title: '{clock}逾期', text: '“{title}”{clock}应于{due}前办，已经逾期。' },
});

export const entryColumns = sql`id, register, division, title, state, content, version, created_at, created_name`;
type EntryRow = Omit<Entry, 'steps'>;

const stepsOf = (tx: Tx, id: string): Promise<EntryStep[]> =>
  tx.rows<EntryStep>(
    sql`select no, action, to_state, input, files, on_date, at, by_id, by_name from register_step where entry_id = ${id} order by no limit 500`,
  );

/** A record with its course; `hold` keeps it for this transaction. */
export async function readEntry(tx: Tx, id: string, options: { readonly hold: boolean }): Promise<Entry | null> {
  const row = await tx.maybe<EntryRow>(
    sql`select ${entryColumns} from register_entry where id = ${id} ${options.hold ? sql`for update` : sql``}`,
  );
  return row && { ...row, steps: await stepsOf(tx, id) };
}

/** The latest records of a register, with their courses. */
export async function latestEntries(tx: Tx, register: string, limit: number): Promise<Entry[]> {
  const rows = await tx.rows<EntryRow>(
    sql`select ${entryColumns} from register_entry where register = ${register} order by created_at desc, id desc limit ${limit}`,
  );
  const steps = await tx.rows<
    EntryStep & { entryId: string }
  >(sql`select entry_id, no, action, to_state, input, files, on_date, at, by_id, by_name from register_step
    where entry_id = any(${rows.map(({ id }) => id)}::uuid[]) order by entry_id, no`);
  const courses = Map.groupBy(steps, ({ entryId }) => entryId);
  return rows.map((row) => ({ ...row, steps: courses.get(row.id) ?? [] }));
}

/** Its own office only: the city sees what the counties enter, and leaves it to them. */
const isOwn = (tx: Tx, division: DivisionCode): boolean => (tx.actor.division ?? tx.city) === division;

/** Whose hand it is at an office: 县级经办、县级审批. */
export const handsAt = (tx: Tx, by: readonly Performer[], division: DivisionCode): string =>
  by
    .filter((p) => p.startsWith(division === tx.city ? 'city' : 'county'))
    .map(performerName)
    .join('、');

const notYours = (tx: Tx, action: string, by: readonly Performer[], division: DivisionCode) =>
  fail('REGISTER_NOT_YOURS', { action, place: tx.divisions.fullName(division), performers: handsAt(tx, by, division) });

/** What was filled in, with the questions that only some answers ask for, and apart from it the files that came with it. */
function parsed(schema: Register['form'], given: unknown): Result<{ form: Record<string, unknown>; files: string[] }> {
  const read = parseInput(withFiles(schema), given);
  if (!read.ok) return read;
  const missing = missingShown(formOf(schema), read.value);
  if (missing.length > 0) return fail('INVALID_INPUT', { count: missing.length }, missing);
  const { files, ...form } = read.value;
  return ok({ form, files: files as string[] });
}

/** The day whose limit is to be told next: the alert while it is ahead, then the day after the end. */
const nextAlert = (alertOn: PlainDate | undefined, dueOn: PlainDate, today: PlainDate): PlainDate =>
  alertOn && alertOn > today ? alertOn : plusDays(dueOn, 1);

export const clockOf = async (tx: Tx, register: Register, entry: Entry): Promise<Result<Clock | null, 'PARAM_MISSING'>> =>
  register.clock ? register.clock(tx, entry) : ok(null);

/** Nothing waits to be done: it is over, or it stands as it should. */
const isSettled = ({ states }: Register, state: string): boolean =>
  states[state]?.final === true || states[state]?.tone === 'good';

async function keepClock(tx: Tx, register: Register, id: string): Promise<Result<null, 'PARAM_MISSING'>> {
  const entry = (await readEntry(tx, id, { hold: false }))!;
  const found = await clockOf(tx, register, entry);
  if (!found.ok) return found;
  const clock = found.value;
  await tx.run(sql`update register_entry set due_on = ${clock?.dueOn ?? null}, alert_on = ${clock && nextAlert(clock.alertOn, clock.dueOn, tx.today)},
    closed = ${isSettled(register, entry.state)} where id = ${id}`);
  return ok(null);
}

async function addStep(
  tx: Tx,
  entry: { id: string; division: DivisionCode; register: string },
  given: { action: string; to: string; input: unknown; files: readonly string[] },
) {
  await tx.run(sql`insert into register_step (entry_id, no, action, to_state, input, files, on_date, at, by_id, by_name)
    select ${entry.id}, coalesce(max(no), 0) + 1, ${given.action}, ${given.to}, ${JSON.stringify(given.input)}::jsonb, ${given.files}::uuid[], ${tx.today}, ${tx.now}, ${tx.actor.id}, ${tx.actor.name}
    from register_step where entry_id = ${entry.id}`);
  await recordAudit(tx, {
    action: 'register.stepped',
    subject: { kind: 'register-entry', id: entry.id },
    division: entry.division,
    detail: { register: entry.register, step: given.action },
  });
}

/** The records that the entry names are there for this actor; their names are kept. */
async function namesOf(tx: Tx, register: Register, form: Record<string, unknown>): Promise<Result<Record<string, unknown>>> {
  const names: Record<string, string> = {};
  for (const [question, records] of Object.entries(register.chosen ?? {})) {
    if (form[question] === undefined) continue;
    const record = (await records(tx)).find(({ id }) => id === form[question]);
    if (!record) return fail('INVALID_INPUT', { count: 1 }, [{ path: question, message: '请从名单里选' }]);
    names[`${question}Name`] = record.name;
  }
  return ok({ ...form, ...names });
}

/** What there is one of at a time; null: none, or the record is over and has come to nothing. */
const oneOf = (register: Register, state: string, { content, division }: Pick<Entry, 'content' | 'division'>): string | null => {
  const of = register.states[state]!;
  return register.one && !(of.final && of.tone !== 'good') ? register.one(content, division) : null;
};

export async function enterRecord(tx: Tx, key: string, given: unknown): Promise<Result<{ id: Id<'RegisterEntry'> }>> {
  const register = findRegister(key);
  if (!register) return fail('NOT_FOUND');
  const division = (tx.actor.division ?? tx.city) as DivisionCode;
  if (!isOneOf(tx.actor, register.by)) return notYours(tx, register.enters, register.by, division);
  return addRecord(tx, register, { division, given });
}

/**
 * What somebody outside the office files with it: the record belongs to the office, which takes every step; who filed it is another hand than whoever looks at it.
 * The caller has made sure of who files. `tx`: the platform's own, scoped to the office; `kept`: what stays with the record beside the form.
 */
export function fileRecord(
  tx: Tx,
  key: string,
  of: { readonly division: DivisionCode; readonly given: unknown; readonly kept?: Readonly<Record<string, unknown>> },
): Promise<Result<{ id: Id<'RegisterEntry'> }>> {
  const register = findRegister(key);
  return register ? addRecord(tx, register, of) : Promise.resolve(fail('NOT_FOUND'));
}

async function addRecord(
  tx: Tx,
  register: Register,
  of: { readonly division: DivisionCode; readonly given: unknown; readonly kept?: Readonly<Record<string, unknown>> },
): Promise<Result<{ id: Id<'RegisterEntry'> }>> {
  const { division } = of;
  const read = parsed(register.form, of.given);
  if (!read.ok) return read;
  const { files } = read.value;
  const named = await namesOf(tx, register, read.value.form);
  if (!named.ok) return named;
  const form = named.value;
  const fit = await register.entering?.(tx, form as never);
  if (fit && !fit.ok) return fit;
  const id: Id<'RegisterEntry'> = newId();
  const bound = await bindFiles(tx, files, { caseId: id, personId: null, division });
  if (!bound.ok) return bound;
  const title = register.titleOf(form, tx.divisions.fullName);
  const [about] = Object.keys(register.chosen ?? {});
  const added =
    await tx.run(sql`insert into register_entry (id, register, division, title, state, content, about, one, created_at, created_by, created_name)
    values (${id}, ${register.key}, ${division}, ${title}, ${register.start}, ${JSON.stringify({ ...form, ...of.kept })}::jsonb, ${about ? (form[about] ?? null) : null},
      ${oneOf(register, register.start, { content: form, division })}, ${tx.now}, ${tx.actor.id}, ${tx.actor.name})
    on conflict (register, one) where one is not null do nothing`);
  if (added === 0) return fail('REGISTER_TWICE', { register: register.zh, title });
  await addStep(tx, { id, division, register: register.key }, { action: ENTERED, to: register.start, input: {}, files });
  const kept = await keepClock(tx, register, id);
  return kept.ok ? ok({ id }) : kept;
}

/** Whether a hand may take a step of a record as it stands. */
export function refusalOf(tx: Tx, register: Register, entry: Entry, step: Step): Result<null> {
  if (!isOneOf(tx.actor, step.by) || !(step.above || isOwn(tx, entry.division)))
    return notYours(tx, step.zh, step.by, step.above ? tx.city : entry.division);
  if (!step.from.includes(entry.state))
    return fail(step.otherwise ?? 'REGISTER_STATE', { state: register.states[entry.state]!.zh, action: step.zh });
  for (const action of step.apart ?? []) {
    const earlier = entry.steps.findLast((s) => s.action === action);
    if (earlier && isOwnHand(tx.actor, earlier.byId, earlier.onDate))
      return fail('REGISTER_OWN_HAND', { action: step.zh, earlier: register.steps[action]?.zh ?? register.enters });
  }
  return ok(null);
}

export async function takeStep(
  tx: Tx,
  of: { readonly id: string; readonly version: number; readonly action: string },
  given: unknown,
): Promise<Result<{ state: string }>> {
  const entry = await readEntry(tx, of.id, { hold: true });
  const register = entry && findRegister(entry.register);
  const step = register?.steps[of.action];
  if (!register || !step) return fail('NOT_FOUND');
  if (entry.version !== of.version) return fail('VERSION_CONFLICT');
  const may = refusalOf(tx, register, entry, step);
  if (!may.ok) return may;
  const read = parsed(step.input, given);
  if (!read.ok) return read;
  const { form: input, files } = read.value;
  const bound = await bindFiles(tx, files, { caseId: entry.id, personId: null, division: entry.division });
  if (!bound.ok) return bound;
  const done: Result<{ content?: Readonly<Record<string, unknown>>; to?: string }> = step.run
    ? await step.run(tx, entry, input as never)
    : ok({});
  if (!done.ok) return done;
  const to = done.value.to ?? step.to;
  const content = { ...entry.content, ...done.value.content };
  const title = register.titleOf(content, tx.divisions.fullName);
  const one = oneOf(register, to, { content, division: entry.division });
  const other =
    one === null
      ? null
      : await tx.maybe(
          sql`select 1 as known from register_entry where register = ${register.key} and one = ${one} and id <> ${entry.id}`,
        );
  if (other) return fail('REGISTER_TWICE', { register: register.zh, title });
  await tx.run(
    sql`update register_entry set state = ${to}, title = ${title}, content = ${JSON.stringify(content)}::jsonb, one = ${one}, version = version + 1 where id = ${entry.id}`,
  );
  await addStep(tx, entry, { action: of.action, to, input, files });
  const kept = await keepClock(tx, register, entry.id);
  return kept.ok ? ok({ state: to }) : kept;
}

const dueLimits = (tx: Tx) =>
  tx.rows<{ id: string }>(
    sql`select id from register_entry where alert_on <= ${tx.today}::date order by alert_on, id limit 20000`,
  );

/**
 * Once a day: limits that come near, and those that are over, each told once to the clerk of the office that keeps the record, or of the one above that has to act.
 * Each in a transaction of its own: one whose standard is missing holds up no other.
 */
export const tellLimits = whenDue(dueLimits, async (context) => {
  const system = systemActor('register-limits', context.city);
  const due = await context.read(system, dueLimits);
  await eachApart(due, 'limits of registers', ({ id }) =>
    context.write(system, async (tx) => {
      // A step that was taken meanwhile has a limit of its own.
      const still = await tx.maybe(
        sql`select 1 as due from register_entry where id = ${id} and alert_on <= ${tx.today}::date for update`,
      );
      if (still) await tellLimit(tx, (await readEntry(tx, id, { hold: true }))!);
    }),
  );
});

/** How much is left of a limit, in the days by which it is counted: a review in five years lies beyond the years of the calendar. */
export function leftOf(tx: Tx, entry: Entry, { dueOn, counts }: Clock): string {
  if (tx.today > dueOn) return '0日';
  return counts === 'days'
    ? `${dayNumber(dueOn) - dayNumber(tx.today)}日`
    : `${tx.calendar.workdaysBetween(tx.today, dueOn, entry.division)}个工作日`;
}

async function tellLimit(tx: Tx, entry: Entry): Promise<void> {
  const register = findRegister(entry.register);
  const found = register && (await clockOf(tx, register, entry));
  if (found && !found.ok) throw new Error(`register ${entry.register}: ${found.params.key ?? found.code}`);
  const clock = found?.value ?? null;
  const over = clock !== null && tx.today > clock.dueOn;
  const at = clock?.above ? tx.city : entry.division;
  if (clock)
    await notify(tx, {
      to: { performer: at === tx.city ? 'city-clerk' : 'county-clerk', division: at },
      template: over ? 'register.over' : 'register.left',
      params: {
        title: entry.title,
        clock: clock.zh,
        left: leftOf(tx, entry, clock),
        due: clock.dueOn,
      },
    });
  await tx.run(
    sql`update register_entry set due_on = ${clock?.dueOn ?? null}, alert_on = ${clock && !over ? plusDays(clock.dueOn, 1) : null} where id = ${entry.id}`,
  );
}
