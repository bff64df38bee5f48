/** Indicators of money and safety (I-41, I-44). */
import { sql } from '../../../database/sql.ts';
import { defineIndicators } from '../../../kernel/indicator/server.ts';
import { homeRows, institutionBoard, OWN } from './board.ts';

defineIndicators(
  institutionBoard,
  {
    key: 'insured',
    zh: '责任险覆盖率',
    definition: '今天有责任保险的机构 ÷ 有老人在住的机构',
    kind: 'units',
    period: 'now',
    target: 'FIG-CARE-INSURED',
    source: OWN,
    rows: async (_, span) =>
      homeRows({
        num: sql`case when p.to_on is null then 0 else 1 end`,
        den: sql`1`,
        says: sql`'在住' || s.living || '人，' || coalesce('保到' || p.to_on, '没有保险')`,
        from: sql`cross join lateral (select count(*)::int as living from care_stay s where s.institution_id = i.id and s.to_on is null) s
          cross join lateral (select max(p.to_on) as to_on from care_insurance p where p.institution_id = i.id and ${span.to} between p.from_on and p.to_on) p`,
        where: sql`s.living > 0`,
      }),
  },
  {
    key: 'escrowed',
    zh: '预收费存管率',
    definition: '存管余额（不超过应存的）÷（没有退的押金 + 没有退的会员费）；已经动用、有凭证的现在还不抵',
    kind: 'money',
    period: 'now',
    target: 'FIG-CARE-ESCROW',
    source: '民发〔2024〕19号（见两个省的公开解读，未见原文）',
    rows: async () =>
      homeRows({
        num: sql`least(m.held, coalesce(b.fen, 0))`,
        den: sql`m.held`,
        says: sql`'押金和会员费' || round(m.held / 1000000.0, 2) || '万元，' || coalesce(b.on_date || '余额' || round(b.fen / 1000000.0, 2) || '万元', '没有报过余额')`,
        from: sql`cross join lateral (select greatest(0, (select coalesce(sum(case p.kind when 'deposit' then p.amount_fen when 'deposit-returned' then -p.amount_fen else 0 end), 0) from care_payment p where p.institution_id = i.id)
            + (select coalesce(sum(c.amount_fen), 0) from care_prepaid c where c.institution_id = i.id and c.kind = 'member' and c.refunded_on is null)) as held) m
          left join lateral (select b.balance_fen as fen, b.on_date from care_escrow_balance b where b.institution_id = i.id order by b.on_date desc limit 1) b on true`,
        where: sql`m.held > 0`,
      }),
  },
);
