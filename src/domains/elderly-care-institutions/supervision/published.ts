/** What everybody may read of the supervision of homes: of all of them, and of one for its own page. */
import type { Tx } from '../../../kernel/context/server.ts';
import {
  type PublicCheck,
  type PublicDanger,
  type PublicDraw,
  publishedChecks,
  publishedDangers,
  publishedDraw,
  publishedDraws,
  publishedPlans,
} from '../../../kernel/inspection/server.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { findInstitution } from '../register/store.ts';
import { careHomes } from './kind.ts';
import { gradesOf } from './rating.ts';
import { gradeOn } from './rating-rules.ts';

export const publishedSupervision = async (tx: Tx) => ({
  plans: await publishedPlans(tx, careHomes),
  draws: await publishedDraws(tx, careHomes),
  checks: await publishedChecks(tx, careHomes, null),
  dangers: await publishedDangers(tx, careHomes, null),
});

export const publishedSupervisionDraw = (tx: Tx, no: string): Promise<PublicDraw | null> => publishedDraw(tx, careHomes, no);

export interface PublishedStanding {
  readonly id: string;
  readonly name: string;
  /** Star grade on this day; 0: none. */
  readonly level: number;
  readonly validTo: PlainDate | null;
  readonly checks: readonly PublicCheck[];
  readonly dangers: readonly PublicDanger[];
}

/** Grade, checks and open dangers of one home: so that families choose with open eyes. */
export async function publishedStanding(tx: Tx, institutionId: string): Promise<PublishedStanding | null> {
  const home = await findInstitution(tx, institutionId);
  if (!home.ok) return null;
  const grades = await gradesOf(tx, institutionId);
  return {
    id: institutionId,
    name: home.value.name,
    level: gradeOn(grades, tx.today),
    validTo: grades.find((grade) => gradeOn([grade], tx.today) > 0)?.validTo ?? null,
    checks: await publishedChecks(tx, careHomes, institutionId),
    dangers: await publishedDangers(tx, careHomes, institutionId),
  };
}
