/** What was paid too much comes back: brought to the counter by some, kept back from what is paid by others. */
import { sql } from '../database/sql.ts';
import { type OverpaymentId, offsetLimit, planRecovery, recordReceipt } from '../kernel/payment/server.ts';
import { wholeParameter } from '../kernel/policy/server.ts';
import type { SimulatedCity } from './replay.ts';

interface Owed {
  id: OverpaymentId;
  version: number;
  county: string;
  openFen: number;
  /** What is paid a month now; null where nothing is. */
  monthFen: number | null;
}

/** Every second debt of those who are still paid is kept back, as much a month as may be; the others bring the whole sum. */
export async function settleDebts(city: SimulatedCity): Promise<void> {
  const { debts, percent } = await city.context.read(city.system, async (tx) => ({
    debts:
      await tx.rows<Owed>(sql`select d.id, d.version, left(d.division, 6) || '000000' as county, (d.amount_fen - d.recovered_fen - d.written_off_fen)::bigint as open_fen,
        case when e.state = 'active' then (select amount_fen from entitlement_version where entitlement_id = e.id order by no desc limit 1) end as month_fen
      from overpayment d join entitlement e on e.id = d.entitlement_id
      where d.amount_fen > d.recovered_fen + d.written_off_fen and not exists (select from recovery_plan p where p.overpayment_id = d.id and p.method <> 'return') order by d.id limit 1000`),
    percent: city.must('offset', await wholeParameter(tx, 'RECOVERY-OFFSET-PERCENT', tx.city, tx.today)),
  }));
  for (const [i, { id, version, county, openFen, monthFen }] of debts.entries()) {
    const finance = await city.staff('finance-clerk', county);
    const most = monthFen === null ? 0 : offsetLimit(monthFen, percent);
    if (most > 0 && i % 2 === 0) {
      const consentFile = await city.upload(finance, 'offset-consent');
      const plan = { id, version, method: 'offset' as const, monthlyFen: Math.min(most, openFen), consentFile };
      city.must('recovery plan', await planRecovery(city.context, finance, { ...plan, requestId: city.requestId() }));
      continue;
    }
    const receipt = { id, version, way: 'return' as const, amountFen: openFen, receivedOn: city.today(), voucher: `SIM-${id}` };
    city.must('receipt', await recordReceipt(city.context, finance, { ...receipt, requestId: city.requestId() }));
  }
}
