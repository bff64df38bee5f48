/**
 * The standing of what a person draws, brought to what is known now: amounts by level and standard, the end by death, move, ground, level or the higher one. It
 * may be run at any time and any number of times; what was told is not told again. What was paid beyond the end is proposed for recovery by the payment itself.
 */
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { longMonth, monthOf, plusMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { issueAt } from '../../../kernel/document/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import {
  type Coverage,
  dueFor,
  endEntitlement,
  getEntitlement,
  reopenEntitlement,
  reviseEntitlement,
} from '../../../kernel/payment/server.ts';
import { parametersOf, yuanDigits } from '../../../kernel/policy/server.ts';
import type { DivisionCode, Fen, YearMonth } from '../../../kernel/schema/index.ts';
import { anyRow, whenDue } from '../../../kernel/worker/server.ts';
import { aboutAt } from '../benefit/letters.ts';
import { stopNotice } from '../benefit/papers.ts';
import { countyOf } from '../offices.ts';
import { tellChanged } from './awards.ts';
import { knownOf, paidTo } from './facts.ts';
import { subsidyPapers } from './papers.ts';
import { lineOf, type Standing, standingOf, workedOut } from './rules.ts';
import { allKinds, endReasons, type Kind, kinds } from './terms.ts';

interface Award {
  entitlementId: string;
  kind: Kind;
  division: DivisionCode;
  state: 'active' | 'ended';
  amountFen: Fen;
  fromMonth: YearMonth;
  lastMonth: YearMonth | null;
  reason: string | null;
  movedLast: YearMonth | null;
  caseId: string | null;
}

async function bringToEnd(tx: Tx, drawn: Coverage, end: Standing['end']): Promise<void> {
  if (drawn.toMonth !== null && (end === null || end.lastMonth > drawn.toMonth)) {
    if (!workedOut(drawn.endReason)) return;
    const reopened = await reopenEntitlement(tx, { id: drawn.entitlementId, reason: '停发的原因不再成立' });
    if (!reopened.ok) return;
  } else if (drawn.toMonth !== null && end && end.lastMonth === drawn.toMonth) return;
  if (end === null) return;
  const ended = await endEntitlement(tx, { id: drawn.entitlementId, ...end });
  if (!ended.ok && ended.code !== 'ENTITLEMENT_ENDED') throw new Error(`elder subsidy ${drawn.entitlementId}: ${ended.code}`);
}

/** Each month whose amount is not what level and standard say, as a version from there on. */
async function bringAmounts(tx: Tx, award: Award, standing: Standing): Promise<void> {
  let view = await getEntitlement(tx, award.entitlementId);
  for (const { month, amountFen, parameterIds } of standing.amounts) {
    if (!view.ok || (view.value.toMonth !== null && month > view.value.toMonth)) return;
    if (dueFor(month, view.value) === amountFen) continue;
    const revised = await reviseEntitlement(tx, {
      id: award.entitlementId,
      fromMonth: month,
      amountFen,
      breakdown: [lineOf(award.kind, month, amountFen)],
      decisionId: null,
      parameterIds,
      reason: '能力等级、标准变化',
    });
    if (!revised.ok) throw new Error(`elder subsidy ${award.entitlementId}: ${revised.code}`);
    view = await getEntitlement(tx, award.entitlementId);
  }
}

async function tellEnded(tx: Tx, personId: string, award: Award, end: { lastMonth: YearMonth; reason: string }): Promise<void> {
  const person = await tx.maybe<{ name: string }>(sql`select name from person where id = ${personId}`);
  const item = kinds[award.kind].zh;
  const issued = await issueAt(tx, {
    kind: subsidyPapers.stop,
    letter: stopNotice({ ...aboutAt(tx, award, person?.name ?? ''), item, ...end }),
    at: countyOf(award),
    division: award.division,
    personId,
    caseId: award.caseId,
  });
  if (!issued.ok) throw new Error(`stop notice of ${personId}: ${issued.code}`);
  if (end.reason.endsWith('死亡') || end.reason === endReasons.moved) return;
  await notify(tx, {
    to: { personId },
    template: 'elder-subsidy.ended',
    params: { item, month: longMonth(end.lastMonth), reason: end.reason },
  });
}

async function tell(tx: Tx, personId: string, before: Award): Promise<void> {
  const found = await getEntitlement(tx, before.entitlementId);
  if (!found.ok) throw new Error(`elder subsidy ${before.entitlementId} is not seen`);
  const { toMonth: lastMonth, endReason } = found.value;
  const state = lastMonth === null ? 'active' : 'ended';
  const reason = lastMonth === null ? null : (endReason ?? '其他原因');
  const amountFen = found.value.versions.at(-1)?.amountFen ?? before.amountFen;
  await tx.run(sql`update elder_subsidy_award set state = ${state}, last_month = ${lastMonth}, reason = ${reason}, amount_fen = ${amountFen},
    changed_at = ${tx.now} where entitlement_id = ${before.entitlementId}`);
  if (before.state === state && before.lastMonth === lastMonth && before.amountFen === amountFen) return;
  const { kind, division, fromMonth: from } = before;
  const said = Object.entries(endReasons).find(([, zh]) => zh === reason)?.[0];
  await tellChanged(tx, {
    personId,
    kind,
    division,
    from,
    to: lastMonth,
    amountFen,
    month: lastMonth ? plusMonths(lastMonth, 1) : (found.value.versions.at(-1)?.fromMonth ?? monthOf(tx.today)),
    reason: state === 'ended' ? (said ?? 'death') : before.state === 'ended' ? 'restored' : 'amount',
  });
  if (lastMonth !== null && (before.state !== 'ended' || before.lastMonth !== lastMonth))
    return tellEnded(tx, personId, before, { lastMonth, reason: reason! });
  if (before.amountFen !== amountFen)
    await notify(tx, {
      to: { personId },
      template: 'elder-subsidy.changed',
      params: {
        item: kinds[kind].zh,
        month: longMonth(found.value.versions.at(-1)!.fromMonth),
        amount: yuanDigits(amountFen),
      },
    });
}

async function settleOne(tx: Tx, personId: string, award: Award): Promise<void> {
  const known = await knownOf(tx, personId, award.kind, award.division);
  const drawn = known?.drawn.find((d) => d.entitlementId === award.entitlementId);
  if (!known || !drawn) return;
  const standing = standingOf(
    award.kind,
    known.facts,
    {
      from: drawn.fromMonth,
      to: drawn.toMonth,
      diedOn: known.diedOn,
      movedLast: award.movedLast,
      paidTo: await paidTo(tx, [award.entitlementId]),
    },
    { parameters: await parametersOf(tx), until: plusMonths(monthOf(tx.today), 1) },
  );
  if (!standing.ok) throw new Error(`elder subsidy ${award.entitlementId}: ${standing.code}`);
  await bringToEnd(tx, drawn, standing.value.end);
  await bringAmounts(tx, award, standing.value);
  await tell(tx, personId, award);
}

/** Settles whatever a person draws or drew: a death found late reaches what has ended since. */
export async function settleSubsidies(tx: Tx, personId: string): Promise<void> {
  await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`elder-subsidy:${personId}`}, 0))`);
  const awards =
    await tx.rows<Award>(sql`select entitlement_id, kind, division, state, amount_fen, from_month, last_month, reason, moved_last, case_id
    from elder_subsidy_award where person_id = ${personId} and kind = any(${allKinds}::text[]) order by from_month, entitlement_id limit 50 for update`);
  for (const award of awards) await settleOne(tx, personId, award);
}

const BATCH = 50;

const nextMonth = (tx: Tx) => plusMonths(monthOf(tx.today), 1);
const notLooked = (tx: Tx) => sql`elder_subsidy_award where state = 'active' and looked_to < ${nextMonth(tx)}`;

/** A new month comes into view: levels that ran out, standards that changed. */
export const lookAhead = whenDue(
  (tx) => anyRow(tx, notLooked(tx)),
  async (context) => {
    const city = systemActor('elder-subsidy', context.city);
    const some = async (tx: Tx): Promise<number> => {
      const due = await tx.rows<{
        personId: string;
      }>(sql`update elder_subsidy_award set looked_to = ${nextMonth(tx)} where entitlement_id in
      (select entitlement_id from ${notLooked(tx)} order by looked_to, entitlement_id limit ${BATCH})
      returning person_id`);
      for (const personId of new Set(due.map((row) => row.personId))) await settleSubsidies(tx, personId);
      return due.length;
    };
    while ((await context.write(city, some)) === BATCH);
  },
);
