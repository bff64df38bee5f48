/** Rows of the emergency desk. */
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import type { Sheet } from './schema.ts';
import type { CallState, Ending, Helper, Level, SignalKind, Source, StepName, Terrain } from './terms.ts';

export const DEVICE_KEY = 'care-device';

export interface Home {
  id: string;
  personId: string;
  division: DivisionCode;
  terrain: Terrain;
  sheet: Buffer;
}
export const sheetPlace = (id: string): string => `emergency_home.sheet:${id}`;
export const saidPlace = (id: string): string => `emergency_incident.said:${id}`;
export const responderPlace = (id: string): string => `emergency_responder.phone:${id}`;
export const helpPlace = (incidentId: string, no: number): string => `emergency_help.phone:${incidentId}:${no}`;
export const sheetOf = (tx: Tx, home: Pick<Home, 'id' | 'sheet'>): Sheet =>
  JSON.parse(tx.keys.open(home.sheet, sheetPlace(home.id))) as Sheet;

export interface Incident {
  id: string;
  division: DivisionCode;
  terrain: Terrain;
  source: Source;
  homeId: string | null;
  deviceId: string | null;
  personId: string | null;
  signal: SignalKind | null;
  presumed: Level;
  level: Level | null;
  state: CallState;
  ending: Ending | null;
  sameAs: string | null;
  repeats: number;
  late: boolean;
  said: Buffer | null;
  t0: string;
  t1: string | null;
  t2: string | null;
  t3: string | null;
  contactAt: string | null;
  t4: string | null;
  t5: string | null;
  t6: string | null;
  t7: string | null;
  closedAt: string | null;
  unanswered: string[];
  nextAt: string | null;
  operatorId: string | null;
  operatorName: string | null;
  /** 演练: handled like any other, and counted nowhere. */
  drillId: string | null;
  version: number;
}
export const incidentColumns = sql`i.id, i.division, i.terrain, i.source, i.home_id, i.device_id, i.person_id, i.signal, i.presumed, i.level, i.state, i.ending, i.same_as, i.repeats, i.late,
  i.said, i.t0, i.t1, i.t2, i.t3, i.contact_at, i.t4, i.t5, i.t6, i.t7, i.closed_at, i.unanswered, i.next_at, i.operator_id, i.operator_name, i.drill_id, i.version`;

/** For a step: nobody else takes one meanwhile. */
export const lockIncident = (tx: Tx, id: string): Promise<Incident | null> =>
  tx.maybe<Incident>(sql`select ${incidentColumns} from emergency_incident i where i.id = ${id} for update`);

/** Appends to the course of a call; what was said is sealed. */
export async function addStep(
  tx: Tx,
  incident: Pick<Incident, 'id' | 'division'>,
  step: StepName,
  by: string,
  note?: string | null,
): Promise<void> {
  await tx.run(sql`insert into emergency_step (incident_id, division, at, step, by_name, note)
    values (${incident.id}, ${incident.division}, ${tx.now}, ${step}, ${by}, ${note ? tx.keys.seal(note, `emergency_step.note:${incident.id}:${step}`) : null})`);
}

export interface Help {
  no: number;
  helper: Helper;
  responderId: string | null;
  name: string;
  phone: Buffer | null;
  calledAt: string;
  answer: 'accepted' | 'declined' | null;
  answeredAt: string | null;
}
export const helpOf = (tx: Tx, incidentId: string): Promise<Help[]> =>
  tx.rows<Help>(
    sql`select no, helper, responder_id, name, phone, called_at, answer, answered_at from emergency_help where incident_id = ${incidentId} order by no limit 200`,
  );
