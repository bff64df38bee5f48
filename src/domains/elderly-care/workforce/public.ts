/** What everybody may see: by the code of a care worker the name masked, the level, valid or not, nothing else; and the subsidies on notice. */
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import type { Context } from '../../../kernel/context/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { maskName } from '../../../kernel/protect/index.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { Fen, PlainDate } from '../../../kernel/schema/index.ts';
import { certificatesOf } from '../workers/store.ts';
import { levelName } from '../workers/terms.ts';
import { linesOf } from './lines.ts';
import { type ClaimKind, claimKinds, kindOf, schemeKey } from './terms.ts';

export interface PublicCredential {
  readonly name: string;
  /** Empty: no certificate holds today. */
  readonly levelsZh: readonly string[];
}

/** By the code as it is printed or typed; null where nobody has it. */
export const credentialOf = (context: Context, code: string): Promise<PublicCredential | null> =>
  context.read(systemActor('care-credential', context.city), async (tx) => {
    const worker = await tx.maybe<{ id: string; name: string; barred: boolean }>(
      sql`select id, name, barred_on is not null as barred from care_worker where code = ${code.replaceAll(/[\s-]/g, '').toUpperCase()}`,
    );
    if (!worker) return null;
    const certificates = await certificatesOf(tx, [worker.id]);
    const held = certificates.filter((c) => !worker.barred && c.valid === true && (c.validTo === null || c.validTo >= tx.today));
    return { name: maskName(worker.name), levelsZh: held.map(levelName) };
  });

export interface NoticedClaim {
  readonly id: string;
  readonly employerName: string;
  readonly kindZh: string;
  readonly noticeTo: PlainDate;
  readonly lines: readonly { readonly name: string; readonly says: string; readonly fen: Fen }[];
}
/** 补贴公示: who is to be given what, with masked names, until the notice ends. */
export const noticedClaims = (context: Context): Promise<Result<NoticedClaim[], 'PARAM_MISSING'>> =>
  context.read(systemActor('care-credential', context.city), async (tx) => {
    const most = await wholeParameter(tx, 'CW-PUBLIC-ROWS', tx.city, tx.today);
    if (!most.ok) return most;
    const claims = await tx.rows<{ id: string; employerName: string; scheme: string; noticeTo: PlainDate }>(
      sql`select id, body_name as employer_name, scheme, notice_to from subsidy where scheme = any(${Object.keys(claimKinds).map((kind) => schemeKey(kind as ClaimKind))})
        and state = 'checked' and notice_to >= ${tx.today} order by notice_to, body_name, id limit ${most.value}`,
    );
    const lines = Map.groupBy(
      (
        await linesOf(
          tx,
          claims.map(({ id }) => id),
        )
      ).filter(({ struck }) => struck === null),
      ({ claimId }) => claimId,
    );
    const shown = claims.map(({ scheme, ...claim }) => ({
      ...claim,
      kindZh: claimKinds[kindOf({ scheme })],
      lines: (lines.get(claim.id) ?? []).map(({ name, says, fen }) => ({ name: maskName(name), says, fen })),
    }));
    return ok(shown);
  });
