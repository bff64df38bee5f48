/** A draft as it is kept, and the register of standards as it would be with it. */
import { sql } from '../../database/sql.ts';
import { isOwnHand } from '../access/index.ts';
import { firstDayOf, monthOf, plusMonths } from '../calendar/index.ts';
import { newId, type Tx } from '../context/server.ts';
import { enterRow, makeParameters, type ParameterRow } from '../policy/server.ts';
import { ok, type Result } from '../result/index.ts';
import type { DivisionCode, Id, YearMonth } from '../schema/index.ts';
import { asParameterRow, type DraftId, type DraftState, type ProposedRow, type RunId } from './index.ts';

export interface Draft {
  id: DraftId;
  division: DivisionCode;
  title: string;
  documentNo: string;
  state: DraftState;
  version: number;
  proposedBy: string;
  proposedName: string;
  proposedAt: string;
  submittedBy: string | null;
  submittedName: string | null;
  submittedAt: string | null;
  approvedName: string | null;
  approvedAt: string | null;
  publishedAt: string | null;
  rehearsalId: RunId | null;
  publicationId: RunId | null;
  announcementId: Id<'Document'> | null;
  note: string | null;
}

/** Who proposed it or sent it in does not approve it. */
export const isOwnDraft = ({ actor, now }: Tx, draft: Draft): boolean =>
  isOwnHand(actor, draft.proposedBy, draft.proposedAt) || isOwnHand(actor, draft.submittedBy, draft.submittedAt ?? now);

export const findDraft = (tx: Tx, id: DraftId): Promise<Draft | null> =>
  tx.maybe<Draft>(sql`select * from standard_draft where id = ${id}`);
export const draftRows = (tx: Tx, id: DraftId): Promise<ProposedRow[]> =>
  tx.rows<ProposedRow>(
    sql`select key, division, value, unit, valid_from, floor, ceiling from standard_draft_row where draft_id = ${id} order by no limit 200`,
  );

/** The first month that is paid by a standard: that of its first day, or the next one when it begins within a month. */
export const firstMonthOf = (rows: readonly ProposedRow[]): YearMonth =>
  rows
    .map(({ validFrom }) =>
      validFrom === firstDayOf(monthOf(validFrom)) ? monthOf(validFrom) : plusMonths(monthOf(validFrom), 1),
    )
    .toSorted()[0]!;

/** The register of standards as it would be with the draft in force. */
export function withDraft(
  rows: readonly ParameterRow[],
  draft: { documentNo: string; rows: readonly ProposedRow[] },
  knownSince: string,
): Result<ParameterRow[]> {
  let all: ParameterRow[] = [...rows];
  for (const row of draft.rows) {
    const entered = enterRow(all, asParameterRow(row, { id: newId(), documentNo: draft.documentNo, knownSince }));
    if (!entered.ok) return entered;
    all = entered.value.rows;
  }
  return ok(all);
}

/** What is in force on the first day of a proposed standard without it. */
export function valueBefore(rows: readonly ParameterRow[], row: ProposedRow): { value: string; source: string } | null {
  const found = makeParameters(rows).on(row.key, row.division, row.validFrom);
  return found.ok ? { value: found.value.value, source: found.value.row.source } : null;
}
