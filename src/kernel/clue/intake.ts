/**
 * The one intake of clues. A second finding on the same household while one is open joins it as another reason with its own evidence and
 * date, and the earliest limit wins. The same rule on the same household and occasion counts once, however often it is told.
 */
import { sql } from '../../database/sql.ts';
import { recordAudit } from '../audit/server.ts';
import { addMonths, endOfSpan, type Span } from '../calendar/index.ts';
import { newId, type Tx } from '../context/server.ts';
import { emit } from '../event/server.ts';
import { notify } from '../notice/server.ts';
import { holdPerson, releaseHold } from '../payment/server.ts';
import type { Clause } from '../policy/index.ts';
import { wholeParameter } from '../policy/server.ts';
import { ok, type Result } from '../result/index.ts';
import type { DivisionCode, YearMonth } from '../schema/index.ts';
import { officeOf } from '../service/server.ts';
import { type ClueSource, type Direction, joined } from './index.ts';
import { clueKindOf } from './kinds.ts';

/** What a reason says, sealed as a whole. */
export interface ReasonContent {
  text?: string;
  about?: { name?: string; phone?: string; address?: string };
  reporter?: { name?: string; phone?: string };
  clauses?: readonly Clause[];
}

export interface Finding {
  kind: string;
  rule: string;
  /** What makes two findings of a rule the same: a date, a month, a number of the department. */
  occasion: string;
  source: ClueSource;
  direction: Exclude<Direction, 'both'>;
  division: DivisionCode;
  personId?: string | null;
  householdId?: string | null;
  urgent?: boolean;
  content: ReasonContent;
  /** Money would be paid wrongly this month: the person's payment waits until this is verified, at most one cycle. */
  hold?: { personId: string; fromMonth?: YearMonth };
  /** Such money, but what holds it is there already (a reported death holds by itself); a finding with a hold is red without saying so. */
  red?: true;
}

export interface Found {
  clueId: string;
  /** Joined a clue that was open already. */
  merged: boolean;
  /** Told before: nothing has changed. */
  repeated: boolean;
  verifyBy: string;
}

const isRed = ({ red, hold }: Finding): boolean => red === true || hold !== undefined;

export const reasonPlace = (id: string): string => `clue_reason.content:${id}`;
export const notePlace = (id: string): string => `clue_event.note:${id}`;
export const holdCode = (kind: string): string => `clue:${kind}`;
const HOLD_MONTHS = 1;

async function spans(tx: Tx, finding: Finding): Promise<Result<{ assignBy: string; verifyBy: string }, 'PARAM_MISSING'>> {
  const until = (span: Span) => endOfSpan(tx.calendar, tx.now, span, finding.division);
  if (finding.urgent) return ok({ assignBy: until('same-day'), verifyBy: until('same-day') });
  const key = finding.direction === 'out' ? 'CLUE-LIMIT-VERIFY-OUT' : 'CLUE-LIMIT-VERIFY';
  const assign = await wholeParameter(tx, 'CLUE-LIMIT-ASSIGN', finding.division, tx.today);
  if (!assign.ok) return assign;
  const verify = await wholeParameter(tx, key, finding.division, tx.today);
  if (!verify.ok) return verify;
  return ok({ assignBy: until({ workdays: assign.value }), verifyBy: until({ workdays: verify.value }) });
}

export interface ClueRecord {
  id: string;
  kind: string;
  source: ClueSource;
  direction: Direction;
  red: boolean;
  urgent: boolean;
  subjectId: string;
  householdId: string | null;
  personId: string | null;
  division: DivisionCode;
  state: 'registered' | 'assigned' | 'verified' | 'closed';
  holder: string | null;
  verifyBy: string;
  dueAt: string;
  reportedAt: string;
  closedAt: string | null;
  disposition: string | null;
  evidence: Buffer | null;
  seq: number;
  version: number;
}
export const clueColumns = sql`id, kind, source, direction, red, urgent, subject_id, household_id, person_id, division, state, holder, verify_by, due_at, reported_at,
  closed_at, disposition, evidence, seq, version`;

/** Appends to the history of a clue. The row has counted `seq` already. */
export function appendClueEvent(
  tx: Tx,
  clue: Pick<ClueRecord, 'id' | 'division'>,
  event: { seq: number; action: string; to: string; note?: string | null },
): void {
  const id = newId();
  tx.later(sql`insert into clue_event (clue_id, seq, id, division, action, to_state, actor_id, actor_name, actor_role, at, note)
    values (${clue.id}, ${event.seq}, ${id}, ${clue.division}, ${event.action}, ${event.to}, ${tx.actor.id}, ${tx.actor.name}, ${tx.actor.duty ?? tx.actor.role}, ${tx.now},
      ${event.note ? tx.keys.seal(event.note, notePlace(id)) : null})`);
}

const earlier = (a: string, b: string): string => (a < b ? a : b);

/** Joins an open clue; a clue that was verified is to be verified again, because the new reason is not. */
async function join(tx: Tx, open: ClueRecord, finding: Finding, verifyBy: string): Promise<void> {
  const state = open.state === 'verified' ? 'assigned' : open.state;
  const until = earlier(open.verifyBy, verifyBy);
  const due = state === 'registered' ? earlier(open.dueAt, until) : until;
  await tx.run(sql`update clue set direction = ${joined(open.direction, finding.direction)}, red = red or ${isRed(finding)}, urgent = urgent or ${finding.urgent ?? false},
    verify_by = ${until}, due_at = ${due}, state = ${state}, person_id = coalesce(person_id, ${finding.personId ?? null}), seq = seq + 1, version = version + 1,
    escalated_state = case when ${due} > ${tx.now} then null else escalated_state end where id = ${open.id}`);
  appendClueEvent(tx, open, { seq: open.seq + 1, action: 'add', to: state });
}

async function open(
  tx: Tx,
  finding: Finding,
  id: string,
  subjectId: string,
  until: { assignBy: string; verifyBy: string },
): Promise<void> {
  const { kind, division } = finding;
  await tx.run(sql`insert into clue (id, kind, source, direction, red, urgent, subject_id, household_id, person_id, division, holder, verify_by, due_at, reported_at, reported_by, seq)
    values (${id}, ${kind}, ${finding.source}, ${finding.direction}, ${isRed(finding)}, ${finding.urgent ?? false}, ${subjectId}, ${finding.householdId ?? null}, ${finding.personId ?? null},
      ${division}, 'township-clerk', ${until.verifyBy}, ${earlier(until.assignBy, until.verifyBy)}, ${tx.now}, ${tx.actor.id}, 1)`);
  appendClueEvent(tx, { id, division }, { seq: 1, action: 'register', to: 'registered' });
  await notify(tx, {
    to: { performer: 'township-clerk', division: officeOf('township-clerk', division) },
    template: finding.urgent ? 'clue.urgent' : 'clue.new',
    params: { place: tx.divisions.get(division) ? tx.divisions.fullName(division) : division, kind: clueKindOf(kind).zh },
  });
  await emit(tx, {
    type: 'clue.reported',
    subject: { kind: 'clue', id },
    division,
    payload: {
      clueId: id,
      personId: finding.personId ?? null,
      kind,
      division,
      source: finding.source,
      urgency: finding.urgent ? 'urgent' : 'normal',
    },
  });
}

/** Takes in a finding: opens a clue, joins the open one of the household, or changes nothing when it is known. */
export async function reportClue(tx: Tx, finding: Finding): Promise<Result<Found, 'PARAM_MISSING'>> {
  const { kind, rule, occasion } = finding;
  const fresh = newId();
  const subjectId = finding.householdId ?? finding.personId ?? fresh;
  // Two findings on one household at once go one after the other: the second sees the first.
  await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`clue:${kind}:${subjectId}`}, 0))`);
  const told = await tx.maybe<{ clueId: string; verifyBy: string }>(
    sql`select clue_id, verify_by from clue_reason where rule = ${rule} and subject_id = ${subjectId} and occasion = ${occasion}`,
  );
  if (told) return ok({ clueId: told.clueId, merged: false, repeated: true, verifyBy: told.verifyBy });
  const until = await spans(tx, finding);
  if (!until.ok) return until;
  const known = await tx.maybe<ClueRecord>(
    sql`select ${clueColumns} from clue where kind = ${kind} and subject_id = ${subjectId} and closed_at is null for update`,
  );
  const clueId = known?.id ?? fresh;
  if (known) await join(tx, known, finding, until.value.verifyBy);
  else await open(tx, finding, fresh, subjectId, until.value);
  const id = newId();
  const { hold } = finding;
  await tx.run(sql`insert into clue_reason (id, clue_id, rule, subject_id, occasion, source, direction, red, person_id, division, content, found_at, verify_by, held_person_id, held_until)
    values (${id}, ${clueId}, ${rule}, ${subjectId}, ${occasion}, ${finding.source}, ${finding.direction}, ${isRed(finding)}, ${finding.personId ?? null}, ${finding.division},
      ${tx.keys.sealJson(finding.content, reasonPlace(id))}, ${tx.now}, ${until.value.verifyBy}, ${hold?.personId ?? null}, ${hold ? addMonths(tx.today, HOLD_MONTHS) : null})`);
  if (hold)
    await holdPerson(tx, {
      personId: hold.personId,
      division: finding.division,
      code: holdCode(kind),
      reason: '预警待核实，最长暂停一个周期',
      ...(hold.fromMonth ? { fromMonth: hold.fromMonth } : {}),
    });
  await recordAudit(tx, {
    action: known ? 'clue.joined' : 'clue.reported',
    subject: { kind: 'clue', id: clueId },
    ...(finding.personId ? { personId: finding.personId } : {}),
    division: finding.division,
    detail: { rule, source: finding.source },
  });
  return ok({ clueId, merged: known !== null, repeated: false, verifyBy: until.value.verifyBy });
}

/** What a reason rested on has been corrected (a death that was none): its hold ends; the clue stays for a person to close. */
export async function withdrawReasons(
  tx: Tx,
  given: { kind: string; rules: readonly string[]; personId: string; note: string },
): Promise<number> {
  const reasons = await tx.rows<{
    id: string;
    clueId: string;
    heldPersonId: string | null;
  }>(sql`update clue_reason r set withdrawn_at = ${tx.now},
      released_at = case when held_until is null then released_at else coalesce(released_at, ${tx.now}) end
    from clue c where c.id = r.clue_id and c.kind = ${given.kind} and c.closed_at is null and r.rule = any(${[...given.rules]}::text[])
      and r.person_id = ${given.personId} and r.withdrawn_at is null returning r.id, r.clue_id, r.held_person_id`);
  for (const reason of reasons) {
    if (reason.heldPersonId)
      await releaseHold(tx, { personId: reason.heldPersonId, code: holdCode(given.kind), reason: given.note });
    const clue = await tx.one<ClueRecord>(sql`update clue set seq = seq + 1, version = version + 1,
      red = exists (select from clue_reason r where r.clue_id = clue.id and r.red and r.withdrawn_at is null) where id = ${reason.clueId} returning ${clueColumns}`);
    appendClueEvent(tx, clue, { seq: clue.seq, action: 'withdraw', to: clue.state, note: given.note });
  }
  return reasons.length;
}
