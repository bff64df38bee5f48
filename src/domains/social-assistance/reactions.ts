/** What happens here when something happened elsewhere: a death holds the next payment, a confirmed one ends the right after its month. */
import { reviewAfterAppeal } from '../../kernel/appeal/server.ts';
import { type DomainEvent, defineSubscription, type Subscription } from '../../kernel/event/server.ts';
import { endAtDeath, holdPerson } from '../../kernel/payment/server.ts';
import type { HouseholdId, PersonId } from '../../kernel/resident/server.ts';
import type { Fen, PlainDate } from '../../kernel/schema/index.ts';
import { hearCharityAid } from './help/charity.ts';
import { lessPriceSubsidy, PRICE_SUBSIDY } from './price-link/server.ts';
import { leaveAtDeath } from './recognition/store.ts';
import {
  followMarriage,
  followMember,
  followMove,
  followReclassified,
  followRecognitionEnd,
  type MarriageChange,
  type MemberChange,
  type Moved,
  proposeRecomputation,
} from './review/server.ts';
import { followTekunMove } from './tekun/moves.ts';
import { endTekunAtDeath } from './tekun/stop.ts';

/** 户籍迁移; null where only the residence changed. */
function registeredMove(event: DomainEvent): Moved | null {
  const { kind, ...move } = event.payload as unknown as { kind: string } & Moved;
  return kind === 'registered' ? move : null;
}

export const reactions: readonly Subscription[] = [
  defineSubscription({
    name: 'social-assistance.hold-on-reported-death',
    types: ['person.death.reported'],
    async handle(tx, event) {
      await holdPerson(tx, {
        personId: event.subject.id,
        division: event.division,
        code: 'death',
        reason: '收到死亡报告，待核实',
      });
    },
  }),
  defineSubscription({
    name: 'social-assistance.end-at-death',
    types: ['person.died'],
    async handle(tx, event) {
      const { diedOn } = event.payload as { diedOn: PlainDate };
      const { toRecompute } = await endAtDeath(tx, event.subject.id, diedOn);
      for (const { id, programme, fromMonth } of toRecompute) {
        if (programme === 'dibao') await proposeRecomputation(tx, { entitlementId: id, fromMonth, diedOn });
        if (programme === PRICE_SUBSIDY) await lessPriceSubsidy(tx, id, `${diedOn}死亡`);
      }
    },
  }),
  defineSubscription({
    name: 'social-assistance.follow-move',
    types: ['person.moved'],
    async handle(tx, event) {
      const move = registeredMove(event);
      if (move) await followMove(tx, move);
    },
  }),
  defineSubscription({
    name: 'social-assistance.tekun-move',
    types: ['person.moved'],
    async handle(tx, event) {
      const move = registeredMove(event);
      if (move) await followTekunMove(tx, move);
    },
  }),
  defineSubscription({
    name: 'social-assistance.follow-member',
    types: ['household.member.changed'],
    handle: (tx, event) =>
      followMember(tx, event.payload as unknown as { householdId: HouseholdId; personId: PersonId; change: MemberChange }),
  }),
  defineSubscription({
    name: 'social-assistance.follow-recognition-end',
    types: ['lowincome.status.changed'],
    async handle(tx, event) {
      const { householdId, toState } = event.payload as { householdId: HouseholdId; toState: string };
      if (toState === 'ended') await followRecognitionEnd(tx, householdId);
    },
  }),
  defineSubscription({
    name: 'social-assistance.follow-reclassified',
    types: ['case.closed'],
    handle: (tx, event) => followReclassified(tx, (event.payload as { caseId: string }).caseId),
  }),
  defineSubscription({
    name: 'social-assistance.follow-marriage',
    types: ['marriage.registered', 'marriage.dissolved', 'marriage.annulled'],
    async handle(tx, event) {
      const { personIds, personId } = event.payload as { personIds?: PersonId[]; personId?: PersonId };
      const change = event.type.slice('marriage.'.length) as MarriageChange;
      await followMarriage(tx, { personIds: personIds ?? (personId ? [personId] : []), change });
    },
  }),
  defineSubscription({
    name: 'social-assistance.review-after-appeal',
    types: ['decision.appeal.resulted'],
    async handle(tx, event) {
      const { appealId, changes } = event.payload as { appealId: string; changes: boolean };
      if (!changes) return;
      const review = await reviewAfterAppeal(tx, appealId);
      if (!review.ok) throw new Error(`review after appeal ${appealId}: ${review.code}`);
    },
  }),
  defineSubscription({
    name: 'social-assistance.charity-aid',
    types: ['charity.aid.granted'],
    async handle(tx, event) {
      await hearCharityAid(
        tx,
        event.payload as { aidId: string; personToken: string; kind: string; amountFen: Fen; grantedOn: PlainDate },
      );
    },
  }),
  defineSubscription({
    name: 'social-assistance.recognition-at-death',
    types: ['person.died'],
    handle: (tx, event) =>
      leaveAtDeath(tx, {
        personId: event.subject.id as PersonId,
        diedOn: (event.payload as { diedOn: PlainDate }).diedOn,
      }),
  }),
  defineSubscription({
    name: 'social-assistance.tekun-at-death',
    types: ['person.died'],
    async handle(tx, event) {
      await endTekunAtDeath(tx, { personId: event.subject.id, diedOn: (event.payload as { diedOn: PlainDate }).diedOn });
    },
  }),
];
