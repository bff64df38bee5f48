/** 目录 → 需求和预算 → 采购: what a county or the city registers before there is a contract. */
import { z } from 'zod';
import { sql } from '../../database/sql.ts';
import { recordAudit } from '../audit/server.ts';
import { newId, type Tx } from '../context/server.ts';
import { openAccount, postEntry } from '../ledger/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { CreditCode, choice, type DivisionCode, FenAmount, type PlainDate, PlainDateText, Uuid } from '../schema/index.ts';
import { type Field, natureRefusal, natures, procurementMethods, programmeFunds } from './index.ts';

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
  parent: z.string().trim().min(3, '请选择上级目录').max(20).meta({ label: '上级目录' }),
  name: text('服务名称', 40),
  unit: text('计量单位', 10),
  content: text('服务内容和标准', 300).meta({ label: '服务内容和标准', widget: 'textarea' }),
  price: FenAmount.min(1, '请填写标准单价').optional().meta({ label: '标准单价', help: '没有定标准的不填' }),
});
export const NewProgramme = z.strictObject({
  name: text('项目名称', 60),
  nature: choice(natures).default('service').meta({ label: '要买的是什么', choices: natures }),
  need: z
    .string()
    .trim()
    .max(500, '不超过500个字')
    .default('')
    .meta({ label: '需求', help: '为谁、做什么、做到什么程度', widget: 'textarea' }),
  components: z.array(text('组成内容', 60)).max(12).default([]).meta({ label: '组成内容', help: '自定，如“4支队伍”' }),
  year: whole('年度', 2020, 2200),
  fund: choice(programmeFunds).meta({ label: '资金渠道', choices: programmeFunds }),
  budget: FenAmount.min(1, '请填写预算').meta({ label: '预算' }),
  documentNo: text('预算文号', 60),
});
export const NewProvider = z.strictObject({
  name: text('机构名称', 60),
  creditCode: CreditCode.meta({ label: '统一社会信用代码' }),
  contact: text('联系人', 50),
  telephone: z
    .string()
    .trim()
    .regex(/^[0-9-]{7,20}$/, '请填写能打通的电话')
    .meta({ label: '电话' }),
});
export const NewProcurement = z.strictObject({
  programmeId: Uuid.meta({ label: '项目' }),
  noticeId: Uuid.optional().meta({ label: '采购公告' }),
  providerId: Uuid.meta({ label: '成交机构' }),
  method: choice(procurementMethods).meta({ label: '采购方式', choices: procurementMethods }),
  documentNo: text('采购文号', 60),
  publishedOn: PlainDateText.meta({ label: '公告日期', widget: 'date' }),
  awardedOn: PlainDateText.meta({ label: '成交日期', widget: 'date' }),
  bidders: whole('响应家数', 1, 200),
  award: FenAmount.min(1, '请填写成交金额').meta({ label: '成交金额' }),
});
/** Whose purchase it is: the actor's county, or the city. */
export const ownPlace = (tx: Tx): DivisionCode => (tx.actor.division ?? tx.city).slice(0, 6).padEnd(12, '0');

export const known = (path: string, name: string) => fail('PURCHASE_KNOWN', { name }, [{ path, message: '已经登记过，请核对' }]);

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

/** `kind`: how a domain that orders the service person by person tells its own kinds apart. */
export async function addItem(
  tx: Tx,
  item: z.infer<typeof NewItem> & { kind?: string },
): Promise<Result<{ id: string }, 'PURCHASE_KNOWN' | 'INVALID_INPUT'>> {
  const parent = await tx.maybe<{ level: number; field: Field }>(
    sql`select level, field from purchase_item where code = ${item.parent} and active`,
  );
  if (!parent || parent.level > 2)
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'parent', message: '请选择一级或二级目录' }]);
  const added = await tx.run(sql`insert into purchase_item (code, kind, name, unit, content, level, parent, field, price_fen)
    values (${item.code}, ${item.kind ?? null}, ${item.name}, ${item.unit}, ${item.content}, ${parent.level + 1}, ${item.parent}, ${parent.field}, ${item.price ?? null})
    on conflict (code) do nothing`);
  if (added === 0) return known('code', item.code);
  await recordAudit(tx, { action: 'purchase-item.added', subject: { kind: 'purchase-item', id: item.code } });
  return ok({ id: item.code });
}

/** The need with its budget, where it is a service at all. Money of the treasury stands on the ledger from this day; that of a special account comes with its allocations. */
export async function planProgramme(
  tx: Tx,
  given: z.input<typeof NewProgramme>,
): Promise<Result<{ id: string }, 'PURCHASE_KNOWN' | 'PURCHASE_LABOUR' | 'PURCHASE_NOT_SERVICE'>> {
  const { need = '', components = [] } = given;
  const refusal = natureRefusal(given.nature ?? 'service', [given.name, need, ...components].join(' '));
  if (refusal?.code === 'PURCHASE_LABOUR') return fail('PURCHASE_LABOUR');
  if (refusal) return fail('PURCHASE_NOT_SERVICE', { what: refusal.what });
  const county = ownPlace(tx);
  const id = newId();
  const added =
    await tx.run(sql`insert into purchase_programme (id, division, name, need, components, year, fund, budget_fen, document_no, recorded_on, recorded_by)
    values (${id}, ${county}, ${given.name}, ${need}, ${components}::text[], ${given.year}, ${given.fund}, ${given.budget}, ${given.documentNo}, ${tx.today}, ${tx.actor.id})
    on conflict on constraint purchase_programme_once do nothing`);
  if (added === 0) return known('name', `${given.year}年${given.name}`);
  await recordAudit(tx, { action: 'purchase-programme.planned', subject: { kind: 'purchase-programme', id }, division: county });
  if (given.fund === 'special') return ok({ id });
  const source = await openAccount(tx, {
    kind: 'purchase.source',
    division: county,
    subject: given.fund,
    unit: 'fen',
    name: `${programmeFunds[given.fund]}（县级）`,
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
    values (${id}, ${ownPlace(tx)}, ${given.name}, ${given.creditCode}, ${given.contact}, ${given.telephone}, ${tx.actor.id})
    on conflict on constraint service_provider_once do nothing`);
  if (added === 0) return known('creditCode', given.creditCode);
  await recordAudit(tx, { action: 'service-provider.registered', subject: { kind: 'service-provider', id } });
  return ok({ id });
}

export async function recordProcurement(
  tx: Tx,
  given: z.infer<typeof NewProcurement>,
): Promise<Result<{ id: string }, 'NOT_FOUND' | 'PURCHASE_KNOWN' | 'INVALID_INPUT' | 'PROCUREMENT_BEFORE_CLOSE'>> {
  if (given.awardedOn < given.publishedOn)
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'awardedOn', message: '成交日期不能早于公告日期' }]);
  const county = ownPlace(tx);
  const both = await tx.maybe(sql`select 1 as yes from purchase_programme p, service_provider s
    where p.id = ${given.programmeId} and s.id = ${given.providerId} and p.division = ${county} and s.division = ${county} and s.active`);
  if (!both) return fail('NOT_FOUND');
  if (given.noticeId) {
    const notice = await tx.maybe<{ closesOn: PlainDate }>(
      sql`select closes_on from purchase_notice where id = ${given.noticeId} and programme_id = ${given.programmeId} and withdrawn_on is null`,
    );
    if (!notice) return fail('NOT_FOUND');
    if (given.awardedOn <= notice.closesOn) return fail('PROCUREMENT_BEFORE_CLOSE', { on: notice.closesOn });
  }
  const id = newId();
  const added =
    await tx.run(sql`insert into purchase_procurement (id, programme_id, notice_id, division, provider_id, method, document_no, published_on, awarded_on, bidders, award_fen, recorded_by)
    values (${id}, ${given.programmeId}, ${given.noticeId ?? null}, ${county}, ${given.providerId}, ${given.method}, ${given.documentNo}, ${given.publishedOn}, ${given.awardedOn}, ${given.bidders}, ${given.award}, ${tx.actor.id})
    on conflict on constraint purchase_procurement_no do nothing`);
  if (added === 0) return known('documentNo', given.documentNo);
  await recordAudit(tx, { action: 'procurement.recorded', subject: { kind: 'procurement', id }, division: county });
  return ok({ id });
}
