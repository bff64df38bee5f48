/** Issues the papers of a free fitting, by the county's office: the builders of papers.ts with the facts of a case. */
import type { Tx } from '../../../kernel/context/server.ts';
import type { Clause } from '../../../kernel/policy/index.ts';
import type { Case } from '../../../kernel/service/server.ts';
import { applicationOf, authorityAt, countyOf, issueOfCase } from '../letters.ts';
import type { FittingApplication } from './fitting-application.ts';
import { fittingPapers, fittingReferral, fittingRefusal } from './papers.ts';
import { deviceKinds } from './terms.ts';

const factsOf = (tx: Tx, kase: Case) => ({
  about: { ...applicationOf(kase), ...authorityAt(tx, countyOf(kase)) },
  device: deviceKinds[(kase.form as FittingApplication).kind],
});

export const issueRefusal = (tx: Tx, kase: Case, of: { clauses: readonly Clause[]; opinion: string }) =>
  issueOfCase(tx, kase, {
    kind: fittingPapers.refusal,
    at: countyOf(kase),
    letter: fittingRefusal({ ...factsOf(tx, kase), ...of }),
  });

export const issueReferral = (tx: Tx, kase: Case, of: { where: string; reason: string }) =>
  issueOfCase(tx, kase, {
    kind: fittingPapers.referral,
    at: countyOf(kase),
    letter: fittingReferral({ ...factsOf(tx, kase), ...of }),
  });
