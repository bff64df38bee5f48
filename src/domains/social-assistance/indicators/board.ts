/** 市县看板: what charts show beside the indicators; counted from the same records, as of today, each part bounded. */
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { inScope, scopeRange } from '../../../kernel/division/index.ts';
import type { DivisionCode, Fen } from '../../../kernel/schema/index.ts';
import { beneficiariesByVillage } from '../stations/views.ts';
import type { Board, HeatRow, MapRow } from './content.ts';

/** Bands of temporary aid in fen: up to, and including. */
const BANDS: readonly (readonly [zh: string, upTo: Fen])[] = [
  ['2000元以下', 2_000_00],
  ['2000至5000元', 5_000_00],
  ['5000至10000元', 10_000_00],
  ['10000元以上', Number.MAX_SAFE_INTEGER],
];
const AGES: readonly (readonly [zh: string, from: number])[] = [
  ['没有到期', -100_000],
  ['超期1至5天', 1],
  ['超期6至15天', 6],
  ['超期15天以上', 16],
];

/** Persons helped in this month by township, over the residents that were registered for last year. */
async function mapRows(tx: Tx, division: DivisionCode): Promise<MapRow[]> {
  const { lo, hi } = scopeRange(division);
  const populations = await tx.rows<{ township: DivisionCode; persons: number }>(
    sql`select distinct on (township) township, persons from township_population where township >= ${lo} and township < ${hi} and year < ${Number(tx.today.slice(0, 4))} order by township, year desc limit 500`,
  );
  const helped = [...(await beneficiariesByVillage(tx, division))];
  return tx.divisions.all
    .filter((d) => d.level === 'township' && d.legal && inScope(d.code, division))
    .map((d) => ({
      township: d.code,
      county: `${d.code.slice(0, 6)}000000`,
      name: d.name,
      helped: helped.reduce((sum, [village, n]) => sum + (inScope(village, d.code) ? n : 0), 0),
      residents: populations.find((p) => p.township === d.code)?.persons ?? null,
    }));
}

/** Double warning by township (section 9): how many are open, which way, how many are late; counted as the lists that the figures open. */
async function heatRows(tx: Tx, division: DivisionCode): Promise<HeatRow[]> {
  const { lo, hi } = scopeRange(division);
  const counted = await tx.rows<
    Omit<HeatRow, 'township' | 'county' | 'name'> & { d9: string }
  >(sql`select d9, count(*)::int as open,
      count(*) filter (where direction in ('in', 'both'))::int as enter, count(*) filter (where direction in ('out', 'both'))::int as leave,
      count(*) filter (where not red and due_at <= ${tx.now})::int as overdue
    from clue where closed_at is null and division >= ${lo} and division < ${hi} group by d9 limit 500`);
  const of = new Map(counted.map(({ d9, ...counts }) => [d9, counts]));
  return tx.divisions.all
    .filter((d) => d.level === 'township' && inScope(d.code, division) && (d.legal || of.has(d.code.slice(0, 9))))
    .map((d) => ({
      township: d.code,
      county: `${d.code.slice(0, 6)}000000`,
      name: d.name,
      ...(of.get(d.code.slice(0, 9)) ?? { open: 0, enter: 0, leave: 0, overdue: 0 }),
    }));
}

export async function board(tx: Tx): Promise<Board> {
  const division = tx.actor.division ?? tx.city;
  const { lo, hi } = scopeRange(division);
  const within = sql`division >= ${lo} and division < ${hi}`;
  const from = `${tx.today.slice(0, 4)}-01-01`;
  const funnel = await tx.one<{
    submitted: number;
    accepted: number;
    decided: number;
    onTime: number;
  }>(sql`select count(*)::int as submitted,
      count(accepted_on)::int as accepted, count(*) filter (where outcome in ('granted', 'refused'))::int as decided,
      count(*) filter (where outcome in ('granted', 'refused') and (closed_at at time zone 'Asia/Shanghai')::date <= total_due_on)::int as on_time
    from service_case where item_id = 'SA-01' and submitted_at >= ${`${from}T00:00:00+08:00`} and ${within}`);
  const aid = await tx.rows<{
    band: number;
    count: number;
    sumFen: Fen;
  }>(sql`select width_bucket(amount_fen, ${BANDS.slice(0, -1).map(([, upTo]) => upTo + 1)}::bigint[]) as band,
      count(*)::int as count, sum(amount_fen)::bigint as sum_fen from temporary_aid where decided_on >= ${from} and amount_fen is not null and ${within} group by 1`);
  const ages = await tx.rows<{
    age: number;
    count: number;
  }>(sql`select width_bucket((${tx.today}::date - (due_at at time zone 'Asia/Shanghai')::date), ${AGES.slice(1).map(([, day]) => day)}::int[]) as age,
      count(*)::int as count from clue where closed_at is null and ${within} group by 1`);
  const returns = await tx.rows<{ reason: string; count: number }>(
    sql`select reason, count(*)::int as count from returned_payment where returned_on > ${tx.today}::date - 365 and ${within} group by reason order by 2 desc, 1 limit 12`,
  );
  return {
    asOf: tx.today,
    year: Number(tx.today.slice(0, 4)),
    funnel: [
      { zh: '提交', count: funnel.submitted },
      { zh: '受理', count: funnel.accepted },
      { zh: '作出决定', count: funnel.decided },
      { zh: '按时决定', count: funnel.onTime },
    ],
    aid: BANDS.map(([zh], i) => {
      const found = aid.find((a) => a.band === i);
      return { zh, count: found?.count ?? 0, sumFen: found?.sumFen ?? 0 };
    }),
    ages: AGES.map(([zh], i) => ({ zh, count: ages.find((a) => a.age === i)?.count ?? 0 })),
    returns: returns.map((r) => ({ zh: r.reason, count: r.count })),
    map: await mapRows(tx, division),
    heat: await heatRows(tx, division),
  };
}
