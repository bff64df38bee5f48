/** Lists of reviews: moves between counties as both see them, and what falls due in each class. Every list of persons leaves one audit row. */
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { type MoveRow, movesOf } from './store.ts';
import { movedThings, type ReviewClass } from './terms.ts';

const PAGE = 30;
type After = { readonly day: PlainDate; readonly id: string } | null;

const stateOf = (move: Pick<MoveRow, 'confirmedOn' | 'receivedOn'>): string =>
  move.confirmedOn ? '已重新确认' : move.receivedOn ? '重新确认中' : '待接收';

export interface MoveView extends Omit<MoveRow, 'what'> {
  readonly whatZh: string;
  readonly fromName: string;
  readonly toName: string;
  readonly stateZh: string;
}

export async function listMoves(
  tx: Tx,
  of: { way: 'in' | 'out'; after: After },
): Promise<{ rows: MoveView[]; next: string | null }> {
  const found = await movesOf(tx, {
    lo: tx.actor.lo ?? '',
    hi: tx.actor.hi ?? '',
    way: of.way,
    after: of.after && { movedOn: of.after.day, id: of.after.id },
    limit: PAGE + 1,
  });
  const rows = found.slice(0, PAGE);
  const last = rows.at(-1);
  if (rows.length > 0)
    await recordAudit(tx, {
      action: 'move.listed',
      personIds: [...new Set(rows.map((r) => r.personId))],
      detail: { way: of.way },
    });
  return {
    rows: rows.map(({ personId: _, what, ...move }) => ({
      ...move,
      whatZh: movedThings[what],
      // 迁出地看不到迁入地的办件
      caseId: of.way === 'in' ? move.caseId : null,
      fromName: tx.divisions.fullName(move.fromDivision),
      toName: tx.divisions.fullName(move.division),
      stateZh: stateOf(move),
    })),
    next: found.length > PAGE && last ? `${last.movedOn}~${last.id}` : null,
  };
}

export interface DueView {
  readonly id: string;
  readonly personId: string;
  readonly name: string;
  readonly divisionName: string;
  readonly dueOn: PlainDate;
  /** Not later than the day on which it is opened. */
  readonly opensOn: PlainDate;
  readonly openedOn: PlainDate | null;
  readonly caseId: string | null;
  readonly overdue: boolean;
}

interface DueRow {
  id: string;
  personId: string;
  name: string;
  division: DivisionCode;
  dueOn: PlainDate;
  openedOn: PlainDate | null;
  caseId: string | null;
}

const OPEN_DAYS = 30;
const itemOf = { dibao: 'SA-02', tekun: 'SA-04' } as const;

const planned = (tx: Tx, of: 'dibao' | 'tekun', after: After): Promise<DueRow[]> =>
  tx.rows<DueRow>(sql`select p.entitlement_id as id, e.person_id, n.name, p.division, p.due_on, p.opened_on,
      (select c.id from service_case c where c.applicant_person_id = e.person_id and c.item_id = ${itemOf[of]} and c.closed_at is null limit 1) as case_id
    from benefit_review_plan p join entitlement e on e.id = p.entitlement_id join person n on n.id = e.person_id
    where e.programme = ${of} and e.state = 'active' and p.division >= ${tx.actor.lo ?? ''} and p.division < ${tx.actor.hi ?? ''}
      and ${after ? sql`(p.due_on, p.entitlement_id) > (${after.day}::date, ${after.id}::uuid)` : sql`true`}
    order by p.due_on, p.entitlement_id limit ${PAGE + 1}`);

/** 低保边缘 is reviewed, 刚性支出 renewed by a new application before its last day; a review of either that is open stands beside it. */
const recognised = (tx: Tx, of: 'edge' | 'rigid', after: After): Promise<DueRow[]> =>
  tx.rows<DueRow>(sql`select r.id, r.person_id, n.name, r.division, coalesce(r.valid_to, r.review_due) as due_on, r.reminded_on as opened_on,
      (select v.case_id from benefit_review v where v.recognition_id = r.id and v.change is null) as case_id
    from assistance_recognition r join person n on n.id = r.person_id
    where r.kind = ${of} and r.state = 'active' and r.division >= ${tx.actor.lo ?? ''} and r.division < ${tx.actor.hi ?? ''}
      and ${after ? sql`(coalesce(r.valid_to, r.review_due), r.id) > (${after.day}::date, ${after.id}::uuid)` : sql`true`}
    order by coalesce(r.valid_to, r.review_due), r.id limit ${PAGE + 1}`);

export async function listDue(tx: Tx, of: { of: ReviewClass; after: After }): Promise<{ rows: DueView[]; next: string | null }> {
  const isPaid = of.of === 'dibao' || of.of === 'tekun';
  const found = isPaid
    ? await planned(tx, of.of as 'dibao' | 'tekun', of.after)
    : await recognised(tx, of.of as 'edge' | 'rigid', of.after);
  const rows = found.slice(0, PAGE);
  const last = rows.at(-1);
  if (rows.length > 0)
    await recordAudit(tx, {
      action: 'review.due-listed',
      personIds: [...new Set(rows.map((r) => r.personId))],
      detail: { class: of.of },
    });
  return {
    rows: rows.map(({ division, ...row }) => ({
      ...row,
      divisionName: tx.divisions.fullName(division),
      opensOn: plusDays(row.dueOn, -OPEN_DAYS),
      overdue: row.dueOn < tx.today,
    })),
    next: found.length > PAGE && last ? `${last.dueOn}~${last.id}` : null,
  };
}
