/** The register as it is read: the list, and one institution with what happened to it and what may be done. */
import { z } from 'zod';
import { and, containing, type Sql, sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { scopeRange } from '../../../kernel/division/index.ts';
import { type Offered, offersTo } from '../../../kernel/offer/index.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { Division, formOf } from '../../../kernel/schema/index.ts';
import type { InstitutionFile, InstitutionRow } from './content.ts';
import { Correction } from './enter.ts';
import { findInstitution, type Institution, institutionColumns, stepsOf } from './store.ts';
import { type InstitutionState, keepers, kinds, legalForms, managers, operations, registrars, states } from './terms.ts';

export const InstitutionFilter = z.strictObject({
  q: z.string().trim().max(60).optional(),
  division: Division.optional(),
  state: z.enum(Object.keys(states) as [InstitutionState, ...InstitutionState[]]).optional(),
  kind: z.enum(Object.keys(kinds) as [keyof typeof kinds, ...(keyof typeof kinds)[]]).optional(),
  cursor: z.string().max(200).optional(),
});

const stepNames: Readonly<Record<string, string>> = { enter: '登记', correct: '更正登记' };

export const rowOf = (tx: Tx, of: Institution): InstitutionRow => ({
  id: of.id,
  name: of.name,
  kindZh: kinds[of.kind],
  operationZh: operations[of.operation],
  division: of.division,
  divisionName: tx.divisions.fullName(of.division),
  state: of.state,
  stateZh: states[of.state].zh,
  tone: states[of.state].tone,
  recordedBeds: of.recordedBeds,
});

const PAGE = 50;

/** A page of the register by name, with how many there are in each state. */
export async function listInstitutions(tx: Tx, { q, division, state, kind, cursor }: z.infer<typeof InstitutionFilter>) {
  const filters: Sql[] = [];
  if (q) filters.push(sql`(i.name like ${containing(q)} or i.address like ${containing(q)})`);
  if (kind) filters.push(sql`i.kind = ${kind}`);
  if (division) {
    const { lo, hi } = scopeRange(division);
    filters.push(sql`i.division >= ${lo} and i.division < ${hi}`);
  }
  const counts = await tx.rows<{ state: InstitutionState; n: number; beds: number }>(
    sql`select i.state, count(*)::int as n, sum(i.recorded_beds)::int as beds from care_institution i where ${and(filters)} group by i.state`,
  );
  if (state) filters.push(sql`i.state = ${state}`);
  const [name, id] = cursor?.split('|') ?? [];
  if (name && id) filters.push(sql`(i.name, i.id) > (${name}, ${id}::uuid)`);
  const found = await tx.rows<Institution>(
    sql`select ${institutionColumns} from care_institution i where ${and(filters)} order by i.name, i.id limit ${PAGE + 1}`,
  );
  const rows = found.slice(0, PAGE).map((row) => rowOf(tx, row));
  const last = rows.at(-1);
  return {
    counts: (Object.keys(states) as InstitutionState[]).flatMap((key) => {
      const count = counts.find((c) => c.state === key);
      return count ? [{ state: key, zh: states[key].zh, n: count.n }] : [];
    }),
    beds: counts.reduce((sum, c) => sum + c.beds, 0),
    rows,
    next: found.length > PAGE && last ? `${last.name}|${last.id}` : null,
  };
}

const offersOf = (of: Institution): Offered[] => [
  {
    action: 'correct',
    zh: '更正登记',
    causes: '只更正登记错了的。名称、负责人、场所权属、床位数、面积变了的，请办变更备案。',
    by: keepers,
    to: `/api/institutions/${of.id}/correction`,
    fields: formOf(Correction),
    initial: {
      name: of.name,
      kind: of.kind,
      operation: of.operation,
      managedBy: of.managedBy,
      address: of.address,
      telephone: of.telephone,
      contact: of.contact,
      lonLat: of.lon === null ? undefined : `${of.lon},${of.lat}`,
    },
    fixed: { version: of.version },
  },
];

export async function institutionFile(tx: Tx, id: string): Promise<Result<InstitutionFile, 'NOT_FOUND'>> {
  const found = await findInstitution(tx, id);
  if (!found.ok) return found;
  const of = found.value;
  const steps = await stepsOf(tx, id);
  return ok({
    ...rowOf(tx, of),
    creditCode: of.creditCode,
    siteNo: of.siteNo,
    legalFormZh: legalForms[of.legalForm],
    managedByZh: managers[of.managedBy],
    registrarZh: registrars[of.registrar],
    address: of.address,
    telephone: of.telephone,
    contact: of.contact,
    place: of.lon === null ? null : `${of.lon},${of.lat}`,
    stateOn: of.stateOn,
    steps: steps.map((step) => ({
      id: step.id,
      zh: stepNames[step.action] ?? step.action,
      toZh: states[step.toState].zh,
      onDate: step.onDate,
      note: step.note,
      byName: step.recordedName,
    })),
    offers: offersTo(tx.actor, offersOf(of)),
  });
}
