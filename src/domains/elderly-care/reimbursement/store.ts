/** All SQL that reads help with reimbursement; what is sealed of it is opened here. */
import { type Sql, sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { defineSealed } from '../../../kernel/protect/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import type { TicketState } from '../../../kernel/ticket/index.ts';
import type { CareKind, Outcome, Paper } from './terms.ts';

export const helpPlace = (column: 'content' | 'guide' | 'result', id: string): string => `reimbursement_help.${column}:${id}`;
defineSealed({ table: 'reimbursement_help', key: ['id'], sealed: ['content', 'guide', 'result'] });

export interface HelpContent {
  readonly place: string;
  readonly kind: CareKind;
  readonly matter: string;
  readonly phone: string;
  readonly name?: string;
}
export interface Help {
  id: string;
  ticketId: string;
  ticketState: TicketState;
  division: DivisionCode;
  personId: string | null;
  personName: string | null;
  askedAt: string;
  guideDue: string;
  guidedAt: string | null;
  helper: string | null;
  outcome: Outcome | null;
  outcomeAt: string | null;
  content: HelpContent;
  guide: { papers: Paper[]; said: string } | null;
  result: string | null;
}
type Row = Omit<Help, 'content' | 'guide' | 'result'> & { content: Buffer; guide: Buffer | null; result: Buffer | null };
const columns = sql`h.id, h.ticket_id, t.state as ticket_state, h.division, h.person_id, (select p.name from person p where p.id = h.person_id) as person_name,
  h.asked_at, h.guide_due, h.guided_at, h.helper, h.outcome, h.outcome_at, h.content, h.guide, h.result`;
const from = sql`reimbursement_help h join ticket t on t.id = h.ticket_id`;
const helpOf = (tx: Tx, { content, guide, result, ...row }: Row): Help => ({
  ...row,
  content: tx.keys.openJson(content, helpPlace('content', row.id)),
  guide: guide && tx.keys.openJson(guide, helpPlace('guide', row.id)),
  result: result && tx.keys.open(result, helpPlace('result', row.id)),
});

export async function lockHelp(tx: Tx, id: string): Promise<Result<Help, 'NOT_FOUND'>> {
  const row = await tx.maybe<Row>(sql`select ${columns} from ${from} where h.id = ${id} for update of h`);
  return row ? ok(helpOf(tx, row)) : fail('NOT_FOUND');
}
/** The open ones first by their limit, then the last ones; at most 200. */
export const helpsWhere = async (tx: Tx, where: Sql): Promise<Help[]> =>
  (
    await tx.rows<Row>(
      sql`select ${columns} from ${from} where ${where} order by h.outcome is not null, case when h.outcome is null then h.guide_due end, h.asked_at desc, h.id limit 200`,
    )
  ).map((row) => helpOf(tx, row));
