/** Ten years of monthly payments of a city, written as facts: 低保 of one family in twenty, paid every month, in the batches of its county. */
import pg from 'pg';
import { keepFigures, keepReceiving } from '../src/kernel/payment/server.ts';
import { type BenchCity, SCHEMA } from './make-city.ts';
import { round } from './measure.ts';

/** Fills without keys and triggers, as a restored backup is filled: what they guarantee is true by the way it is made. Gives lines and the seconds of filling and of counting them. */
export async function makePayments(town: BenchCity, { from, to }: { from: string; to: string }) {
  const client = new pg.Client({ connectionString: town.cluster.url('postgres') });
  await client.connect();
  const began = performance.now();
  let lines = 0;
  try {
    await client.query(`set search_path to ${SCHEMA}, extensions`);
    await client.query('set session_replication_role = replica');
    await client.query(
      `insert into entitlement (id, programme, household_id, person_id, division, from_month, created_at, created_by)
         select gen_random_uuid(), 'dibao', h.id, h.head_id, h.division, $1, now(), 'bench' from household h
         where h.head_id is not null and mod(abs(hashtext(h.id::text)), 20) = 0`,
      [from],
    );
    await client.query(
      `insert into entitlement_member (entitlement_id, person_id, division, from_month)
         select e.id, m.person_id, e.division, e.from_month from entitlement e
         join household_member m on m.household_id = e.household_id and m.valid_to is null and m.superseded_at is null`,
    );
    const { rows: months } = await client.query<{ month: string }>(
      `select to_char(m, 'YYYY-MM') as month from generate_series(($1 || '-01')::date, ($2 || '-01')::date, interval '1 month') m order by 1`,
      [from, to],
    );
    for (const { month } of months) {
      await client.query(
        `with county as (select left(division, 6) || '000000' as code, count(*)::int as n from entitlement group by 1)
         insert into payment_batch (id, programme, county, month, seq, kind, state, line_count, sum_fen, pay_on, township_by, county_by, treasury_by, result_by, reissue_by,
           created_at, created_by, prepared_by, reviewed_by, approved_by, sent_by, reconciled_by)
         select gen_random_uuid(), 'dibao', code, $1, 1, 'regular', 'reconciled', n, n * 40000::bigint, d, d, d, d, d, d, now(), 'bench', 'a', 'b', 'c', 'a', 'b'
         from county, (select ($1 || '-10')::date as d) day`,
        [month],
      );
      const { rowCount } = await client.query(
        `insert into payment_line (id, batch_id, no, entitlement_id, version_id, programme, person_id, household_id, division, month, kind, amount_fen,
           account_id, account_digest, account_last4, state, paid_on)
         select gen_random_uuid(), b.id, row_number() over (partition by b.id), e.id, e.id, 'dibao', e.person_id, e.household_id, e.division, $1, 'regular', 40000,
           e.id, '\\x00', '0000', 'paid', ($1 || '-10')::date
         from entitlement e join payment_batch b on b.programme = 'dibao' and b.month = $1 and b.county = left(e.division, 6) || '000000'`,
        [month],
      );
      lines += rowCount ?? 0;
      await client.query('insert into payment_figure_stale (month) values ($1)', [month]);
    }
    await client.query('analyze');
  } finally {
    await client.end();
  }
  const filled = performance.now();
  const months = await keepFigures(town.context);
  const counted = performance.now();
  // Made without triggers: the months are counted as wholes, as at a city's first day with the platform.
  const receiving = await keepReceiving(town.context);
  return {
    lines,
    months,
    fillSeconds: round((filled - began) / 1000, 1),
    countSeconds: round((counted - filled) / 1000, 1),
    receivingMonths: receiving.months,
    receivingSeconds: round((performance.now() - counted) / 1000, 1),
  };
}
