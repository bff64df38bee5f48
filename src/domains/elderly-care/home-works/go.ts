/** What the works of an adaptation and of a family care bed share: whose hand it is, who is told. */
import { holdersInUnit, isOwnHand } from '../../../kernel/access/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import type { Result } from '../../../kernel/result/index.ts';
import { type Case, caseEvents, type Effect, officeOf } from '../../../kernel/service/server.ts';
import { itemName } from '../assessment/go.ts';
import { findAssessors } from '../assessment/store.ts';
import type { Works } from './store.ts';

export type Going<State extends string> = Promise<Result<Effect<State>>>;
export const BUILDER = 'home-care-manager';

/** To the officers who hold the next step. */
export const tellOffice = async (
  tx: Tx,
  kase: Case,
  of: { holder: 'township-clerk' | 'county-clerk' | 'county-confirmer' | 'village-worker'; step: string },
): Promise<void> =>
  notify(tx, {
    to: { performer: of.holder, division: officeOf(of.holder, kase.division) },
    template: 'home-works.todo',
    params: { name: kase.applicantName, item: await itemName(tx, kase), step: of.step },
    caseId: kase.id,
  });

export async function tellBuilder(tx: Tx, kase: Case, works: Works, step: string): Promise<void> {
  for (const { id } of works.providerId ? await holdersInUnit(tx, works.providerId, [BUILDER]) : [])
    await notify(tx, {
      to: { userId: id },
      template: 'home-works.todo',
      params: { name: kase.applicantName, item: await itemName(tx, kase), step },
      caseId: kase.id,
    });
}

export async function isAssessor(tx: Tx, works: Works): Promise<boolean> {
  const [assessor] = works.assessorId ? await findAssessors(tx, [works.assessorId]) : [];
  return assessor?.userId === tx.actor.id;
}
export const isBuilder = (tx: Tx, works: Works): boolean => works.providerId !== null && tx.actor.unitId === works.providerId;

/** Whether the actor is the one who last took an action of the case. */
export async function didBefore(tx: Tx, kase: Case, actions: readonly string[]): Promise<boolean> {
  const events = await caseEvents(tx, kase.id);
  return actions.some((action) => {
    const event = events.findLast((e) => e.action === action);
    return event !== undefined && isOwnHand(tx.actor, event.actorId, event.onDate);
  });
}
