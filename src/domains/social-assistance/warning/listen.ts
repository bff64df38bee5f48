/** What was heard elsewhere, as signals and clues. Each subscriber is handed every event until it has succeeded once, and changes nothing twice. */
import { reportClue, withdrawReasons } from '../../../kernel/clue/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type DomainEvent, defineSubscription, type EventType, type Subscription } from '../../../kernel/event/server.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { ticketContent } from '../../../kernel/ticket/server.ts';
import { evaluate, judged } from './evaluate.ts';
import { HARDSHIP } from './kind.ts';
import { dayOf, keepSignal, type Signal, touch } from './signals.ts';
import { type Situation, situationOf } from './standing.ts';

const fromDepartments: readonly EventType[] = [
  'medical.expense.alerted',
  'employment.insured',
  'employment.insurance.ended',
  'poverty.monitor.listed',
  'school.hardship.reported',
  'disability.certificate.changed',
  'asset.registered',
  'deposit.checked',
  'custody.started',
  'veteran.hardship.opened',
];
const fromRegistry: readonly EventType[] = ['person.died', 'person.death.reported', 'person.moved'];
/** Kept for the rules that need memory; nothing fires on them alone. */
const remembered: readonly EventType[] = ['custody.ended', 'life.proved'];

/** A family is recognised as a whole: the signal stands with its first member and with the household. */
async function rememberRecognition(tx: Tx, event: DomainEvent): Promise<void> {
  const { householdId, memberIds, validFrom } = event.payload as {
    householdId: string;
    memberIds: string[];
    validFrom?: PlainDate;
  };
  const [personId] = memberIds;
  if (!personId) return;
  const signal: Signal = {
    eventId: event.eventId,
    kind: event.type,
    personId,
    asOf: validFrom ?? dayOf(event),
    payload: event.payload,
  };
  await keepSignal(tx, signal, { householdId, division: event.division });
  await touch(tx, householdId, event.division);
}

const signalOf = (event: DomainEvent): Signal | null => {
  const personId =
    (event.payload.personId as string | null | undefined) ?? (event.subject.kind === 'person' ? event.subject.id : null);
  return personId ? { eventId: event.eventId, kind: event.type, personId, asOf: dayOf(event), payload: event.payload } : null;
};

/** 特困 follows a move by itself, once what is open here is finished: whom it has left behind is found by the monthly comparison. */
const isHandedOver = (signal: Signal, { standing }: Situation): boolean =>
  signal.kind === 'person.moved' && standing.supportedIn !== null;

/** Keeps what was heard of a person, marks the household for the next comparison, and judges it at once. */
async function hear(tx: Tx, event: DomainEvent): Promise<void> {
  const signal = signalOf(event);
  if (!signal) return;
  const situation = await situationOf(tx, signal.personId, tx.today);
  if (!situation) return;
  await keepSignal(tx, signal, situation);
  if (situation.householdId) await touch(tx, situation.householdId, situation.division);
  if (judged.includes(signal.kind) && !isHandedOver(signal, situation))
    await evaluate(tx, signal, situation, fromDepartments.includes(event.type) ? 'department' : 'event');
}

const needs: Readonly<Record<string, { rule: string; text: string }>> = {
  'care.need.found': { rule: 'visit', text: '关爱探访发现需要帮助。' },
  'rescue.person.returned': { rule: 'visit', text: '受助人员返乡，需要了解家庭情况。' },
};

export const warningReactions: readonly Subscription[] = [
  defineSubscription({
    name: 'social-assistance.hear-signals',
    types: [...fromDepartments, ...fromRegistry, ...remembered],
    handle: hear,
  }),
  defineSubscription({
    name: 'social-assistance.withdraw-death-warning',
    types: ['person.death.revoked'],
    async handle(tx, event) {
      await withdrawReasons(tx, {
        kind: HARDSHIP,
        rules: ['OUT-1', 'IN-4'],
        personId: event.subject.id,
        note: '死亡登记已撤销',
      });
    },
  }),
  defineSubscription({
    name: 'social-assistance.remember-recognition',
    types: ['lowincome.status.changed'],
    handle: rememberRecognition,
  }),
  defineSubscription({
    name: 'social-assistance.mark-touched',
    types: ['household.member.changed', 'dibao.award.changed'],
    async handle(tx, event) {
      const { householdId } = event.payload as { householdId?: string };
      if (householdId) await touch(tx, householdId, event.division);
    },
  }),
  // Two files were one person, or were two after all: whatever was compared with half of what is known, or with too much, is compared again.
  defineSubscription({
    name: 'social-assistance.mark-merged',
    types: ['person.merged', 'person.unmerged'],
    async handle(tx, event) {
      const { survivorId, mergedId } = event.payload as { survivorId: string; mergedId: string };
      for (const personId of event.type === 'person.merged' ? [survivorId] : [survivorId, mergedId]) {
        const situation = await situationOf(tx, personId, tx.today);
        if (situation?.householdId) await touch(tx, situation.householdId, situation.division);
      }
    },
  }),
  defineSubscription({
    name: 'social-assistance.clue-from-ticket',
    types: ['ticket.opened'],
    async handle(tx, event) {
      const { ticketId, category, channel } = event.payload as { ticketId: string; category: string; channel: string };
      if (category !== 'hardship') return;
      const call = await ticketContent(tx, ticketId);
      if (!call) return;
      const phone = call.phone ? { phone: call.phone } : {};
      const found = await reportClue(tx, {
        kind: HARDSHIP,
        rule: 'hotline',
        occasion: ticketId,
        source: channel === 'portal' ? 'public' : 'hotline',
        direction: 'in',
        division: call.division,
        urgent: call.urgency === 'A',
        content: {
          text: call.matter,
          about: { ...(call.about || call.name ? { name: call.about ?? call.name! } : {}), ...phone },
          reporter: { ...(call.name ? { name: call.name } : {}), ...phone },
        },
      });
      if (!found.ok) throw new Error(`clue of ticket ${ticketId}: ${found.code}`);
    },
  }),
  defineSubscription({
    name: 'social-assistance.clue-from-need',
    types: ['care.need.found', 'rescue.person.returned'],
    async handle(tx, event) {
      const signal = signalOf(event);
      const situation = signal && (await situationOf(tx, signal.personId, tx.today));
      if (!situation) return;
      const { rule, text } = needs[event.type]!;
      const found = await reportClue(tx, {
        kind: HARDSHIP,
        rule,
        occasion: event.eventId,
        source: 'event',
        direction: 'in',
        division: situation.division,
        personId: situation.personId,
        householdId: situation.householdId,
        urgent: event.payload.urgency === 'urgent',
        content: { text },
      });
      if (!found.ok) throw new Error(`clue of ${event.type}: ${found.code}`);
    },
  }),
];
