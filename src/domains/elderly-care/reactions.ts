/** What happens here when something happened elsewhere. */
import { sql } from '../../database/sql.ts';
import { plainDateOf } from '../../kernel/calendar/index.ts';
import type { Tx } from '../../kernel/context/server.ts';
import { type DomainEvent, defineSubscription, type Subscription } from '../../kernel/event/server.ts';
import { forgetHealth } from '../../kernel/health/server.ts';
import { holdPerson, releaseHold } from '../../kernel/payment/server.ts';
import type { PlainDate } from '../../kernel/schema/index.ts';
import { actIn } from '../../kernel/service/server.ts';
import { followMove, type Moved } from './allowance/moves.ts';
import { settle } from './allowance/settle.ts';
import { proposeAfterHospital } from './assessment/after-hospital.ts';
import { inCity } from './circumstances.ts';
import { endBedOf } from './family-bed/beds.ts';
import { endLinkOf } from './health-links/act.ts';
import { endEligibility } from './meals/eligibility/service.ts';
import { mealsAfterHospital, mealsInHospital } from './meals/hospital.ts';
import { ordersAfterDeath } from './orders/died.ts';
import { ordersAfterHospital, ordersInHospital } from './orders/hospital.ts';
import { endStay, keepStay } from './outlets/store.ts';
import { followMoveOfQuota } from './quota/account.ts';
import { followMoveOfSubsidies } from './subsidies/moves.ts';
import { offerSubsidies } from './subsidies/offers.ts';
import { settleSubsidies } from './subsidies/settle.ts';
import { followDeathOfVouchers, followMoveOfVouchers, offerVoucher } from './vouchers/issue.ts';

const subscribe = (name: string, types: Subscription['types'], handle: Subscription['handle']): Subscription =>
  defineSubscription({ name: `elderly-care.${name}`, types, handle });

/** Until the works begin an application ends with the person; what was built or served is accepted and paid all the same. */
const beforeWorks = [
  'submitted',
  'supplement',
  'deciding',
  'onNotice',
  'objected',
  'assigning',
  'planning',
  'following',
  'arranging',
];

/** Whoever has died is neither assessed nor visited for an allowance. */
async function endOpenCases(tx: Tx, personId: string): Promise<void> {
  const open = await tx.rows<{ id: string; state: string }>(sql`select id, state from service_case
    where applicant_person_id = ${personId} and closed_at is null
      and (flow in ('capacity-assessment', 'old-age-allowance', 'elder-subsidy', 'care-voucher', 'home-care-quota', 'emergency-opening', 'meal-eligibility')
        or (flow in ('home-adaptation', 'family-care-bed', 'respite') and state = any(${beforeWorks}::text[])))`);
  for (const { id, state } of open) {
    const action = state === 'following' ? 'closeByDeath' : 'endByDeath';
    const ended = await actIn(tx, { caseId: id, action, input: {} });
    if (!ended.ok) throw new Error(`case ${id}: ${ended.code}`);
  }
}

async function followDeath(tx: Tx, event: DomainEvent): Promise<void> {
  const { id } = event.subject;
  if (event.type === 'person.death.revoked') await releaseHold(tx, { personId: id, code: 'death', reason: '死亡登记撤销' });
  if (event.type === 'person.died') {
    await endOpenCases(tx, id);
    const { diedOn } = event.payload as { diedOn?: PlainDate };
    await forgetHealth(tx, id);
    await endLinkOf(tx, id);
    await endBedOf(tx, id, { on: diedOn ?? tx.today, reason: '老人去世' });
    await endEligibility(tx, id, diedOn ?? tx.today, '老人去世');
  }
  if (event.type !== 'person.death.revoked') {
    const { diedOn } = event.payload as { diedOn?: PlainDate };
    if (diedOn) await ordersAfterDeath(tx, { personId: id, diedOn, division: event.division });
  }
  await settle(tx, id);
  await settleSubsidies(tx, id);
  await followDeathOfVouchers(tx, id);
}

/** What somebody draws is brought to the news, and what he or she could have is told. */
async function followGround(tx: Tx, personIds: readonly string[]): Promise<void> {
  for (const personId of personIds) {
    await settleSubsidies(tx, personId);
    await offerSubsidies(tx, personId);
  }
}

export const reactions: readonly Subscription[] = [
  subscribe('died', ['person.died', 'person.death.corrected', 'person.death.revoked'], followDeath),
  subscribe('death-reported', ['person.death.reported'], async (tx, event) => {
    await holdPerson(tx, {
      personId: event.subject.id,
      division: event.division,
      code: 'death',
      reason: '收到死亡报告，待核实',
    });
  }),
  subscribe('moved', ['person.moved'], async (tx, event) => {
    const { kind, ...moved } = event.payload as unknown as Moved & { kind: string };
    if (inCity(tx, moved.toDivision)) await followMoveOfQuota(tx, moved);
    if (kind !== 'registered') return;
    await followMove(tx, moved);
    await followMoveOfSubsidies(tx, moved);
    await followMoveOfVouchers(tx, moved);
  }),
  subscribe('merged', ['person.merged', 'person.unmerged'], async (tx, event) => {
    const { survivorId, mergedId } = event.payload as { survivorId: string; mergedId: string };
    for (const personId of [survivorId, mergedId]) {
      await settle(tx, personId);
      await settleSubsidies(tx, personId);
    }
  }),
  subscribe('dibao', ['dibao.award.changed'], (tx, event) =>
    followGround(tx, (event.payload as { memberIds?: string[] }).memberIds ?? []),
  ),
  subscribe('tekun', ['tekun.award.changed'], (tx, event) =>
    followGround(tx, [(event.payload as { personId: string }).personId]),
  ),
  // The fact is written by social assistance, together with what it tells.
  subscribe('low-income', ['lowincome.status.changed'], (tx, event) =>
    followGround(tx, (event.payload as { memberIds?: string[] }).memberIds ?? []),
  ),
  subscribe('voucher', ['elder.assessment.completed'], (tx, event) => offerVoucher(tx, event.subject.id)),
  subscribe('stay', ['stay.started', 'stay.ended'], async (tx, event) => {
    const stay = event.payload as unknown as {
      stayId: string;
      personId: string;
      institutionId: string;
      from: PlainDate;
      to: PlainDate;
    };
    if (event.type === 'stay.started') {
      await keepStay(tx, { ...stay, division: event.division });
      await endBedOf(tx, stay.personId, { on: stay.from, reason: '入住养老机构' });
    } else await endStay(tx, stay);
    await followGround(tx, [event.subject.id]);
  }),
  subscribe('hospital', ['hospital.admitted', 'hospital.discharged'], async (tx, event) => {
    const personId = event.subject.id;
    const on = plainDateOf(event.occurredAt);
    if (event.type === 'hospital.admitted') {
      await ordersInHospital(tx, { personId, from: on });
      await mealsInHospital(tx, { personId, from: on });
    } else {
      await ordersAfterHospital(tx, personId);
      await mealsAfterHospital(tx, personId);
      await proposeAfterHospital(tx, { personId, division: event.division, on });
    }
  }),
  subscribe('level', ['elder.assessment.completed', 'elder.age.reached', 'disability.subsidy.changed'], (tx, event) =>
    followGround(tx, [event.subject.id]),
  ),
];
