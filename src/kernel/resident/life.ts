/** Deaths. A report from any channel makes a death suspected (疑似死亡): it holds a payment. Only a confirmed death ends rights. */
import { sql } from '../../database/sql.ts';
import { recordAudit } from '../audit/server.ts';
import { newId, type Tx } from '../context/server.ts';
import { emit } from '../event/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode, PlainDate } from '../schema/index.ts';
import { recordFact } from './facts.ts';
import { endMembershipByDeath } from './households.ts';
import type { LifeEventKind, PersonId } from './index.ts';
import { lockPersonRow, type PersonRow } from './persons.ts';

export interface LifeEvent {
  id: string;
  kind: LifeEventKind;
  happenedOn: PlainDate;
  recordedAt: string;
  source: string;
  detail: Record<string, unknown>;
}

export const lifeEventsOf = (tx: Tx, personId: PersonId): Promise<LifeEvent[]> =>
  tx.rows<LifeEvent>(sql`select id, kind, happened_on, recorded_at, source, detail from life_event
    where person_id = ${personId} order by happened_on, recorded_at limit 200`);

interface DeathNotice {
  personId: PersonId;
  diedOn: PlainDate;
  /** Who says so: 村（社区）、医院、火化证明、公安…… */
  source: string;
  /** Number of the certificate, when there is one. */
  certificateRef?: string | null;
}

type DeathError = 'NOT_FOUND' | 'ALREADY_DEAD' | 'DEATH_IN_FUTURE' | 'DEATH_BEFORE_BIRTH';

/** Somebody who lives outside the city is still told about where he or she is registered. */
const eventDivision = (tx: Tx, person: PersonRow): DivisionCode => {
  const city = tx.city.slice(0, 4);
  return [person.division, person.registeredDivision].find((code) => code.startsWith(city)) ?? tx.city;
};

async function dying(tx: Tx, notice: DeathNotice): Promise<Result<PersonRow, DeathError>> {
  const person = await lockPersonRow(tx, notice.personId);
  if (!person) return fail('NOT_FOUND');
  const { diedOn } = notice;
  if (person.lifeState === 'dead') return fail('ALREADY_DEAD', { name: person.name, diedOn: person.diedOn ?? diedOn });
  if (diedOn > tx.today) return fail('DEATH_IN_FUTURE', { diedOn });
  if (diedOn < person.birthDate) return fail('DEATH_BEFORE_BIRTH', { diedOn, birthDate: person.birthDate });
  return ok(person);
}

async function writeLifeEvent(tx: Tx, notice: DeathNotice, kind: LifeEventKind): Promise<void> {
  await tx.run(sql`insert into life_event (id, person_id, kind, happened_on, recorded_at, recorded_by, source, detail)
    values (${newId()}, ${notice.personId}, ${kind}, ${notice.diedOn}, ${tx.now}, ${tx.actor.id}, ${notice.source},
      ${JSON.stringify(notice.certificateRef ? { certificateRef: notice.certificateRef } : {})}::jsonb)`);
}

/** A death is said to have happened: the person becomes 疑似死亡 until it is confirmed. */
export async function reportDeath(tx: Tx, notice: DeathNotice): Promise<Result<null, DeathError>> {
  const dead = await dying(tx, notice);
  if (!dead.ok) return dead;
  const person = dead.value;
  const division = eventDivision(tx, person);
  await tx.run(sql`update person set life_state = 'death-reported', version = version + 1 where id = ${person.id}`);
  await writeLifeEvent(tx, notice, 'death-reported');
  await emit(tx, {
    type: 'person.death.reported',
    subject: { kind: 'person', id: person.id },
    division,
    payload: {
      personId: person.id,
      diedOn: notice.diedOn,
      reportedOn: tx.today,
      source: notice.source,
      sourceRef: null,
      division,
      natural: 'unknown',
      certificateRef: notice.certificateRef ?? null,
    },
  });
  await recordAudit(tx, {
    action: 'person.death.reported',
    subject: { kind: 'person', id: person.id },
    personId: person.id,
    division,
  });
  return ok(null);
}

/** A death is confirmed by certificate, hospital, police or two persons' visit. */
export async function recordDeath(tx: Tx, notice: DeathNotice): Promise<Result<null, DeathError>> {
  const dead = await dying(tx, notice);
  if (!dead.ok) return dead;
  const person = dead.value;
  const division = eventDivision(tx, person);
  await tx.run(
    sql`update person set life_state = 'dead', died_on = ${notice.diedOn}, version = version + 1 where id = ${person.id}`,
  );
  await writeLifeEvent(tx, notice, 'death');
  const fact = await recordFact(tx, {
    subject: { kind: 'person', id: person.id },
    kind: 'life',
    value: { alive: false, diedOn: notice.diedOn, certificateRef: notice.certificateRef ?? null },
    source: notice.source,
    validFrom: notice.diedOn,
  });
  if (!fact.ok) throw new Error(`death of ${person.id} not recorded: ${fact.code}`);
  await endMembershipByDeath(tx, person.id, notice.diedOn);
  await emit(tx, {
    type: 'person.died',
    subject: { kind: 'person', id: person.id },
    division,
    payload: {
      personId: person.id,
      diedOn: notice.diedOn,
      division,
      source: notice.source,
      certificateRef: notice.certificateRef ?? null,
      verifiedAt: tx.now,
    },
  });
  await recordAudit(tx, { action: 'person.died', subject: { kind: 'person', id: person.id }, personId: person.id, division });
  return ok(null);
}
