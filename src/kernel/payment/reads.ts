/** What officers and residents see of batches and payments. Scope comes from row-level security; roles are checked here. */
import { and, type Sql, sql } from '../../database/sql.ts';
import { type DutyCode, duties, type Role, roles } from '../access/index.ts';
import { recordAudit } from '../audit/server.ts';
import type { Tx } from '../context/server.ts';
import { scopeRange } from '../division/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode, Fen, Id, PlainDate, YearMonth } from '../schema/index.ts';
import { isBackPay } from './back-pay-list.ts';
import { bankFileColumns } from './bank-files.ts';
import { type BankFormatKey, templateOf } from './bank-format/formats.ts';
import {
  accountHolds,
  type BankFileView,
  type BatchId,
  type BatchRow,
  type BatchState,
  type BatchView,
  batchKinds,
  batchStateZh,
  DEAD_PAYEE_HOLD,
  type InquiryAnswer,
  inquiryAnswers,
  type LineRow,
  type LineState,
  lineKinds,
  lineStates,
  type OpenInquiry,
  type Page,
  type PaymentRow,
  programmeOf,
  type WaitingLine,
} from './index.ts';
import { payeeIn } from './payees.ts';
import { allowedActions } from './steps.ts';
import { type Batch, batchColumns, dueOn, eventName, findBatch } from './totals.ts';
import { waitsFor, waitsZh } from './turns.ts';

const PAGE = 50;

/** Administrators and departments have no business with payments; the treasury has. */
const mayReadPayments = ({ actor }: Tx): boolean =>
  !['public', 'sys-admin', 'security-admin', 'audit-admin'].includes(actor.role) &&
  (actor.role !== 'dept-user' || actor.duty === 'treasury-officer');
/** Batches are the officers' work; people see their own lines. */
const mayReadBatches = (tx: Tx): boolean =>
  mayReadPayments(tx) && tx.actor.kind !== 'resident' && tx.actor.role !== 'village-worker';

const nameOf = (tx: Tx, code: DivisionCode): string => tx.divisions.get(code)?.name ?? code;

const rowOf = (tx: Tx, batch: Batch & { frozen: boolean }): BatchRow => ({
  id: batch.id,
  programme: batch.programme,
  programmeZh: programmeOf(batch.programme).zh,
  county: batch.county,
  countyName: nameOf(tx, batch.county),
  month: batch.month,
  seq: batch.seq,
  kind: batch.kind,
  kindZh: batchKinds[batch.kind],
  state: batch.state,
  stateZh: batchStateZh(batch.state, batch.preparedBy !== null),
  lineCount: batch.lineCount,
  sumFen: batch.sumFen,
  payOn: batch.payOn,
  dueOn: dueOn(batch),
  frozen: batch.frozen,
  version: batch.version,
});

export interface BatchFilter {
  month?: YearMonth;
  county?: DivisionCode;
  programme?: string;
  state?: BatchState;
  /** Only those that wait for the actor, the next pay day first. */
  mine?: boolean;
}

const isFrozen = sql`exists (select from bank_inquiry q where q.batch_id = payment_batch.id and q.answer is null) as frozen`;

/** Newest month first, 50 a page; what waits for the actor by its pay day. */
export async function batches(tx: Tx, filter: BatchFilter, cursor: string | null = null): Promise<Page<BatchRow>> {
  if (!mayReadBatches(tx)) return { items: [], next: null };
  const where: Sql[] = [];
  if (filter.month) where.push(sql`month = ${filter.month}`);
  if (filter.county) where.push(sql`county = ${filter.county}`);
  if (filter.programme) where.push(sql`programme = ${filter.programme}`);
  if (filter.state) where.push(sql`state = ${filter.state}`);
  // What waits for the actor goes on after a day, every other list after a month.
  const after = cursor?.indexOf('/') === (filter.mine ? 10 : 7) ? cursor.split('/') : undefined;
  if (filter.mine) where.push(waitsFor(tx));
  const order = filter.mine ? sql`pay_on, id` : sql`month desc, id desc`;
  if (after?.length === 2)
    where.push(
      filter.mine
        ? sql`(pay_on, id) > (${after[0]}::date, ${after[1]}::uuid)`
        : sql`(month, id) < (${after[0]}, ${after[1]}::uuid)`,
    );
  const rows = await tx.rows<Batch & { frozen: boolean }>(
    sql`select ${batchColumns}, ${isFrozen} from payment_batch where ${and(where)} order by ${order} limit ${PAGE + 1}`,
  );
  const last = rows[PAGE - 1];
  return {
    items: rows.slice(0, PAGE).map((row) => rowOf(tx, row)),
    next: rows.length > PAGE && last ? `${filter.mine ? last.payOn : last.month}/${last.id}` : null,
  };
}

const roleName = (role: string, duty: string | null): string =>
  duty && duty in duties ? duties[duty as DutyCode].zh : (roles[role as Role] ?? role);

interface EventRow {
  seq: number;
  action: string;
  toState: BatchState;
  actorName: string;
  role: string;
  duty: string | null;
  at: string;
  note: string | null;
  lineCount: number;
  sumFen: Fen;
  hash: string;
}

interface FileRow extends Omit<BankFileView, 'formatZh' | 'result' | 'refused' | 'inquiry'> {
  format: BankFormatKey;
  creditedOn: PlainDate | null;
  successCount: number;
  successFen: Fen;
  returnedCount: number;
  returnedFen: Fen;
  importedAt: string;
  resultLetter: string | null;
  problem: string | null;
  refusedAt: string;
  refusedName: string;
  openedOn: PlainDate | null;
  answer: InquiryAnswer | null;
  letterNo: string | null;
  answeredOn: PlainDate | null;
  promisedBy: PlainDate | null;
}

/** The last letter of a bank that the result of a file follows. */
const lastInterim = (fileId: Sql): Sql =>
  sql`select letter_no, answered_on from bank_interim_letter where bank_file_id = ${fileId} order by recorded_at desc, id desc limit 1`;

/** The files of a batch with what their banks said. */
async function bankFileViews(tx: Tx, batchId: BatchId): Promise<BankFileView[]> {
  const rows =
    await tx.rows<FileRow>(sql`select ${bankFileColumns}, r.credited_on, r.success_count, r.success_fen, r.returned_count, r.returned_fen, r.imported_at, r.letter_no as result_letter,
      x.problem, x.refused_at, x.refused_name, q.opened_on, q.answer, coalesce(q.letter_no, i.letter_no) as letter_no, coalesce(q.answered_on, i.answered_on) as answered_on,
      case when q.answer is null then q.result_by end as promised_by
    from bank_file f left join bank_result r on r.bank_file_id = f.id left join bank_inquiry q on q.bank_file_id = f.id
    left join lateral (select problem, refused_at, refused_name from bank_result_refusal where bank_file_id = f.id and r.id is null order by refused_at desc, id desc limit 1) x on true
    left join lateral (${lastInterim(sql`f.id`)}) i on true
    where f.batch_id = ${batchId} order by f.bank limit 100`);
  return rows.map((f) => ({
    id: f.id,
    bankName: f.bankName,
    formatZh: templateOf(f.format).zh,
    hash: f.hash,
    lineCount: f.lineCount,
    sumFen: f.sumFen,
    madeOn: f.madeOn,
    resultBy: f.resultBy,
    result: f.creditedOn && {
      creditedOn: f.creditedOn,
      paid: { count: f.successCount, sumFen: f.successFen },
      returned: { count: f.returnedCount, sumFen: f.returnedFen },
      importedAt: f.importedAt,
      letterNo: f.resultLetter,
    },
    refused: f.problem === null ? null : { problem: f.problem, at: f.refusedAt, byName: f.refusedName },
    inquiry: f.openedOn && {
      openedOn: f.openedOn,
      answerZh: f.answer && inquiryAnswers[f.answer],
      letterNo: f.letterNo,
      answeredOn: f.answeredOn,
      resultBy: f.promisedBy,
    },
  }));
}

/** 查询查复: the files that are frozen, the longest waiting first; they leave the desk with a final answer only. */
export async function openInquiries(tx: Tx): Promise<OpenInquiry[]> {
  if (!mayReadBatches(tx)) return [];
  const rows = await tx.rows<Omit<OpenInquiry, 'countyName' | 'programmeZh'> & { county: DivisionCode; programme: string }>(sql`
    select q.bank_file_id as file_id, q.batch_id, q.county, b.programme, b.month, f.bank_name, f.line_count, f.sum_fen, q.opened_on, i.letter_no, coalesce(q.result_by, q.opened_on) as due_on
    from bank_inquiry q join bank_file f on f.id = q.bank_file_id join payment_batch b on b.id = q.batch_id left join lateral (${lastInterim(sql`q.bank_file_id`)}) i on true
    where q.answer is null order by q.opened_on, q.bank_file_id limit 100`);
  return rows.map(({ county, programme, ...row }) => ({
    ...row,
    countyName: tx.divisions.get(county)?.name ?? county,
    programmeZh: programmeOf(programme).zh,
  }));
}

/** A batch with its townships, its history, and the buttons of this actor. */
export async function batchView(tx: Tx, id: BatchId): Promise<Result<BatchView, 'NOT_FOUND'>> {
  const batch = mayReadBatches(tx) ? await findBatch(tx, id) : null;
  if (!batch) return fail('NOT_FOUND');
  // The lines are read once: a join of the townships with them was planned as all lines for each township.
  const lines = await tx.rows<{
    place: string;
    state: LineState;
    isBackPay: boolean;
    count: number;
    sumFen: Fen;
  }>(sql`select left(l.division, 9) as place, l.state, ${isBackPay(batch)} as is_back_pay, count(*)::int as count, sum(l.amount_fen)::bigint as sum_fen
    from payment_line l where l.batch_id = ${id} group by 1, 2, 3`);
  const total = (of: typeof lines) =>
    of.reduce((all, s) => ({ count: all.count + s.count, sumFen: all.sumFen + s.sumFen }), { count: 0, sumFen: 0 });
  const part = (...wanted: readonly LineState[]) => total(lines.filter((s) => wanted.includes(s.state)));
  const confirmations = await tx.rows<{ township: DivisionCode; confirmedAt: string | null; confirmedBy: string | null }>(sql`
    select township, confirmed_at, confirmed_name as confirmed_by from payment_batch_township where batch_id = ${id} order by township limit 500`);
  const townships = confirmations.map(({ township, ...confirmed }) => {
    const { count, sumFen } = total(
      lines.filter((s) => s.place === township.slice(0, 9) && s.state !== 'on-hold' && s.state !== 'ended'),
    );
    return { township, lineCount: count, sumFen, ...confirmed };
  });
  const events =
    await tx.rows<EventRow>(sql`select seq, action, to_state, actor_name, role, duty, at, note, line_count, sum_fen, hash
    from payment_batch_event where batch_id = ${id} order by seq limit 1000`);
  const bankFiles = await bankFileViews(tx, id);
  const own = townships.find((t) => t.township === tx.actor.division);
  const unanswered = bankFiles.filter((f) => f.result === null).length;
  const open = townships.filter((t) => t.confirmedAt === null).map((t) => nameOf(tx, t.township));
  return ok({
    ...rowOf(tx, { ...batch, frozen: bankFiles.some((f) => f.inquiry !== null && f.inquiry.answerZh === null) }),
    hash: batch.hash,
    held: part(...HELD),
    paid: part('paid', 'recovered'),
    returned: part(...CAME_BACK),
    backPay: total(lines.filter((s) => s.isBackPay && s.state !== 'ended')),
    townships: townships.map((t) => ({ ...t, name: nameOf(tx, t.township) })),
    events: events.map(({ action, toState, role, duty, ...event }) => ({
      ...event,
      actionZh: eventName(action),
      toZh: batchStateZh(toState, action === 'submitReview'),
      roleZh: roleName(role, duty),
    })),
    bankFiles,
    waitsZh: waitsZh(batch, unanswered, open),
    allowedActions: allowedActions(tx, batch, {
      townshipOpen: own !== undefined && own.confirmedAt === null,
      unanswered,
    }),
  });
}

type RawLine = Omit<LineRow, 'divisionName' | 'kindZh' | 'stateZh'>;
const lineColumns = sql`l.id, l.batch_id, l.no, l.entitlement_id, l.person_id, p.name as person_name, l.division, l.month, l.kind, l.covers, l.amount_fen,
  l.account_last4 as last4, l.state, l.hold_code, l.hold_reason, r.reason as return_reason, r.slip_id, l.paid_on,
  l.state = 'on-hold' and exists (select from person d where d.id = coalesce((${payeeIn(sql`l.entitlement_id`, sql`l.month`)}), l.person_id) and d.died_on is not null) as payee_dead`;
const lineSource = sql`payment_line l left join person p on p.id = l.person_id left join returned_payment r on r.line_id = l.id`;

/** Lists of people are on record, with the ids that were shown. Needs a write transaction. */
async function linePage(
  tx: Tx,
  rows: RawLine[],
  next: (last: RawLine) => string,
  list: { subject: { kind: string; id: string }; division: DivisionCode; filter: object },
): Promise<Page<LineRow>> {
  const shown = rows.slice(0, PAGE);
  if (shown.length > 0)
    await recordAudit(tx, {
      action: 'payment-lines.listed',
      subject: list.subject,
      division: list.division,
      personIds: [...new Set(shown.map((l) => l.personId))],
      detail: { ...list.filter },
    });
  return {
    items: shown.map((l) => ({
      ...l,
      divisionName: tx.divisions.get(l.division) ? tx.divisions.fullName(l.division) : l.division,
      kindZh: lineKinds[l.kind],
      stateZh: lineStates[l.state],
    })),
    next: rows.length > PAGE ? next(shown.at(-1)!) : null,
  };
}

/** Holds that somebody ends by naming an account, or whom to pay. */
const correctable = [...accountHolds, DEAD_PAYEE_HOLD];
const HELD: readonly LineState[] = ['on-hold'];
const CAME_BACK: readonly LineState[] = ['returned', 'corrected', 'reissued'];
/** The rare states have indexes of their own, by what only their lines carry: a page of them reads no other lines of the list. */
const inState = (state: LineState): Sql =>
  and([
    sql`l.state = ${state}`,
    ...(HELD.includes(state) ? [sql`l.hold_code is not null`] : []),
    ...(CAME_BACK.includes(state) ? [sql`l.return_code is not null`] : []),
  ]);

/** Lines of a batch within the actor's scope, in the order of the bank's file, 50 a page. Needs a write transaction. */
export async function batchLines(
  tx: Tx,
  batchId: BatchId,
  filter: { state?: LineState } = {},
  cursor: string | null = null,
): Promise<Page<LineRow>> {
  if (!mayReadBatches(tx)) return { items: [], next: null };
  const after = Number(cursor ?? 0);
  const rows = await tx.rows<RawLine>(sql`select ${lineColumns} from ${lineSource}
    where l.batch_id = ${batchId} and l.no > ${Number.isSafeInteger(after) ? after : 0} and ${filter.state ? inState(filter.state) : sql`true`} order by l.no limit ${PAGE + 1}`);
  return linePage(tx, rows, (last) => String(last.no), {
    subject: { kind: 'payment-batch', id: batchId },
    division: tx.actor.division ?? tx.city,
    filter,
  });
}

/**
 * What the bank sent back and nobody has corrected, and what waits for an account or for somebody who draws it, whichever list it stands on: the oldest first,
 * 50 a page. Needs a write transaction.
 */
export async function waitingLines(tx: Tx, cursor: string | null = null): Promise<Page<WaitingLine>> {
  if (!mayReadBatches(tx)) return { items: [], next: null };
  const after = cursor?.split('/');
  const rows = await tx.rows<RawLine & { programme: string; dueOn: PlainDate }>(sql`select ${lineColumns}, l.programme, w.due_on
    from (select line_id as id, due_on from returned_payment where handled_at is null
      union all select h.id, b.pay_on from payment_line h join payment_batch b on b.id = h.batch_id where h.hold_code = any(${[...correctable]}::text[])) w
    join ${lineSource} on l.id = w.id
    where l.state in ('returned', 'on-hold') and ${after?.length === 2 ? sql`(w.due_on, l.id) > (${after[0]}::date, ${after[1]}::uuid)` : sql`true`}
    order by w.due_on, l.id limit ${PAGE + 1}`);
  const more = new Map(rows.map(({ id, programme, dueOn }) => [id, { programmeZh: programmeOf(programme).zh, dueOn }]));
  const page = await linePage(
    tx,
    rows.map(({ programme: _, dueOn: __, ...line }) => line),
    (last) => `${more.get(last.id)!.dueOn}/${last.id}`,
    { subject: { kind: 'payment-lines', id: 'waiting' }, division: tx.actor.division ?? tx.city, filter: {} },
  );
  return { items: page.items.map((line) => ({ ...line, ...more.get(line.id)! })), next: page.next };
}

/** The lines that a figure counts (paid ones, or those of a state that a difference names), 50 a page. Needs a write transaction. */
export async function figureLines(
  tx: Tx,
  of: { month: YearMonth; division: DivisionCode; programme?: string; state?: LineState },
  cursor: string | null = null,
): Promise<Page<LineRow>> {
  if (!mayReadBatches(tx)) return { items: [], next: null };
  const { lo, hi } = scopeRange(of.division);
  const rows = await tx.rows<RawLine>(sql`select ${lineColumns} from ${lineSource}
    where l.state = ${of.state ?? 'paid'} and l.month = ${of.month} and l.division >= ${lo} and l.division < ${hi} and ${of.programme ? sql`l.programme = ${of.programme}` : sql`true`}
      and l.id > ${cursor ?? '00000000-0000-0000-0000-000000000000'} order by l.id limit ${PAGE + 1}`);
  return linePage(tx, rows, (last) => last.id, { subject: { kind: 'figure', id: of.month }, division: of.division, filter: of });
}

/** Payments to a person's account, newest month first, 50 a page: for officers in scope and for the person. */
export async function paymentsOfPerson(tx: Tx, personId: Id<'Person'>, cursor: string | null = null): Promise<Page<PaymentRow>> {
  if (!mayReadPayments(tx)) return { items: [], next: null };
  const after = cursor?.split('/');
  const rows = await tx.rows<
    Omit<PaymentRow, 'programmeZh' | 'kindZh' | 'stateZh'> & { programme: string; kind: keyof typeof lineKinds }
  >(sql`
    select l.id as line_id, l.programme, l.month, l.kind, l.amount_fen, l.state, l.paid_on, b.pay_on, l.account_last4 as last4, coalesce(l.hold_reason, r.reason) as reason
    from payment_line l left join payment_batch b on b.id = l.batch_id left join returned_payment r on r.line_id = l.id
    where l.person_id = ${personId} and ${after?.length === 2 ? sql`(l.month, l.id) < (${after[0]}, ${after[1]}::uuid)` : sql`true`}
    order by l.month desc, l.id desc limit ${PAGE + 1}`);
  const last = rows[PAGE - 1];
  return {
    items: rows.slice(0, PAGE).map(({ programme, kind, ...row }) => ({
      ...row,
      programmeZh: programmeOf(programme).zh,
      kindZh: lineKinds[kind],
      stateZh: lineStates[row.state],
    })),
    next: rows.length > PAGE && last ? `${last.month}/${last.lineId}` : null,
  };
}
