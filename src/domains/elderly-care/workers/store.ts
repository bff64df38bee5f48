/** Rows of providers and workers. A provider's people reach the own body; officers what lies in their divisions. */
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { type DivisionCode, type PlainDate, type Position, positionOf } from '../../../kernel/schema/index.ts';
import type { ProviderState } from './terms.ts';

export const WORKER_KEY = 'home-care-worker';
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
}
const providerColumns = sql`p.id, p.name, p.division, p.credit_code, p.contract_no, p.agreed_from, p.agreed_to, p.telephone, p.contact, p.state, p.state_reason`;

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

export interface CareWorker {
  id: string;
  providerId: string;
  division: DivisionCode;
  userId: string | null;
  name: string;
  sex: 'male' | 'female';
  phone: Buffer;
  base: Buffer | null;
  hiredOn: PlainDate;
  leftOn: PlainDate | null;
  healthTo: PlainDate | null;
  backgroundOn: PlainDate | null;
  barredOn: PlainDate | null;
  barredReason: string | null;
  ratingSum: number;
  ratingCount: number;
}
export const workerColumns = sql`w.id, w.provider_id, w.division, w.user_id, w.name, w.sex, w.phone, w.base, w.hired_on, w.left_on, w.health_to, w.background_on,
  w.barred_on, w.barred_reason, w.rating_sum, w.rating_count`;

export async function lockWorker(tx: Tx, id: string): Promise<Result<CareWorker, 'NOT_FOUND'>> {
  const found = await tx.maybe<CareWorker>(sql`select ${workerColumns} from home_care_worker w where w.id = ${id} for update`);
  return found ? ok(found) : fail('NOT_FOUND');
}

/** The worker who is signed in. */
export async function ownWorker(tx: Tx): Promise<Result<CareWorker, 'HOME_CARE_NONE'>> {
  const found = await tx.maybe<CareWorker>(
    sql`select ${workerColumns} from home_care_worker w where w.user_id = ${tx.actor.id} and w.left_on is null and w.provider_id = ${tx.actor.unitId}`,
  );
  return found ? ok(found) : fail('HOME_CARE_NONE');
}

export const baseOf = (tx: Tx, worker: Pick<CareWorker, 'id' | 'base'>): Position | null =>
  worker.base ? positionOf(tx.keys.open(worker.base, workerPlace('base', worker.id))) : null;

export interface Certificate {
  id: string;
  workerId: string;
  certNo: string;
  level: number;
  validTo: PlainDate | null;
  verifiedOn: PlainDate | null;
  valid: boolean | null;
}
export const certificatesOf = (tx: Tx, workerIds: readonly string[]): Promise<Certificate[]> =>
  tx.rows<Certificate>(sql`select id, worker_id, cert_no, level, valid_to, verified_on, valid from home_care_certificate
    where worker_id = any(${workerIds}::uuid[]) order by level desc, cert_no limit 2000`);

/** The highest level that holds on the day; 0: nothing verified, or lapsed. */
export const levelOn = (certificates: readonly Certificate[], workerId: string, day: PlainDate): number =>
  Math.max(
    0,
    ...certificates
      .filter((c) => c.workerId === workerId && c.valid === true && (c.validTo === null || c.validTo >= day))
      .map(({ level }) => level),
  );
