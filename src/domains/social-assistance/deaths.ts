/** What a confirmed death does to payments; and how a death that was none, or was on another day, gives them back. Amounts that were decided meanwhile are looked at by a person. */
import { longMonth } from '../../kernel/calendar/index.ts';
import type { Tx } from '../../kernel/context/server.ts';
import { emit } from '../../kernel/event/server.ts';
import { notify } from '../../kernel/notice/server.ts';
import {
  endAtDeath,
  firstMonthTouched,
  getEntitlement,
  moveDeath,
  programmeOf,
  type RestoredEffect,
  rejoinAfterDeath,
} from '../../kernel/payment/server.ts';
import { getPerson, type PersonId } from '../../kernel/resident/server.ts';
import type { PlainDate } from '../../kernel/schema/index.ts';
import { townshipOf } from './family/places.ts';
import { lessPriceSubsidy, morePriceSubsidy, PRICE_SUBSIDY } from './price-link/server.ts';
import { withdrawGrant } from './procedure/granted.ts';
import { openAmendedReview, proposeRecomputation } from './review/server.ts';

const DIBAO = 'dibao';

export async function followDeath(tx: Tx, { personId, diedOn }: { personId: PersonId; diedOn: PlainDate }): Promise<void> {
  const { ended, toRecompute } = await endAtDeath(tx, personId, diedOn);
  for (const { id, programme } of ended) if (programme === DIBAO) await withdrawGrant(tx, id);
  for (const { id, programme, fromMonth } of toRecompute) {
    if (programme === DIBAO) await proposeRecomputation(tx, { entitlementId: id, personId, fromMonth, diedOn });
    if (programme === PRICE_SUBSIDY) await lessPriceSubsidy(tx, { entitlementId: id, personId, reason: `${diedOn}死亡` });
  }
}

const REVOKED = '死亡登记撤销';

/** Payments come back; who decided an amount without the person decides it again. */
export async function followRevocation(tx: Tx, { personId, diedOn }: { personId: PersonId; diedOn: PlainDate }): Promise<void> {
  const { reopened, rejoined, refused } = await rejoinAfterDeath(tx, personId, { diedOn, reason: REVOKED });
  for (const back of reopened) if (back.programme === DIBAO) await tellOfAward(tx, personId, back);
  for (const family of rejoined) {
    if (family.programme === PRICE_SUBSIDY) await morePriceSubsidy(tx, family.id, REVOKED);
    if (family.programme === DIBAO) await lookAgain(tx, personId, family);
  }
  await tellNotRestored(tx, refused);
}

type Restored = RestoredEffect['rejoined'][number];

/** What the family was paid without the person meanwhile is computed again, and decided by a person. */
async function lookAgain(tx: Tx, personId: PersonId, family: Restored): Promise<void> {
  const opened = await openAmendedReview(tx, { entitlementId: family.id, since: family.fromMonth });
  if (!opened.ok) throw new Error(`review of ${family.id}: ${opened.code}`);
  await tellOfAward(tx, personId, family);
  await notify(tx, {
    to: { performer: 'township-clerk', division: townshipOf(family) },
    template: 'dibao.death-revoked',
    params: { name: await nameOf(tx, personId), month: longMonth(family.fromMonth) },
    caseId: opened.value.caseId,
  });
}

/** The death was on another day: everything ends, or goes on without the person, after that month. */
export async function followCorrection(
  tx: Tx,
  { personId, from, to }: { personId: PersonId; from: PlainDate; to: PlainDate },
): Promise<void> {
  const { toRecompute, refused } = await moveDeath(tx, personId, { from, to, reason: '死亡日期更正' });
  const amendedSince = firstMonthTouched(from, to);
  for (const { id, programme, fromMonth } of toRecompute) {
    if (programme === DIBAO) await proposeRecomputation(tx, { entitlementId: id, personId, fromMonth, diedOn: to, amendedSince });
    if (programme === PRICE_SUBSIDY) await lessPriceSubsidy(tx, { entitlementId: id, personId, reason: `${to}死亡` });
  }
  await tellNotRestored(tx, refused);
}

const nameOf = async (tx: Tx, personId: PersonId): Promise<string> => {
  const person = await getPerson(tx, personId);
  return person.ok ? person.value.name : '该人员';
};

/** Other domains follow what a person is covered by. */
async function tellOfAward(tx: Tx, personId: PersonId, { id, division, fromMonth }: Restored): Promise<void> {
  const entitlement = await getEntitlement(tx, id);
  if (!entitlement.ok) throw new Error(`entitlement ${id} is not seen`);
  const { householdId, amountFen, versions } = entitlement.value;
  await emit(tx, {
    type: 'dibao.award.changed',
    subject: { kind: 'household', id: householdId ?? personId },
    division,
    payload: {
      awardId: id,
      version: versions.length,
      householdId,
      memberIds: [personId],
      fromState: null,
      toState: 'active',
      amountFen,
      effectiveMonth: fromMonth,
      reason: 'death-revoked',
    },
  });
}

/** Something that excludes it has begun meanwhile: a person decides which one stands. */
async function tellNotRestored(tx: Tx, refused: readonly Restored[]): Promise<void> {
  for (const { programme, division } of refused)
    await notify(tx, {
      to: { performer: 'township-clerk', division: townshipOf({ division }) },
      template: 'death.not-restored',
      params: { benefit: programmeOf(programme).zh },
    });
}
