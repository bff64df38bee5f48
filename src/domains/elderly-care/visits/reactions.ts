/** What the visits do when something happened elsewhere. An event may come twice or late: each settles what is so now. */
import { plainDateOf, plusDays } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type DomainEvent, defineSubscription, type Subscription } from '../../../kernel/event/server.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { lockPlan, pausePlan, resumePlan } from '../../../kernel/task/server.ts';
import { dangerReactions } from './danger.ts';
import { dischargedFromHospital } from './duty.ts';
import { closeKnock } from './knocks.ts';
import { closeDeviceNeed } from './need-ends.ts';
import { returnedBy, settleElders } from './standing.ts';
import { KIND } from './terms.ts';

const subscribe = (name: string, types: Subscription['types'], handle: Subscription['handle']): Subscription =>
  defineSubscription({ name: `elderly-care.visits.${name}`, types, handle });

/** An award that changed tells of the members, anything else of the person. */
const personsOf = (event: DomainEvent): string[] => {
  const { personId, memberIds } = event.payload as { personId?: string; memberIds?: string[] };
  return memberIds ?? (personId ? [personId] : event.subject.kind === 'person' ? [event.subject.id] : []);
};

async function stayed(tx: Tx, event: DomainEvent): Promise<void> {
  const plan = await lockPlan(tx, KIND, event.subject.id);
  if (!plan) return;
  const { from, to, reason } = event.payload as { from?: PlainDate; to?: PlainDate; reason?: string };
  if (event.type === 'stay.started') return pausePlan(tx, plan, { on: from ?? tx.today, reason: '住养老机构' });
  if (reason !== 'deceased') await resumePlan(tx, plan, { on: plusDays(to ?? tx.today, 1), by: await returnedBy(tx, plan) });
}

export const visitReactions: readonly Subscription[] = [
  ...dangerReactions,
  subscribe(
    'changed',
    [
      'elder.age.reached',
      'elder.assessment.completed',
      'disability.certificate.changed',
      'dibao.award.changed',
      'tekun.award.changed',
      'person.moved',
      'person.death.corrected',
      'person.death.revoked',
    ],
    (tx, event) => settleElders(tx, personsOf(event)),
  ),
  subscribe('died', ['person.died'], async (tx, event) => {
    await closeKnock(tx, event.subject.id, { outcome: 'dead', note: '死亡登记' });
    await settleElders(tx, [event.subject.id]);
  }),
  subscribe('merged', ['person.merged', 'person.unmerged'], (tx, event) => {
    const { survivorId, mergedId } = event.payload as { survivorId: string; mergedId: string };
    return settleElders(tx, [survivorId, mergedId]);
  }),
  subscribe('discharged', ['hospital.discharged'], async (tx, event) => {
    const { personId, dischargedAt } = event.payload as { personId?: string; dischargedAt?: string };
    await dischargedFromHospital(tx, personId ?? event.subject.id, dischargedAt ? plainDateOf(dischargedAt) : tx.today);
  }),
  subscribe('stay', ['stay.started', 'stay.ended'], stayed),
  subscribe('device', ['assistive-device.allocated', 'assistive-device.rented'], (tx, event) => {
    const { personId, deliveredOn, startOn } = event.payload as {
      personId: string;
      deliveredOn?: PlainDate;
      startOn?: PlainDate;
    };
    const way = event.type === 'assistive-device.allocated' ? 'allocated' : 'rented';
    return closeDeviceNeed(tx, { personId, way, on: deliveredOn ?? startOn ?? tx.today });
  }),
];
