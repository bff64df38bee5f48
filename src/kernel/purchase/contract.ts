/** 合同: signed within what was awarded and budgeted, for no longer than the rule allows; where a special account pays it, in the parts that it names. */
import { z } from 'zod';
import { sql } from '../../database/sql.ts';
import { recordAudit } from '../audit/server.ts';
import { newId, type Tx } from '../context/server.ts';
import { emit } from '../event/server.ts';
import { wholeParameter, yuanDigits } from '../policy/server.ts';
import { fail, ok, type Result, wrong } from '../result/index.ts';
import { type DivisionCode, type Fen, FenAmount, type PlainDate, PlainDateText, Uuid } from '../schema/index.ts';
import { isFairPrice, lastDayOf, milestoneProblem, type ProgrammeFund } from './index.ts';
import { known, ownPlace } from './setup.ts';

const Part = z.strictObject({
  name: z.string().trim().min(2, '请写明节点').max(60).meta({ label: '节点' }),
  dueOn: PlainDateText.meta({ label: '验收日期', widget: 'date' }),
  amount: FenAmount.min(1, '请填写金额').meta({ label: '付款金额' }),
});
export const NewContract = z.strictObject({
  procurementId: Uuid.meta({ label: '采购记录' }),
  no: z.string().trim().min(1, '请填写合同编号').max(40, '不超过40个字').meta({ label: '合同编号' }),
  itemCode: z.string().trim().min(1, '请填写服务项目').max(20).meta({ label: '服务项目' }),
  unitPrice: FenAmount.min(1, '请填写单价').meta({ label: '单价' }),
  quantity: z.int('请填写整数').min(1, '不能小于1').max(1_000_000, '不能大于1000000').meta({ label: '数量' }),
  fromOn: PlainDateText.meta({ label: '起始日期', widget: 'date' }),
  toOn: PlainDateText.meta({ label: '截止日期', widget: 'date' }),
  stable: z
    .boolean()
    .default(false)
    .meta({ label: '预算有保障、需求稳定', help: '一般不超过1年；预算有保障、需求稳定的最长3年' }),
  milestones: z
    .array(Part)
    .max(24)
    .default([])
    .meta({ label: '验收和付款的节点', help: '从资金专户付款的必须填；最后一笔在最终验收以后付' }),
});
export type GivenContract = z.input<typeof NewContract>;

type Refusal =
  | 'NOT_FOUND'
  | 'PURCHASE_KNOWN'
  | 'INVALID_INPUT'
  | 'PROCUREMENT_SHORT'
  | 'BUDGET_SHORT'
  | 'CONTRACT_TERM'
  | 'CONTRACT_PRICE'
  | 'CONTRACT_NO_RENEWAL'
  | 'PARAM_MISSING';

const tooMuch = [{ path: 'quantity', message: '请核对数量和单价' }];
const numberOf = (tx: Tx, key: string) => wholeParameter(tx, key, tx.city, tx.today);

async function termRefusal(tx: Tx, { fromOn, toOn, stable = false }: GivenContract): Promise<Result<null, Refusal>> {
  if (toOn < fromOn) return wrong('toOn', '截止日期不能早于起始日期');
  const years = await numberOf(tx, stable ? 'PURCHASE-STABLE-YEARS' : 'PURCHASE-YEARS');
  if (!years.ok) return years;
  const until = lastDayOf(fromOn, years.value);
  return toOn > until
    ? fail('CONTRACT_TERM', { years: years.value, until }, [{ path: 'toOn', message: '合同期限超过规定上限' }])
    : ok(null);
}

async function priceRefusal(tx: Tx, given: GivenContract, standard: Fen | null): Promise<Result<null, Refusal>> {
  if (standard === null) return ok(null);
  const percent = await numberOf(tx, 'PURCHASE-PRICE-SWING');
  if (!percent.ok) return percent;
  const { unitPrice } = given;
  return isFairPrice(unitPrice, standard, percent.value)
    ? ok(null)
    : fail('CONTRACT_PRICE', { price: yuanDigits(unitPrice), standard: yuanDigits(standard), percent: percent.value }, [
        { path: 'unitPrice', message: '请核对单价' },
      ]);
}

/** Below the pass mark the next contract for the same item goes to nobody without a new procurement. */
async function renewalRefusal(
  tx: Tx,
  of: { providerId: string; itemCode: string; awardedOn: PlainDate; county: DivisionCode },
): Promise<Result<null, Refusal>> {
  const last = await tx.maybe<{
    no: string;
    score: number;
    provider: string;
    scoredOn: PlainDate;
  }>(sql`select c.no, c.score, s.name as provider, c.scored_on
    from service_contract c join service_provider s on s.id = c.provider_id
    where c.provider_id = ${of.providerId} and c.item_code = ${of.itemCode} and c.division = ${of.county} and c.score is not null order by c.scored_on desc, c.id desc limit 1`);
  if (!last) return ok(null);
  const pass = await numberOf(tx, 'PURCHASE-PASS-SCORE');
  if (!pass.ok) return pass;
  // 评价以后重新采购、又中标的，不算续签
  return last.score >= pass.value || of.awardedOn > last.scoredOn
    ? ok(null)
    : fail('CONTRACT_NO_RENEWAL', { provider: last.provider, no: last.no, score: last.score, pass: pass.value });
}

/** The database keeps by itself that contracts stay within the budget. */
export async function signContract(tx: Tx, given: GivenContract): Promise<Result<{ id: string }, Refusal>> {
  const term = await termRefusal(tx, given);
  if (!term.ok) return term;
  const county = ownPlace(tx);
  // The programme's row is what two contracts of one programme wait for, before what is left is counted.
  await tx.rows(
    sql`select 1 from purchase_programme where id = (select programme_id from purchase_procurement where id = ${given.procurementId}) for update`,
  );
  const procurement = await tx.maybe<{
    programmeId: string;
    providerId: string;
    fund: ProgrammeFund;
    awardedOn: PlainDate;
    left: Fen;
  }>(sql`select p.programme_id, p.provider_id, g.fund, p.awarded_on,
      (p.award_fen - coalesce((select sum(c.unit_price_fen * c.quantity) from service_contract c where c.procurement_id = p.id), 0))::bigint as left
    from purchase_procurement p join purchase_programme g on g.id = p.programme_id where p.id = ${given.procurementId} and p.division = ${county}`);
  const item = await tx.maybe<{ priceFen: Fen | null }>(
    sql`select price_fen from purchase_item where code = ${given.itemCode} and active and level > 1`,
  );
  if (!procurement || !item) return fail('NOT_FOUND');
  const { providerId, awardedOn } = procurement;
  const renewal = await renewalRefusal(tx, { providerId, itemCode: given.itemCode, awardedOn, county });
  if (!renewal.ok) return renewal;
  const price = await priceRefusal(tx, given, item.priceFen);
  if (!price.ok) return price;
  const amount = given.unitPrice * given.quantity;
  const parts = await partsRefusal(tx, given, { fund: procurement.fund, amount });
  if (!parts.ok) return parts;
  if (amount > procurement.left)
    return fail('PROCUREMENT_SHORT', { amount: yuanDigits(amount), left: yuanDigits(procurement.left) }, tooMuch);
  const taken = await tx.run(
    sql`update purchase_programme set committed_fen = committed_fen + ${amount} where id = ${procurement.programmeId} and committed_fen + ${amount} <= budget_fen`,
  );
  if (taken === 0) {
    const { left } = await tx.one<{ left: Fen }>(
      sql`select (budget_fen - committed_fen)::bigint as left from purchase_programme where id = ${procurement.programmeId}`,
    );
    return fail('BUDGET_SHORT', { amount: yuanDigits(amount), left: yuanDigits(left) }, tooMuch);
  }
  const id = newId();
  const added =
    await tx.run(sql`insert into service_contract (id, no, programme_id, procurement_id, provider_id, item_code, division, unit_price_fen, quantity, from_on, to_on, stable, signed_on, signed_by)
    values (${id}, ${given.no}, ${procurement.programmeId}, ${given.procurementId}, ${providerId}, ${given.itemCode}, ${county}, ${given.unitPrice}, ${given.quantity},
      ${given.fromOn}, ${given.toOn}, ${given.stable ?? false}, ${tx.today}, ${tx.actor.id})
    on conflict on constraint service_contract_no_key do nothing`);
  if (added === 0) return known('no', given.no);
  for (const [i, part] of (given.milestones ?? []).entries())
    await tx.run(sql`insert into contract_milestone (id, contract_id, provider_id, division, no, name, due_on, amount_fen)
      values (${newId()}, ${id}, ${providerId}, ${county}, ${i + 1}, ${part.name}, ${part.dueOn}, ${part.amount})`);
  await recordAudit(tx, { action: 'service-contract.signed', subject: { kind: 'service-contract', id }, division: county });
  await emit(tx, {
    type: 'contract.awarded',
    subject: { kind: 'service-contract', id },
    division: county,
    payload: { contractId: id, providerId, item: given.itemCode, amountFen: amount, from: given.fromOn, to: given.toOn },
    sensitivity: 'internal',
  });
  return ok({ id });
}

/** A special account pays by parts; money of the treasury is settled by the services that were accepted. */
async function partsRefusal(
  tx: Tx,
  { milestones = [], fromOn: from, toOn: to }: GivenContract,
  of: { fund: ProgrammeFund; amount: Fen },
): Promise<Result<null, Refusal>> {
  if (of.fund !== 'special') return milestones.length === 0 ? ok(null) : wrong('milestones', '这个项目按服务次数结算，不填节点');
  const lastPercent = await numberOf(tx, 'PURCHASE-LAST-SHARE');
  if (!lastPercent.ok) return lastPercent;
  const found = milestoneProblem(milestones, { total: of.amount, from, to, lastPercent: lastPercent.value });
  return found ? wrong(found.path, found.message) : ok(null);
}
