/** A standard that changed, late or in time: every award gets the amount of the standard for its months; the next freeze pays the difference (5.2). */
import { type Sql, sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/server.ts';
import { firstDayOf, monthOf, plusMonths } from '../../../kernel/calendar/index.ts';
import type { Context, Tx } from '../../../kernel/context/server.ts';
import { scopeRange } from '../../../kernel/division/index.ts';
import { reviseEntitlement } from '../../../kernel/payment/server.ts';
import { parametersOf, yuanDigits } from '../../../kernel/policy/server.ts';
import type { DivisionCode, Fen, YearMonth } from '../../../kernel/schema/index.ts';
import { standardKeys } from './clauses.ts';
import { type Kind, kinds } from './facts.ts';
import { programmeOfKind } from './rules.ts';

/** As far back as the freeze pays differences. */
const MONTHS_BACK = 12;
const BATCH = 100;

interface Standard {
  readonly month: YearMonth;
  readonly amountFen: Fen;
  readonly parameterId: string;
}

async function standardsOf(tx: Tx, kind: Kind, division: DivisionCode): Promise<Standard[]> {
  const parameters = await parametersOf(tx);
  const last = plusMonths(monthOf(tx.today), 1);
  return Array.from({ length: MONTHS_BACK + 2 }, (_, i) => plusMonths(last, i - MONTHS_BACK - 1)).flatMap((month) => {
    const found = parameters.on(standardKeys[kind], division, firstDayOf(month));
    return found.ok ? [{ month, amountFen: Number(found.value.value), parameterId: found.value.row.id }] : [];
  });
}

const versionFen = (month: Sql): Sql =>
  sql`(select amount_fen from entitlement_version v where v.entitlement_id = e.id and v.from_month <= ${month} order by no desc limit 1)`;

/** Awards of a county whose amount for some month is not the standard's: the first such month of each. */
const differing = (tx: Tx, of: { kind: Kind; county: DivisionCode; standards: readonly Standard[] }) => {
  const { lo, hi } = scopeRange(of.county);
  return tx.rows<{ id: string; month: YearMonth }>(sql`select e.id, min(s.month) as month
    from entitlement e join unnest(${of.standards.map((s) => s.month)}::text[], ${of.standards.map((s) => s.amountFen)}::bigint[]) s(month, fen) on e.months @> month_no(s.month)
    where e.programme = ${programmeOfKind(of.kind)} and e.division >= ${lo} and e.division < ${hi} and ${versionFen(sql`s.month`)} <> s.fen
    group by e.id order by e.id limit ${BATCH}`);
};

async function reviseSome(tx: Tx, kind: Kind, county: DivisionCode): Promise<number> {
  const standards = await standardsOf(tx, kind, county);
  if (standards.length === 0) return 0;
  const found = await differing(tx, { kind, county, standards });
  for (const { id, month } of found) {
    const standard = standards.find((s) => s.month === month)!;
    const revised = await reviseEntitlement(tx, {
      id,
      fromMonth: month,
      amountFen: standard.amountFen,
      breakdown: [
        { label: kinds[kind], formula: `按${month}执行的标准每月${yuanDigits(standard.amountFen)}元`, fen: standard.amountFen },
      ],
      decisionId: null,
      parameterIds: [standard.parameterId],
      reason: '标准调整',
    });
    if (!revised.ok) throw new Error(`standard of ${id}: ${revised.code}`);
  }
  return found.length;
}

/** Brings every award to the standards in force, county by county, some at a time. Again: nothing left to do. Returns the revisions made. */
export async function applyStandards(context: Context): Promise<number> {
  const city = systemActor('disability-standards', context.city);
  let revised = 0;
  const drawn = await context.read(city, (tx) => tx.maybe(sql`select 1 as drawn from subsidy_award limit 1`));
  if (!drawn) return 0;
  for (const { code } of context.divisions.all.filter((d) => d.level === 'county'))
    for (const kind of Object.keys(kinds) as Kind[])
      for (;;) {
        const some = await context.write(city, (tx) => reviseSome(tx, kind, code));
        revised += some;
        // A later month may carry yet another standard: until nothing differs.
        if (some === 0) break;
      }
  return revised;
}
