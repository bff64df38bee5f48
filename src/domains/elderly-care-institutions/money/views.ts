/** Money and safety as they are read: the homes of the office with their lights, the worst first, and one home. */
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { offersTo } from '../../../kernel/offer/index.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { formOf, type PlainDate } from '../../../kernel/schema/index.ts';
import { findInstitution, type Institution, institutionColumns } from '../register/store.ts';
import { Balance, EscrowAccount, NewPolicy, NewPrepaid, nextMonth, Refund } from './act.ts';
import type { MoneyFile, MoneyRow } from './content.ts';
import { gapsOf, type Light } from './rules.ts';
import { type Money, moneyOf, moneyOfHomes, owedFen, policiesOf, prepaidOf } from './store.ts';
import { type AlertRule, accountants, alertRules, lights, offices, prepaidKinds } from './terms.ts';

const worst: Readonly<Record<Light, number>> = { red: 0, yellow: 1, good: 2 };

const rowOf = (tx: Tx, of: Institution, money: Money): MoneyRow => ({
  id: of.id,
  name: of.name,
  divisionName: tx.divisions.fullName(of.division),
  living: money.living,
  cover: { ...lights[money.cover.light], says: money.cover.says },
  assets: money.escrow && {
    ...lights[money.standing.assets],
    totalFen: money.standing.totalFen,
    assetsFen: money.prepaid.assetsFen,
  },
  reserve: money.escrow && {
    ...lights[money.standing.reserve],
    reserveFen: money.standing.reserveFen,
    balanceFen: money.prepaid.balanceFen,
    balanceOn: money.balanceOn,
  },
});

export async function moneyList(tx: Tx): Promise<Result<{ rows: MoneyRow[] }, 'PARAM_MISSING'>> {
  const homes = await tx.rows<Institution>(
    sql`select ${institutionColumns} from care_institution i where i.state not in ('preparing', 'ended', 'deregistered') order by i.name, i.id limit 500`,
  );
  const all = await moneyOfHomes(tx, homes);
  if (!all.ok) return all;
  const rows = homes.map((home) => {
    const money = all.value.get(home.id)!;
    const { cover, standing, escrow } = money;
    const shining = [cover.light, ...(escrow ? [standing.assets, standing.reserve] : [])];
    return { row: rowOf(tx, home, money), light: Math.min(...shining.map((light) => worst[light])) };
  });
  return ok({ rows: rows.toSorted((a, b) => a.light - b.light).map(({ row }) => row) });
}

export async function moneyFile(tx: Tx, id: string): Promise<Result<MoneyFile, 'NOT_FOUND' | 'PARAM_MISSING'>> {
  const found = await findInstitution(tx, id);
  if (!found.ok) return found;
  const home = found.value;
  const money = await moneyOf(tx, home);
  if (!money.ok) return money;
  const of = money.value;
  const policies = await policiesOf(tx, id);
  const prepaid = await prepaidOf(tx, id);
  if (prepaid.length > 0)
    await recordAudit(tx, {
      action: 'care-prepaid.listed',
      personIds: [...new Set(prepaid.map(({ personId }) => personId))],
      division: home.division,
    });
  const balances = await tx.rows<{ onDate: PlainDate; balanceFen: number; byName: string }>(
    sql`select on_date, balance_fen, entered_name as by_name from care_escrow_balance where institution_id = ${id} order by on_date desc limit 31`,
  );
  const alerts = await tx.rows<{
    id: string;
    rule: AlertRule;
    light: Light;
    says: string;
    raisedOn: PlainDate;
    clearedOn: PlainDate | null;
  }>(
    sql`select id, rule, light, says, raised_on, cleared_on from care_money_alert where institution_id = ${id} order by raised_on desc, id desc limit 50`,
  );
  const to = (what: string) => `/api/institutions/${id}/${what}`;
  const fixed = () => ({ requestId: newId() });
  return ok({
    ...rowOf(tx, home, of),
    division: home.division,
    serviceFen: of.prepaid.serviceFen,
    depositFen: of.prepaid.depositFen,
    memberFen: of.prepaid.memberFen,
    cards: of.cards,
    recordedBeds: home.recordedBeds,
    silent: of.silent,
    bank: of.bank && {
      statementTo: of.bank.statementTo,
      unbanked: of.bank.unbanked,
      unbankedFen: of.bank.unbankedFen,
      unexplained: of.bank.unexplained,
    },
    escrow: of.escrow && {
      bank: of.escrow.bank,
      accountTail: of.escrow.accountTail,
      planOn: of.escrow.planOn,
      assetsOn: of.escrow.assetsOn,
      assetsDocument: of.escrow.assetsDocument,
    },
    policies: policies.map((policy) => ({ ...policy, now: policy.fromOn <= tx.today && tx.today <= policy.toOn })),
    gaps: gapsOf(policies, tx.today),
    prepaid: prepaid.slice(0, 200).map(({ personId: _, personName, kind, ...row }) => ({
      ...row,
      kindZh: prepaidKinds[kind],
      personName: personName ?? '（不在您的范围内）',
      owedFen: owedFen(tx, { ...row, kind }),
      offers: offersTo(tx.actor, [
        {
          action: 'refund',
          zh: '退费',
          causes: '退了的不再计入预收总额。',
          by: accountants,
          when: row.refundedOn === null,
          to: `/api/care-prepaid/${row.id}/refund`,
          fields: formOf(Refund),
          initial: { amount: owedFen(tx, { ...row, kind }) },
          fixed: fixed(),
        },
      ]),
    })),
    balances,
    alerts: alerts.map(({ rule, light, ...alert }) => ({ ...alert, ruleZh: alertRules[rule], light: lights[light] })),
    offers: offersTo(tx.actor, [
      {
        action: 'insure',
        zh: '登记保单',
        causes: '接上一张保单，断一天也会亮黄灯。',
        by: accountants,
        to: to('policies'),
        fields: formOf(NewPolicy),
        fixed: fixed(),
      },
      {
        action: 'take',
        zh: '登记一笔预收',
        causes: '服务费、会员费收了当天登记；总额超过固定资产净额的不能收。',
        by: accountants,
        when: of.escrow !== null,
        to: to('prepaid'),
        fields: formOf(NewPrepaid),
        initial: { kind: 'service', fromMonth: nextMonth(tx) },
        fixed: fixed(),
      },
      {
        action: 'escrow',
        zh: of.escrow ? '更新存管账户和净额' : '登记存管账户',
        causes: '有了存管账户和公示的收费方案，才能预收。',
        by: offices,
        to: to('escrow'),
        fields: formOf(EscrowAccount),
        ...(of.escrow
          ? {
              initial: {
                bank: of.escrow.bank,
                accountTail: of.escrow.accountTail,
                planOn: of.escrow.planOn,
                assets: of.escrow.assetsFen,
                assetsOn: of.escrow.assetsOn,
                assetsDocument: of.escrow.assetsDocument,
              },
            }
          : {}),
        fixed: fixed(),
      },
      {
        action: 'balance',
        zh: '登记存管余额',
        causes: '银行每天报的余额，一天一次。',
        by: offices,
        when: of.escrow !== null,
        to: to('balances'),
        fields: formOf(Balance),
        initial: { onDate: tx.today },
        fixed: fixed(),
      },
    ]),
  });
}
