/** The county, or another leader of a township that may, decides a case of 特困: recognises with the wish of the person, or refuses with advice. */
import { z } from 'zod';
import { longMonth } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { yuanDigits } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice } from '../../../kernel/schema/index.ts';
import {
  type Case,
  caseEvents,
  type Effect,
  handler,
  Opinion,
  tellApplicant,
  withdrawNotices,
} from '../../../kernel/service/server.ts';
import { decidingOffice, noteTownshipDecision } from '../delegation/entrusted.ts';
import { formOf } from '../family/facts-of-case.ts';
import { isMinor } from '../family/minor.ts';
import { awaitsCountyVisit, mayDecide, settle } from '../procedure/county.ts';
import { postGrant } from '../procedure/granted.ts';
import { goTo } from '../procedure/index.ts';
import { adviceAfter } from './advice.ts';
import { computeTekun, tekunFactsOf, tekunFormOf } from './facts-of-case.ts';
import type { TekunState } from './flow.ts';
import { grant } from './grant.ts';
import { issueRecognition, issueTekunRefusal } from './letters.ts';
import { tekun } from './procedure.ts';
import { awaitsSpotVisit } from './spot-check.ts';
import { wishes } from './terms.ts';

type Done = Promise<Result<Effect<TekunState>>>;

/** Every opinion is posted before anybody recognises by it. */
async function isPosted(tx: Tx, kase: Case): Promise<boolean> {
  const actions = (await caseEvents(tx, kase.id)).map((e) => e.action);
  return actions.lastIndexOf('postNotice') > Math.max(actions.lastIndexOf('giveOpinion'), actions.lastIndexOf('reviseOpinion'));
}

async function mayDecideHere(tx: Tx, kase: Case): Promise<Result<null>> {
  const may = await mayDecide(tx, kase);
  if (!may.ok) return may;
  return (await awaitsSpotVisit(tx, kase)) ? fail('SPOT_CHECK_REQUIRED') : ok(null);
}

const waitsForVisit = async (tx: Tx, kase: Case): Promise<boolean> =>
  (await awaitsCountyVisit(tx, kase)) || (await awaitsSpotVisit(tx, kase));

export const confirm = handler({
  input: z.strictObject({
    opinion: Opinion,
    wish: choice(wishes).meta({ label: '本人愿意怎样供养', help: '当面或电话问清本人、监护人的意愿' }),
  }),
  initial: async (tx, kase) => {
    const computed = await computeTekun(tx, kase);
    const amountFen = computed.ok ? (computed.value.decision.amountFen ?? 0) : 0;
    return {
      opinion: `同意认定，基本生活费每月${yuanDigits(amountFen)}元，照料护理费按评估等级确定。`,
      wish: tekunFormOf(kase).tekun.wish,
    };
  },
  offered: async (tx, kase) => {
    const computed = await computeTekun(tx, kase);
    return !(await waitsForVisit(tx, kase)) && computed.ok && computed.value.decision.outcome !== 'not-eligible';
  },
  async run(tx, kase, input): Done {
    const may = await mayDecideHere(tx, kase);
    if (!may.ok) return may;
    const settled = await settle(tx, tekun, kase, 'final');
    if (!settled.ok) return settled;
    const { id: decisionId, decision } = settled.value;
    if (decision.outcome !== 'eligible' || decision.amountFen === null || decision.effectiveMonth === null)
      return fail('OUTCOME_NOT_ELIGIBLE');
    if (!(await isPosted(tx, kase))) return fail('TEKUN_NOT_POSTED');
    const granted = await grant(tx, kase, { decision, decisionId, wish: input.wish });
    if (!granted.ok) return granted;
    const { amountFen, effectiveMonth } = decision;
    await withdrawNotices(tx, kase.id);
    // 孤儿一类的儿童不公布
    const posted = isMinor(formOf(kase).applicant.idNumber, tx.today)
      ? ok(null)
      : await postGrant(tx, kase, {
          memberCount: 1,
          amountFen,
          text: '已认定为特困人员',
          place: tx.divisions.fullName(kase.division),
          telephone: tx.office(decidingOffice(kase)).telephone,
        });
    if (!posted.ok) return posted;
    const letter = await issueRecognition(tx, kase, {
      baseFen: amountFen,
      fromMonth: effectiveMonth,
      breakdown: decision.breakdown,
      wish: wishes[input.wish],
    });
    if (!letter.ok) return letter;
    await noteTownshipDecision(tx, kase, 'recognise');
    await tellApplicant(tx, kase, 'tekun.confirmed', { amount: yuanDigits(amountFen), month: longMonth(effectiveMonth) });
    return goTo(tx, tekun, kase, {
      to: 'assessing',
      opinion: input.opinion,
      data: { decisionId, profileId: granted.value.id, amountFen, effectiveMonth, wish: input.wish },
    });
  },
});

export const refuse = handler({
  input: z.strictObject({ opinion: Opinion }),
  initial: async () => ({ opinion: '经审核不符合特困人员条件，不予认定。' }),
  offered: async (tx, kase) => {
    const computed = await computeTekun(tx, kase);
    return !(await waitsForVisit(tx, kase)) && computed.ok && computed.value.decision.outcome === 'not-eligible';
  },
  async run(tx, kase, input): Done {
    const may = await mayDecideHere(tx, kase);
    if (!may.ok) return may;
    const settled = await settle(tx, tekun, kase, 'final');
    if (!settled.ok) return settled;
    const { id: decisionId, decision } = settled.value;
    if (decision.outcome === 'eligible') return fail('OUTCOME_ELIGIBLE');
    const advice = await adviceAfter(tx, { form: tekunFormOf(kase), facts: await tekunFactsOf(tx, kase) });
    const letter = await issueTekunRefusal(tx, kase, { clauses: decision.clauses, advice });
    if (!letter.ok) return letter;
    await noteTownshipDecision(tx, kase, 'refuse');
    const failed = decision.clauses.filter((c) => c.verdict === 'unmet').map((c) => c.name);
    await withdrawNotices(tx, kase.id);
    await tellApplicant(tx, kase, 'assistance.refused', {
      reason: failed.join('；'),
      tel: tx.office(decidingOffice(kase)).telephone,
    });
    return ok({ to: 'refused', opinion: input.opinion, data: { decisionId, category: decision.category } });
  },
});
