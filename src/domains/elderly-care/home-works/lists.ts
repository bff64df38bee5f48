/** What an assessor or a body has to do, and the register of works for the offices. */
import { type Sql, sql } from '../../../database/sql.ts';
import { isOneOf } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import type { DivisionCode, Fen, PlainDate } from '../../../kernel/schema/index.ts';
import { flowOf } from '../../../kernel/service/server.ts';
import type { Source } from './rules.ts';
import { programmeNames, type WorksRow, type WorksTask } from './terms.ts';

interface TaskRow {
  caseId: string;
  personId: string;
  name: string;
  division: DivisionCode;
  source: Source;
  state: string;
  plannedOn: PlainDate | null;
  dueOn: PlainDate | null;
  items: number;
}

/** Cases whose next step is mine: an assessor's plans; of a body its plans and works. */
export async function myWorks(tx: Tx): Promise<{ rows: WorksTask[] }> {
  const mine: Sql = isOneOf(tx.actor, ['capacity-assessor'])
    ? sql`c.state = 'planning' and w.source = 'adaptation' and exists (select 1 from capacity_assessor a where a.id = w.assessor_id and a.user_id = ${tx.actor.id})`
    : sql`w.provider_id = ${tx.actor.unitId}::uuid and (c.state = 'building' or (c.state = 'planning' and w.source = 'family-bed'))`;
  const rows =
    await tx.rows<TaskRow>(sql`select c.id as case_id, c.applicant_person_id as person_id, c.applicant_name as name, c.division, w.source, c.state, w.planned_on, c.due_on,
      (select count(*)::int from fitted_item i where i.works_id = w.id and i.state <> 'void') as items
    from home_works w join service_case c on c.id = w.case_id
    where w.counts is not null and ${mine} order by c.due_on nulls last, c.id limit 100`);
  if (rows.length > 0) await recordAudit(tx, { action: 'home-works.listed', personIds: rows.map((row) => row.personId) });
  return {
    rows: rows.map(({ division, source, state, personId: _, ...row }) => ({
      ...row,
      itemZh: programmeNames[source],
      divisionName: tx.divisions.fullName(division),
      stepZh: state === 'planning' ? '上门定方案' : '施工',
    })),
  };
}

const PAGE = 50;
const FIRST = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** The works of the actor's division, newest first. Names are on record as seen. */
export async function worksList(
  tx: Tx,
  given: { source: Source; open: boolean; cursor: string | undefined },
): Promise<{ rows: WorksRow[]; next: string | null }> {
  const { lo, hi } = tx.actor;
  const found = await tx.rows<{
    id: string;
    caseId: string;
    personId: string;
    name: string;
    division: DivisionCode;
    flow: string;
    flowVersion: string;
    state: string;
    dueOn: PlainDate | null;
    builder: string | null;
    items: number;
    actualFen: Fen | null;
    subsidyFen: Fen | null;
    acceptedOn: PlainDate | null;
    paidOn: PlainDate | null;
  }>(sql`select w.id, w.case_id, w.person_id, c.applicant_name as name, w.division, c.flow, c.flow_version, c.state, c.due_on, p.name as builder,
      (select count(*)::int from fitted_item i where i.works_id = w.id and i.state <> 'void') as items, w.actual_fen, w.subsidy_fen, w.accepted_on, w.paid_on
    from home_works w join service_case c on c.id = w.case_id left join home_care_provider p on p.id = w.provider_id
    where w.source = ${given.source} and w.counts is not null and w.division >= ${lo} and w.division < ${hi} and w.id < ${given.cursor ?? FIRST}
      and ${given.open ? sql`w.paid_on is null` : sql`w.paid_on is not null`}
    order by w.id desc limit ${PAGE + 1}`);
  const page = found.slice(0, PAGE);
  if (page.length > 0) await recordAudit(tx, { action: 'home-works.listed', personIds: page.map((row) => row.personId) });
  return {
    rows: page.map(({ flow, flowVersion, state, division, ...row }) => ({
      ...row,
      villageName: tx.divisions.get(division) ? tx.divisions.fullName(division) : division,
      stepZh: flowOf(flow, flowVersion).flow.steps[state]!.zh,
    })),
    next: found.length > PAGE ? page.at(-1)!.id : null,
  };
}
