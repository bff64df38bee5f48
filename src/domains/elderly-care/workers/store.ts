/** Rows of providers and workers. A provider's people reach the own body; officers what lies in their divisions. */
import { sql } from '../../../database/sql.ts';
import { findUnit } from '../../../kernel/access/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { type DivisionCode, type PlainDate, type Position, positionOf } from '../../../kernel/schema/index.ts';
import type { Post } from '../../../kernel/workforce/index.ts';
import type { CertificateScheme, Education, ProviderState } from './terms.ts';

export const WORKER_KEY = 'home-care-worker';
/** What a value is sealed for. The register was once a table of home services alone; what was sealed then opens by the same name. */
export const workerPlace = (field: 'id_number' | 'phone' | 'base', id: string): string => `home_care_worker.${field}:${id}`;

export interface Provider {
  id: string;
  name: string;
  division: DivisionCode;
  creditCode: string;
  contractNo: string;
  agreedFrom: PlainDate;
  agreedTo: PlainDate;
  telephone: string;
  contact: string;
  state: ProviderState;
  stateReason: string | null;
  /** Its own address, as a phone says it; null: not recorded. */
  place: string | null;
}
const providerColumns = sql`p.id, p.name, p.division, p.credit_code, p.contract_no, p.agreed_from, p.agreed_to, p.telephone, p.contact, p.state, p.state_reason, p.place`;

export const providersOf = (tx: Tx): Promise<Provider[]> =>
  tx.rows<Provider>(sql`select ${providerColumns} from home_care_provider p order by p.division, p.name limit 300`);

export async function lockProvider(tx: Tx, id: string): Promise<Result<Provider, 'NOT_FOUND'>> {
  const found = await tx.maybe<Provider>(sql`select ${providerColumns} from home_care_provider p where p.id = ${id} for update`);
  return found ? ok(found) : fail('NOT_FOUND');
}

/** The body that the actor's duty is held in. */
export async function ownProvider(tx: Tx): Promise<Result<Provider, 'HOME_CARE_NONE'>> {
  const { unitId } = tx.actor;
  const found = unitId
    ? await tx.maybe<Provider>(sql`select ${providerColumns} from home_care_provider p where p.id = ${unitId}`)
    : null;
  return found ? ok(found) : fail('HOME_CARE_NONE');
}

/** Somebody in a post: `id` is that of the post, which orders name; `workerId` that of the person, who keeps it from one employer to the next. */
export interface CareWorker {
  id: string;
  workerId: string;
  providerId: string | null;
  employerId: string;
  employerName: string;
  post: Post;
  division: DivisionCode;
  userId: string | null;
  name: string;
  sex: 'male' | 'female' | null;
  phone: Buffer | null;
  base: Buffer | null;
  hiredOn: PlainDate;
  leftOn: PlainDate | null;
  contractTo: PlainDate | null;
  established: boolean;
  checkedOn: PlainDate | null;
  code: string;
  identified: boolean;
  education: Education | null;
  graduatedOn: PlainDate | null;
  healthTo: PlainDate | null;
  backgroundOn: PlainDate | null;
  barredOn: PlainDate | null;
  barredReason: string | null;
  ratingSum: number;
  ratingCount: number;
}
export const workerTables = sql`care_employment w join care_worker c on c.id = w.worker_id`;
export const workerColumns = sql`w.id, w.worker_id, w.provider_id, w.employer_id, w.employer_name, w.post, w.division, w.user_id, c.name, c.sex, w.phone, w.base, w.hired_on, w.left_on,
  w.contract_to, w.established, w.checked_on, c.code, c.id_digest is not null as identified, c.education, c.graduated_on, c.health_to, c.background_on, c.barred_on, c.barred_reason,
  w.rating_sum, w.rating_count`;

export async function lockWorker(tx: Tx, id: string): Promise<Result<CareWorker, 'NOT_FOUND'>> {
  const found = await tx.maybe<CareWorker>(
    sql`select ${workerColumns} from ${workerTables} where w.id = ${id} for update of w, c`,
  );
  return found ? ok(found) : fail('NOT_FOUND');
}

export interface Employer {
  readonly id: string;
  readonly name: string;
  readonly division: DivisionCode;
  readonly kind: 'provider' | 'institution';
}
/** The body of whoever enters staff: a provider of home services or an institution. */
export async function ownEmployer(tx: Tx): Promise<Result<Employer, 'HOME_CARE_NONE'>> {
  const provider = await ownProvider(tx);
  if (provider.ok) return ok({ ...provider.value, kind: 'provider' });
  const unit = tx.actor.unitId ? await findUnit(tx, tx.actor.unitId) : null;
  return unit ? ok({ ...unit, kind: 'institution' }) : fail('HOME_CARE_NONE');
}

/** The worker who is signed in. */
export async function ownWorker(tx: Tx): Promise<Result<CareWorker, 'HOME_CARE_NONE'>> {
  const found = await tx.maybe<CareWorker>(
    sql`select ${workerColumns} from ${workerTables} where w.user_id = ${tx.actor.id} and w.left_on is null and w.provider_id = ${tx.actor.unitId}`,
  );
  return found ? ok(found) : fail('HOME_CARE_NONE');
}

export const baseOf = (tx: Tx, worker: Pick<CareWorker, 'id' | 'base'>): Position | null =>
  worker.base ? positionOf(tx.keys.open(worker.base, workerPlace('base', worker.id))) : null;

export interface Certificate {
  id: string;
  workerId: string;
  certNo: string;
  scheme: CertificateScheme;
  level: number;
  issuedOn: PlainDate;
  validTo: PlainDate | null;
  verifiedOn: PlainDate | null;
  valid: boolean | null;
  reply: string | null;
}
export const certificatesOf = (tx: Tx, workerIds: readonly string[]): Promise<Certificate[]> =>
  tx.rows<Certificate>(sql`select id, worker_id, cert_no, scheme, level, issued_on, valid_to, verified_on, valid, reply from care_certificate
    where worker_id = any(${workerIds}::uuid[]) order by level desc, cert_no limit 2000`);

/** The highest level as a care worker that holds on the day; 0: nothing verified, or lapsed. */
export const levelOn = (certificates: readonly Certificate[], workerId: string, day: PlainDate): number =>
  Math.max(
    0,
    ...certificates
      .filter(
        (c) => c.workerId === workerId && c.scheme !== 'social' && c.valid === true && (c.validTo === null || c.validTo >= day),
      )
      .map(({ level }) => level),
  );
