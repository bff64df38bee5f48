/** What the county does whatever the programme: receives, visits where it must, sends back; and what must hold before it decides. */

import { z } from 'zod';
import { isOwnHand } from '../../../kernel/access/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { saveDecision } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice } from '../../../kernel/schema/index.ts';
import { type Case, caseEvents, handler, noticeOfCase, Reason } from '../../../kernel/service/server.ts';
import { BY_TOWNSHIP, handingGrounds } from '../delegation/terms.ts';
import { factsProblems } from '../family/consistency.ts';
import { stillUnknown } from '../unknown.ts';
import { type Done, type FamilyDecision, goTo, type Handlers, type Procedure } from './index.ts';
import { recordCountyVisit } from './visit.ts';

/** Computes, refuses while something is unknown, keeps the decision with its facts. */
export async function settle<D extends FamilyDecision>(
  tx: Tx,
  p: Procedure<D>,
  kase: Case,
  kind: 'initial' | 'reviewed' | 'final',
) {
  const computed = await p.compute(tx, kase);
  if (!computed.ok) return computed;
  const { decision, facts } = computed.value;
  const problems = factsProblems(facts);
  if (problems.length > 0) return fail('INVALID_INPUT', { count: problems.length }, problems);
  if (decision.outcome === 'undetermined') return stillUnknown(decision.clauses);
  const id = await saveDecision(tx, {
    caseId: kase.id,
    kind,
    division: kase.division,
    personId: kase.applicantPersonId,
    decision,
    facts,
  });
  return ok({ id, decision, facts });
}

/** Of these the county itself visits the family (57号第二十条); after a new objection, again. */
const visitGrounds = {
  'staff-relative': '已备案近亲属申请',
  objection: '公示期间有人反映',
  complaint: '有人举报或者投诉',
} as const;
const visitGround = (kase: Case) => Object.entries(visitGrounds).find(([flag]) => kase.flags.includes(flag))?.[1] ?? null;

export async function awaitsCountyVisit(tx: Tx, kase: Case): Promise<boolean> {
  if (visitGround(kase) === null) return false;
  const actions = (await caseEvents(tx, kase.id)).map((e) => e.action);
  const visited = actions.lastIndexOf('recordCountyVisit');
  return visited === -1 || visited < actions.lastIndexOf('object');
}

/** Whoever put a case forward or gave any opinion on it decides nothing in it, in whichever duty. */
const opining = ['submitForReview', 'giveOpinion', 'reviseOpinion'];

/** What must hold before anybody decides, whatever the outcome. */
export async function mayDecide(tx: Tx, kase: Case): Promise<Result<null>> {
  const events = await caseEvents(tx, kase.id);
  if (events.some((e) => opining.includes(e.action) && isOwnHand(tx.actor, e.actorId, e.onDate))) return fail('SAME_OFFICER');
  if (await awaitsCountyVisit(tx, kase)) return fail('COUNTY_VISIT_REQUIRED', { why: visitGround(kase)! });
  const notice = await noticeOfCase(tx, kase.id);
  if (notice && notice.withdrawnOn === null && notice.kind === 'proposed' && tx.today <= notice.endsOn)
    return fail('NOTICE_NOT_OVER', { ends: notice.endsOn });
  return ok(null);
}

/**
 * 拟保障对象须公示7天（57号第十九条）. A case that the township held not eligible came here without a notice; when it now computes as
 * eligible (a new standard, a fact cleared up) it goes back to be posted. `proposal`: what the notice must have said.
 */
export async function wasPosted(tx: Tx, kase: Case, proposal?: string): Promise<Result<null>> {
  const actions = (await caseEvents(tx, kase.id)).map((e) => e.action);
  if (actions.lastIndexOf('postNotice') <= actions.lastIndexOf('giveOpinion')) return fail('NOTICE_MISSING');
  // 公示的是另一类的，重新公示；异议以后按新意见直接报县的除外（57号第十九条）
  const revised = actions.lastIndexOf('reviseOpinion') > actions.lastIndexOf('postNotice');
  const notice = await noticeOfCase(tx, kase.id);
  return proposal === undefined || revised || notice?.text === proposal ? ok(null) : fail('NOTICE_OTHER', { proposal });
}

/** A township hands a case that it may decide to the county. */
export const Handing = z.strictObject({ ground: choice(handingGrounds).meta({ label: '为什么提请县级' }), reason: Reason });

/** What the case keeps of it: why, and what the county must see to. */
export const handedBy = ({ ground, reason }: z.infer<typeof Handing>) => ({
  opinion: `${handingGrounds[ground]}：${reason}`,
  addFlags: ground === 'complaint' || ground === 'staff-relative' ? [ground] : [],
  dropFlags: [BY_TOWNSHIP],
});

export function county(p: Procedure): Handlers<'fileToCounty' | 'passToCounty' | 'recordCountyVisit' | 'returnToTownship'> {
  const fileToCounty = handler({
    input: z.strictObject({ opinion: z.string().trim().max(500).default('').meta({ label: '备注', widget: 'textarea' }) }),
    run: (tx, kase, input): Done => goTo(tx, p, kase, { to: 'confirming', opinion: input.opinion || null }),
  });

  const returnToTownship = handler({
    input: z.strictObject({ reason: Reason }),
    run: (tx, kase, input): Done => goTo(tx, p, kase, { to: 'surveying', opinion: input.reason }),
  });

  const passToCounty = handler({
    input: Handing,
    run: (tx, kase, input): Done => goTo(tx, p, kase, { to: 'confirming', ...handedBy(input) }),
  });

  return { fileToCounty, passToCounty, recordCountyVisit, returnToTownship };
}
