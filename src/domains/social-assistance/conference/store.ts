/** Conferences in the database: of a case, the last word on its money, and those that still wait. */
import { type Sql, sql } from '../../../database/sql.ts';
import { longDate } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import type { DivisionCode, Fen, Id, PlainDate } from '../../../kernel/schema/index.ts';
import type { Case } from '../../../kernel/service/server.ts';
import { anyRow } from '../../../kernel/worker/server.ts';
import type { ConferenceText } from './content.ts';
import type { ConferenceState, ConferenceSubject } from './terms.ts';

export const textPlace = (id: string): string => `case_conference.content:${id}`;

/** 急难: the same day, by telephone. */
export const isUrgent = (kase: Pick<Case, 'flow'>): boolean => kase.flow === 'emergency-aid';

interface Stored {
  readonly id: string;
  readonly caseId: Id<'Case'>;
  readonly subject: ConferenceSubject;
  readonly state: ConferenceState;
  readonly requestedOn: PlainDate;
  readonly requestedName: string;
  readonly dueOn: PlainDate;
  readonly minutesNo: string | null;
}
export interface Row extends Stored {
  readonly text: ConferenceText;
}
const columns = sql`id, case_id, subject, state, requested_on, requested_name, due_on, minutes_no, content`;
const opened = (tx: Tx, { content, ...row }: Stored & { content: Buffer }): Row => ({
  ...row,
  text: tx.keys.openJson<ConferenceText>(content, textPlace(row.id)),
});

export async function lockConference(tx: Tx, id: string): Promise<Row | null> {
  const row = await tx.maybe<Stored & { content: Buffer }>(
    sql`select ${columns} from case_conference where id = ${id} for update`,
  );
  return row && opened(tx, row);
}

export const conferencesOf = async (tx: Tx, caseId: string): Promise<Row[]> =>
  (
    await tx.rows<Stored & { content: Buffer }>(
      sql`select ${columns} from case_conference where case_id = ${caseId} order by requested_on desc, id desc limit 10`,
    )
  ).map((row) => opened(tx, row));

/** What the rules read of a conference: who is exclusive with whom is not in it. */
interface Resolution {
  readonly minutesNo: string;
  readonly amountFen: Fen;
}

/** The last resolution about the help of a case, null while there is none; a conference by telephone counts from its resolution. */
export async function resolutionOf(tx: Tx, kase: Pick<Case, 'id'>): Promise<Resolution | null> {
  const row = await tx.maybe<{
    minutesNo: string | null;
    heldOn: PlainDate;
    amountFen: Fen;
  }>(sql`select minutes_no, held_on, amount_fen
    from case_conference where case_id = ${kase.id} and subject <> 'write-off' and state <> 'requested' and amount_fen > 0
    order by recorded_at desc limit 1`);
  return row && { minutesNo: row.minutesNo ?? `${longDate(row.heldOn)}电话会商，纪要待补`, amountFen: row.amountFen };
}

interface Waiting extends Omit<Stored, 'requestedName' | 'minutesNo'> {
  readonly personId: Id<'Person'>;
  readonly personName: string;
  readonly division: DivisionCode;
}

/** In the actor's range, without minutes yet, the first due first; the cursor is the day and the id of the last row. */
export const waitingConferences = (
  tx: Tx,
  of: { after: { dueOn: string; id: string } | null; limit: number },
): Promise<Waiting[]> =>
  tx.rows<Waiting>(sql`select k.id, k.case_id, k.subject, k.state, k.requested_on, k.due_on, k.person_id, k.division, c.applicant_name as person_name
    from case_conference k join service_case c on c.id = k.case_id
    where k.division >= ${tx.actor.lo ?? ''} and k.division < ${tx.actor.hi ?? ''} and k.state <> 'recorded'
      and ${of.after ? sql`(k.due_on, k.id) > (${of.after.dueOn}::date, ${of.after.id}::uuid)` : sql`true`}
    order by k.due_on, k.id limit ${of.limit}`);

const late = (tx: Tx): Sql =>
  sql`case_conference w where w.state = 'requested' and w.reminded_on is null and w.due_on < ${tx.today}`;
export const anyLateConference = (tx: Tx) => anyRow(tx, late(tx));

/** Those whose day has passed and whom nobody was reminded of; marks them. */
export const takeLateConferences = (tx: Tx, limit: number): Promise<Waiting[]> =>
  tx.rows(sql`update case_conference k set reminded_on = ${tx.today} from service_case c
    where c.id = k.case_id and k.id in (select w.id from ${late(tx)} order by w.due_on limit ${limit} for update skip locked)
    returning k.id, k.case_id, k.subject, k.state, k.requested_on, k.due_on, k.person_id, k.division, c.applicant_name as person_name`);
