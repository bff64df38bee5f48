/** Rows of mutual aid. */
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import './errors.ts';
import { type AidAct, aidMay } from './rules.ts';
import {
  type AidChannel,
  type AidKind,
  type AidState,
  aidStates,
  type ConfirmWay,
  type HelperKind,
  type HelperState,
} from './terms.ts';

export interface Aid {
  id: string;
  personId: string;
  personName: string;
  division: DivisionCode;
  kind: AidKind;
  wantedAt: string;
  note: Buffer | null;
  channel: AidChannel;
  state: AidState;
  code: Buffer;
  helperId: string | null;
  helperName: string | null;
  helperPersonId: string | null;
  fromAt: string | null;
  minutes: number | null;
  place: string | null;
  doneAt: string | null;
  doneBy: string | null;
  confirmedWay: ConfirmWay | null;
  confirmedName: string | null;
  points: number | null;
  endReason: string | null;
}
export const aidColumns = sql`r.id, r.person_id, p.name as person_name, r.division, r.kind, r.wanted_at, r.note, r.channel, r.state, r.code, r.helper_id, hp.name as helper_name,
  h.person_id as helper_person_id, r.from_at, r.minutes, r.place, r.done_at, r.done_by, r.confirmed_way, r.confirmed_name, r.points, r.end_reason`;
export const aidTables = sql`aid_request r join person p on p.id = r.person_id left join aid_helper h on h.id = r.helper_id left join person hp on hp.id = h.person_id`;

/** A request locked, in a state in which this may be done. */
export async function aidFor(tx: Tx, id: string, act: AidAct): Promise<Result<Aid, 'NOT_FOUND' | 'AID_STATE' | 'AID_TAKEN'>> {
  const aid = await tx.maybe<Aid>(sql`select ${aidColumns} from ${aidTables} where r.id = ${id} for update of r`);
  if (!aid) return fail('NOT_FOUND');
  if (aidMay(aid.state, act)) return ok(aid);
  return act === 'take' && aid.state === 'taken' ? fail('AID_TAKEN') : fail('AID_STATE', { state: aidStates[aid.state].zh });
}

export interface Helper {
  id: string;
  personId: string;
  name: string;
  division: DivisionCode;
  kind: HelperKind;
  state: HelperState;
  offers: string;
  points: number;
  registeredOn: PlainDate;
  registeredBy: string;
}
const helperColumns = sql`h.id, h.person_id, p.name, h.division, h.kind, h.state, h.offers, h.points, h.registered_on, h.registered_by`;
/** Locked: what is counted of one helper waits for each other. */
export const lockHelper = (tx: Tx, id: string): Promise<Helper | null> =>
  tx.maybe<Helper>(
    sql`select ${helperColumns} from aid_helper h join person p on p.id = h.person_id where h.id = ${id} for update of h`,
  );
export const helperOf = (tx: Tx, personId: string): Promise<Helper | null> =>
  tx.maybe<Helper>(
    sql`select ${helperColumns} from aid_helper h join person p on p.id = h.person_id where h.person_id = ${personId}`,
  );
/** Helpers of a township who may go, by name; at most 200. */
export const helpersAround = (tx: Tx, division: DivisionCode): Promise<Helper[]> =>
  tx.rows<Helper>(sql`select ${helperColumns} from aid_helper h join person p on p.id = h.person_id
    where h.state = 'active' and left(h.division, 9) = ${division.slice(0, 9)} and p.life_state <> 'dead' order by p.name, h.id limit 200`);
