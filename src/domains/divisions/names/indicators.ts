/** DIV-02 备案及时率, DIV-03 公告及时率 (divisions.md 6): of what was approved in the quarter and is filed or due, what was done within its fifteen days. */
import { sql } from '../../../database/sql.ts';
import { defineIndicators, type Span } from '../../../kernel/indicator/server.ts';
import { namingReaders } from './terms.ts';

const board = { key: 'place-names', zh: '地名', to: '/place-indicators', readers: namingReaders } as const;

defineIndicators(
  board,
  {
    key: 'place-filed-on-time',
    zh: '地名备案及时率',
    definition: '15日内备案的 ÷ 本季度批准的（还没有到期、也没有备案的不算）',
    kind: 'rate',
    period: 'quarter',
    target: 'PLACE-NAME-FILED-ON-TIME',
    source: '地名管理条例第十三条',
    rows: async (
      _tx,
      span: Span,
    ) => sql`select n.id::text as id, n.division, case when n.filed_on <= n.file_due_on then 1 else 0 end as num, 1 as den, n.name,
        n.approved_on || '批准，应于' || n.file_due_on || '前备案，' || coalesce(n.filed_on || '备案', '还没有备案') as says, 'place' as link, n.place_id::text as link_id
      from place_naming n where n.approved_on between ${span.from} and ${span.to} and (n.filed_on is not null or n.file_due_on < ${span.to}::date)`,
  },
  {
    key: 'place-announced-on-time',
    zh: '地名公告及时率',
    definition: '期限内公告的 ÷ 本季度批准的（还没有到期、也没有公告的不算；其他部门批准的从备案起15日）',
    kind: 'rate',
    period: 'quarter',
    target: 'PLACE-NAME-ANNOUNCED-ON-TIME',
    source: '地名管理条例第十四条',
    rows: async (
      _tx,
      span: Span,
    ) => sql`select n.id::text as id, n.division, case when n.announced_on <= n.announce_due_on then 1 else 0 end as num, 1 as den, n.name,
        n.approved_on || '批准，应于' || coalesce(n.announce_due_on::text, '备案后15日') || '前公告，' || coalesce(n.announced_on || '公告', '还没有公告') as says, 'place' as link, n.place_id::text as link_id
      from place_naming n where n.approved_on between ${span.from} and ${span.to} and (n.announced_on is not null or n.announce_due_on < ${span.to}::date)`,
  },
);
