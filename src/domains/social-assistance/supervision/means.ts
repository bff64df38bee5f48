/** Cars, houses, firms and payroll among recipients, by their own check reports. Reports are sealed: they are opened page by page, never searched. */
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { scopeRange } from '../../../kernel/division/index.ts';
import type { CountedRow } from '../../../kernel/indicator/index.ts';
import { type DivisionCode, Uuid } from '../../../kernel/schema/index.ts';
import { vehicleKinds } from '../family/terms.ts';
import type { Report } from '../verification/report.ts';
import { findVerification } from '../verification/store.ts';

/** Reports opened for one page: what is found below is shown, and the next page goes on from there. */
const SCAN = 200;

/** 残疾人代步车、两三轮车、农用车辆可以豁免（57号第十四条）. */
const EXEMPT = ['mobility', 'two-three-wheeler', 'farm'];
const PAYROLL = /财政供养|机关|事业单位|公务员/;

/** What a report found that a recipient should hardly have; null when nothing. Pure. */
export function meansFound(report: Pick<Report, 'lines'>, houseSets: number): string | null {
  const items = report.lines.flatMap((line) => line.items);
  const distinct = (kind: string) =>
    new Set(items.filter((i) => i.kind === kind).map((i, n) => i.recordNo ?? `${kind}-${n}`)).size;
  const vehicles = items.filter((i) => i.kind in vehicleKinds && !EXEMPT.includes(i.kind));
  const found = [
    vehicles.length > 0 ? '机动车' : null,
    distinct('house') > houseSets ? `住房${distinct('house')}套` : null,
    items.some((i) => i.kind === 'firm') ? '市场主体' : null,
    items.some((i) => i.kind === 'wage' && PAYROLL.test(i.text)) ? '财政供养工资' : null,
  ].filter((text) => text !== null);
  return found.length > 0 ? `核对报告查得${found.join('、')}` : null;
}

interface Candidate {
  id: string;
  division: DivisionCode;
  householdId: string | null;
  personId: string;
  name: string | null;
  caseId: string;
}

export async function meansPage(
  tx: Tx,
  page: { division: DivisionCode; houseSets: number; cursor?: string },
): Promise<{ rows: CountedRow[]; next: string | null }> {
  const { lo, hi } = scopeRange(page.division);
  // What is no id begins at the first page.
  const after = Uuid.safeParse(page.cursor).data ?? '00000000-0000-0000-0000-000000000000';
  const candidates =
    await tx.rows<Candidate>(sql`select e.id, e.division, e.household_id, e.person_id, p.name, c.id as case_id from entitlement e
      join lateral (select c.id from service_case c where c.household_id = e.household_id and exists (select from verification_request v where v.case_id = c.id and v.report is not null)
        order by c.submitted_at desc limit 1) c on true left join person p on p.id = e.person_id
    where e.programme = 'dibao' and e.state = 'active' and e.division >= ${lo} and e.division < ${hi} and e.id > ${after}::uuid
    order by e.id limit ${SCAN}`);
  const rows: CountedRow[] = [];
  for (const candidate of candidates) {
    const report = (await findVerification(tx, candidate.caseId))?.report;
    const says = report ? meansFound(report, page.houseSets) : null;
    if (says)
      rows.push({
        id: candidate.id,
        division: candidate.division,
        placeName: tx.divisions.get(candidate.division) ? tx.divisions.fullName(candidate.division) : candidate.division,
        name: candidate.name ?? '（不在您的范围内）',
        says,
        num: 1,
        den: 1,
        link: 'case',
        linkId: candidate.caseId,
      });
  }
  if (candidates.length > 0)
    await recordAudit(tx, {
      action: 'supervision.listed',
      personIds: [...new Set(candidates.map((c) => c.personId))],
      division: page.division,
      detail: { query: 'means', opened: candidates.length },
    });
  return { rows, next: candidates.length === SCAN ? candidates.at(-1)!.id : null };
}
