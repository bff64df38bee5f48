/** What a home has taken in advance and how it is covered, and the lights that follow; lights are raised and cleared here alone. */
import { sql } from '../../../database/sql.ts';
import { addMonths, monthOf } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { defineTemplates, notify } from '../../../kernel/notice/server.ts';
import { yuan } from '../../../kernel/policy/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import type { Institution } from '../register/store.ts';
import { tellStaff } from '../stays/apply.ts';
import { type AlarmNorms, cheapOf, growthOf, originsOf, pitchesOf } from './alarm-rules.ts';
import { type Account, bankStandings } from './bank-store.ts';
import { moneyLimits } from './parameters.ts';
import { type Cover, coverOf, type Light, type Policy, type Prepaid, prepaidStanding, unusedFen } from './rules.ts';
import { type AlertRule, accountants, alertRules, lights, type PrepaidKind } from './terms.ts';

defineTemplates({
  'care-money.alert': { title: '养老机构资金安全提醒', text: '{name}：{rule}{light}，{says}。' },
});

export interface PolicyRow extends Policy {
  id: string;
  insurer: string;
  policyNo: string;
  limitFen: Fen;
  premiumFen: Fen;
}
export const policiesOf = (tx: Tx, id: string): Promise<PolicyRow[]> =>
  tx.rows<PolicyRow>(
    sql`select id, insurer, policy_no, from_on, to_on, beds, limit_fen, premium_fen from care_insurance where institution_id = ${id} order by from_on desc limit 100`,
  );

export interface Escrow {
  bank: string;
  accountTail: string;
  planOn: PlainDate;
  assetsFen: Fen;
  assetsOn: PlainDate;
  assetsDocument: string;
  version: number;
}
const escrowColumns = sql`bank, account_tail, plan_on, assets_fen, assets_on, assets_document, version`;
export const escrowOf = (tx: Tx, id: string): Promise<Escrow | null> =>
  tx.maybe<Escrow>(sql`select ${escrowColumns} from care_escrow where institution_id = ${id}`);

export interface PrepaidRow {
  id: string;
  personName: string | null;
  personId: string;
  kind: PrepaidKind;
  amountFen: Fen;
  months: number;
  fromMonth: YearMonth;
  signedOn: PlainDate;
  contractNo: string;
  refundedOn: PlainDate | null;
  refundedFen: Fen | null;
  origin: string | null;
}
export const prepaidOf = (tx: Tx, id: string): Promise<PrepaidRow[]> =>
  tx.rows<PrepaidRow>(sql`select c.id, p.name as person_name, c.person_id, c.kind, c.amount_fen, c.months, c.from_month, c.signed_on, c.contract_no, c.refunded_on, c.refunded_fen, c.origin
    from care_prepaid c left join person p on p.id = c.person_id where c.institution_id = ${id} order by c.signed_on desc, c.id desc limit 5000`);

const monthNo = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7));
/** Of a row what is still owed in service; a membership is owed whole until it is given back. */
export const owedFen = (tx: Tx, row: Pick<PrepaidRow, 'kind' | 'amountFen' | 'months' | 'fromMonth' | 'refundedOn'>): Fen =>
  row.refundedOn !== null
    ? 0
    : row.kind === 'member'
      ? row.amountFen
      : unusedFen(row.amountFen, row.months, monthNo(monthOf(tx.today)) - monthNo(row.fromMonth) + 1);

export interface Money {
  readonly living: number;
  readonly cover: Cover;
  readonly escrow: Escrow | null;
  readonly prepaid: Prepaid;
  readonly cards: number;
  readonly balanceOn: PlainDate | null;
  readonly standing: ReturnType<typeof prepaidStanding>;
  /** The newest balance is older than it may be. */
  readonly silent: boolean;
  readonly bank: Account | null;
  /** From which sum on one day an unexplained withdrawal is grave. */
  readonly withdrawFen: Fen;
  /** What looks like an investment disguised as care, in words. */
  readonly alarms: Readonly<Record<'growth' | 'origins' | 'cheap' | 'pitch', string | null>>;
  /** Promises of returns that are not cleared up. */
  readonly promises: number;
  /** 特困 money that was spent on what it is not for. */
  readonly misusedFen: Fen;
}

/** What is known of the leads of a home, of 特困 money spent wrongly, and the cheapest month that it has published. */
interface Leads {
  institutionId: string;
  promises: number;
  pitches: number;
  misusedFen: Fen;
  monthlyFen: Fen | null;
}
const leadsOf = (tx: Tx, ids: readonly string[]): Promise<Leads[]> =>
  tx.rows<Leads>(sql`select h.id as institution_id, l.promises, l.pitches, care_tekun_misused(h.id) as misused_fen,
      (select sum(m.fen)::bigint from (select distinct on (p.item) p.item, p.amount_fen as fen from care_price p
        where p.institution_id = h.id and p.item in ('bed', 'care') and p.from_on <= ${tx.today} order by p.item, p.amount_fen) m) as monthly_fen
    from unnest(${[...ids]}::uuid[]) h (id) cross join lateral care_money_leads(h.id, ${addMonths(tx.today, -3)}::date) l`);

const byHome = <Row extends { institutionId: string }>(rows: readonly Row[]): ReadonlyMap<string, Row[]> =>
  Map.groupBy(rows, ({ institutionId }) => institutionId);

/** What is not given back, or was not a month ago; like sums together: `n` of each. */
interface Held extends Pick<PrepaidRow, 'kind' | 'amountFen' | 'months' | 'fromMonth' | 'signedOn' | 'refundedOn' | 'origin'> {
  readonly institutionId: string;
  readonly n: number;
}

type Of = Pick<Institution, 'id' | 'division'>;
/** Of each of these homes, by its id: the same few questions however many they are. */
export async function moneyOfHomes(tx: Tx, homes: readonly Of[]): Promise<Result<ReadonlyMap<string, Money>, 'PARAM_MISSING'>> {
  const ids = homes.map(({ id }) => id);
  const living = byHome(
    await tx.rows<{ institutionId: string; n: number }>(
      sql`select institution_id, count(*)::int as n from care_stay where institution_id = any(${ids}::uuid[]) and to_on is null group by institution_id`,
    ),
  );
  const deposits = byHome(
    await tx.rows<{ institutionId: string; fen: Fen }>(
      sql`select institution_id, sum(case kind when 'deposit' then amount_fen else -amount_fen end)::bigint as fen from care_payment
        where institution_id = any(${ids}::uuid[]) and kind in ('deposit', 'deposit-returned') group by institution_id`,
    ),
  );
  const prepaid = byHome(
    await tx.rows<Held>(
      sql`select institution_id, kind, amount_fen, months, from_month, signed_on, refunded_on, origin, count(*)::int as n from care_prepaid
        where institution_id = any(${ids}::uuid[]) and (refunded_on is null or refunded_on > ${addMonths(tx.today, -1)})
        group by institution_id, kind, amount_fen, months, from_month, signed_on, refunded_on, origin`,
    ),
  );
  const escrows = byHome(
    await tx.rows<Escrow & { institutionId: string }>(
      sql`select institution_id, ${escrowColumns} from care_escrow where institution_id = any(${ids}::uuid[])`,
    ),
  );
  const balances = byHome(
    await tx.rows<Balance>(
      sql`select distinct on (institution_id) institution_id, on_date, balance_fen from care_escrow_balance
        where institution_id = any(${ids}::uuid[]) order by institution_id, on_date desc`,
    ),
  );
  const policies = byHome(
    await tx.rows<Policy & { institutionId: string }>(
      sql`select institution_id, from_on, to_on, beds from care_insurance where institution_id = any(${ids}::uuid[])`,
    ),
  );
  const leads = byHome(await leadsOf(tx, ids));
  const accounts = await bankStandings(tx, homes);
  if (!accounts.ok) return accounts;
  const found = new Map<string, Money>();
  for (const of of homes) {
    const money = await standing(tx, of, {
      living: living.get(of.id)?.[0]?.n ?? 0,
      depositFen: deposits.get(of.id)?.[0]?.fen ?? 0,
      held: prepaid.get(of.id) ?? [],
      escrow: escrows.get(of.id)?.[0] ?? null,
      balance: balances.get(of.id)?.[0] ?? null,
      policies: policies.get(of.id) ?? [],
      leads: leads.get(of.id)![0]!,
      bank: accounts.value.get(of.id) ?? null,
    });
    if (!money.ok) return money;
    found.set(of.id, money.value);
  }
  return ok(found);
}

export async function moneyOf(tx: Tx, of: Of): Promise<Result<Money, 'PARAM_MISSING'>> {
  const found = await moneyOfHomes(tx, [of]);
  return found.ok ? ok(found.value.get(of.id)!) : found;
}

interface Balance {
  institutionId: string;
  onDate: PlainDate;
  balanceFen: Fen;
}
interface Known {
  living: number;
  depositFen: Fen;
  held: readonly Held[];
  escrow: Escrow | null;
  balance: Balance | null;
  policies: readonly Policy[];
  leads: Leads;
  bank: Account | null;
}
/** By the standards of its place. */
async function standing(tx: Tx, of: Of, known: Known): Promise<Result<Money, 'PARAM_MISSING'>> {
  const set = await moneyLimits(tx, of.division, [
    'CARE-INSURE-REMIND',
    'CARE-PREPAID-YELLOW',
    'CARE-PREPAID-RESERVE',
    'CARE-ESCROW-SILENT',
    'CARE-ESCROW-WITHDRAW',
    'CARE-ALARM-GROWTH',
    'CARE-ALARM-LEAST',
    'CARE-ALARM-COUNTIES',
    'CARE-ALARM-CHEAP',
    'CARE-ALARM-PITCHES',
  ]);
  if (!set.ok) return set;
  const { living, depositFen, held, escrow, balance, policies, leads, bank } = known;
  const sold = held.flatMap((row) => Array.from({ length: row.n }, () => row));
  const heldAs = (kind: PrepaidKind) => held.filter((row) => row.kind === kind && row.refundedOn === null);
  const owed = (kind: PrepaidKind) => heldAs(kind).reduce((sum, row) => sum + row.n * owedFen(tx, row), 0);
  const prepaid: Prepaid = {
    assetsFen: escrow?.assetsFen ?? 0,
    serviceFen: owed('service'),
    depositFen,
    memberFen: owed('member'),
    balanceFen: balance?.balanceFen ?? null,
  };
  const silentDays = set.value['CARE-ESCROW-SILENT'];
  const norms: AlarmNorms = {
    growth: set.value['CARE-ALARM-GROWTH'],
    least: set.value['CARE-ALARM-LEAST'],
    counties: set.value['CARE-ALARM-COUNTIES'],
    cheap: set.value['CARE-ALARM-CHEAP'],
    pitches: set.value['CARE-ALARM-PITCHES'],
  };
  return ok({
    living,
    cover: coverOf(policies, {
      today: tx.today,
      since: addMonths(tx.today, -12),
      living,
      remindDays: set.value['CARE-INSURE-REMIND'],
    }),
    escrow,
    prepaid,
    cards: heldAs('member').reduce((sum, { n }) => sum + n, 0),
    balanceOn: balance?.onDate ?? null,
    standing: prepaidStanding(prepaid, { yellow: set.value['CARE-PREPAID-YELLOW'], reserve: set.value['CARE-PREPAID-RESERVE'] }),
    bank,
    withdrawFen: set.value['CARE-ESCROW-WITHDRAW'],
    alarms: {
      growth: growthOf(sold, { today: tx.today, before: addMonths(tx.today, -1) }, norms),
      origins: originsOf(sold, tx.today, norms),
      cheap: cheapOf(sold, { today: tx.today, monthlyFen: leads.monthlyFen }, norms),
      pitch: pitchesOf(leads.pitches, norms),
    },
    promises: leads.promises,
    misusedFen: leads.misusedFen,
    silent: escrow !== null && (balance === null || Date.parse(tx.today) - Date.parse(balance.onDate) > silentDays * 86_400_000),
  });
}

interface Burning {
  rule: AlertRule;
  light: Exclude<Light, 'good'>;
  says: string;
  amountFen: Fen | null;
}
/** Which lights are on. Who has no account and takes nothing in advance but deposits is not measured against assets that nobody has stated. */
export function burning(money: Money): Burning[] {
  const { living, cover, escrow, prepaid, standing, silent, bank, alarms, promises, misusedFen } = money;
  const found: Burning[] = [];
  if (cover.light !== 'good' && (living > 0 || cover.light === 'red'))
    found.push({
      rule: cover.light === 'red' ? 'uninsured' : 'insurance',
      light: cover.light,
      says: cover.says,
      amountFen: null,
    });
  if (promises > 0)
    found.push({
      rule: 'promise',
      light: 'red',
      says: `${promises}条承诺回报的线索没有查清，暂停预收`,
      amountFen: standing.totalFen,
    });
  for (const [rule, says] of Object.entries(alarms) as [keyof Money['alarms'], string | null][])
    if (says) found.push({ rule, light: 'yellow', says, amountFen: null });
  if (misusedFen > 0)
    found.push({ rule: 'tekun-use', light: 'red', says: `${yuan(misusedFen)}用在了不该用的地方`, amountFen: null });
  if (!escrow) return found;
  if (bank && bank.unbanked > 0)
    found.push({
      rule: 'unbanked',
      light: 'red',
      says: `${bank.unbanked}笔、${yuan(bank.unbankedFen)}，对账单到${bank.statementTo}`,
      amountFen: bank.unbankedFen,
    });
  if (bank && bank.unexplained > 0)
    found.push({
      rule: 'unexplained',
      light: bank.mostOutFen >= money.withdrawFen ? 'red' : 'yellow',
      says: `${bank.unexplained}笔${bank.mostOutFen > 0 ? `，一天最多支出${yuan(bank.mostOutFen)}` : ''}`,
      amountFen: bank.mostOutFen > 0 ? bank.mostOutFen : null,
    });
  if (standing.assets !== 'good')
    found.push({
      rule: 'assets',
      light: standing.assets,
      says: `预收${yuan(standing.totalFen)}，净额${yuan(prepaid.assetsFen)}`,
      amountFen: standing.totalFen,
    });
  if (standing.reserve === 'red')
    found.push({
      rule: 'reserve',
      light: 'red',
      says: `保证金应有${yuan(standing.reserveFen)}，余额${prepaid.balanceFen === null ? '没有报过' : yuan(prepaid.balanceFen)}`,
      amountFen: standing.reserveFen,
    });
  if (silent) found.push({ rule: 'escrow', light: 'yellow', says: '银行没有按日报余额', amountFen: null });
  return found;
}

/** Raises what is new or graver, clears what is over; what is raised is told to the home, to the office, and, where it is money, to other departments. */
export async function followLights(
  tx: Tx,
  of: Pick<Institution, 'id' | 'division' | 'name'>,
): Promise<Result<Money, 'PARAM_MISSING'>> {
  const money = await moneyOf(tx, of);
  if (!money.ok) return money;
  const now = burning(money.value);
  const open = await tx.rows<{ id: string; rule: AlertRule; light: Light }>(
    sql`select id, rule, light from care_money_alert where institution_id = ${of.id} and cleared_on is null for update`,
  );
  for (const alert of open)
    if (!now.some(({ rule, light }) => rule === alert.rule && light === alert.light))
      await tx.run(sql`update care_money_alert set cleared_on = ${tx.today} where id = ${alert.id}`);
  for (const { rule, light, says, amountFen } of now) {
    const same = open.find((alert) => alert.rule === rule && alert.light === light);
    if (same) {
      await tx.run(
        sql`update care_money_alert set says = ${says}, amount_fen = ${amountFen} where id = ${same.id} and says <> ${says}`,
      );
      continue;
    }
    await tx.run(sql`insert into care_money_alert (id, institution_id, division, rule, light, says, amount_fen, raised_on)
      values (${newId()}, ${of.id}, ${of.division}, ${rule}, ${light}, ${says}, ${amountFen}, ${tx.today})`);
    const params = { name: of.name, rule: alertRules[rule], light: `亮${lights[light].zh}`, says };
    await tellStaff(tx, of.id, { performers: accountants, template: 'care-money.alert', params });
    if (light === 'red')
      await notify(tx, { to: { performer: 'county-clerk', division: of.division }, template: 'care-money.alert', params });
    if (amountFen !== null)
      await emit(tx, {
        type: 'prepaid.alert.raised',
        subject: { kind: 'care-institution', id: of.id },
        division: of.division,
        payload: { institutionId: of.id, rule, amountFen },
        sensitivity: 'internal',
      });
  }
  return money;
}
