/** Deaths. A report from any channel makes a death suspected (疑似死亡): it holds a payment. Only a confirmed death ends rights. */
import { sql } from '../../database/sql.ts';
import { recordAudit } from '../audit/server.ts';
import { longDate } from '../calendar/index.ts';
import { newId, type Tx } from '../context/server.ts';
import { emit } from '../event/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode, PlainDate } from '../schema/index.ts';
import { recordFact } from './facts.ts';
import { type DeathRegistration, deathProofs, type LifeEventKind, type PersonId } from './index.ts';
import { endMembershipByDeath } from './membership-at-death.ts';
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
  /** What else stands with it: the kind of proof, who looked. */
  detail?: Readonly<Record<string, unknown>>;
}

type DeathError = 'NOT_FOUND' | 'ALREADY_DEAD' | 'DEATH_IN_FUTURE' | 'DEATH_BEFORE_BIRTH';

/** Somebody who lives outside the city is still told about where he or she is registered. */
export const eventDivision = (tx: Tx, person: PersonRow): DivisionCode => {
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

export async function writeLifeEvent(
  tx: Tx,
  event: { personId: PersonId; kind: LifeEventKind; on: PlainDate; source: string; detail: Record<string, unknown> },
): Promise<void> {
  await tx.run(sql`insert into life_event (id, person_id, kind, happened_on, recorded_at, recorded_by, source, detail)
    values (${newId()}, ${event.personId}, ${event.kind}, ${event.on}, ${tx.now}, ${tx.actor.id}, ${event.source}, ${JSON.stringify(event.detail)}::jsonb)`);
}

const writeDeath = (tx: Tx, notice: DeathNotice, kind: 'death-reported' | 'death'): Promise<void> =>
  writeLifeEvent(tx, {
    personId: notice.personId,
    kind,
    on: notice.diedOn,
    source: notice.source,
    detail: { ...notice.detail, ...(notice.certificateRef ? { certificateRef: notice.certificateRef } : {}) },
  });

/** Somebody has looked and found that the same death was none: what a register sends again holds nothing again. An officer may report it anew. */
const isRefuted = async (tx: Tx, notice: DeathNotice): Promise<boolean> =>
  tx.actor.kind === 'system' &&
  (await lifeEventsOf(tx, notice.personId)).some(
    (event) => event.kind === 'death-revoked' && event.detail.diedOn === notice.diedOn,
  );

/** A death is said to have happened: the person becomes 疑似死亡 until it is confirmed. */
export async function reportDeath(tx: Tx, notice: DeathNotice): Promise<Result<null, DeathError | 'DEATH_REFUTED'>> {
  const dead = await dying(tx, notice);
  if (!dead.ok) return dead;
  if (await isRefuted(tx, notice)) return fail('DEATH_REFUTED', { diedOn: notice.diedOn });
  const person = dead.value;
  const division = eventDivision(tx, person);
  await tx.run(sql`update person set life_state = 'death-reported', version = version + 1 where id = ${person.id}`);
  await writeDeath(tx, notice, 'death-reported');
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
  await writeDeath(tx, notice, 'death');
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

/** 登记死亡 at a desk: by a paper with its number, or by what two surveyors found. */
export function registerDeath(
  tx: Tx,
  given: { personId: PersonId } & DeathRegistration,
): Promise<Result<null, DeathError | 'DEATH_VISIT_IN_FUTURE'>> {
  const { personId, diedOn, proof, number, visitedOn, first, second } = given;
  const kind = deathProofs[proof];
  if (proof !== 'visit') return recordDeath(tx, { personId, diedOn, source: kind, certificateRef: number, detail: { proof } });
  if (visitedOn && visitedOn > tx.today)
    return Promise.resolve(fail('DEATH_VISIT_IN_FUTURE', {}, [{ path: 'visitedOn', message: '不能晚于今天' }]));
  const source = `${first}、${second}${longDate(visitedOn!)}上门核实`;
  return recordDeath(tx, { personId, diedOn, source: kind, detail: { proof, visit: source } });
}
