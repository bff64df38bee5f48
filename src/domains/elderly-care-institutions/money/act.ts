/** What is entered: policies, the escrow account with the stated assets, the bank's balance of a day, what is taken in advance and what is given back. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { longMonth, monthOf, plusMonths } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { yuan } from '../../../kernel/policy/server.ts';
import { findByIdNumber, grantAccess, identifyApplicant } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result, wrong } from '../../../kernel/result/index.ts';
import { choice, FenAmount, PlainDateText, ResidentId, YearMonthText } from '../../../kernel/schema/index.ts';
import { type Institution, lockInstitution } from '../register/store.ts';
import { moneyLimits } from './parameters.ts';
import { isOverAssets, totalOf } from './rules.ts';
import { burning, escrowOf, followLights, moneyOf, owedFen, type PrepaidRow } from './store.ts';
import { alertRules, prepaidKinds, unrelated } from './terms.ts';

const text = (label: string, max: number) =>
  z.string().trim().min(1, `请填写${label}`).max(max, `不超过${max}个字`).meta({ label });

export const NewPolicy = z.strictObject({
  insurer: text('保险公司', 60),
  policyNo: text('保单号', 60),
  fromOn: PlainDateText.meta({ label: '从哪天起', widget: 'date' }),
  toOn: PlainDateText.meta({ label: '到哪天', widget: 'date', help: '最后一天也在保' }),
  beds: z.int('请填写整数').min(1).max(5000).meta({ label: '投保床位', unit: '张' }),
  limit: FenAmount.meta({ label: '每人限额' }),
  premium: FenAmount.meta({ label: '保费' }),
});
export async function enterPolicy(tx: Tx, id: string, given: z.infer<typeof NewPolicy>): Promise<Result<{ id: string }>> {
  const found = await lockInstitution(tx, id);
  if (!found.ok) return found;
  if (given.toOn < given.fromOn) return wrong('toOn', '不能早于起的那天');
  const policyId = newId();
  const added =
    await tx.run(sql`insert into care_insurance (id, institution_id, division, insurer, policy_no, from_on, to_on, beds, limit_fen, premium_fen, entered_at, entered_by)
    values (${policyId}, ${id}, ${found.value.division}, ${given.insurer}, ${given.policyNo}, ${given.fromOn}, ${given.toOn}, ${given.beds}, ${given.limit}, ${given.premium}, ${tx.now},
      ${tx.actor.id}) on conflict (policy_no) do nothing`);
  if (added === 0) return fail('INSURANCE_TWICE', { no: given.policyNo });
  await recordAudit(tx, {
    action: 'care-insurance.entered',
    subject: { kind: 'care-institution', id },
    division: found.value.division,
  });
  const lights = await followLights(tx, found.value);
  return lights.ok ? ok({ id: policyId }) : lights;
}

export const EscrowAccount = z.strictObject({
  bank: text('存管银行', 60),
  accountTail: z
    .string()
    .trim()
    .regex(/^\d{4}$/, '请填写4位数字')
    .meta({ label: '账号后四位', help: '平台不留全号' }),
  planOn: PlainDateText.meta({ label: '收费方案公示日', widget: 'date' }),
  assets: FenAmount.meta({ label: '固定资产净额', help: '减去已经抵押的' }),
  assetsOn: PlainDateText.meta({ label: '截至哪天', widget: 'date' }),
  assetsDocument: text('审计或评估报告', 100),
});
/** 登记存管账户, and the assets that a new report states. */
export async function setEscrow(tx: Tx, id: string, given: z.infer<typeof EscrowAccount>): Promise<Result<{ id: string }>> {
  const found = await lockInstitution(tx, id);
  if (!found.ok) return found;
  for (const key of ['planOn', 'assetsOn'] as const) if (given[key] > tx.today) return wrong(key, '不能晚于今天');
  await tx.run(sql`insert into care_escrow (institution_id, division, bank, account_tail, plan_on, assets_fen, assets_on, assets_document, changed_at, changed_by)
    values (${id}, ${found.value.division}, ${given.bank}, ${given.accountTail}, ${given.planOn}, ${given.assets}, ${given.assetsOn}, ${given.assetsDocument}, ${tx.now}, ${tx.actor.id})
    on conflict (institution_id) do update set bank = excluded.bank, account_tail = excluded.account_tail, plan_on = excluded.plan_on, assets_fen = excluded.assets_fen,
      assets_on = excluded.assets_on, assets_document = excluded.assets_document, changed_at = excluded.changed_at, changed_by = excluded.changed_by, version = care_escrow.version + 1`);
  await recordAudit(tx, { action: 'care-escrow.set', subject: { kind: 'care-institution', id }, division: found.value.division });
  const lights = await followLights(tx, found.value);
  return lights.ok ? ok({ id }) : lights;
}

export const Balance = z.strictObject({
  onDate: PlainDateText.meta({ label: '哪天的余额', widget: 'date' }),
  balance: FenAmount.meta({ label: '余额' }),
});
/** 银行报的余额: a day once. */
export async function enterBalance(
  tx: Tx,
  id: string,
  given: z.infer<typeof Balance>,
  { byName = tx.actor.name }: { byName?: string } = {},
): Promise<Result<{ id: string }>> {
  const found = await lockInstitution(tx, id);
  if (!found.ok) return found;
  if (given.onDate > tx.today) return wrong('onDate', '不能晚于今天');
  if (!(await escrowOf(tx, id))) return fail('PREPAID_NO_ACCOUNT');
  const added =
    await tx.run(sql`insert into care_escrow_balance (institution_id, on_date, division, balance_fen, entered_at, entered_by, entered_name)
    values (${id}, ${given.onDate}, ${found.value.division}, ${given.balance}, ${tx.now}, ${tx.actor.id}, ${byName}) on conflict do nothing`);
  if (added === 0) return wrong('onDate', '这一天已经报过');
  await recordAudit(tx, {
    action: 'care-escrow.balance',
    subject: { kind: 'care-institution', id },
    division: found.value.division,
  });
  const lights = await followLights(tx, found.value);
  return lights.ok ? ok({ id }) : lights;
}

export const NewPrepaid = z.strictObject({
  kind: choice(prepaidKinds).meta({ label: '收什么', choices: prepaidKinds }),
  name: text('老人姓名', 50),
  idNumber: ResidentId.meta({ label: '老人身份证号码', protect: true, help: '实名，限本人使用' }),
  amount: FenAmount.meta({ label: '金额' }),
  monthly: FenAmount.meta({ label: '每月服务费', help: '会员费按它的倍数封顶' }),
  months: z.int('请填写整数').min(1).max(600).meta({ label: '管几个月', unit: '个月' }),
  fromMonth: YearMonthText.meta({ label: '从哪个月起', widget: 'month' }),
  contractNo: text('合同编号', 60),
});

/** What one sum may be (5.15): months of service, a membership of what kind of home, so many times the monthly fee. */
async function oneMay(tx: Tx, home: Institution, given: z.infer<typeof NewPrepaid>): Promise<Result<null>> {
  const set = await moneyLimits(tx, home.division, ['CARE-PREPAID-MONTHS', 'CARE-PREPAID-MEMBER']);
  if (!set.ok) return set;
  if (given.amount === 0) return wrong('amount', '请填写金额');
  // 早已开始的月份一登记就算用完了，不计入总额
  const months = [monthOf(tx.today), nextMonth(tx)];
  if (!months.includes(given.fromMonth)) return wrong('fromMonth', `从${months.map(longMonth).join('或者')}起`);
  if (given.kind === 'service') {
    const most = set.value['CARE-PREPAID-MONTHS'];
    if (given.months > most) return wrong('months', `服务费最多预收${most}个月`);
    return given.amount > given.monthly * given.months ? wrong('amount', '超过每月服务费乘以月数') : ok(null);
  }
  if (home.operation !== 'private') return fail('PREPAID_NO_MEMBERS');
  if (home.recordedBeds === 0 || (home.state !== 'recorded' && home.state !== 'changing')) return fail('PREPAID_UNRECORDED');
  const most = set.value['CARE-PREPAID-MEMBER'];
  return given.amount > given.monthly * most ? wrong('amount', `会员费不超过每月服务费的${most}倍`) : ok(null);
}

/** The county in which the payer is registered, by six digits; null: not known here. */
const countyKnown = async (tx: Tx, idNumber: string): Promise<string | null> =>
  (await findByIdNumber(tx, idNumber))?.division.slice(0, 6) ?? null;

/** 预收一笔: the home is locked, so that two sales at once see one another; nothing is taken while a red light of money is on. */
export async function takePrepaid(tx: Tx, id: string, given: z.infer<typeof NewPrepaid>): Promise<Result<{ id: string }>> {
  const found = await lockInstitution(tx, id);
  if (!found.ok) return found;
  const home = found.value;
  const may = await oneMay(tx, home, given);
  if (!may.ok) return may;
  const money = await moneyOf(tx, home);
  if (!money.ok) return money;
  const { escrow, prepaid, cards } = money.value;
  if (!escrow) return fail('PREPAID_NO_ACCOUNT');
  if (isOverAssets(prepaid, given.amount)) {
    const left = Math.max(0, prepaid.assetsFen - totalOf(prepaid));
    return fail('PREPAID_OVER', { total: yuan(totalOf(prepaid)), assets: yuan(prepaid.assetsFen), left: yuan(left) });
  }
  const red = burning(money.value).find(({ rule, light }) => light === 'red' && !unrelated.includes(rule));
  if (red) return fail('PREPAID_STOPPED', { rule: alertRules[red.rule] });
  if (given.kind === 'member' && cards >= home.recordedBeds) return fail('PREPAID_CARDS', { beds: home.recordedBeds });
  const origin = (await countyKnown(tx, given.idNumber)) ?? given.idNumber.slice(0, 6);
  const who = await identifyApplicant(tx, { name: given.name, idNumber: given.idNumber, division: home.division });
  if (!who.ok) return who;
  await grantAccess(tx, { personId: who.value, division: home.division, reason: `care-home:${home.id}` });
  const prepaidId = newId();
  await tx.run(sql`insert into care_prepaid (id, institution_id, division, person_id, kind, amount_fen, months, from_month, signed_on, contract_no, origin, entered_at, entered_by)
    values (${prepaidId}, ${id}, ${home.division}, ${who.value}, ${given.kind}, ${given.amount}, ${given.months}, ${given.fromMonth}, ${tx.today}, ${given.contractNo}, ${origin}, ${tx.now}, ${tx.actor.id})`);
  await recordAudit(tx, {
    action: 'care-prepaid.taken',
    subject: { kind: 'care-institution', id },
    personId: who.value,
    division: home.division,
  });
  const lights = await followLights(tx, home);
  return lights.ok ? ok({ id: prepaidId }) : lights;
}

export const Refund = z.strictObject({
  amount: FenAmount.meta({ label: '退多少', help: '没有用完的服务费、会员费' }),
  reason: z.string().trim().min(4, '请写明原因').max(200).meta({ label: '原因' }),
});
/** 退费: not less than what is still owed. */
export async function refundPrepaid(tx: Tx, id: string, given: z.infer<typeof Refund>): Promise<Result<{ id: string }>> {
  const row = await tx.maybe<PrepaidRow & { institutionId: string }>(
    sql`select id, institution_id, person_id, kind, amount_fen, months, from_month, refunded_on from care_prepaid where id = ${id} for update`,
  );
  if (!row) return fail('NOT_FOUND');
  if (row.refundedOn !== null) return fail('PREPAID_ENDED');
  const owed = row.kind === 'service' ? owedFen(tx, row) : 0;
  if (given.amount < owed || given.amount > row.amountFen) return wrong('amount', `在${yuan(owed)}和${yuan(row.amountFen)}之间`);
  const home = await lockInstitution(tx, row.institutionId);
  if (!home.ok) return home;
  await tx.run(sql`update care_prepaid set refunded_on = ${tx.today}, refunded_fen = ${given.amount} where id = ${id}`);
  await recordAudit(tx, {
    action: 'care-prepaid.refunded',
    subject: { kind: 'care-institution', id: row.institutionId },
    personId: row.personId,
    division: home.value.division,
    detail: { reason: given.reason },
  });
  const lights = await followLights(tx, home.value);
  return lights.ok ? ok({ id }) : lights;
}

/** What is taken in advance begins with this month or the next. */
export const nextMonth = (tx: Tx) => plusMonths(monthOf(tx.today), 1);
