/** What happens in a case of 特困: the shared procedure, the township's opinions, the county's decision, then assessment and care. */
import type { Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { type ActionHandler, type Case, type Effect, handler } from '../../../kernel/service/server.ts';
import { county } from '../procedure/county.ts';
import { goTo } from '../procedure/index.ts';
import { intake } from '../procedure/intake.ts';
import { notice } from '../procedure/notice.ts';
import { survey } from '../procedure/survey.ts';
import { recordVisit } from '../procedure/visit.ts';
import { arrangeAtHome, arrangeInInstitution } from './arrange.ts';
import { arrangeAndTell, atHome, inInstitution } from './arrange-actions.ts';
import { AssessmentInput, assess, assessmentInitial } from './assess.ts';
import { confirm, refuse } from './decide.ts';
import type { TekunAction, TekunState } from './flow.ts';
import { endNotice, fileToCounty, giveOpinion, passToCounty, reviseOpinion, verifySupporters } from './opinions.ts';
import { tekun } from './procedure.ts';
import { lockOpenProfile, type Profile } from './store.ts';

type Done = Promise<Result<Effect<TekunState>>>;

/** The open profile that this case made. */
async function profileOf(tx: Tx, kase: Case): Promise<Result<Profile, 'TEKUN_NOT_FOUND'>> {
  const profile = await lockOpenProfile(tx, kase.applicantPersonId);
  return profile?.caseId === kase.id ? ok(profile) : fail('TEKUN_NOT_FOUND', { name: kase.applicantName });
}

const recordAssessment = handler({
  input: AssessmentInput,
  initial: assessmentInitial,
  async run(tx, kase, input): Done {
    const profile = await profileOf(tx, kase);
    if (!profile.ok) return profile;
    const assessed = await assess(tx, kase, profile.value, input);
    if (!assessed.ok) return assessed;
    return goTo(tx, tekun, kase, { to: 'arranging', ...assessed.value });
  },
});

const arrangeHome = handler({
  ...atHome,
  async run(tx, kase, input): Done {
    const profile = await profileOf(tx, kase);
    const arranged = await arrangeAndTell(tx, kase, profile, (of) => arrangeAtHome(tx, kase, of, input));
    return arranged.ok ? ok({ to: 'granted', ...arranged.value }) : arranged;
  },
});

const arrangeInstitution = handler({
  ...inInstitution,
  async run(tx, kase, input): Done {
    const profile = await profileOf(tx, kase);
    const arranged = await arrangeAndTell(tx, kase, profile, (of) => arrangeInInstitution(tx, kase, of, input));
    return arranged.ok ? ok({ to: 'granted', ...arranged.value }) : arranged;
  },
});

export const tekunActions: Readonly<Record<TekunAction, ActionHandler<never, TekunState>>> = {
  ...intake(tekun),
  ...survey(tekun),
  recordVisit,
  verifySupporters,
  giveOpinion,
  ...notice(tekun),
  endNotice,
  reviseOpinion,
  ...county(tekun),
  fileToCounty,
  passToCounty,
  confirm,
  refuse,
  recordAssessment,
  arrangeHome,
  arrangeInstitution,
};
