/** 追回台账: the list of what is to come back. */
import { sql } from '../../database/sql.ts';
import { recordAudit } from '../audit/server.ts';
import { monthOf } from '../calendar/index.ts';
import type { Tx } from '../context/server.ts';
import {
  courtOpen,
  type EntitlementId,
  type OverpaymentRow,
  overpaymentClasses,
  type Page,
  programmeOf,
  recoveryMethods,
} from './index.ts';
import { openFen } from './overpayments.ts';
import { type CourtRow, courtColumn, courtView } from './recovery-court.ts';

const PAGE = 100;

/** The recovery ledger: what is open first, oldest first; 100 a page. Needs a write transaction: a list of people is on record. */
export async function overpayments(
  tx: Tx,
  filter: { open?: boolean; entitlementId?: EntitlementId },
  cursor: string | null = null,
): Promise<Page<OverpaymentRow>> {
  const rows = await tx.rows<
    Omit<
      OverpaymentRow,
      'programmeZh' | 'divisionName' | 'classificationZh' | 'openFen' | 'mayFine' | 'court' | 'mayApplyToCourt'
    > & {
      programme: string;
      court: CourtRow | null;
    }
  >(sql`
    select o.id, o.entitlement_id, o.programme, o.person_id, p.name as person_name, o.division, o.amount_fen, o.recovered_fen, o.written_off_fen, o.classification, a.reason,
      o.opened_on, o.return_by, o.version, o.notice_id,
      (select coalesce(sum(r.amount_fen), 0)::bigint from recovery_receipt r where r.overpayment_id = o.id and r.way in ('came-back', 'due-again')) as lessened_fen,
      (select d.case_id from entitlement_version w join decision d on d.id = w.decision_id where w.entitlement_id = o.entitlement_id order by w.no limit 1) as case_id,
      (select jsonb_build_object('id', f.id, 'amountFen', f.amount_fen, 'receivedFen', f.received_fen, 'payBy', f.pay_by, 'decidedName', f.decided_name, 'documentId', f.document_id, 'version', f.version)
        from recovery_fine f where f.overpayment_id = o.id) as fine,
      ${courtColumn} as court,
      (select jsonb_build_object('method', r.method, 'monthlyFen', r.monthly_fen, 'fromMonth', r.from_month, 'madeName', r.made_name,
          'over', r.method = 'offset' and exists (select from entitlement e where e.id = o.entitlement_id and e.to_month < ${monthOf(tx.today)}))
        from recovery_plan r where r.overpayment_id = o.id order by (r.ended_at is null) desc, r.made_at desc, r.id desc limit 1) as plan
    from overpayment o join payment_adjustment a on a.id = o.adjustment_id left join person p on p.id = o.person_id
    where ${filter.open === undefined ? sql`true` : filter.open ? sql`o.recovered_fen + o.written_off_fen < o.amount_fen` : sql`o.recovered_fen + o.written_off_fen = o.amount_fen`}
      and ${filter.entitlementId ? sql`o.entitlement_id = ${filter.entitlementId}` : sql`true`} and o.id > ${cursor ?? '00000000-0000-0000-0000-000000000000'}
    order by o.id limit ${PAGE + 1}`);
  const shown = rows.slice(0, PAGE);
  if (shown.length > 0)
    await recordAudit(tx, {
      action: 'overpayments.listed',
      subject: { kind: 'overpayment', id: shown[0]!.id },
      division: tx.actor.division ?? tx.city,
      personIds: [...new Set(shown.map((row) => row.personId))],
      detail: { ...filter },
    });
  return {
    items: shown.map(({ programme, plan, court, ...row }) => ({
      ...row,
      court: court && courtView(court),
      mayApplyToCourt: tx.today > row.returnBy && openFen(row) > 0 && !(court && courtOpen(court.result)),
      programmeZh: programmeOf(programme).zh,
      divisionName: tx.divisions.get(row.division) ? tx.divisions.fullName(row.division) : row.division,
      classificationZh: overpaymentClasses[row.classification],
      openFen: openFen(row),
      mayFine: row.classification === 'fraud' && row.fine === null && programmeOf(programme).fine !== undefined,
      plan: plan && { ...plan, methodZh: recoveryMethods[plan.method] },
    })),
    next: rows.length > PAGE ? shown.at(-1)!.id : null,
  };
}
