/** 证书被吊销: what was drawn with it is counted again without it; what would not have been due is proposed to be claimed back, and a leader decides. */
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import type { DivisionCode, Fen, YearMonth } from '../../../kernel/schema/index.ts';
import { reclaim } from '../../../kernel/subsidy/server.ts';
import { claimBook } from './claims.ts';
import { type Known, knownOf, recounted } from './compute.ts';
import { workforceNorms } from './parameters.ts';
import type { ClaimKind } from './terms.ts';

interface Drawn {
  subsidyId: string;
  division: DivisionCode;
  kind: ClaimKind;
  tranche: number;
  months: YearMonth[];
  fen: Fen;
}

/** With and without the certificate, whether or not the person is barred by now. */
function lost(known: Known, line: Drawn, norms: Parameters<typeof recounted>[2], certNo: string): Fen {
  const fenOf = (certificates: Known['facts']['certificates']) => {
    const counted = recounted(line.kind, { ...known, facts: { ...known.facts, barred: false, certificates } }, norms, line);
    return 'none' in counted ? 0 : counted.fen;
  };
  const { certificates } = known.facts;
  const without = certificates.filter((one) => one.certNo !== certNo);
  return Math.min(line.fen, Math.max(0, fenOf(certificates) - fenOf(without)));
}

/** How many claims were proposed. A subsidy that has a claim already keeps that one: a subsidy is claimed back once. */
export async function reclaimRevoked(tx: Tx, of: { workerId: string; certNo: string; why: string }): Promise<number> {
  const lines = await tx.rows<Drawn>(sql`select s.id as subsidy_id, s.division, l.kind, l.tranche::int as tranche, l.months, l.fen
    from care_claim_line l join subsidy s on s.id = l.claim_id
    where l.worker_id = ${of.workerId} and l.struck is null and s.state in ('approved', 'paid')
      and exists (select from subsidy_part p where p.subsidy_id = s.id and p.state = 'paid')
      and not exists (select from subsidy_claim c where c.subsidy_id = s.id and c.state <> 'mistaken') order by s.id, l.tranche limit 500`);
  let proposed = 0;
  for (const [subsidyId, own] of Map.groupBy(lines, (line) => line.subsidyId)) {
    const norms = await workforceNorms(tx, own[0]!.division);
    if (!norms.ok) throw new Error(`subsidies of carers: ${norms.params.key}`);
    const known = (await knownOf(tx, [of.workerId], subsidyId)).get(of.workerId);
    if (!known) continue;
    const amount = own.reduce((sum, line) => sum + lost(known, line, norms.value, of.certNo), 0);
    if (amount === 0) continue;
    const claimed = await reclaim(tx, claimBook, subsidyId, { amount, reason: of.why });
    if (!claimed.ok) throw new Error(`the subsidy ${subsidyId} cannot be claimed back: ${claimed.code}`);
    proposed++;
  }
  return proposed;
}
