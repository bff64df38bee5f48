/** All SQL of the family care beds. Nothing that counts beds reads these tables. */
import { sql } from '../../../database/sql.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import type { Works } from '../home-works/store.ts';

export interface FamilyBed {
  id: string;
  worksId: string;
  caseId: string;
  personId: string;
  division: DivisionCode;
  providerId: string;
  visitsPlanned: number;
  services: string;
  agreedOn: PlainDate;
  state: 'agreed' | 'active' | 'ended';
  fromOn: PlainDate | null;
  reviewOn: PlainDate | null;
  endedOn: PlainDate | null;
  endReason: string | null;
}
const columns = sql`b.id, b.works_id, b.case_id, b.person_id, b.division, b.provider_id, b.visits_planned, b.services, b.agreed_on, b.state, b.from_on, b.review_on, b.ended_on, b.end_reason`;

export const agree = (tx: Tx, works: Works, of: { visits: number; services: string; signature: string }): Promise<number> =>
  tx.run(sql`insert into family_bed (id, works_id, case_id, person_id, division, provider_id, visits_planned, services, agreed_on, agreement_signature)
    values (${newId()}, ${works.id}, ${works.caseId}, ${works.personId}, ${works.division}, ${works.providerId}, ${of.visits}, ${of.services}, ${tx.today}, ${of.signature})
    on conflict (works_id) do update set visits_planned = excluded.visits_planned, services = excluded.services, agreed_on = excluded.agreed_on,
      agreement_signature = excluded.agreement_signature, provider_id = excluded.provider_id`);

export const bedOfWorks = (tx: Tx, worksId: string): Promise<FamilyBed | null> =>
  tx.maybe<FamilyBed>(sql`select ${columns} from family_bed b where b.works_id = ${worksId}`);
export const lockBed = (tx: Tx, id: string): Promise<FamilyBed | null> =>
  tx.maybe<FamilyBed>(sql`select ${columns} from family_bed b where b.id = ${id} for update`);
export const activeBed = (tx: Tx, personId: string): Promise<FamilyBed | null> =>
  tx.maybe<FamilyBed>(sql`select ${columns} from family_bed b where b.person_id = ${personId} and b.state = 'active'`);

export const startBed = (tx: Tx, worksId: string, of: { from: PlainDate; review: PlainDate }): Promise<number> =>
  tx.run(sql`update family_bed set state = 'active', from_on = ${of.from}, review_on = ${of.review} where works_id = ${worksId}`);

/** Ended, the place of the person is free for another one. */
export async function endBed(tx: Tx, bed: FamilyBed, of: { on: PlainDate; reason: string }): Promise<void> {
  await tx.run(sql`update family_bed set state = 'ended', ended_on = ${of.on}, end_reason = ${of.reason} where id = ${bed.id}`);
  await tx.run(
    sql`update home_works set counts = daterange(lower(counts), greatest(${of.on}::date, lower(counts) + 1)) where id = ${bed.worksId}`,
  );
}
