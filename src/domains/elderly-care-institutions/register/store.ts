/** All SQL of the register. An institution's people reach the own one; officers what lies in their divisions. */
import { type Sql, sql } from '../../../database/sql.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import type { InstitutionKind, InstitutionState, LegalForm, ManagedBy, Operation, Registrar } from './terms.ts';

export interface Institution {
  id: string;
  creditCode: string;
  siteNo: number;
  name: string;
  kind: InstitutionKind;
  legalForm: LegalForm;
  operation: Operation;
  managedBy: ManagedBy;
  registrar: Registrar;
  division: DivisionCode;
  address: string;
  telephone: string;
  contact: string;
  lon: number | null;
  lat: number | null;
  state: InstitutionState;
  stateOn: PlainDate;
  recordedBeds: number;
  version: number;
}
/** `i` is the institution. */
export const institutionColumns = sql`i.id, i.credit_code, i.site_no, i.name, i.kind, i.legal_form, i.operation, i.managed_by, i.registrar, i.division, i.address,
  i.telephone, i.contact, i.lon, i.lat, i.state, i.state_on, i.recorded_beds, i.version`;

export async function findInstitution(tx: Tx, id: string): Promise<Result<Institution, 'NOT_FOUND'>> {
  const found = await tx.maybe<Institution>(sql`select ${institutionColumns} from care_institution i where i.id = ${id}`);
  return found ? ok(found) : fail('NOT_FOUND');
}

/** The institution, locked: whoever comes second waits, then sees what the first one did. */
export async function lockInstitution(tx: Tx, id: string): Promise<Result<Institution, 'NOT_FOUND'>> {
  const found = await tx.maybe<Institution>(
    sql`select ${institutionColumns} from care_institution i where i.id = ${id} for update`,
  );
  return found ? ok(found) : fail('NOT_FOUND');
}

/** The institution that the actor's duty is held in. */
export async function ownInstitution(tx: Tx): Promise<Result<Institution, 'CARE_HOME_NONE'>> {
  const found = tx.actor.unitId ? await findInstitution(tx, tx.actor.unitId) : null;
  return found?.ok ? found : fail('CARE_HOME_NONE');
}

export interface InstitutionStep {
  id: string;
  action: string;
  fromState: InstitutionState | null;
  toState: InstitutionState;
  onDate: PlainDate;
  note: string;
  recordedAt: string;
  recordedName: string;
}

export const stepsOf = (tx: Tx, institutionId: string): Promise<InstitutionStep[]> =>
  tx.rows(sql`select id, action, from_state, to_state, on_date, note, recorded_at, recorded_name from care_institution_step
    where institution_id = ${institutionId} order by recorded_at desc, id desc limit 200`);

/** One thing that happened to the institution, with the state it is in from then on; `set`: what else changes on it. */
export async function moveInstitution(
  tx: Tx,
  institution: Pick<Institution, 'id' | 'division'> & { state: InstitutionState | null },
  step: { action: string; to: InstitutionState; note: string; on?: PlainDate; set?: Sql },
): Promise<void> {
  const on = step.on ?? tx.today;
  const moved = step.to === institution.state ? sql`state = state` : sql`state = ${step.to}, state_on = ${on}`;
  await tx.run(sql`update care_institution set ${moved}, version = version + 1, changed_at = ${tx.now}${step.set ? sql`, ${step.set}` : sql``}
    where id = ${institution.id}`);
  await tx.run(sql`insert into care_institution_step (id, institution_id, division, action, from_state, to_state, on_date, note, recorded_at, recorded_by, recorded_name)
    values (${newId()}, ${institution.id}, ${institution.division}, ${step.action}, ${institution.state}, ${step.to}, ${on}, ${step.note}, ${tx.now}, ${tx.actor.id}, ${tx.actor.name})`);
}
