/** What happens here when something happened elsewhere: a death holds the next payment, a confirmed one ends the right after its month. */
import { reviewAfterAppeal } from '../../kernel/appeal/server.ts';
import type { Tx } from '../../kernel/context/server.ts';
import { type DomainEvent, defineSubscription, type Subscription } from '../../kernel/event/server.ts';
import { type EntitlementId, holdPerson } from '../../kernel/payment/server.ts';
import type { HouseholdId, PersonId } from '../../kernel/resident/server.ts';
import type { Fen, PlainDate } from '../../kernel/schema/index.ts';
import { followCorrection, followDeath, followRevocation } from './deaths.ts';
import { hearCharityAid } from './help/charity.ts';
import { withdrawGrant } from './procedure/granted.ts';
import { moveDeathInRecognition, returnAfterDeath } from './recognition/amended-death.ts';
import { leaveAtDeath } from './recognition/store.ts';
import {
  type CertificateChange,
  followCertificate,
  followMarriage,
  followMember,
  followMove,
  followReclassified,
  followRecognitionEnd,
  type HouseholdMoved,
  type MarriageChange,
  type MemberChange,
} from './review/server.ts';
import { hearCapacity } from './tekun/capacity-hint.ts';
import { endTekunAtDeath, moveTekunDeath, resumeTekunAfterDeath } from './tekun/death.ts';
import { followTekunMove } from './tekun/moves.ts';
import { findProfile } from './tekun/store.ts';

/** 户籍迁移; null where only the residence changed. */
function registeredMove(event: DomainEvent): HouseholdMoved | null {
  const { kind, ...move } = event.payload as unknown as { kind: string } & HouseholdMoved;
  return kind === 'registered' ? move : null;
}

interface DeathReactions {
  died(tx: Tx, of: { personId: PersonId; diedOn: PlainDate }): Promise<unknown>;
  revoked(tx: Tx, of: { personId: PersonId; diedOn: PlainDate }): Promise<unknown>;
  corrected(tx: Tx, of: { personId: PersonId; from: PlainDate; to: PlainDate }): Promise<unknown>;
}

/** A death and what became of it, heard by one subscription: in their order, whatever was late. */
const atDeath = (name: string, { died, revoked, corrected }: DeathReactions): Subscription =>
  defineSubscription({
    name: `social-assistance.${name}`,
    types: ['person.died', 'person.death.revoked', 'person.death.corrected'],
    async handle(tx, event) {
      const personId: PersonId = event.subject.id;
      const day = event.payload as Record<'diedOn' | 'oldDiedOn' | 'newDiedOn', PlainDate>;
      if (event.type === 'person.death.corrected') await corrected(tx, { personId, from: day.oldDiedOn, to: day.newDiedOn });
      else if (event.type === 'person.death.revoked') await revoked(tx, { personId, diedOn: day.diedOn });
      else await died(tx, { personId, diedOn: day.diedOn });
    },
  });

export const reactions: readonly Subscription[] = [
  hearCapacity,
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
  atDeath('end-at-death', { died: followDeath, revoked: followRevocation, corrected: followCorrection }),
  atDeath('recognition-at-death', { died: leaveAtDeath, revoked: returnAfterDeath, corrected: moveDeathInRecognition }),
  atDeath('tekun-at-death', { died: endTekunAtDeath, revoked: resumeTekunAfterDeath, corrected: moveTekunDeath }),
  defineSubscription({
    name: 'social-assistance.withdraw-grant-notice',
    types: ['dibao.award.changed'],
    async handle(tx, event) {
      const { awardId, fromState } = event.payload as { awardId: EntitlementId; fromState: string | null };
      if (fromState !== null) await withdrawGrant(tx, awardId);
    },
  }),
  defineSubscription({
    name: 'social-assistance.withdraw-tekun-notice',
    types: ['tekun.award.changed'],
    async handle(tx, event) {
      const { personId, fromState } = event.payload as { personId: PersonId; fromState: string | null };
      const profile = fromState !== null && (await findProfile(tx, personId));
      if (profile) await withdrawGrant(tx, profile.baseEntitlementId);
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
    name: 'social-assistance.follow-certificate',
    types: ['disability.certificate.changed'],
    handle: (tx, event) => followCertificate(tx, event.payload as unknown as { personId: PersonId } & CertificateChange),
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
];
