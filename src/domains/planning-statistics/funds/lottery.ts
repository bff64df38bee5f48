/** 福彩公益金: what each level used it for in a year, judged for each level by itself; and 自然增长 of the budgets beside it. */
import { type Sql, sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, Fen, PlainDate } from '../../../kernel/schema/index.ts';
import { placeName } from './board.ts';
import type { FundShares, GrowthRow, ShareRow } from './content.ts';
import { growthOf, type PrivateBase, percentText, privateBaseOf, privateBases, shareVerdict } from './rules.ts';
import { lotterySources } from './terms.ts';

/**
 * One row for each use of the lottery fund in a year: an allocation of that year's budget, and with a minus, in its own purpose, whatever came back in
 * the year. What is passed down to the account of a county is used there. Columns id, division, account_id, unit, purpose, private_run, amount_fen, paid_fen, paper, is_refund.
 */
export const lotteryUses = (year: number, to: PlainDate = `${year}-12-31` as PlainDate): Sql => sql`
  select a.id::text as id, a.division, a.account_id, a.unit, a.purpose, a.private_run, a.amount_fen, a.paid_fen, a.decision_no as paper, false as is_refund
    from fund_allocation a join fund_line l on l.id = a.line_id
    where a.state = 'approved' and not a.passed_down and l.year = ${year} and l.source = any(${[...lotterySources]}::text[])
  union all select r.id::text, r.division, r.account_id, p.payee, a.purpose, a.private_run, -r.amount_fen, -r.amount_fen, r.voucher_no, true
    from fund_refund r join fund_payment p on p.id = r.payment_id join fund_allocation a on a.id = r.allocation_id join fund_line l on l.id = a.line_id
    where not a.passed_down and l.source = any(${[...lotterySources]}::text[]) and r.booked_on between ${`${year}-01-01`} and ${to}`;

export const privateBase = async (
  tx: Tx,
  division: DivisionCode,
  on: PlainDate,
): Promise<Result<PrivateBase, 'PARAM_MISSING'>> => {
  const found = await wholeParameter(tx, 'LOTTERY-PRIVATE-BASE', division, on);
  return found.ok ? ok(privateBaseOf(found.value)) : found;
};

const verdicts = { met: '达到', missed: '未达到', none: '无支出，不评' } as const;

/** The levels that the actor sees: the city and each county, or the own county. */
const levelsOf = (tx: Tx): DivisionCode[] => {
  const own = tx.actor.division ?? tx.city;
  return own === tx.city ? [tx.city, ...tx.divisions.children(tx.city).map((d) => d.code)] : [`${own.slice(0, 6)}000000`];
};

interface LevelUse {
  division: DivisionCode;
  elderlyFen: Fen;
  privateFen: Fen;
  totalFen: Fen;
  spentElderlyFen: Fen;
  spentFen: Fen;
}
export const lotterySums = (tx: Tx, year: number, to?: PlainDate): Promise<LevelUse[]> =>
  tx.rows<LevelUse>(sql`select u.division, coalesce(sum(u.amount_fen) filter (where u.purpose = 'elderly'), 0)::bigint as elderly_fen,
      coalesce(sum(u.amount_fen) filter (where u.private_run), 0)::bigint as private_fen, sum(u.amount_fen)::bigint as total_fen,
      coalesce(sum(u.paid_fen) filter (where u.purpose = 'elderly'), 0)::bigint as spent_elderly_fen, sum(u.paid_fen)::bigint as spent_fen
    from (${lotteryUses(year, to)}) u group by u.division`);
const NOTHING = { elderlyFen: 0, privateFen: 0, totalFen: 0, spentElderlyFen: 0, spentFen: 0 };

async function shareRow(
  tx: Tx,
  division: DivisionCode,
  own: Omit<LevelUse, 'division'>,
  on: PlainDate,
): Promise<Result<ShareRow, 'PARAM_MISSING'>> {
  const min = await wholeParameter(tx, 'LOTTERY-ELDERLY-SHARE', division, on);
  if (!min.ok) return min;
  const privateMin = await wholeParameter(tx, 'LOTTERY-PRIVATE-SHARE', division, on);
  if (!privateMin.ok) return privateMin;
  const base = await privateBase(tx, division, on);
  if (!base.ok) return base;
  const { elderlyFen, totalFen, spentElderlyFen, spentFen, privateFen } = own;
  const bases = { elderly: elderlyFen, total: totalFen };
  const verdict = shareVerdict({ partFen: elderlyFen, wholeFen: totalFen }, min.value);
  const privateVerdict = shareVerdict({ partFen: privateFen, wholeFen: bases[base.value] }, privateMin.value);
  const other = base.value === 'elderly' ? 'total' : 'elderly';
  return ok({
    divisionName: placeName(tx, division),
    elderlyFen,
    totalFen,
    spentElderlyFen,
    spentFen,
    minPercent: min.value,
    percent: percentText(elderlyFen, totalFen, min.value),
    spentPercent: percentText(spentElderlyFen, spentFen, min.value),
    verdict,
    verdictZh: verdicts[verdict],
    privateFen,
    privateMinPercent: privateMin.value,
    privatePercent: percentText(privateFen, bases[base.value], privateMin.value),
    privateOtherPercent: percentText(privateFen, bases[other], privateMin.value),
    privateVerdict,
    privateVerdictZh: verdicts[privateVerdict],
  });
}

/** No sum heals a level. */
export async function fundShares(tx: Tx, asked?: number): Promise<Result<FundShares, 'PARAM_MISSING'>> {
  const year = asked ?? Number(tx.today.slice(0, 4));
  const on = `${year}-12-31` as PlainDate;
  const growthPercent = await wholeParameter(tx, 'FUND-GROWTH', tx.city, tx.today);
  if (!growthPercent.ok) return growthPercent;
  const base = await privateBase(tx, tx.city, on);
  if (!base.ok) return base;
  const sums = await lotterySums(tx, year);
  const budgets = await tx.rows<{ division: DivisionCode; budgetFen: Fen; beforeFen: Fen }>(sql`select division,
      coalesce(sum(budget_fen) filter (where year = ${year}), 0)::bigint as budget_fen, coalesce(sum(budget_fen) filter (where year = ${year - 1}), 0)::bigint as before_fen
    from fund_line where year in (${year}, ${year - 1}) group by division`);
  const shares: ShareRow[] = [];
  const growth: GrowthRow[] = [];
  for (const division of levelsOf(tx)) {
    const row = await shareRow(tx, division, sums.find((sum) => sum.division === division) ?? NOTHING, on);
    if (!row.ok) return row;
    shares.push(row.value);
    const { budgetFen, beforeFen } = budgets.find((budget) => budget.division === division) ?? { budgetFen: 0, beforeFen: 0 };
    const grown = growthOf(budgetFen, beforeFen, growthPercent.value);
    growth.push({
      divisionName: placeName(tx, division),
      budgetFen,
      beforeFen,
      percent: grown?.percent ?? null,
      met: grown?.met ?? null,
    });
  }
  return ok({
    year,
    shares,
    privateBaseZh: privateBases[base.value],
    privateOtherZh: privateBases[base.value === 'elderly' ? 'total' : 'elderly'],
    growth,
    growthPercent: growthPercent.value,
  });
}
