/** Vouchers as the person, the till and the county see them. */
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { firstDayOf, monthOf, plainDateOf, plusMonths } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { offersTo } from '../../../kernel/offer/index.ts';
import { parametersOf } from '../../../kernel/policy/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { type DivisionCode, type Fen, formOf, type PlainDate, type YearMonth } from '../../../kernel/schema/index.ts';
import { cardOf } from '../outlets/identify.ts';
import { ownOutlet } from '../outlets/store.ts';
import { outletKinds } from '../outlets/terms.ts';
import { voucherClauses } from './rules.ts';
import { type Award, awardColumns, factsOf, type Use, useColumns } from './store.ts';
import type { MyVouchers, VoucherRow, VoucherTill } from './terms.ts';
import { Reversal } from './use.ts';

const tills = ['care-outlet'] as const;
const reversedZh = ({ reversedTo }: Pick<Use, 'reversedTo'>): string | null =>
  reversedTo === null ? null : reversedTo === 'voucher' ? '已退回当月的券' : '已退回资金';

export async function myVouchers(tx: Tx): Promise<MyVouchers> {
  const { personId } = tx.actor;
  if (!personId) return { award: null, mayApply: false, cardNumber: null, vouchers: [] };
  const award = await tx.maybe<Award>(
    sql`select ${awardColumns} from care_voucher_award where person_id = ${personId} order by from_month desc limit 1`,
  );
  const vouchers = await tx.rows<{
    id: string;
    month: YearMonth;
    faceFen: Fen;
    usedFen: Fen;
    lapsesOn: PlainDate;
    closedOn: PlainDate | null;
  }>(
    sql`select id, month, face_fen, used_fen, lapses_on, closed_on from care_voucher where person_id = ${personId} order by month desc limit 12`,
  );
  const uses = await tx.rows<Use>(sql`select ${useColumns} from care_voucher_use u
    where u.voucher_id = any(${vouchers.map((v) => v.id)}::uuid[]) order by u.verified_at desc limit 500`);
  const facts = await factsOf(tx, personId);
  const clauses = voucherClauses(facts, plusMonths(monthOf(tx.today), 1), await parametersOf(tx));
  return {
    award: award && { fromMonth: award.fromMonth, lastMonth: award.lastMonth, reason: award.reason },
    mayApply: (!award || award.lastMonth !== null) && clauses.ok && clauses.value.every((c) => c.verdict === 'met'),
    cardNumber: (await cardOf(tx, personId))?.number ?? null,
    vouchers: vouchers.map((v) => ({
      month: v.month,
      faceFen: v.faceFen,
      usedFen: v.usedFen,
      stateZh:
        v.closedOn || v.lapsesOn < tx.today
          ? '已失效'
          : v.month === monthOf(tx.today)
            ? '当月可用'
            : '只能核销上月最后一天的服务',
      uses: uses
        .filter((u) => u.voucherId === v.id)
        .map((u) => ({
          id: u.id,
          outletName: u.outletName,
          what: u.what,
          serviceOn: u.serviceOn,
          payableFen: u.payableFen,
          deductedFen: u.deductedFen,
          reversedZh: reversedZh(u),
        })),
    })),
  };
}

/** The till of one outlet: this month, newest first, at most 200. Names are on record as seen. */
export async function voucherTill(tx: Tx): Promise<Result<VoucherTill>> {
  const outlet = await ownOutlet(tx, ['institution', 'home']);
  if (!outlet.ok) return outlet;
  const rows = await tx.rows<
    Use & { name: string }
  >(sql`select ${useColumns}, p.name from care_voucher_use u join person p on p.id = u.person_id
    where u.outlet_id = ${outlet.value.id} and u.verified_at >= ${`${firstDayOf(monthOf(tx.today))}T00:00:00+08:00`} order by u.verified_at desc limit 200`);
  if (rows.length > 0) await recordAudit(tx, { action: 'care-voucher.listed', personIds: rows.map((row) => row.personId) });
  const kept = rows.filter((row) => row.reversedAt === null);
  const sum = (of: typeof kept) => ({ count: of.length, deductedFen: of.reduce((s, r) => s + r.deductedFen, 0) });
  return ok({
    outlet: { name: outlet.value.name, kindZh: outletKinds[outlet.value.kind] },
    today: sum(kept.filter((row) => plainDateOf(row.verifiedAt) === tx.today)),
    month: sum(kept),
    rows: rows.map((row) => ({
      id: row.id,
      name: row.name,
      outletName: row.outletName,
      what: row.what,
      serviceOn: row.serviceOn,
      payableFen: row.payableFen,
      deductedFen: row.deductedFen,
      verifiedAt: row.verifiedAt,
      reversedZh: reversedZh(row),
      offers: offersTo(tx.actor, [
        {
          action: 'reverse',
          zh: '冲正',
          causes: '整笔退回：当月的券还有效的回到券里，已经失效的退回资金，不给个人。',
          danger: true,
          fields: formOf(Reversal),
          by: tills,
          when: row.reversedAt === null && row.orderId === null,
          to: `/api/care-till/vouchers/${row.id}/reversal`,
          fixed: { requestId: newId() },
        },
      ]),
    })),
  });
}

const PAGE = 50;
const FIRST = '00000000-0000-0000-0000-000000000000';

/** Who has vouchers, with this month's. */
export async function voucherList(tx: Tx, cursor: string | undefined): Promise<{ rows: VoucherRow[]; next: string | null }> {
  const found = await tx.rows<Omit<VoucherRow, 'villageName'> & { division: DivisionCode }>(sql`
    select a.id, a.person_id, p.name, a.division, a.from_month, a.last_month, a.reason, v.face_fen, v.used_fen
    from care_voucher_award a join person p on p.id = a.person_id left join care_voucher v on v.person_id = a.person_id and v.month = ${monthOf(tx.today)}
    where a.division >= ${tx.actor.lo} and a.division < ${tx.actor.hi} and a.id > ${cursor ?? FIRST} order by a.id limit ${PAGE + 1}`);
  const page = found.slice(0, PAGE);
  if (page.length > 0) await recordAudit(tx, { action: 'care-voucher.listed', personIds: page.map((row) => row.personId) });
  return {
    rows: page.map(({ division, ...row }) => ({
      ...row,
      villageName: tx.divisions.get(division) ? tx.divisions.fullName(division) : division,
    })),
    next: found.length > PAGE ? page.at(-1)!.id : null,
  };
}
