/** Somebody is missed elsewhere: a home reports it, or nobody opened and nobody knows where he is. The desk rings, and a search stands open. */
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type DomainEvent, defineSubscription, type Subscription } from '../../../kernel/event/server.ts';
import { recordsOf } from '../../../kernel/map/server.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import { openCall } from '../emergency/intake.ts';
import type { Terrain } from '../emergency/terms.ts';
import { openSearch } from './store.ts';

const subscribe = (name: string, types: Subscription['types'], handle: Subscription['handle']): Subscription =>
  defineSubscription({ name: `elderly-care.lost.${name}`, types, handle });

/** What everybody may read of the home that reports: name, address, telephone. */
async function homeSaid(tx: Tx, id: string, division: DivisionCode): Promise<string> {
  const home = (await recordsOf(tx, { layer: 'institutions', division })).find((one) => one.id === id);
  return home ? `${home.name}（${home.says}）` : tx.divisions.fullName(division);
}

/** 走失 of a home, grave: the desk has it as a call of level 2, and telephones the home for the looks. */
async function fromHome(tx: Tx, event: DomainEvent): Promise<void> {
  const { incidentId, institutionId, type, at } = event.payload as Record<'incidentId' | 'institutionId' | 'type' | 'at', string>;
  if (type !== 'wandering') return;
  if (await tx.maybe(sql`select 1 as one from lost_search where source_ref = ${incidentId}`)) return;
  const said = `养老机构报有老人走失：${await homeSaid(tx, institutionId, event.division)}。请打电话问样子。`;
  const call = await openCall(tx, {
    division: event.division,
    terrain: 'plain',
    source: 'institution',
    homeId: null,
    personId: null,
    presumed: 2,
    by: '养老机构突发事件',
    said,
  });
  const opened = await openSearch(tx, {
    division: event.division,
    source: 'institution',
    incidentId: call.id,
    sourceRef: incidentId,
    lastSeenAt: at,
    note: said,
  });
  if (!opened.ok) throw new Error(`lost search: ${opened.code}`);
}

async function fromDoor(tx: Tx, event: DomainEvent): Promise<void> {
  const { personId, lastSeenAt } = event.payload as { personId: string; lastSeenAt: string | null };
  if (await tx.maybe(sql`select 1 as one from lost_search where person_id = ${personId} and closed_at is null`)) return;
  const home = await tx.maybe<{ id: string; terrain: Terrain }>(
    sql`select id, terrain from emergency_home where person_id = ${personId} and ended_on is null`,
  );
  const said = '敲门没有人应，打电话、再上门都没有找到，可能走失。';
  const call = await openCall(tx, {
    division: event.division,
    terrain: home?.terrain ?? 'plain',
    source: 'person',
    homeId: home?.id ?? null,
    personId,
    presumed: 2,
    by: '敲门无应答',
    said,
  });
  const opened = await openSearch(tx, {
    division: event.division,
    source: 'knock',
    personId,
    incidentId: call.id,
    lastSeenAt,
    note: said,
  });
  if (!opened.ok) throw new Error(`lost search: ${opened.code}`);
}

export const lostReactions: readonly Subscription[] = [
  subscribe('home', ['incident.opened'], fromHome),
  subscribe('door', ['elder.lost.suspected'], fromDoor),
];
