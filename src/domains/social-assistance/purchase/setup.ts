/** 目录 → 预算 → 采购 → 合同: what the county registers before a service can be ordered. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { openAccount, postEntry } from '../../../kernel/ledger/server.ts';
import { yuanDigits } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, type DivisionCode, type Fen, FenAmount, PlainDateText, Uuid } from '../../../kernel/schema/index.ts';
import { countyOf } from '../family/places.ts';
import './errors.ts';
import './sealed.ts';
import { funds, procurementMethods, serviceKinds } from './terms.ts';

const text = (label: string, max: number) =>
  z.string().trim().min(1, `请填写${label}`).max(max, `不超过${max}个字`).meta({ label });
const whole = (label: string, min: number, max: number) =>
  z.int('请填写整数').min(min, `不能小于${min}`).max(max, `不能大于${max}`).meta({ label });

export const NewItem = z.strictObject({
  code: z
    .string()
    .trim()
    .regex(/^[A-Z0-9-]{3,20}$/, '编号是大写字母、数字和短横')
    .meta({ label: '目录编号' }),
  kind: choice(serviceKinds).meta({ label: '服务类别', choices: serviceKinds }),
  name: text('服务名称', 40),
  unit: text('计量单位', 10),
  content: text('服务内容和标准', 300).meta({ label: '服务内容和标准', widget: 'textarea' }),
});
export const NewProgramme = z.strictObject({
  name: text('项目名称', 60),
  components: z.array(text('组成内容', 60)).max(12).default([]).meta({ label: '组成内容', help: '自定，如“4支队伍”' }),
  year: whole('年度', 2020, 2200),
  fund: choice(funds).meta({ label: '资金渠道', choices: funds }),
  budget: FenAmount.min(1, '请填写预算').meta({ label: '预算' }),
  documentNo: text('预算文号', 60),
});
export const NewProvider = z.strictObject({
  name: text('机构名称', 60),
  creditCode: z
    .string()
    .trim()
    .regex(/^[0-9A-HJ-NPQRTUWXY]{18}$/, '统一社会信用代码是18位数字和大写字母')
    .meta({ label: '统一社会信用代码' }),
  contact: text('联系人', 50),
  telephone: z
    .string()
    .trim()
    .regex(/^[0-9-]{7,20}$/, '请填写能打通的电话')
    .meta({ label: '电话' }),
});
export const NewProcurement = z.strictObject({
  programmeId: Uuid.meta({ label: '项目' }),
  providerId: Uuid.meta({ label: '成交机构' }),
  method: choice(procurementMethods).meta({ label: '采购方式', choices: procurementMethods }),
  documentNo: text('采购文号', 60),
  publishedOn: PlainDateText.meta({ label: '公告日期', widget: 'date' }),
  awardedOn: PlainDateText.meta({ label: '成交日期', widget: 'date' }),
  bidders: whole('响应家数', 1, 200),
  award: FenAmount.min(1, '请填写成交金额').meta({ label: '成交金额' }),
});
export const NewContract = z.strictObject({
  procurementId: Uuid.meta({ label: '采购记录' }),
  no: text('合同编号', 40),
  itemCode: text('服务项目', 20),
  unitPrice: FenAmount.min(1, '请填写单价').meta({ label: '单价' }),
  quantity: whole('数量', 1, 1_000_000),
  fromOn: PlainDateText.meta({ label: '起始日期', widget: 'date' }),
  toOn: PlainDateText.meta({ label: '截止日期', widget: 'date' }),
});

const ownCounty = (tx: Tx): DivisionCode => countyOf({ division: tx.actor.division ?? tx.city });

const known = (path: string, name: string) => fail('PURCHASE_KNOWN', { name }, [{ path, message: '已经登记过，请核对' }]);
const tooMuch = [{ path: 'quantity', message: '请核对数量和单价' }];

const fundKey = (programmeId: string, county: DivisionCode) =>
  ({ kind: 'purchase.fund', division: county, subject: programmeId, unit: 'fen' }) as const;

/** What is left of a programme's money: budget minus what was paid. */
export const fundOf = (tx: Tx, programme: { id: string; name: string; county: DivisionCode }) =>
  openAccount(tx, { ...fundKey(programme.id, programme.county), name: `${programme.name}预算`, mayBeNegative: false });
export const paidAccountOf = (tx: Tx, contract: { id: string; no: string; county: DivisionCode }) =>
  openAccount(tx, {
    kind: 'purchase.paid',
    division: contract.county,
    subject: contract.id,
    unit: 'fen',
    name: `合同${contract.no}已付`,
    mayBeNegative: false,
  });

export async function addItem(tx: Tx, item: z.infer<typeof NewItem>): Promise<Result<{ id: string }, 'PURCHASE_KNOWN'>> {
  const added = await tx.run(sql`insert into purchase_item (code, kind, name, unit, content)
    values (${item.code}, ${item.kind}, ${item.name}, ${item.unit}, ${item.content}) on conflict (code) do nothing`);
  if (added === 0) return known('code', item.code);
  await recordAudit(tx, { action: 'purchase-item.added', subject: { kind: 'purchase-item', id: item.code } });
  return ok({ id: item.code });
}

/** The programme with its budget: the money stands on the ledger from this day. */
export async function planProgramme(
  tx: Tx,
  given: z.infer<typeof NewProgramme>,
): Promise<Result<{ id: string }, 'PURCHASE_KNOWN'>> {
  const county = ownCounty(tx);
  const id = newId();
  const added =
    await tx.run(sql`insert into purchase_programme (id, division, name, components, year, fund, budget_fen, document_no, recorded_on, recorded_by)
    values (${id}, ${county}, ${given.name}, ${given.components}::text[], ${given.year}, ${given.fund}, ${given.budget}, ${given.documentNo}, ${tx.today}, ${tx.actor.id})
    on conflict on constraint purchase_programme_once do nothing`);
  if (added === 0) return known('name', `${given.year}年${given.name}`);
  const source = await openAccount(tx, {
    kind: 'purchase.source',
    division: county,
    subject: given.fund,
    unit: 'fen',
    name: `${funds[given.fund]}（县级）`,
    // 经费来自财政预算，在财政的账上；这里记拨出多少
    mayBeNegative: true,
  });
  const fund = await fundOf(tx, { id, name: given.name, county });
  const posted = await postEntry(tx, {
    cause: `purchase.budget:${id}`,
    note: `${given.year}年预算（${given.documentNo}）`,
    reference: { kind: 'purchase-programme', id },
    postings: [
      { accountId: source.id, amount: -given.budget },
      { accountId: fund.id, amount: given.budget },
    ],
  });
  if (!posted.ok) throw new Error(`budget of programme ${id}: ${posted.code}`);
  return ok({ id });
}

export async function registerProvider(
  tx: Tx,
  given: z.infer<typeof NewProvider>,
): Promise<Result<{ id: string }, 'PURCHASE_KNOWN'>> {
  const id = newId();
  const added = await tx.run(sql`insert into service_provider (id, division, name, credit_code, contact, telephone, recorded_by)
    values (${id}, ${ownCounty(tx)}, ${given.name}, ${given.creditCode}, ${given.contact}, ${given.telephone}, ${tx.actor.id})
    on conflict on constraint service_provider_once do nothing`);
  if (added === 0) return known('creditCode', given.creditCode);
  await recordAudit(tx, { action: 'service-provider.registered', subject: { kind: 'service-provider', id } });
  return ok({ id });
}

export async function recordProcurement(
  tx: Tx,
  given: z.infer<typeof NewProcurement>,
): Promise<Result<{ id: string }, 'NOT_FOUND' | 'PURCHASE_KNOWN' | 'INVALID_INPUT'>> {
  if (given.awardedOn < given.publishedOn)
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'awardedOn', message: '成交日期不能早于公告日期' }]);
  const county = ownCounty(tx);
  const both = await tx.maybe(sql`select 1 as yes from purchase_programme p, service_provider s
    where p.id = ${given.programmeId} and s.id = ${given.providerId} and p.division = ${county} and s.division = ${county} and s.active`);
  if (!both) return fail('NOT_FOUND');
  const id = newId();
  const added =
    await tx.run(sql`insert into purchase_procurement (id, programme_id, division, provider_id, method, document_no, published_on, awarded_on, bidders, award_fen, recorded_by)
    values (${id}, ${given.programmeId}, ${county}, ${given.providerId}, ${given.method}, ${given.documentNo}, ${given.publishedOn}, ${given.awardedOn}, ${given.bidders}, ${given.award}, ${tx.actor.id})
    on conflict on constraint purchase_procurement_no do nothing`);
  if (added === 0) return known('documentNo', given.documentNo);
  await recordAudit(tx, { action: 'procurement.recorded', subject: { kind: 'procurement', id }, division: county });
  return ok({ id });
}

/** A contract stays within what was awarded and within the budget; the database keeps the second by itself. */
export async function signContract(
  tx: Tx,
  given: z.infer<typeof NewContract>,
): Promise<Result<{ id: string }, 'NOT_FOUND' | 'PURCHASE_KNOWN' | 'INVALID_INPUT' | 'PROCUREMENT_SHORT' | 'BUDGET_SHORT'>> {
  if (given.toOn < given.fromOn)
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'toOn', message: '截止日期不能早于起始日期' }]);
  const county = ownCounty(tx);
  // The programme's row is what two contracts of one programme wait for, before what is left is counted.
  await tx.rows(
    sql`select 1 from purchase_programme where id = (select programme_id from purchase_procurement where id = ${given.procurementId}) for update`,
  );
  const procurement = await tx.maybe<{ programmeId: string; providerId: string; left: Fen }>(sql`select programme_id, provider_id,
      (award_fen - coalesce((select sum(c.unit_price_fen * c.quantity) from service_contract c where c.procurement_id = p.id), 0))::bigint as left
    from purchase_procurement p where id = ${given.procurementId} and division = ${county}`);
  const item = await tx.maybe(sql`select 1 as yes from purchase_item where code = ${given.itemCode} and active`);
  if (!procurement || !item) return fail('NOT_FOUND');
  const amount = given.unitPrice * given.quantity;
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
    await tx.run(sql`insert into service_contract (id, no, programme_id, procurement_id, provider_id, item_code, division, unit_price_fen, quantity, from_on, to_on, signed_on, signed_by)
    values (${id}, ${given.no}, ${procurement.programmeId}, ${given.procurementId}, ${procurement.providerId}, ${given.itemCode}, ${county}, ${given.unitPrice}, ${given.quantity},
      ${given.fromOn}, ${given.toOn}, ${tx.today}, ${tx.actor.id})
    on conflict on constraint service_contract_no_key do nothing`);
  if (added === 0) return known('no', given.no);
  await recordAudit(tx, { action: 'service-contract.signed', subject: { kind: 'service-contract', id }, division: county });
  return ok({ id });
}
