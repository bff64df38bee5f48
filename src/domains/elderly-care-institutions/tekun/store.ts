/** All SQL of the roster of 特困 and of their placements that is asked for more than once. */
import { sql } from '../../../database/sql.ts';
import { type AuditAction, recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { type Grade, type PlacementState, placementStates } from './terms.ts';

export interface Supported {
  id: string;
  personId: string;
  division: DivisionCode;
  supported: boolean;
  mode: 'home' | 'institution';
  grade: Grade | null;
  wish: 'institution' | 'home' | 'undecided' | null;
  wishOn: PlainDate | null;
}
export const supportedColumns = sql`t.id, t.person_id, t.division, t.supported, t.mode, t.grade, t.wish, t.wish_on`;

/** The newest row of a person, locked; a new one where nothing was told yet. */
export async function lockSupported(tx: Tx, personId: string, division: DivisionCode): Promise<Supported> {
  const found = await tx.maybe<Supported>(
    sql`select ${supportedColumns} from care_tekun t where t.person_id = ${personId} order by t.supported desc, t.id desc limit 1 for update`,
  );
  if (found) return found;
  const made: Supported = {
    id: newId(),
    personId,
    division,
    supported: false,
    mode: 'home',
    grade: null,
    wish: null,
    wishOn: null,
  };
  await tx.run(
    sql`insert into care_tekun (id, person_id, division, changed_at) values (${made.id}, ${personId}, ${division}, ${tx.now})`,
  );
  return made;
}

export interface Placement {
  id: string;
  personId: string;
  division: DivisionCode;
  wishOn: PlainDate;
  dueOn: PlainDate;
  state: PlacementState;
  needsNursing: boolean;
  sex: string;
  institutionId: string | null;
  admissionId: string | null;
  howFar: string | null;
  reason: string | null;
  agreementId: string | null;
  agreementNo: string | null;
  agreedOn: PlainDate | null;
}
/** `p` is the placement. */
export const placementColumns = sql`p.id, p.person_id, p.division, p.wish_on, p.due_on, p.state, p.needs_nursing, p.sex, p.institution_id, p.admission_id, p.how_far, p.reason,
  p.agreement_id, p.agreement_no, p.agreed_on`;
export const live = sql`p.state in ('waiting', 'postponed', 'held', 'agreed')`;

export async function lockPlacement(tx: Tx, id: string, states: readonly PlacementState[]): Promise<Result<Placement>> {
  const found = await tx.maybe<Placement>(sql`select ${placementColumns} from care_placement p where p.id = ${id} for update`);
  if (!found) return fail('NOT_FOUND');
  return states.includes(found.state) ? ok(found) : fail('PLACEMENT_STATE', { state: placementStates[found.state].zh });
}

export const livePlacementOf = (tx: Tx, personId: string): Promise<Placement | null> =>
  tx.maybe<Placement>(
    sql`select ${placementColumns} from care_placement p where p.person_id = ${personId} and ${live} limit 1 for update`,
  );

export const auditPlacement = (tx: Tx, action: AuditAction, of: Pick<Placement, 'id' | 'personId' | 'division'>) =>
  recordAudit(tx, {
    action,
    subject: { kind: 'care-placement', id: of.id },
    personId: of.personId,
    division: of.division,
  });
