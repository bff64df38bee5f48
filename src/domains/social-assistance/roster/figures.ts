/** 长期公布率: villages whose board is up to date. */
import { sql } from '../../../database/sql.ts';
import { defineIndicators, givenRows } from '../../../kernel/indicator/server.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { assistanceBoard } from '../indicators/terms.ts';
import { postedSince } from './postings.ts';
import { villageSums } from './roster.ts';

const ALL = 5000;

defineIndicators(assistanceBoard, {
  key: 'roster-posted',
  zh: '救助对象长期公布率',
  definition: '有享受低保、特困的村（社区）中，在规定月数内张贴过公布单的 ÷ 有享受低保、特困的村（社区）',
  kind: 'units',
  period: 'now',
  target: 'IND-ROSTER',
  source: '《最低生活保障审核确认办法》民发〔2021〕57号第二十四条（长期公布；间隔为假定）',
  rows: async (tx, span) => {
    const sums = await villageSums(tx, span, { after: '', limit: ALL });
    const since = await postedSince(tx, span.division, span.to);
    const posted = await tx.rows<{ division: DivisionCode; on: PlainDate }>(
      sql`select division, max(posted_on) as on from roster_posting where posted_on is not null and division >= ${span.lo} and division < ${span.hi} group by division limit ${ALL}`,
    );
    const last = new Map(posted.map((p) => [p.division, p.on]));
    return givenRows(
      sums.map(({ village, households }) => {
        const on = last.get(village);
        return {
          id: village,
          division: village,
          num: on && on > since ? 1 : 0,
          den: 1,
          name: tx.divisions.get(village)?.name ?? village,
          says: `${households}户，${on ? `最近一次${on}张贴` : '还没有张贴过'}`,
        };
      }),
    );
  },
});
