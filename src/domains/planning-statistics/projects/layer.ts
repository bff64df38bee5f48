/** 规划项目 on the map: every row of the library under its division, as closely as its place is known; rows have no coordinates. */
import { sql } from '../../../database/sql.ts';
import { defineLayer } from '../../../kernel/map/server.ts';
import { sides, stageOrder, stages } from '../progress/terms.ts';
import { current } from './library.ts';
import { libraryReaders } from './readers.ts';
import { planOfProjects } from './tables.ts';

const stageNames = stageOrder.map((stage) => stages[stage]);
const sideCodes = Object.keys(sides) as (keyof typeof sides)[];

defineLayer({
  key: 'projects',
  zh: '规划项目',
  readers: libraryReaders,
  open: true,
  rows: async (tx) => {
    const plan = await planOfProjects(tx);
    return sql`select p.id::text as id, p.division, p.name,
        p.category || '，' || (${stageNames}::text[])[array_position(${stageOrder}::text[], p.stage)]
          || case when p.side = 'none' then '' else '（' || (${sideCodes.map((side) => sides[side])}::text[])[array_position(${sideCodes}::text[], p.side)] || '）' end
          || case when p.table_id is null then '，未列入印发表，投资' else '，规划投资' end || round(p.investment_fen / 1000000.0, 2) || '万元' as says,
        null::double precision as lon, null::double precision as lat, '/projects/' || p.id as link
      from project p where ${plan ? current(plan.code) : sql`false`}`;
  },
});
