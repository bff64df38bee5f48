/**
 * The standing of a person's subsidies, brought to what is known now: ended, suspended, restored or taken back, once. What was paid beyond the end is
 * proposed for recovery by the payment itself, and told (`benefit.overpaid`) when a person has confirmed it. It may be run at any time
 * and any number of times: what is told of already is not told again.
 */
import { sql } from '../../../database/sql.ts';
import { longMonth, monthOf, plusMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import {
  type Coverage,
  endEntitlement,
  getEntitlement,
  holdOn,
  holdPerson,
  releaseHold,
  reopenEntitlement,
} from '../../../kernel/payment/server.ts';
import type { YearMonth } from '../../../kernel/schema/index.ts';
import { refusedTwiceOn } from '../certificate/refusals.ts';
import { issueStop } from './letters.ts';
import { type Known, knownOf, scaleIn, switchesOn } from './life.ts';
import { type EndReason, endReasons, endReasonText, standingOf } from './standing.ts';
import {
  type AwardState,
  HOLD_CERTIFICATE,
  HOLD_COMPARISON,
  HOLD_CONFIRMATION,
  kindOfProgramme,
  type Suspension,
  shortNames,
} from './terms.ts';

interface Award {
  state: AwardState;
  lastMonth: YearMonth | null;
  suspendedFrom: YearMonth | null;
  reason: EndReason | 'other' | Suspension | null;
  /** Paid no further until a comparison has been found true or not. */
  waitsFrom: YearMonth | null;
}

/** Ends that this domain works out by itself; whatever else ended a subsidy (a person's wish) stays as it is. */
const workedOut = (reason: string | null): boolean =>
  reason !== null &&
  ((Object.values(endReasons) as string[]).includes(reason) || reason.endsWith('死亡') || reason.startsWith('转为特困'));

/** Brings the entitlement itself to its last month. */
async function bringToEnd(tx: Tx, drawn: Coverage, end: { lastMonth: YearMonth; reason: EndReason } | null): Promise<void> {
  const reason = end && endReasons[end.reason];
  if (drawn.toMonth !== null && (end === null || end.lastMonth > drawn.toMonth)) {
    if (!workedOut(drawn.endReason)) return;
    const reopened = await reopenEntitlement(tx, { id: drawn.entitlementId, reason: '终止的原因不再成立' });
    if (!reopened.ok) return;
  } else if (drawn.toMonth !== null && end && end.lastMonth === drawn.toMonth) return;
  if (end === null || reason === null) return;
  const ended = await endEntitlement(tx, { id: drawn.entitlementId, lastMonth: end.lastMonth, reason });
  if (!ended.ok && ended.code !== 'ENTITLEMENT_ENDED') throw new Error(`subsidy ${drawn.entitlementId}: ${ended.code}`);
}

/** Holds the months from one on, or lets them go. True when it changed. */
async function bringHold(
  tx: Tx,
  personId: string,
  drawn: Coverage,
  hold: { code: string; reason: string; fromMonth: YearMonth | null },
): Promise<boolean> {
  const present = await holdOn(tx, { personId, code: hold.code, entitlementId: drawn.entitlementId });
  if (hold.fromMonth === null) {
    if (!present) return false;
    const { entitlementId } = drawn;
    await releaseHold(tx, { personId, code: hold.code, reason: '情况已查明或者已换证', entitlementIds: [entitlementId] });
    return true;
  }
  if (present) return false;
  await holdPerson(tx, {
    personId,
    division: drawn.division,
    code: hold.code,
    reason: hold.reason,
    entitlementIds: [drawn.entitlementId],
    fromMonth: hold.fromMonth,
  });
  return true;
}

/** Keeps the state that was told of; emits and writes to the person when it has changed. */
async function tellState(tx: Tx, personId: string, drawn: Coverage, now: Award): Promise<void> {
  const before = await tx.maybe<
    Award & { caseId: string | null }
  >(sql`select state, last_month, suspended_from, reason, waits_from, case_id from subsidy_award
    where entitlement_id = ${drawn.entitlementId} for update`);
  if (!before) return;
  const same = before.state === now.state && before.lastMonth === now.lastMonth && before.suspendedFrom === now.suspendedFrom;
  if (same && before.reason === now.reason && before.waitsFrom === now.waitsFrom) return;
  await tx.run(sql`update subsidy_award set state = ${now.state}, last_month = ${now.lastMonth}, suspended_from = ${now.suspendedFrom},
    reason = ${now.reason}, waits_from = ${now.waitsFrom}, changed_at = ${tx.now} where entitlement_id = ${drawn.entitlementId}`);
  // 待核实的月份本人自己看得见，不另外告知。
  if (same) return;
  const kind = kindOfProgramme(drawn.programme);
  const entitlement = await getEntitlement(tx, drawn.entitlementId);
  const amountFen = entitlement.ok ? (entitlement.value.versions.at(-1)?.amountFen ?? 0) : 0;
  const restored = before.state !== 'active' && now.state === 'active';
  await emit(tx, {
    type: 'disability.subsidy.changed',
    subject: { kind: 'person', id: personId },
    division: drawn.division,
    payload: {
      personId,
      kind,
      state: restored ? 'restored' : now.state,
      from: drawn.fromMonth,
      to: now.lastMonth,
      amountFen,
      reason: now.reason,
    },
  });
  const name = shortNames[kind];
  if (now.state === 'ended' && now.lastMonth) {
    const reason = endReasonText(now.reason);
    await issueStop(tx, { personId, division: drawn.division, kind, lastMonth: now.lastMonth, reason, caseId: before.caseId });
    if (now.reason !== 'death')
      await notify(tx, {
        to: { personId },
        template: 'disability.ended',
        params: { name, month: longMonth(now.lastMonth), reason },
      });
  } else if (now.state === 'suspended' && now.suspendedFrom)
    await notify(tx, {
      to: { personId },
      template: now.reason === 'unconfirmed' ? 'disability.suspended-unconfirmed' : 'disability.suspended',
      params: { name, month: longMonth(now.suspendedFrom) },
    });
  else if (restored) await notify(tx, { to: { personId }, template: 'disability.restored', params: { name } });
}

async function settleOne(tx: Tx, personId: string, known: Known, drawn: Coverage): Promise<void> {
  const kind = kindOfProgramme(drawn.programme);
  const given = {
    from: drawn.fromMonth,
    today: tx.today,
    switches: await switchesOn(tx, drawn.division, tx.today),
    scaleOf: await scaleIn(tx, drawn.division, kind),
  };
  const standing = standingOf(kind, known.life, given);
  const ifTrue = standingOf(kind, known.ifTrue, given);
  await bringToEnd(tx, drawn, standing.end);
  const entitlement = await getEntitlement(tx, drawn.entitlementId);
  if (!entitlement.ok) throw new Error(`subsidy ${drawn.entitlementId} is not seen`);
  const { toMonth } = entitlement.value;
  const ended = toMonth !== null;
  // 户籍迁走只决定由谁接着发：迁走以前停着的月份照样停着，到查明、换证为止
  const stands = !ended || standing.end?.reason === 'moved';
  const reaching = (month: YearMonth | null): YearMonth | null =>
    stands && month !== null && (toMonth === null || month <= toMonth) ? month : null;
  const waits = stands && ifTrue.end && ifTrue.end.lastMonth !== standing.end?.lastMonth ? ifTrue.end : null;
  await bringHold(tx, personId, drawn, {
    code: `${HOLD_COMPARISON}.${kind}`,
    reason: waits ? `比对到“${endReasons[waits.reason]}”，待核实` : '',
    fromMonth: reaching(waits ? plusMonths(waits.lastMonth, 1) : null),
  });
  const byCertificate = reaching(standing.suspendedFrom);
  await bringHold(tx, personId, drawn, {
    code: `${HOLD_CERTIFICATE}.${kind}`,
    reason: '残疾人证过期或者冻结，换证后补发',
    fromMonth: byCertificate,
  });
  const refusedOn = stands ? await refusedTwiceOn(tx, personId) : null;
  const byRefusal = reaching(refusedOn && plusMonths(monthOf(refusedOn), 1));
  await bringHold(tx, personId, drawn, {
    code: `${HOLD_CONFIRMATION}.${kind}`,
    reason: '两次拒绝年度确认，见到本人后恢复',
    fromMonth: byRefusal,
  });
  const suspendedFrom = ended ? null : ([byCertificate, byRefusal].filter((month) => month !== null).sort()[0] ?? null);
  const ending = standing.end?.lastMonth === toMonth ? standing.end.reason : 'other';
  const suspended = byCertificate ? 'certificate' : byRefusal ? 'unconfirmed' : null;
  await tellState(tx, personId, drawn, {
    state: ended ? 'ended' : suspendedFrom ? 'suspended' : 'active',
    lastMonth: toMonth,
    suspendedFrom,
    reason: ended ? ending : suspended,
    waitsFrom: !ended && waits ? plusMonths(waits.lastMonth, 1) : null,
  });
}

/** Settles every subsidy of a person, old ones too: a death found late reaches what has ended since. */
export async function settle(tx: Tx, personId: string): Promise<void> {
  // 同一人的几件事同时到：一件一件来，后到的看得见先到的。
  await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`disability:${personId}`}, 0))`);
  const known = await knownOf(tx, personId);
  for (const drawn of known.drawn) await settleOne(tx, personId, known, drawn);
}
