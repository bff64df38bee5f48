/** 稽核疑点 on record: told once each, closed by a person with what was found. They never act on money by themselves. */
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { type FindingKind, type FindingRow, findingKinds } from './terms.ts';

export interface NewFinding {
  kind: FindingKind;
  /** What it is about: told again it is the same one. */
  subject: string;
  division: DivisionCode;
  personId: string | null;
  detail: string;
}

/** The same one again changes nothing, also when it was closed. */
export const raise = (tx: Tx, f: NewFinding): Promise<number> =>
  tx.run(sql`insert into disability_finding (id, kind, subject, division, person_id, detail, found_on)
    values (${newId()}, ${f.kind}, ${f.subject}, ${f.division}, ${f.personId}, ${f.detail}, ${tx.today}) on conflict (kind, subject) do nothing`);

const PAGE = 50;

/** Open ones of the actor's range, oldest first. */
export async function openFindings(
  tx: Tx,
  given: { kind: FindingKind | undefined; cursor: string | undefined },
): Promise<{ rows: FindingRow[]; next: string | null; counts: { kind: FindingKind; zh: string; open: number }[] }> {
  const inRange = sql`f.state = 'open' and f.division >= ${tx.actor.lo} and f.division < ${tx.actor.hi}`;
  const found = await tx.rows<{
    id: string;
    kind: FindingKind;
    personId: string | null;
    personName: string | null;
    division: DivisionCode;
    detail: string;
    foundOn: PlainDate;
  }>(sql`select f.id, f.kind, f.person_id, p.name as person_name, f.division, f.detail, f.found_on from disability_finding f left join person p on p.id = f.person_id
    where ${inRange} and (${given.kind ?? null}::text is null or f.kind = ${given.kind ?? null}) and (${given.cursor ?? null}::uuid is null or f.id > ${given.cursor ?? null}::uuid)
    order by f.id limit ${PAGE + 1}`);
  const counts = await tx.rows<{ kind: FindingKind; open: number }>(
    sql`select f.kind, count(*)::int as open from disability_finding f where ${inRange} group by f.kind order by f.kind`,
  );
  const page = found.slice(0, PAGE);
  const personIds = [...new Set(page.flatMap((r) => (r.personId ? [r.personId] : [])))];
  if (personIds.length > 0) await recordAudit(tx, { action: 'disability-finding.listed', personIds });
  return {
    rows: page.map(({ division, ...r }) => ({
      ...r,
      ...findingKinds[r.kind],
      divisionName: tx.divisions.get(division) ? tx.divisions.fullName(division) : '',
    })),
    next: found.length > PAGE ? page.at(-1)!.id : null,
    counts: counts.map((c) => ({ ...c, zh: findingKinds[c.kind].zh })),
  };
}

export async function closeFinding(tx: Tx, given: { id: string; is: boolean; note: string }): Promise<Result<{ id: string }>> {
  const row = await tx.maybe<{ state: string; personId: string | null; division: DivisionCode }>(
    sql`select state, person_id, division from disability_finding where id = ${given.id} for update`,
  );
  if (!row) return fail('NOT_FOUND');
  if (row.state !== 'open') return fail('FINDING_CLOSED');
  await tx.run(sql`update disability_finding set state = ${given.is ? 'true' : 'untrue'}, closed_at = ${tx.now}, closed_by = ${tx.actor.id},
    note = ${tx.keys.seal(given.note, `disability_finding.note:${given.id}`)} where id = ${given.id}`);
  await recordAudit(tx, {
    action: 'disability-finding.closed',
    subject: { kind: 'disability-finding', id: given.id },
    ...(row.personId ? { personId: row.personId } : {}),
    division: row.division,
    detail: { is: given.is },
  });
  return ok({ id: given.id });
}
