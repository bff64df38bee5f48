/** What the report forms ask of the institutions (养老服务季报): homes, beds, nursing beds, residents at the end of the period. */
import { sql } from '../../../database/sql.ts';
import { defineCells } from '../../../kernel/indicator/server.ts';
import { bedsOn, homeRows, kindName, nursingOn } from './board.ts';

defineCells(
  {
    key: 'c201',
    definition: '期末已经备案、没有终止的养老机构',
    of: 'count',
    rows: async (_, span) => {
      const beds = bedsOn(sql`${span.to}::date`);
      return homeRows({
        num: sql`1`,
        den: sql`1`,
        says: sql`${kindName} || '，备案' || ${beds} || '张'`,
        where: sql`${beds} > 0`,
      });
    },
  },
  {
    key: 'c202',
    definition: '期末的备案床位，按期末以前最后一次备案、变更备案',
    of: 'count',
    rows: async (_, span) => {
      const beds = bedsOn(sql`${span.to}::date`);
      return homeRows({ num: beds, den: sql`1`, says: sql`${kindName} || '，备案' || ${beds} || '张'`, where: sql`${beds} > 0` });
    },
  },
  {
    key: 'c203',
    definition: '期末以前现场核过、没有停用的护理型床位，备案机构的',
    of: 'count',
    rows: async (_, span) => {
      const beds = bedsOn(sql`${span.to}::date`);
      return homeRows({
        num: sql`least(n.nursing, ${beds})`,
        den: sql`1`,
        says: sql`${kindName} || '，护理型' || n.nursing || '张'`,
        from: nursingOn(span.to),
        where: sql`n.nursing > 0 and ${beds} > 0`,
      });
    },
  },
  {
    key: 'c204',
    definition: '期末在住的老人（试住、请假、住院保留床位的都算）',
    of: 'count',
    rows: async (_, span) =>
      homeRows({
        num: sql`s.living`,
        den: sql`1`,
        says: sql`${kindName} || '，在住' || s.living || '人'`,
        from: sql`cross join lateral (select count(*)::int as living from care_stay s where s.institution_id = i.id and s.from_on <= ${span.to} and (s.to_on is null or s.to_on > ${span.to})) s`,
        where: sql`s.living > 0`,
      }),
  },
);
