/** What everybody may read of the library: which projects have begun and how far each is, by counted reports. No money but the printed investment, no problem, no photograph. */
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { scopeRange } from '../../../kernel/division/index.ts';
import type { DivisionCode, Fen, PlainDate } from '../../../kernel/schema/index.ts';
import { current, printed } from '../projects/library.ts';
import { planOfProjects } from '../projects/tables.ts';
import { type Side, type Stage, sides, stageOrder, stages } from './terms.ts';

export interface PublishedProject {
  readonly id: string;
  readonly name: string;
  readonly divisionName: string;
  readonly investmentFen: Fen;
  /** False: entered later, in no printed table. */
  readonly printed: boolean;
  readonly stageZh: string;
  readonly sideZh: string | null;
  readonly stageOn: PlainDate | null;
}
export interface PublishedLibrary {
  readonly planName: string;
  /** As printed. */
  readonly investmentFen: Fen;
  /** Those that have left the reserve, the furthest first. */
  readonly begun: readonly PublishedProject[];
}

const MOST = 300;

/** Null where no plan with projects is imported. `county` narrows what has begun. */
export async function publishedProjects(tx: Tx, county: DivisionCode | null): Promise<PublishedLibrary | null> {
  const plan = await planOfProjects(tx);
  if (!plan) return null;
  const { lo, hi } = scopeRange(county ?? tx.city);
  const inside = sql`p.division >= ${lo} and p.division < ${hi}`;
  // How many projects that is the plan's own tables do not agree on (R5): what it comes to in money is printed.
  const { rows: known, investmentFen } = await tx.one<{ rows: number; investmentFen: Fen }>(
    sql`select count(*)::int as rows, coalesce(sum(p.investment_fen), 0)::bigint as investment_fen from project p where ${printed(plan.code)} and ${inside}`,
  );
  if (known === 0 && county === null) return null;
  const rows = await tx.rows<{
    id: string;
    name: string;
    division: DivisionCode;
    investmentFen: Fen;
    stage: Stage;
    side: Side;
    stageOn: PlainDate | null;
    printed: boolean;
  }>(sql`select p.id, p.name, p.division, p.investment_fen, p.table_id is not null as printed, p.stage, p.side, p.stage_on from project p
    where ${current(plan.code)} and ${inside} and p.stage <> 'reserve' order by array_position(${stageOrder}::text[], p.stage) desc, p.row_no limit ${MOST}`);
  return {
    planName: plan.name,
    investmentFen,
    begun: rows.map(({ id, name, division, investmentFen, printed, stage, side, stageOn }) => ({
      id,
      name,
      investmentFen,
      printed,
      stageOn,
      divisionName: tx.divisions.fullName(division),
      stageZh: stages[stage],
      // 调整的照常推进，外面不必分
      sideZh: side === 'none' || side === 'adjusted' ? null : sides[side],
    })),
  };
}
