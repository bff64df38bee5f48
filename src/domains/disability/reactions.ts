/**
 * What happens here when something happened elsewhere. Whatever is told is kept, then the person's standing is worked out from everything known:
 * late, repeated and revoked messages end right. What is only said by another department's data waits for an officer; money waits with it.
 */
import { firstDayOf, monthOf } from '../../kernel/calendar/index.ts';
import type { Tx } from '../../kernel/context/server.ts';
import { type DomainEvent, defineSubscription, type Subscription } from '../../kernel/event/server.ts';
import { notify } from '../../kernel/notice/server.ts';
import { holdPerson, releaseHold } from '../../kernel/payment/server.ts';
import { getPerson } from '../../kernel/resident/server.ts';
import type { DivisionCode, PlainDate, YearMonth } from '../../kernel/schema/index.ts';
import { registerCertificate } from './certificate/register.ts';
import { compareNumber } from './checks/scan.ts';
import { countyOf } from './letters.ts';
import { type Circumstance, recordCircumstance, replaceCircumstances } from './subsidies/circumstances.ts';
import { decideFilings } from './subsidies/filings.ts';
import { allowanceTold, isWeighed, type ToldAllowance } from './subsidies/higher-told.ts';
import { invite } from './subsidies/invitations.ts';
import { knownOf } from './subsidies/life.ts';
import { followMove } from './subsidies/moves.ts';
import { settle } from './subsidies/settle.ts';
import { type CircumstanceKind, circumstanceKinds } from './subsidies/terms.ts';

const payloadOf = <T>(event: DomainEvent): T => event.payload as T;

/** Keeps what was told, holds where a person must confirm, and settles. Only of those who draw a subsidy is an officer asked. */
async function told(
  tx: Tx,
  event: DomainEvent,
  of: { personId: string; circumstance: Circumstance; decided: boolean },
): Promise<void> {
  const { personId, circumstance, decided } = of;
  const { drawn } = await knownOf(tx, personId);
  const division = drawn.at(-1)?.division ?? event.division;
  const asks = !decided && drawn.some((d) => d.toMonth === null);
  const fresh = await recordCircumstance(tx, {
    personId,
    division,
    sourceEvent: event.eventId,
    state: decided ? 'confirmed' : 'proposed',
    circumstance,
  });
  await settle(tx, personId);
  if (!fresh || !asks) return;
  const person = await getPerson(tx, personId);
  await notify(tx, {
    to: { performer: 'county-clerk', division: countyOf({ division }) },
    template: 'disability.comparison',
    params: { name: person.ok ? person.value.name : '', what: circumstanceKinds[circumstance.kind] },
  });
}

const subscribe = (name: string, types: Subscription['types'], handle: Subscription['handle']): Subscription =>
  defineSubscription({ name: `disability.${name}`, types, handle });

export const reactions: readonly Subscription[] = [
  // The facts of the certificate have followed: what is worked out from them is so for the remaining file.
  subscribe('merged', ['person.merged'], async (tx, event) => {
    const { survivorId } = payloadOf<{ survivorId: string }>(event);
    await registerCertificate(tx, survivorId);
    await settle(tx, survivorId);
  }),
  // The facts have gone back: so is what is worked out from them, for both.
  subscribe('unmerged', ['person.unmerged'], async (tx, event) => {
    const { survivorId, mergedId } = payloadOf<{ survivorId: string; mergedId: string }>(event);
    for (const personId of [survivorId, mergedId]) {
      await registerCertificate(tx, personId);
      await settle(tx, personId);
    }
  }),
  subscribe('dibao', ['dibao.award.changed'], async (tx, event) => {
    for (const personId of payloadOf<{ memberIds?: string[] }>(event).memberIds ?? []) {
      await settle(tx, personId);
      await invite(tx, personId);
    }
  }),
  subscribe('tekun', ['tekun.award.changed'], async (tx, event) => {
    const { personId } = payloadOf<{ personId: string }>(event);
    await settle(tx, personId);
    await invite(tx, personId);
  }),
  subscribe('edge', ['lowincome.status.changed'], async (tx, event) => {
    const { memberIds, kind, validFrom, validTo } = payloadOf<{
      memberIds: string[];
      kind: string;
      validFrom: PlainDate;
      validTo: PlainDate | null;
    }>(event);
    if (kind !== 'edge') return;
    for (const personId of memberIds) {
      await recordCircumstance(tx, {
        personId,
        division: event.division,
        sourceEvent: event.eventId,
        state: 'confirmed',
        circumstance: { kind: 'edge', from: validFrom, toMonth: validTo && monthOf(validTo) },
      });
      await settle(tx, personId);
      await invite(tx, personId);
    }
  }),
  subscribe('died', ['person.died', 'person.death.corrected', 'person.death.revoked'], async (tx, event) => {
    const { id } = event.subject;
    if (event.type === 'person.death.revoked') await releaseHold(tx, { personId: id, code: 'death', reason: '死亡登记撤销' });
    await settle(tx, id);
  }),
  subscribe('death-reported', ['person.death.reported'], async (tx, event) => {
    await holdPerson(tx, {
      personId: event.subject.id,
      division: event.division,
      code: 'death',
      reason: '收到死亡报告，待核实',
    });
  }),
  subscribe('certificate', ['disability.certificate.changed'], async (tx, event) => {
    await settle(tx, event.subject.id);
    await invite(tx, event.subject.id);
  }),
  subscribe('custody', ['custody.started'], (tx, event) => {
    const { personId, startedOn } = payloadOf<{ personId: string; startedOn: PlainDate }>(event);
    return told(tx, event, { personId, decided: false, circumstance: { kind: 'custody', from: startedOn, toMonth: null } });
  }),
  subscribe('custody-ended', ['custody.ended'], async (tx, event) => {
    const { personId, endedOn } = payloadOf<{ personId: string; endedOn: PlainDate }>(event);
    await told(tx, event, { personId, decided: true, circumstance: { kind: 'custody-ended', from: endedOn, toMonth: null } });
    await invite(tx, personId);
  }),
  subscribe('moved', ['person.moved'], async (tx, event) => {
    const { kind, ...moved } = payloadOf<{
      personId: string;
      kind: string;
      fromDivision: DivisionCode;
      toDivision: DivisionCode;
      movedOn: PlainDate;
    }>(event);
    const { personId, fromDivision, toDivision, movedOn } = moved;
    if (kind === 'registered') await followMove(tx, { eventId: event.eventId, personId, fromDivision, toDivision, movedOn });
  }),
  subscribe('workinjury', ['workinjury.care.started'], (tx, event) => {
    const { personId, startedOn, amountFen } = payloadOf<{ personId: string; startedOn: PlainDate; amountFen: number }>(event);
    return told(tx, event, {
      personId,
      decided: false,
      circumstance: { kind: 'workinjury-care', from: startedOn, toMonth: null, amountFen },
    });
  }),
  subscribe('child', ['child.award.changed'], async (tx, event) => {
    const { personId, scheme, mode, startMonth, endMonth } = payloadOf<{
      personId: string;
      scheme: string;
      mode: string;
      startMonth: YearMonth;
      endMonth: YearMonth | null;
    }>(event);
    const kind: CircumstanceKind = scheme === 'orphan' ? 'orphan' : 'defacto-full';
    await replaceCircumstances(tx, personId, kind);
    // 差额领取的可以同时享受，抵扣在儿童那边。
    if (mode !== 'full') return settle(tx, personId);
    await told(tx, event, { personId, decided: true, circumstance: { kind, from: firstDayOf(startMonth), toMonth: endMonth } });
  }),
  subscribe('elder-allowance', ['elder.allowance.changed'], async (tx, event) => {
    const { personId, ...allowance } = payloadOf<ToldAllowance & { personId: string }>(event);
    if (!isWeighed(allowance.kind)) return;
    const { circumstance, decided } = await allowanceTold(tx, personId, { ...allowance, division: event.division });
    await told(tx, event, { personId, circumstance, decided });
    await invite(tx, personId);
  }),
  subscribe('identity', ['person.identity.changed'], (tx, event) => compareNumber(tx, event.subject.id)),
  subscribe('register', ['person.moved', 'disability.certificate.changed'], (tx, event) =>
    registerCertificate(tx, payloadOf<{ personId?: string }>(event).personId ?? event.subject.id),
  ),
  subscribe('filing', ['case.decided'], async (tx, event) => {
    const { caseId, itemId, result } = payloadOf<{ caseId: string; itemId: string; result: string }>(event);
    if (!itemId.startsWith('DB-')) return;
    await decideFilings(tx, { caseId, result: result === 'granted' ? '已批准' : '不予批准' });
  }),
];
