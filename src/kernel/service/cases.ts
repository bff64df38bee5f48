/**
 * The case engine: a case changes state only by an allowed action of an allowed hand, once. State, event, audit, limits and
 * outbox are written in the same transaction; the version guards against a second officer, the request id against a second click.
 */
import { type Sql, sql } from '../../database/sql.ts';
import { type Actor, isOneOf, performerName } from '../access/index.ts';
import { recordAudit } from '../audit/server.ts';
import type { Pause } from '../calendar/index.ts';
import { plainDateOf } from '../calendar/index.ts';
import { type Context, newId, type Tx } from '../context/server.ts';
import { inScope, scopeRange } from '../division/index.ts';
import { emit } from '../event/server.ts';
import { relatedTo, withOfferedNumbers } from '../resident/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { type Id, parseInput } from '../schema/index.ts';
import { tellOfAgent } from './agents.ts';
import { claimAfter, claimedByAnother, dropLapsed, isAnothers } from './claims.ts';
import { type CaseDates, type Limits, notLater, pausesOf, stepLimits, totalLimit } from './clocks.ts';
import { editedByAnother, endOfEditing, refusedWhileEdited } from './editing.ts';
import { appendEvent } from './events.ts';
import { type Case, type Effect, type FlowImplementation, flowOf, hasFlow, type Opening } from './flows.ts';
import type { Channel, Hand, Step } from './index.ts';
import { getServiceItem } from './items.ts';
import { mayKnow, takesInUnseen } from './visibility.ts';

export const formPlace = (caseId: string): string => `service_case.form:${caseId}`;

const caseColumns = sql`id, no, item_id, item_version, flow, flow_version, division, applicant_person_id, applicant_name, agent_person_id, household_id, channel, state, holder,
  entered_on, due_on, due_at, amber_on, red_on, amber_at, red_at, total_due_on, total_amber_on, total_red_on, answer_by, submitted_at, accepted_on, closed_at, outcome, flags, matter, form, seq, step_seq, version, parent_id, claimed_by, claimed_name, claim_ends_on`;

async function readCase(tx: Tx, id: string, lock: boolean): Promise<Case | null> {
  const row = await tx.maybe<Case & { form: Buffer }>(
    sql`select ${caseColumns} from service_case where id = ${id}${lock ? sql` for update` : sql``}`,
  );
  if (!row) return null;
  const kase: Case = { ...row, form: tx.keys.openJson(row.form, formPlace(row.id)) };
  return (await mayKnow(tx, kase)) ? kase : null;
}

/** The case locked for the rest of the transaction: whoever comes second waits, then sees what the first one did. */
export async function lockCase(tx: Tx, id: string): Promise<Result<Case, 'NOT_FOUND'>> {
  const kase = await readCase(tx, id, true);
  return kase ? ok(kase) : fail('NOT_FOUND');
}

/** The case as the actor may see it; what is out of scope is not found. */
export async function getCase(tx: Tx, id: string): Promise<Result<Case, 'NOT_FOUND'>> {
  const kase = await readCase(tx, id, false);
  return kase ? ok(kase) : fail('NOT_FOUND');
}

export const implementationOf = (kase: Pick<Case, 'flow' | 'flowVersion'>): FlowImplementation =>
  flowOf(kase.flow, kase.flowVersion);
export const stepOf = (kase: Pick<Case, 'flow' | 'flowVersion' | 'state'>): Step =>
  implementationOf(kase).flow.steps[kase.state]!;

/** Whether the actor is one of the hands that the table names. */
export function isHand(actor: Actor, hands: readonly Hand[], kase: Pick<Case, 'applicantPersonId' | 'agentPersonId'>): boolean {
  return hands.some((hand) => {
    // What anybody may do comes in by its own public page (an objection with its text), never as a bare action.
    if (hand === 'anyone' || hand === 'timer') return actor.kind === 'system';
    if (hand === 'applicant')
      return actor.personId !== null && (actor.personId === kase.applicantPersonId || actor.personId === kase.agentPersonId);
    return isOneOf(actor, [hand]);
  });
}

const handNames = (hands: readonly Hand[]): string =>
  hands
    .map((hand) =>
      hand === 'applicant' ? '申请人' : hand === 'anyone' ? '公示页' : hand === 'timer' ? '系统' : performerName(hand),
    )
    .join('、');

export const holderName = (hand: Hand | null): string | null => (hand === null ? null : handNames([hand]));

/** The days that the limits of a case count from; a running case keeps the version of its item. */
export async function datesOf(tx: Tx, kase: Case): Promise<CaseDates> {
  const item = await getServiceItem(tx, kase.itemId, kase.itemVersion);
  return {
    division: kase.division,
    submittedOn: plainDateOf(kase.submittedAt),
    submittedAt: kase.submittedAt,
    acceptedOn: kase.acceptedOn,
    enteredOn: kase.enteredOn,
    itemWorkdays: item.ok ? item.value.workdays : null,
  };
}

export interface OpenCommand {
  itemId: string;
  channel: Channel;
  form: unknown;
  requestId: string;
  draftId?: string;
}

export interface CaseReceipt {
  id: Id<'Case'>;
  version: number;
  state: string;
}

/** Opens a case from a filled form. The draft that it came from goes in the same transaction. */
export async function openCase(context: Context, actor: Actor, command: OpenCommand): Promise<Result<CaseReceipt>> {
  const { itemId, requestId } = command;
  const writer = (await takesInUnseen(context, actor, itemId)) ? { ...actor, ...scopeRange(context.city) } : actor;
  return context.once(writer, { action: 'case.open', requestId, body: command }, (tx) => openCaseIn(tx, command));
}

/**
 * A case of its own that came out of another one: a member of the family who belongs under another item. It succeeds or fails alone; each
 * page shows the other. The form was filled from the parent's, so nobody is asked twice.
 */
export const openChildCase = (tx: Tx, parent: Case, child: { itemId: string; form: unknown }): Promise<Result<CaseReceipt>> =>
  openCaseIn(tx, { ...child, channel: parent.channel, parentId: parent.id });

export async function openCaseIn(
  tx: Tx,
  command: Omit<OpenCommand, 'requestId'> & { parentId?: Id<'Case'> },
): Promise<Result<CaseReceipt>> {
  const item = await getServiceItem(tx, command.itemId);
  if (!item.ok) return item;
  if (!hasFlow(item.value.template))
    return fail('ITEM_NOT_ONLINE', { name: item.value.name, office: '当地乡镇（街道）便民服务中心' });
  const implementation = flowOf(item.value.template);
  const parsed = parseInput(implementation.form(item.value), await withOfferedNumbers(tx, command.form));
  if (!parsed.ok) return parsed;
  const opening = await implementation.open(tx, item.value, parsed.value as never, command.channel);
  if (!opening.ok) return opening;
  const { flow } = implementation;
  const id = newId();
  const { division, applicantPersonId, applicantName } = opening.value;
  if (!isPlaceForCase(tx, division)) return fail('DIVISION_FOREIGN');
  const step = flow.steps[flow.start]!;
  const submittedAt = opening.value.submittedAt ?? tx.now;
  const dates = {
    division,
    submittedOn: plainDateOf(submittedAt),
    submittedAt,
    acceptedOn: null,
    enteredOn: tx.today,
    itemWorkdays: item.value.workdays,
  };
  const limits = await stepLimits(tx, step, dates, []);
  if (!limits.ok) return limits;
  const { dueOn, dueAt, amberOn, redOn, amberAt, redAt } = notLater(tx, limits.value, opening.value.notAfter, division);
  const opened =
    await tx.maybe<Case>(sql`insert into service_case (id, item_id, item_version, flow, flow_version, division, applicant_person_id, applicant_name, agent_person_id, household_id,
      channel, state, holder, entered_on, due_on, due_at, amber_on, red_on, amber_at, red_at, submitted_at, flags, matter, form, seq, parent_id, created_at, created_by)
    values (${id}, ${item.value.itemId}, ${item.value.version}, ${flow.name}, ${flow.version}, ${division}, ${applicantPersonId}, ${applicantName}, ${opening.value.agentPersonId ?? null},
      ${opening.value.householdId ?? null}, ${command.channel}, ${flow.start}, ${step.holder}, ${tx.today}, ${dueOn}, ${dueAt}, ${amberOn}, ${redOn}, ${amberAt}, ${redAt}, ${submittedAt},
      ${opening.value.flags ?? []}, ${opening.value.matter ?? ''}, ${tx.keys.sealJson(opening.value.form, formPlace(id))}, 1, ${command.parentId ?? null}, ${tx.now}, ${tx.actor.id})
    on conflict (item_id, applicant_person_id, matter) where closed_at is null do nothing returning ${caseColumns}`);
  if (!opened) {
    const joined = await joinOpenCase(tx, opening.value, command);
    return joined ?? sameApplicationOpen(tx, command.itemId, opening.value);
  }
  // What follows is sent without waiting: one round trip for persons, event, audit, message and answer together.
  tx.later(sql`insert into case_person (case_id, person_id, role, division)
    select ${id}, p, r, ${division} from unnest(${opening.value.persons.map((p) => p.personId)}::uuid[], ${opening.value.persons.map((p) => p.role)}::text[]) as t (p, r)
    on conflict do nothing`);
  appendEvent(tx, { caseId: id, seq: 1, division, applicantPersonId }, { action: 'submit', from: null, to: flow.start });
  if (command.draftId) await tx.run(sql`delete from draft where id = ${command.draftId} and owner_id = ${tx.actor.id}`);
  await recordAudit(tx, {
    action: 'case.open',
    subject: { kind: 'case', id },
    personId: applicantPersonId,
    caseId: id,
    division,
  });
  const agent = opening.value.agentPersonId;
  if (agent && agent !== applicantPersonId) await tellOfAgent(tx, opened, item.value.name);
  if (implementation.opened) {
    const after = await implementation.opened(tx, { ...opened, form: opening.value.form });
    if (!after.ok) return after;
  }
  return ok({ id, version: 1, state: flow.start });
}

/** A known place of the city; for officers, one of their own. */
const isPlaceForCase = (tx: Tx, division: string): boolean =>
  tx.divisions.get(division) !== undefined &&
  inScope(division, tx.actor.kind === 'staff' && tx.actor.division ? tx.actor.division : tx.city);

interface Matter {
  readonly itemId: string;
  readonly personId: string;
  /** As its opening says; left out: of an item that knows no such thing. */
  readonly matter?: string | undefined;
}

const isOpenOf = ({ itemId, personId, matter = '' }: Matter): Sql =>
  sql`item_id = ${itemId} and applicant_person_id = ${personId} and matter = ${matter} and closed_at is null`;

/** The open case of a person and an item, as far as the actor may know of it. */
export const openCaseOf = async (tx: Tx, of: Matter): Promise<string | null> =>
  (await tx.maybe<{ id: string }>(sql`select id from service_case where ${isOpenOf(of)}`))?.id ?? null;

async function sameApplicationOpen(
  tx: Tx,
  itemId: string,
  { applicantPersonId: personId, applicantName: name, matter }: Opening,
): Promise<Result<never, 'SAME_APPLICATION_OPEN'>> {
  const other = await tx.maybe<{ no: string | null }>(
    sql`select no from service_case where ${isOpenOf({ itemId, personId, matter })}`,
  );
  return fail('SAME_APPLICATION_OPEN', { name, number: other?.no ? `办件号${other.no}` : '还没有办件号' });
}

/** Null where the open case takes nothing in, or the actor may not know of it. */
async function joinOpenCase(
  tx: Tx,
  { applicantPersonId, matter, form }: Opening,
  command: Pick<OpenCommand, 'itemId' | 'draftId'>,
): Promise<Result<CaseReceipt> | null> {
  const open = await openCaseOf(tx, { itemId: command.itemId, personId: applicantPersonId, matter });
  const kase = open && (await readCase(tx, open, true));
  if (!kase) return null;
  const { flow, joins, actions } = implementationOf(kase);
  const joining = await joins?.(tx, kase, form as never);
  if (!joining || !flow.steps[kase.state]!.can[joining.action]) return null;
  const { action, input } = joining;
  const parsed = parseInput(actions[action]!.input, input);
  if (!parsed.ok) return parsed;
  const effect = await actions[action]!.run(tx, kase, parsed.value as never);
  if (!effect.ok) return effect;
  if (command.draftId) await tx.run(sql`delete from draft where id = ${command.draftId} and owner_id = ${tx.actor.id}`);
  return applyEffect(tx, kase, action, effect.value);
}

export interface ActCommand {
  caseId: string;
  action: string;
  /** The version that the actor saw; another one is a conflict. */
  version: number;
  requestId: string;
  input: unknown;
}

/** Performs one action on a case. */
export function act(context: Context, actor: Actor, command: ActCommand): Promise<Result<CaseReceipt>> {
  return context.once(actor, { action: `case.${command.action}`, requestId: command.requestId, body: command }, (tx) =>
    actIn(tx, command),
  );
}

/** The same inside a transaction that already runs (an objection taken in by the public page). */
export async function actIn(
  tx: Tx,
  command: Omit<ActCommand, 'requestId' | 'version'> & { version?: number },
): Promise<Result<CaseReceipt>> {
  const kase = await readCase(tx, command.caseId, true);
  if (!kase) return fail('NOT_FOUND');
  const implementation = implementationOf(kase);
  const { flow } = implementation;
  const step = flow.steps[kase.state]!;
  const spec = Object.hasOwn(flow.actions, command.action) ? flow.actions[command.action] : undefined;
  if (!spec) return fail('NOT_FOUND');
  if (command.version !== undefined && command.version !== kase.version) return fail('VERSION_CONFLICT');
  const hands = step.can[command.action];
  if (!hands) return fail('NOT_ALLOWED_NOW', { state: step.zh, action: spec.zh });
  if (!isHand(tx.actor, hands, kase)) return fail('NOT_YOUR_STEP', { action: spec.zh, performers: handNames(hands) });
  if (isAnothers(tx, kase)) return claimedByAnother(kase);
  const other = await editedByAnother(tx, kase);
  if (other) return refusedWhileEdited(other);
  if (spec.recusal && (await mustRecuse(tx, kase))) return fail('RECUSAL');
  const definition = implementation.actions[command.action]!;
  const parsed = parseInput(definition.input, command.input ?? {});
  if (!parsed.ok) return parsed;
  const effect = await definition.run(tx, kase, parsed.value as never);
  if (!effect.ok) return effect;
  if (tx.actor.kind === 'staff') tx.later(endOfEditing(tx, kase.id));
  return applyEffect(tx, kase, command.action, effect.value);
}

/** 回避: the officer, or the one for whom the officer stands in, is the applicant or kin of a person of the case. */
export async function mustRecuse(tx: Tx, kase: Case): Promise<boolean> {
  const self = [tx.actor.ownPersonId, tx.actor.actingFor?.ownPersonId].filter((id): id is Id<'Person'> => Boolean(id));
  if (self.length === 0 || tx.actor.kind !== 'staff') return false;
  const persons = await tx.rows<{ personId: string }>(sql`select person_id from case_person where case_id = ${kase.id} limit 60`);
  const ids = [kase.applicantPersonId, ...persons.map((p) => p.personId)];
  for (const own of self) if (ids.includes(own) || (await relatedTo(tx, own, ids)).length > 0) return true;
  return false;
}

/** Writes what an action does: state, limits, event, audit, outbox. For the engine's own parts. */
export async function applyEffect(tx: Tx, kase: Case, action: string, effect: Effect): Promise<Result<CaseReceipt>> {
  const { flow } = implementationOf(kase);
  const moved = effect.to !== kase.state;
  const step = flow.steps[kase.state]!;
  const next = flow.steps[effect.to];
  if (!next || (moved && !step.leadsTo?.includes(effect.to)))
    throw new Error(`flow ${flow.name}: ${action} leads from ${kase.state} to ${effect.to}, which the table does not say`);
  const accepts = kase.acceptedOn === null && (action === 'accept' || effect.acceptedOn !== undefined);
  const acceptedOn = accepts ? (effect.acceptedOn ?? tx.today) : kase.acceptedOn;
  const answerBy = effect.answerBy === undefined && !moved ? kase.answerBy : (effect.answerBy ?? null);
  const enteredOn = effect.enteredOn ?? (moved ? tx.today : kase.enteredOn);
  const pauses = await changePauses(tx, kase, step, next, moved);
  const dates = { ...(await datesOf(tx, kase)), acceptedOn, enteredOn };
  const limits = moved ? await stepLimits(tx, next, dates, pauses) : ok<Limits>(kase);
  if (!limits.ok) return limits;
  const flags = [...new Set([...kase.flags, ...(effect.addFlags ?? [])])].filter((flag) => !effect.dropFlags?.includes(flag));
  const total = await totalLimit(tx, flow, dates, pauses, flags);
  if (!total.ok) return total;
  const no = accepts ? await nextCaseNumber(tx, { ...kase, acceptedOn }) : kase.no;
  const closedAt = next.final ? tx.now : null;
  const { dueOn, dueAt, amberOn, redOn, amberAt, redAt } = notLater(tx, limits.value, effect.notAfter, kase.division);
  dropLapsed(tx, kase);
  await tx.run(sql`update service_case set state = ${effect.to}, holder = ${next.holder}, entered_on = ${enteredOn}, due_on = ${dueOn}, due_at = ${dueAt}, amber_on = ${amberOn}, red_on = ${redOn}, amber_at = ${amberAt}, red_at = ${redAt},
    answer_by = ${answerBy}, answer_reminded_on = case when answer_by = ${answerBy}::date then answer_reminded_on end,
    total_due_on = ${total.value?.dueOn ?? null}, total_amber_on = ${total.value?.amberOn ?? null}, total_red_on = ${total.value?.redOn ?? null}, accepted_on = ${acceptedOn}, no = ${no}, closed_at = ${closedAt}, outcome = ${next.final ?? null}, flags = ${flags}::text[],
    household_id = ${effect.householdId ?? kase.householdId}, matter = ${effect.matter ?? kase.matter}, ${claimAfter(tx, kase, next)}, seq = seq + 1, step_seq = ${moved ? kase.seq + 1 : kase.stepSeq}, version = version + 1${effect.form === undefined ? sql`` : sql`, form = ${tx.keys.sealJson(effect.form, formPlace(kase.id))}`}
    where id = ${kase.id}`);
  appendEvent(
    tx,
    { caseId: kase.id, seq: kase.seq + 1, division: kase.division, applicantPersonId: kase.applicantPersonId },
    { action, from: kase.state, to: effect.to, opinion: effect.opinion ?? null, ...(effect.data ? { data: effect.data } : {}) },
  );
  await recordAudit(tx, {
    action: `case.${action}`,
    subject: { kind: 'case', id: kase.id },
    personId: kase.applicantPersonId,
    caseId: kase.id,
    division: kase.division,
    // 引擎自己做的（视为受理）不在流程的动作里，名字在目录里
    ...(flow.actions[action] ? { detail: { zh: flow.actions[action].zh } } : {}),
  });
  await tellOthers(tx, { ...kase, dueOn: total.value?.dueOn ?? dueOn }, accepts, next);
  if (effect.after) {
    const after = await effect.after((await readCase(tx, kase.id, false))!);
    if (!after.ok) return after;
  }
  return ok({ id: kase.id, version: kase.version + 1, state: effect.to });
}

/** What planning and other domains hear of a case; the names are those of the event catalogue. */
async function tellOthers(tx: Tx, kase: Case, accepted: boolean, next: Step): Promise<void> {
  const about = { subject: { kind: 'case', id: kase.id }, division: kase.division };
  const base = { caseId: kase.id, itemId: kase.itemId, division: kase.division };
  if (accepted) await emit(tx, { ...about, type: 'case.accepted', payload: { ...base, acceptedAt: tx.now, dueAt: kase.dueOn } });
  if (next.final === 'granted' || next.final === 'refused')
    await emit(tx, { ...about, type: 'case.decided', payload: { ...base, result: next.final, decidedAt: tx.now } });
  if (next.final)
    await emit(tx, { ...about, type: 'case.closed', payload: { ...base, closedAt: tx.now, channel: kase.channel } });
}

/** The clock stands from the day a pausing step is entered until the day it is left. */
async function changePauses(tx: Tx, kase: Case, step: Step, next: Step, moved: boolean): Promise<Pause[]> {
  if (moved && step.pauses)
    await tx.run(sql`update case_pause set to_on = ${tx.today} where case_id = ${kase.id} and to_on is null`);
  if (moved && next.pauses)
    await tx.run(
      sql`insert into case_pause (case_id, division, from_on, reason) values (${kase.id}, ${kase.division}, ${tx.today}, ${next.zh}) on conflict (case_id, from_on) do update set to_on = null`,
    );
  return pausesOf(tx, kase.id);
}

/** 办件号: division (6) + item without hyphen + day of acceptance + 5 digits (platform rules 5.3). */
async function nextCaseNumber(tx: Tx, kase: Case): Promise<string> {
  const prefix = `${kase.division.slice(0, 6)}${kase.itemId.replaceAll('-', '')}${kase.acceptedOn!.replaceAll('-', '')}`;
  const { next } = await tx.one<{ next: number }>(sql`insert into case_counter (prefix, next) values (${prefix}, 1)
    on conflict (prefix) do update set next = case_counter.next + 1 returning next`);
  return `${prefix}${String(next).padStart(5, '0')}`;
}
