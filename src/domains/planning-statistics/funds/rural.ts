/** 农村养老财政资金 (I-27): every use of public money for older people by village or community; what serves both is split by the older people who live there. */
import { sql } from '../../../database/sql.ts';
import { addMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { scopeRange } from '../../../kernel/division/index.ts';
import type { GivenRow } from '../../../kernel/indicator/server.ts';
import type { DivisionCode, Fen, PlainDate } from '../../../kernel/schema/index.ts';
import { placeName } from './board.ts';
import { ruralShare } from './rules.ts';

const OLD = 60;
/** Uses of one year's budgets: a city has some thousand allocations. */
const MOST = 20_000;

interface Use {
  id: string;
  division: DivisionCode;
  accountId: string;
  unit: string;
  place: DivisionCode;
  amountFen: Fen;
  paper: string;
}

/** One row for each approved allocation to elderly care of the year's budget, what came back taken off; passed down money counts where it is used. */
const usesOf = (tx: Tx, year: number, to: PlainDate): Promise<Use[]> =>
  tx.rows<Use>(sql`select a.id::text as id, a.division, a.account_id::text as account_id, a.unit, a.place, a.decision_no as paper,
      (a.amount_fen - coalesce((select sum(r.amount_fen) from fund_refund r where r.allocation_id = a.id and r.booked_on <= ${to}), 0))::bigint as amount_fen
    from fund_allocation a join fund_line l on l.id = a.line_id
    where a.state = 'approved' and not a.passed_down and a.purpose = 'elderly' and l.year = ${year} and a.decided_on <= ${to} order by a.id limit ${MOST}`);

/** Living older people by village and community. */
const eldersBy = (tx: Tx, on: PlainDate): Promise<{ division: DivisionCode; n: number }[]> =>
  tx.rows(sql`select division, count(*)::int as n from person
    where life_state <> 'dead' and merged_into is null and birth_date <= ${addMonths(on, -12 * OLD)} group by division`);

export async function ruralUses(tx: Tx, year: number, to: PlainDate): Promise<GivenRow[]> {
  const elders = await eldersBy(tx, to);
  const living = (place: DivisionCode): { rural: number; all: number } => {
    const { lo, hi } = scopeRange(place);
    const here = elders.filter(({ division }) => division >= lo && division < hi);
    const count = (rows: typeof here) => rows.reduce((sum, { n }) => sum + n, 0);
    return { rural: count(here.filter(({ division }) => tx.divisions.get(division)?.kind === '村')), all: count(here) };
  };
  const known = new Map<DivisionCode, { rural: number; all: number }>();
  return (await usesOf(tx, year, to)).map((use) => {
    const kind = tx.divisions.get(use.place)?.kind;
    if (!known.has(use.place)) known.set(use.place, living(use.place));
    const share = ruralShare(use.amountFen, kind === '村' ? 'rural' : kind === '社区' ? 'urban' : known.get(use.place)!);
    return {
      id: use.id,
      division: use.division,
      num: share.fen,
      den: use.amountFen,
      name: use.unit,
      says: `${placeName(tx, use.place)}，${share.says}，${use.paper}`,
      link: 'account',
      linkId: use.accountId,
    };
  });
}
