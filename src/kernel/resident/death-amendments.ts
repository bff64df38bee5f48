/**
 * A death that was none, or was on another day. A report is withdrawn by one officer; a registered death is revoked or corrected when a second person
 * has confirmed it. What the death stopped elsewhere comes back by the events.
 */
import { sql } from '../../database/sql.ts';
import { isOwnHand } from '../access/index.ts';
import type { AuditAction } from '../audit/index.ts';
import { recordAudit } from '../audit/server.ts';
import { newId, type Tx } from '../context/server.ts';
import { emit } from '../event/server.ts';
import { defineTemplates, notify } from '../notice/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode, PlainDate } from '../schema/index.ts';
import { recordFact } from './facts.ts';
import { amendmentKinds, type DeathAmendment, type LifeEventKind, type PersonId, type RevocationReason } from './index.ts';
import { eventDivision, lifeEventsOf, writeLifeEvent } from './life.ts';
import { moveMembershipEnd, restoreMembership } from './membership-at-death.ts';
import { lockPersonRow, type PersonRow } from './persons.ts';

defineTemplates({
  'person.death-amendment': {
    title: '死亡登记的撤销或更正待确认',
    text: '{name}的死亡登记有一项“{what}”等另一人确认，请打开其个人档案核实后办理。',
  },
  'person.death-revoked': {
    title: '误报的死亡信息已撤销',
    text: '关于您的死亡信息经核实有误，已经撤销。因此暂停或者停发的待遇恢复，少发的经核对后补发；有疑问请联系{tel}。',
    sms: '【民政】关于您的一条错误登记已经更正，暂停的款项将恢复发放，有疑问请联系{tel}。',
  },
});

interface Ground {
  personId: PersonId;
  reason: RevocationReason;
  /** What it rests on. */
  paper: string;
}

/** The person lives: state, file, household, everybody who was told of the death. */
async function revive(tx: Tx, person: PersonRow, of: { diedOn: PlainDate; registered: boolean } & Ground): Promise<void> {
  const { diedOn, reason, paper } = of;
  await tx.run(sql`update person set life_state = 'alive', died_on = null, version = version + 1 where id = ${person.id}`);
  await writeLifeEvent(tx, {
    personId: person.id,
    kind: 'death-revoked',
    on: tx.today,
    source: paper,
    detail: { diedOn, reason },
  });
  if (of.registered) {
    await recordLife(tx, person.id, { value: { alive: true }, source: paper, validFrom: diedOn });
    await restoreMembership(tx, person.id, diedOn);
  }
  const division = eventDivision(tx, person);
  await emit(tx, {
    type: 'person.death.revoked',
    subject: { kind: 'person', id: person.id },
    division,
    payload: { personId: person.id, revokedOn: tx.today, reason, diedOn },
  });
  await onRecord(tx, person.id, { action: 'person.death.revoked', division, detail: { reason } });
  await notify(tx, {
    to: { personId: person.id },
    template: 'person.death-revoked',
    params: { tel: tx.office(`${division.slice(0, 6)}000000` as DivisionCode).telephone },
  });
}

const recordLife = async (
  tx: Tx,
  personId: PersonId,
  fact: { value: Record<string, unknown>; source: string; validFrom: PlainDate; validTo?: PlainDate },
): Promise<void> => {
  const recorded = await recordFact(tx, { subject: { kind: 'person', id: personId }, kind: 'life', ...fact });
  if (!recorded.ok) throw new Error(`life of ${personId} not recorded: ${recorded.code}`);
};

const onRecord = (
  tx: Tx,
  personId: PersonId,
  entry: { action: AuditAction; division: DivisionCode; detail?: Record<string, unknown> },
): Promise<void> => recordAudit(tx, { subject: { kind: 'person', id: personId }, personId, ...entry });

/** A report that turned out wrong (误报): the person is 在世 again and payments go on. One officer, with the reason and what it rests on. */
export async function withdrawDeathReport(tx: Tx, ground: Ground): Promise<Result<null, 'NOT_FOUND' | 'NO_DEATH_REPORT'>> {
  const person = await lockPersonRow(tx, ground.personId);
  if (!person) return fail('NOT_FOUND');
  if (person.lifeState !== 'death-reported') return fail('NO_DEATH_REPORT', { name: person.name });
  const report = (await lifeEventsOf(tx, person.id)).findLast((event) => event.kind === 'death-reported');
  await revive(tx, person, { ...ground, diedOn: report?.happenedOn ?? tx.today, registered: false });
  return ok(null);
}

export type NewAmendment = { personId: PersonId; paper: string } & (
  | { kind: 'revoke'; reason: RevocationReason }
  | { kind: 'correct'; diedOn: PlainDate }
);

const columns = sql`id, person_id, kind, reason, paper, old_died_on, new_died_on, proposed_at, proposed_by, proposed_name`;
type Row = Omit<DeathAmendment, 'mine'> & { personId: PersonId; proposedBy: string };

/** The change of a registered death that waits for a second person; null when none does. */
export async function openAmendment(tx: Tx, personId: PersonId): Promise<DeathAmendment | null> {
  const row = await tx.maybe<Row>(
    sql`select ${columns} from death_amendment where person_id = ${personId} and state = 'proposed'`,
  );
  if (!row) return null;
  const { personId: _, proposedBy, ...amendment } = row;
  return { ...amendment, mine: isOwnHand(tx.actor, proposedBy, amendment.proposedAt) };
}

/** A registered death is to be revoked, or its day corrected: proposed with what it rests on, and told to those who may confirm it. */
export async function proposeAmendment(
  tx: Tx,
  given: NewAmendment,
): Promise<
  Result<
    { id: string },
    'NOT_FOUND' | 'NOT_DEAD' | 'AMENDMENT_OPEN' | 'AMENDMENT_SAME_DATE' | 'DEATH_IN_FUTURE' | 'DEATH_BEFORE_BIRTH'
  >
> {
  const person = await lockPersonRow(tx, given.personId);
  if (!person) return fail('NOT_FOUND');
  if (person.lifeState !== 'dead' || !person.diedOn) return fail('NOT_DEAD', { name: person.name });
  const open = await openAmendment(tx, person.id);
  if (open) return fail('AMENDMENT_OPEN', { name: person.name, what: amendmentKinds[open.kind] });
  if (given.kind === 'correct') {
    const problem = dateProblem(tx, person, given.diedOn);
    if (problem) return problem;
  }
  const id = newId();
  const division = eventDivision(tx, person);
  await tx.run(sql`insert into death_amendment (id, person_id, division, kind, reason, paper, old_died_on, new_died_on, proposed_at, proposed_by, proposed_name)
    values (${id}, ${person.id}, ${division}, ${given.kind}, ${given.kind === 'revoke' ? given.reason : 'wrong-date'}, ${given.paper}, ${person.diedOn},
      ${given.kind === 'correct' ? given.diedOn : null}, ${tx.now}, ${tx.actor.id}, ${tx.actor.name})`);
  const params = { name: person.name, what: amendmentKinds[given.kind] };
  const places = { 'township-leader': `${division.slice(0, 9)}000`, 'county-clerk': `${division.slice(0, 6)}000000` } as const;
  for (const performer of ['township-leader', 'county-clerk'] as const)
    await notify(tx, {
      to: { performer, division: places[performer] as DivisionCode },
      template: 'person.death-amendment',
      params,
    });
  await onRecord(tx, person.id, { action: 'person.death.amendment-proposed', division, detail: { kind: given.kind } });
  return ok({ id });
}

function dateProblem(tx: Tx, person: PersonRow, diedOn: PlainDate) {
  if (diedOn === person.diedOn) return fail('AMENDMENT_SAME_DATE', { diedOn }, [{ path: 'diedOn', message: '与登记的日期相同' }]);
  if (diedOn > tx.today) return fail('DEATH_IN_FUTURE', { diedOn });
  if (diedOn < person.birthDate) return fail('DEATH_BEFORE_BIRTH', { diedOn, birthDate: person.birthDate });
  return null;
}

/** Another person confirms the change, which takes effect at once, or sends it back with a reason. */
export async function decideAmendment(
  tx: Tx,
  given: { personId: PersonId; decision: 'confirm' | 'reject'; note: string },
): Promise<Result<null, 'NOT_FOUND' | 'AMENDMENT_NONE' | 'AMENDMENT_OWN' | 'AMENDMENT_NOTE'>> {
  const person = await lockPersonRow(tx, given.personId);
  if (!person) return fail('NOT_FOUND');
  const amendment = await tx.maybe<Row>(
    sql`select ${columns} from death_amendment where person_id = ${person.id} and state = 'proposed' for update`,
  );
  if (!amendment) return fail('AMENDMENT_NONE');
  if (isOwnHand(tx.actor, amendment.proposedBy, amendment.proposedAt)) return fail('AMENDMENT_OWN');
  const confirming = given.decision === 'confirm';
  if (!confirming && given.note.length < 4)
    return fail('AMENDMENT_NOTE', {}, [{ path: 'note', message: '请写明理由（至少4个字）' }]);
  await tx.run(sql`update death_amendment set state = ${confirming ? 'confirmed' : 'rejected'}, decided_at = ${tx.now}, decided_by = ${tx.actor.id},
    decided_name = ${tx.actor.name}, note = ${given.note || null} where id = ${amendment.id}`);
  if (!confirming) {
    await onRecord(tx, person.id, { action: 'person.death.amendment-rejected', division: eventDivision(tx, person) });
    return ok(null);
  }
  const { paper, oldDiedOn: diedOn } = amendment;
  if (amendment.newDiedOn === null) {
    const reason = amendment.reason as RevocationReason;
    await revive(tx, person, { personId: person.id, reason, paper, diedOn, registered: true });
  } else await moveDeath(tx, person, { from: diedOn, to: amendment.newDiedOn, paper });
  return ok(null);
}

async function moveDeath(tx: Tx, person: PersonRow, { from, to, paper }: { from: PlainDate; to: PlainDate; paper: string }) {
  const division = eventDivision(tx, person);
  await tx.run(sql`update person set died_on = ${to}, version = version + 1 where id = ${person.id}`);
  const kind: LifeEventKind = 'death-corrected';
  await writeLifeEvent(tx, { personId: person.id, kind, on: to, source: paper, detail: { oldDiedOn: from } });
  if (to > from) await recordLife(tx, person.id, { value: { alive: true }, source: paper, validFrom: from, validTo: to });
  await recordLife(tx, person.id, { value: { alive: false, diedOn: to }, source: paper, validFrom: to });
  await moveMembershipEnd(tx, person.id, { from, to });
  await emit(tx, {
    type: 'person.death.corrected',
    subject: { kind: 'person', id: person.id },
    division,
    payload: { personId: person.id, oldDiedOn: from, newDiedOn: to },
  });
  await onRecord(tx, person.id, { action: 'person.death.corrected', division, detail: { from, to } });
}
