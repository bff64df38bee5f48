/**
 * 三方对账: what was decided, what was sent and what arrived, by county, programme and month. Every difference has a name and an owner, and
 * together they explain it to the fen: nothing is left over.
 */
import { identifier, type Sql, sql } from '../../database/sql.ts';
import type { Tx } from '../context/server.ts';
import { scopeRange } from '../division/index.ts';
import type { DivisionCode, Fen, YearMonth } from '../schema/index.ts';
import { type AgreementRow, type DifferenceKind, differenceKinds, type OtherMonthRow, programmeOf } from './index.ts';

interface Sums {
  county: DivisionCode;
  programme: string;
  decidedFen: Fen;
  decidedCount: number;
  offsetFen: Fen;
  pendingFen: Fen;
  pendingCount: number;
  heldFen: Fen;
  heldCount: number;
  transitFen: Fen;
  transitCount: number;
  refusedFen: Fen;
  refusedCount: number;
  frozenFen: Fen;
  frozenCount: number;
  returnedFen: Fen;
  returnedCount: number;
  correctedFen: Fen;
  correctedCount: number;
  paidFen: Fen;
  paidCount: number;
  backPaidFen: Fen;
  /** Confirmed as paid too much: it is in the recovery ledger, whatever has come back of it. */
  debtFen: Fen;
}

const state = (name: string, states: Sql) =>
  sql`coalesce(sum(l.amount_fen) filter (where l.state in (${states})), 0)::bigint as ${identifier(`${name}_fen`)}, count(*) filter (where l.state in (${states}))::int as ${identifier(`${name}_count`)}`;

/** The sums of one month within a division; a returned line that was sent again counts as its second sending. */
export async function agreement(tx: Tx, of: { month: YearMonth; division: DivisionCode }): Promise<AgreementRow[]> {
  const { lo, hi } = scopeRange(of.division);
  const rows = await tx.rows<Sums>(sql`
    with silent as (select bank_file_id as id from bank_inquiry where answer is null),
    unread as (select bank_file_id as id from bank_result_refusal f where not exists (select from bank_result r where r.bank_file_id = f.bank_file_id)),
    decided as (
      select left(e.division, 6) || '000000' as county, e.programme, sum(v.amount_fen)::bigint as fen, count(*)::int as count
        from entitlement e
        cross join lateral (select amount_fen from entitlement_version where entitlement_id = e.id and from_month <= ${of.month} order by no desc limit 1) v
        where e.division >= ${lo} and e.division < ${hi} and e.months @> month_no(${of.month}) group by 1, 2),
    lines as (
      select left(l.division, 6) || '000000' as county, l.programme, coalesce(sum(l.offset_fen), 0)::bigint as offset_fen,
          ${state('pending', sql`'pending'`)}, ${state('held', sql`'on-hold'`)}, ${state('transit', sql`'sent'`)}, ${state('refused', sql`'sent-refused'`)}, ${state('frozen', sql`'sent-frozen'`)}, ${state('returned', sql`'returned'`)},
          ${state('corrected', sql`'corrected'`)}, ${state('paid', sql`'paid', 'recovered'`)}
        from (select p.division, p.programme, p.amount_fen, p.offset_fen,
              case when p.state = 'sent' and p.bank_file_id in (select id from silent) then 'sent-frozen' when p.state = 'sent' and p.bank_file_id in (select id from unread) then 'sent-refused' else p.state end as state
            from payment_line p where p.month = ${of.month} and p.covers is null and p.state not in ('ended', 'reissued') and p.division >= ${lo} and p.division < ${hi}) l
        group by 1, 2),
    back as (
      select left(l.division, 6) || '000000' as county, l.programme, sum((l.covers ->> ${of.month})::bigint)::bigint as fen
        from payment_line l where l.covers ? ${of.month} and l.state = 'paid' and l.division >= ${lo} and l.division < ${hi} group by 1, 2)
    , debt as (
      select left(m.division, 6) || '000000' as county, a.programme, sum(m.amount_fen - m.lessened_fen)::bigint as fen
        from payment_adjustment_month m join payment_adjustment a on a.id = m.adjustment_id
        where m.month = ${of.month} and m.live and m.direction = 'recovery' and a.state = 'confirmed' and m.division >= ${lo} and m.division < ${hi} group by 1, 2)
    select coalesce(d.county, l.county) as county, coalesce(d.programme, l.programme) as programme, coalesce(d.fen, 0)::bigint as decided_fen, coalesce(d.count, 0) as decided_count,
      coalesce(l.offset_fen, 0)::bigint as offset_fen, coalesce(l.pending_fen, 0)::bigint as pending_fen, coalesce(l.pending_count, 0) as pending_count,
      coalesce(l.held_fen, 0)::bigint as held_fen, coalesce(l.held_count, 0) as held_count, coalesce(l.transit_fen, 0)::bigint as transit_fen, coalesce(l.transit_count, 0) as transit_count,
      coalesce(l.refused_fen, 0)::bigint as refused_fen, coalesce(l.refused_count, 0) as refused_count, coalesce(l.frozen_fen, 0)::bigint as frozen_fen, coalesce(l.frozen_count, 0) as frozen_count,
      coalesce(l.returned_fen, 0)::bigint as returned_fen, coalesce(l.returned_count, 0) as returned_count, coalesce(l.corrected_fen, 0)::bigint as corrected_fen,
      coalesce(l.corrected_count, 0) as corrected_count, coalesce(l.paid_fen, 0)::bigint as paid_fen, coalesce(l.paid_count, 0) as paid_count, coalesce(b.fen, 0)::bigint as back_paid_fen, coalesce(t.fen, 0)::bigint as debt_fen
    from decided d full join lines l on l.county = d.county and l.programme = d.programme
    left join back b on b.county = coalesce(d.county, l.county) and b.programme = coalesce(d.programme, l.programme)
    left join debt t on t.county = coalesce(d.county, l.county) and t.programme = coalesce(d.programme, l.programme)
    order by 1, 2 limit 600`);
  return rows.map((row) => rowOf(tx, of.month, row));
}

/** What batches of this month pay for other months: it is agreed in the month that it is due for. */
export async function paidForOtherMonths(tx: Tx, of: { month: YearMonth; division: DivisionCode }): Promise<OtherMonthRow[]> {
  const { lo, hi } = scopeRange(of.division);
  const rows = await tx.rows<Omit<OtherMonthRow, 'countyName' | 'programmeZh'>>(sql`
    select b.id as batch_id, b.county, b.programme, l.month, sum(l.amount_fen)::bigint as fen, count(*)::int as count
    from payment_batch b join payment_line l on l.batch_id = b.id and l.month <> b.month and l.state not in ('ended', 'reissued')
    where b.month = ${of.month} and l.division >= ${lo} and l.division < ${hi} group by b.id, b.county, b.programme, l.month order by b.county, b.programme, l.month limit 200`);
  return rows.map((row) => ({
    ...row,
    countyName: tx.divisions.get(row.county)?.name ?? row.county,
    programmeZh: programmeOf(row.programme).zh,
  }));
}

function rowOf(tx: Tx, month: YearMonth, s: Sums): AgreementRow {
  const sentFen = s.transitFen + s.refusedFen + s.frozenFen + s.returnedFen + s.correctedFen + s.paidFen + s.backPaidFen;
  const receivedFen = s.paidFen + s.backPaidFen;
  const lines: [DifferenceKind, Fen, number | null][] = [
    ['pending', s.pendingFen, s.pendingCount],
    ['held', s.heldFen, s.heldCount],
    ['offset', s.offsetFen, null],
    ['transit', s.transitFen, s.transitCount],
    ['refused', s.refusedFen, s.refusedCount],
    ['frozen', s.frozenFen, s.frozenCount],
    ['returned', s.returnedFen, s.returnedCount],
    ['corrected', s.correctedFen, s.correctedCount],
  ];
  const explained = lines.reduce((sum, [, fen]) => sum + fen, 0);
  // 应发与名单之差：还没编入名单的（正），或者已多发、待确认追回的（负）。
  const unlisted = s.decidedFen - receivedFen - explained + s.debtFen;
  const all: typeof lines = [...lines, ['debt', -s.debtFen, null], ['unlisted', unlisted, null]];
  const differences = all
    .filter(([, fen]) => fen !== 0)
    .map(([kind, fen, count]) => ({ kind: kind === 'unlisted' && fen < 0 ? ('overpaid' as const) : kind, fen, count }))
    .map((d) => ({ ...d, ...differenceKinds[d.kind] }));
  return {
    county: s.county,
    countyName: tx.divisions.get(s.county)?.name ?? s.county,
    programme: s.programme,
    programmeZh: programmeOf(s.programme).zh,
    month,
    decidedFen: s.decidedFen,
    decidedCount: s.decidedCount,
    sentFen,
    receivedFen,
    receivedCount: s.paidCount,
    differences,
  };
}
