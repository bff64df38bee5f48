/** What admissions ask before a bed is given away: whether a willing 特困 person waits for such a bed, and whether the agreement of a placed one is signed. */
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { Bed } from '../beds/store.ts';
import { findInstitution } from '../register/store.ts';
import { tekunHomes } from './terms.ts';

/** A home for 特困 gives a bed to somebody else only while no willing 特困 person of the county waits for one like it. */
export async function maySpare(tx: Tx, bed: Bed): Promise<Result<null, 'TEKUN_WAITS' | 'NOT_FOUND'>> {
  const home = await findInstitution(tx, bed.institutionId);
  if (!home.ok) return home;
  if (!(tekunHomes as readonly string[]).includes(home.value.kind)) return ok(null);
  const { n } = await tx.one<{ n: number }>(sql`select care_tekun_waiting(${bed.division}, ${bed.sexRule}, ${bed.nursing}) as n`);
  return n === 0 ? ok(null) : fail('TEKUN_WAITS', { n });
}

/** In a home that is run by somebody else the beds that are kept for people whom the government supports go to nobody else. */
export async function leavesReserved(tx: Tx, bed: Bed): Promise<Result<null, 'CARE_BEDS_RESERVED'>> {
  const { open } = await tx.one<{ open: number | null }>(
    sql`select care_open_beds(${bed.institutionId}::uuid, ${tx.today}::date) as open`,
  );
  return open === null || open > 0 ? ok(null) : fail('CARE_BEDS_RESERVED');
}

/** Whoever was placed moves in with the tripartite agreement only. */
export async function agreementOf(tx: Tx, admissionId: string): Promise<Result<null, 'PLACEMENT_AGREEMENT'>> {
  const held = await tx.maybe(sql`select 1 as yes from care_placement where admission_id = ${admissionId} and state = 'held'`);
  return held ? fail('PLACEMENT_AGREEMENT') : ok(null);
}

/** The bed of a placed person is lost (not answered in time, given up, refused): he or she waits again, and an agreement that was signed is void. */
export const placementLost = (tx: Tx, admissionId: string): Promise<number> =>
  tx.run(sql`update care_placement set state = 'waiting', agreement_id = null, agreement_no = null, agreed_on = null
    where admission_id = ${admissionId} and state in ('held', 'agreed')`);
