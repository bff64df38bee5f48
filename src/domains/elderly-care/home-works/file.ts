/** Works at home in the part 养老 of a person's file: what was done there and what was paid. */
import { sql } from '../../../database/sql.ts';
import { longDate } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { yuan } from '../../../kernel/policy/index.ts';
import type { Fen, PlainDate } from '../../../kernel/schema/index.ts';
import { flowOf } from '../../../kernel/service/server.ts';
import { type HomeItem, itemNames } from './items.ts';
import type { Source } from './rules.ts';
import { programmeNames } from './terms.ts';

export async function worksRows(tx: Tx, personId: string): Promise<{ what: string; says: string }[]> {
  const rows = await tx.rows<{
    source: Source;
    flow: string;
    flowVersion: string;
    state: string;
    paidOn: PlainDate | null;
    subsidyFen: Fen | null;
    items: HomeItem[] | null;
  }>(sql`select w.source, c.flow, c.flow_version, c.state, w.paid_on, w.subsidy_fen,
      (select array_agg(i.item order by i.position) from fitted_item i where i.works_id = w.id and i.state = 'done') as items
    from home_works w join service_case c on c.id = w.case_id where w.person_id = ${personId} and w.counts is not null order by w.id desc limit 20`);
  return rows.map((row) => ({
    what: programmeNames[row.source],
    says: row.paidOn
      ? `${longDate(row.paidOn)}拨付${yuan(row.subsidyFen!)}：${(row.items ?? []).map((item) => itemNames[item]).join('、')}`
      : `正在办：${flowOf(row.flow, row.flowVersion).flow.steps[row.state]!.zh}`,
  }));
}
