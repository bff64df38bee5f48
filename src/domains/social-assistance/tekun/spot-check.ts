/**
 * 县级抽查 (43号第十六条): at least TEKUN-SPOT-RATE of the files of a county in a year are visited. Whether a file is drawn follows from a seed that is on
 * record and the id of the case, so that an auditor computes it again; a file is drawn besides when the share would fall below the rate.
 */
import { createHash, randomBytes } from 'node:crypto';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { compareExact, times } from '../../../kernel/policy/index.ts';
import { parametersOf } from '../../../kernel/policy/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { type Case, caseEvents } from '../../../kernel/service/server.ts';
import { countyOf } from '../family/places.ts';

const LOTS = 10_000;

/** 0 to 9999, evenly: the first four bytes of SHA-256 of “seed:case”, modulo 10,000. */
export const lotOf = (seed: string, caseId: string): number =>
  createHash('sha256').update(`${seed}:${caseId}`).digest().readUInt32BE(0) % LOTS;

/** Drawn by its lot, or because so many of the files so far are needed for the rate. */
export const isDrawn = (of: { lot: number; position: number; drawnBefore: number; rate: string }): boolean =>
  compareExact(of.lot, times(of.rate, LOTS)) < 0 || compareExact(of.drawnBefore, times(of.rate, of.position)) < 0;

export interface SpotCheck {
  readonly caseId: string;
  readonly county: DivisionCode;
  readonly year: number;
  readonly position: number;
  readonly drawnBefore: number;
  readonly lot: number;
  readonly rate: string;
  readonly drawn: boolean;
  readonly drawnOn: PlainDate;
}

const columns = sql`case_id, county, year, position, drawn_before, lot, rate, drawn, drawn_on`;

export const spotCheckOf = (tx: Tx, caseId: string): Promise<SpotCheck | null> =>
  tx.maybe<SpotCheck>(sql`select ${columns} from tekun_spot_check where case_id = ${caseId}`);

/** Draws a file once, when it is sent to the county; sent again it keeps its draw. */
export async function drawSpotCheck(tx: Tx, kase: Case): Promise<Result<SpotCheck, 'PARAM_MISSING'>> {
  const known = await spotCheckOf(tx, kase.id);
  if (known) return ok(known);
  const county = countyOf(kase);
  const year = Number(tx.today.slice(0, 4));
  const rate = (await parametersOf(tx)).on('TEKUN-SPOT-RATE', kase.division, tx.today);
  if (!rate.ok) return rate;
  await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`tekun-spot:${county}:${year}`}, 0))`);
  await tx.run(sql`insert into tekun_spot_seed (county, year, seed, made_at) values (${county}, ${year}, ${randomBytes(16).toString('hex')}, ${tx.now})
    on conflict (county, year) do nothing`);
  const { seed } = await tx.one<{ seed: string }>(
    sql`select seed from tekun_spot_seed where county = ${county} and year = ${year}`,
  );
  const counts = await tx.one<{ files: number; drawn: number }>(
    sql`select files, drawn from tekun_spot_counts(${county}, ${year})`,
  );
  const lot = lotOf(seed, kase.id);
  const file = { lot, position: counts.files + 1, drawnBefore: counts.drawn, rate: rate.value.value };
  const drawn = isDrawn(file);
  await tx.run(sql`insert into tekun_spot_check (case_id, division, county, year, position, drawn_before, lot, rate, drawn, drawn_on)
    values (${kase.id}, ${kase.division}, ${county}, ${year}, ${file.position}, ${file.drawnBefore}, ${lot}, ${file.rate}, ${drawn}, ${tx.today})`);
  return ok({ caseId: kase.id, county, year, ...file, drawn, drawnOn: tx.today });
}

/** A drawn file that the county has not visited since it was drawn. */
export async function awaitsSpotVisit(tx: Tx, kase: Case): Promise<boolean> {
  if (!(await spotCheckOf(tx, kase.id))?.drawn) return false;
  return !(await caseEvents(tx, kase.id)).some((e) => e.action === 'recordCountyVisit');
}

/** The draws of a county and year in their order, with the seed: what an auditor computes again. 50 a page. */
export async function spotChecks(tx: Tx, of: { county: DivisionCode; year: number; after: number }) {
  const seed = await tx.maybe<{ seed: string }>(
    sql`select seed from tekun_spot_seed where county = ${of.county} and year = ${of.year}`,
  );
  const rows = await tx.rows<SpotCheck & { no: string | null; personId: string; applicantName: string; visited: boolean }>(
    sql`select s.case_id, s.county, s.year, s.position, s.drawn_before, s.lot, s.rate, s.drawn, s.drawn_on, c.no, c.applicant_person_id as person_id, c.applicant_name,
        exists (select from case_event e where e.case_id = s.case_id and e.action = 'recordCountyVisit') as visited
      from tekun_spot_check s join service_case c on c.id = s.case_id
      where s.county = ${of.county} and s.year = ${of.year} and s.position > ${of.after} order by s.position limit 51`,
  );
  if (rows.length > 0)
    await recordAudit(tx, {
      action: 'tekun.spot-checks-listed',
      personIds: rows.slice(0, 50).map((r) => r.personId),
      division: of.county,
      detail: { year: of.year },
    });
  return { seed: seed?.seed ?? null, rows: rows.slice(0, 50), next: rows.length > 50 ? rows[49]!.position : null };
}
