/** What every move between counties has (4.6): the last month here, the months for which the new county pays before it has confirmed, the sheet with the file. */
import { sql } from '../../../database/sql.ts';
import { plusMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { documentsOf, issueDocument } from '../../../kernel/document/server.ts';
import type { EntitlementId } from '../../../kernel/payment/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { diedAsMembers, type HouseholdId, type PersonId } from '../../../kernel/resident/server.ts';
import type { DivisionCode, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { countyOf } from '../family/places.ts';
import { reviewDocuments, transferSheet } from './letters.ts';
import { splitMove } from './rules.ts';

/** Holds what came from another county and was not confirmed in time. */
export const MOVE_HOLD = 'move';

export interface Moved {
  readonly personId: PersonId;
  readonly fromDivision: DivisionCode;
  readonly toDivision: DivisionCode;
  readonly movedOn: PlainDate;
}

/** 户籍迁移 of a household; told of each of those who move. */
export interface HouseholdMoved extends Moved {
  readonly householdId: HouseholdId;
}

/** By whose name something moves: the one who moves, and who died in the household, whose benefit the family goes on living on. */
export const holdersOf = async (tx: Tx, move: HouseholdMoved): Promise<ReadonlySet<PersonId>> =>
  new Set([move.personId, ...(await diedAsMembers(tx, move.householdId))]);

/** The last month that the new county pays without having confirmed. */
export async function provisionalLast(tx: Tx, to: DivisionCode, firstMonth: YearMonth): Promise<YearMonth> {
  const months = await wholeParameter(tx, 'MOVE-PROVISIONAL-MONTHS', to, tx.today);
  if (!months.ok) throw new Error(`move to ${to}: ${months.code}`);
  return plusMonths(firstMonth, months.value - 1);
}

/** Papers of a case by title and number, as the sheet lists them. */
export const papersOf = async (tx: Tx, caseId: string): Promise<string[]> =>
  (await documentsOf(tx, { caseId })).map((d) => `${d.title}（${d.number}）`);

/** 档案移交单: from the county that the family leaves, on the case in the one that it has come to. */
export async function sendSheet(
  tx: Tx,
  of: { move: Moved; caseId: string; papers: readonly string[]; what: string; lastMonth: YearMonth; formerFen: number | null },
): Promise<void> {
  const { move } = of;
  const county = countyOf({ division: move.fromDivision });
  const issuer = tx.office(county);
  const sheet = await issueDocument(tx, {
    kind: reviewDocuments.transfer,
    issuer: { division: county, name: issuer.name },
    letter: transferSheet({
      to: tx.office(countyOf({ division: move.toDivision })).name,
      what: of.what,
      movedOn: move.movedOn,
      fromPlace: tx.divisions.fullName(move.fromDivision),
      toPlace: tx.divisions.fullName(move.toDivision),
      lastMonth: of.lastMonth,
      formerFen: of.formerFen,
      papers: of.papers,
      contact: { office: issuer.name, telephone: issuer.telephone },
    }),
    signer: issuer.name,
    caseId: of.caseId,
    personId: null,
    division: move.toDivision,
  });
  if (!sheet.ok) throw new Error(`sheet of the move to ${move.toDivision}: ${sheet.code}`);
}

/** The last month that the old county pays: that of the move, or a later one that has left for the bank already; no month is asked back and paid again. */
export async function lastMonthOf(tx: Tx, ids: readonly EntitlementId[], movedOn: PlainDate): Promise<YearMonth> {
  const { month } = await tx.one<{ month: YearMonth | null }>(
    sql`select max(month) as month from payment_line where entitlement_id = any(${[...ids]}::uuid[]) and state in ('sent', 'paid', 'returned', 'corrected', 'reissued')`,
  );
  const { oldLast } = splitMove(movedOn);
  return month !== null && month > oldLast ? month : oldLast;
}
