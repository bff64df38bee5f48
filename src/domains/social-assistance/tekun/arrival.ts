/**
 * 户籍迁移 (4.6): the old township records the move and is done with it. Within the county the support goes on (within.ts); in another one the new
 * township takes the file over and sees the person, and its county confirms
 * by its own standard. Until then it is paid provisionally (moves.ts).
 */

import { z } from 'zod';
import { isOwnHand } from '../../../kernel/access/index.ts';
import { longDate } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type Decision, parametersOf, saveDecision } from '../../../kernel/policy/server.ts';
import { householdOf, moveHousehold, registerHousehold, removeMember } from '../../../kernel/resident/server.ts';
import { fail, ok, type Refusal, type Result } from '../../../kernel/result/index.ts';
import { choice, Division, type FormField, formOf, PlainDateText } from '../../../kernel/schema/index.ts';
import { type Case, caseEvents, type Effect, handler, Opinion, tellApplicant } from '../../../kernel/service/server.ts';
import { urbanRural } from '../family/terms.ts';
import { moveOfCase, receiveMove } from '../review/store.ts';
import { stillUnknown } from '../unknown.ts';
import type { ChangeApplication } from './application.ts';
import type { ChangeState } from './change-flow.ts';
import type { TekunFacts } from './facts.ts';
import { settleArrival } from './held.ts';
import { recognisedBy } from './origin.ts';
import { determineTekun } from './rules.ts';
import { beginStop } from './stop.ts';
import { assessmentsOf, findProfile, lockOpenProfile, type Profile } from './store.ts';
import type { StopGround } from './terms.ts';
import { GROUND, isArrival } from './yearly.ts';

type Done = Promise<Result<Effect<ChangeState>>>;

const isLeaving = (kase: Case): boolean => (kase.form as ChangeApplication).kind === 'moved' && !isArrival(kase);

const Moving = z.strictObject({
  toDivision: Division.meta({ label: '迁到哪个村（社区）', widget: 'division' }),
  urbanRural: choice(urbanRural).meta({
    label: '迁入以后按哪类',
    help: '有承包土地或集体收益的一般按农村，易地安置进城的按城市',
  }),
  movedOn: PlainDateText.meta({ label: '户口哪天迁的', widget: 'date', format: 'plain-date' }),
  who: choice({ all: '全家一起迁', alone: '只有本人迁' }).default('all').meta({ label: '谁迁走' }),
  source: z
    .string()
    .trim()
    .min(4, '请写明依据（至少4个字）')
    .max(200)
    .meta({ label: '依据', help: '例如：户口簿、公安户籍信息' }),
});

/** Who lives alone has nobody to leave behind. */
async function movingFields(tx: Tx, kase: Case): Promise<readonly FormField[]> {
  const home = await householdOf(tx, kase.applicantPersonId);
  const several = (home?.members.length ?? 0) > 1;
  return formOf(Moving).filter(({ name }) => several || name !== 'who');
}

/** Where in the form it is wrong that a person leaves the household. */
function refusedAt(left: Refusal): Refusal {
  const { code, params } = left;
  if (code === 'HEAD_STAYS') return fail(code, params, [{ path: 'who', message: '本人是这一户的户主，不能一个人迁走' }]);
  return code.startsWith('MEMBERSHIP_') ? fail(code, params, [{ path: 'movedOn', message: '请核对日期' }]) : left;
}

/** The household that moves: that of the person, or one of his or her own where the others stay. */
async function movingHousehold(tx: Tx, profile: Profile, input: z.infer<typeof Moving>) {
  const { personId, division } = profile;
  const home = await householdOf(tx, personId);
  if (home && (input.who === 'all' || home.members.length === 1)) return ok({ id: home.id });
  if (home) {
    const left = await removeMember(tx, { householdId: home.id, personId, on: input.movedOn, reason: '户籍迁出' });
    if (!left.ok) return refusedAt(left);
  }
  return registerHousehold(tx, {
    division,
    urbanRural: input.urbanRural,
    headId: personId,
    members: [{ personId, relation: 'head' }],
    from: input.movedOn,
  });
}

export const recordMove = handler({
  input: Moving,
  fields: movingFields,
  offered: async (_tx, kase) => isLeaving(kase),
  async initial(tx, kase) {
    const profile = await findProfile(tx, kase.applicantPersonId);
    return { movedOn: tx.today, urbanRural: profile?.urbanRural };
  },
  async run(tx, kase, input): Done {
    const profile = await lockOpenProfile(tx, kase.applicantPersonId);
    if (!isLeaving(kase) || !profile) return fail('TEKUN_NOT_FOUND', { name: kase.applicantName });
    if (profile.state !== 'supported') return fail('TEKUN_NOT_SETTLED');
    const { toDivision, movedOn } = input;
    if (toDivision === profile.division && input.urbanRural === profile.urbanRural)
      return fail('INVALID_INPUT', { count: 1 }, [{ path: 'toDivision', message: '现在就在这个村（社区）' }]);
    const household = await movingHousehold(tx, profile, input);
    if (!household.ok) return household;
    const moved = await moveHousehold(tx, {
      householdId: household.value.id,
      toDivision,
      urbanRural: input.urbanRural,
      movedOn,
      source: input.source,
      reason: `case:${kase.id}`,
    });
    if (!moved.ok) return moved;
    return ok({ to: 'movedOut', opinion: `${longDate(movedOn)}户籍迁到${tx.divisions.fullName(toDivision)}：${input.source}` });
  },
});

export const receiveFile = handler({
  input: z.strictObject({ note: z.string().trim().max(300).default('').meta({ label: '备注', widget: 'textarea' }) }),
  offered: async (_tx, kase) => isArrival(kase),
  async run(tx, kase, input): Done {
    if (!isArrival(kase) || (await receiveMove(tx, kase.id)) === 0) return fail('FILE_NOT_WAITING');
    return ok({ to: 'arriving', opinion: input.note || '已接收移交的档案' });
  },
});

/** By the file that came along, the last check report standing, and the standards here today. */
export async function computeArrival(tx: Tx, kase: Case): Promise<Result<{ decision: Decision; facts: TekunFacts }>> {
  const profile = await findProfile(tx, kase.applicantPersonId);
  if (!profile) return fail('TEKUN_NOT_FOUND', { name: kase.applicantName });
  const recognised = await recognisedBy(tx, profile);
  if (!recognised.ok) return recognised;
  const known = await recognised.value.facts();
  const [assessed] = await assessmentsOf(tx, profile.id);
  const facts: TekunFacts = {
    ...known,
    check: known.check && { ...known.check, validTo: null },
    alreadyRecognised: true,
    care: assessed?.content.items ?? null,
    decisionDate: tx.today,
  };
  const decision = determineTekun(facts, await parametersOf(tx), tx.today);
  return decision.ok ? ok({ decision: decision.value, facts }) : decision;
}

const outcomeHere = async (tx: Tx, kase: Case) => {
  const computed = await computeArrival(tx, kase);
  return computed.ok ? computed.value.decision.outcome : null;
};

async function decideHere(tx: Tx, kase: Case): Promise<Result<Decision & { id: string }>> {
  const computed = await computeArrival(tx, kase);
  if (!computed.ok) return computed;
  const checked = (await caseEvents(tx, kase.id)).findLast((e) => e.action === 'recordYearly');
  if (checked && isOwnHand(tx.actor, checked.actorId, checked.onDate)) return fail('OWN_SUBMISSION');
  const { decision, facts } = computed.value;
  const id = await saveDecision(tx, {
    caseId: kase.id,
    kind: 'final',
    division: kase.division,
    personId: kase.applicantPersonId,
    decision,
    facts,
  });
  return ok({ ...decision, id });
}

export const confirmArrival = handler({
  input: z.strictObject({ opinion: Opinion }),
  offered: async (tx, kase) => (await outcomeHere(tx, kase)) !== 'not-eligible',
  initial: async (_tx, kase) => ({ opinion: `经核实，符合特困人员条件，同意${isArrival(kase) ? '接续' : '继续'}供养。` }),
  async run(tx, kase, input): Done {
    const decided = await decideHere(tx, kase);
    if (!decided.ok) return decided;
    if (decided.value.outcome !== 'eligible') {
      return decided.value.outcome === 'undetermined' ? stillUnknown(decided.value.clauses) : fail('OUTCOME_NOT_ELIGIBLE');
    }
    if (isArrival(kase)) await settleArrival(tx, kase);
    await tellApplicant(tx, kase, 'tekun.kept', {});
    const settled = (await findProfile(tx, kase.applicantPersonId))?.state === 'supported';
    const seen = (await caseEvents(tx, kase.id)).findLast((e) => e.data?.yearly)?.data?.yearly as { care: string } | undefined;
    return ok({
      to: seen?.care === 'differs' && settled ? 'assessing' : 'kept',
      opinion: input.opinion,
      data: { decisionId: decided.value.id },
    });
  },
});

/** By the standard here the person is not 特困: heard, posted and decided like every end. */
export const proposeEnd = handler({
  input: z.strictObject({ opinion: Opinion }),
  offered: async (tx, kase) => (await outcomeHere(tx, kase)) === 'not-eligible',
  initial: async () => ({ opinion: '按本县标准不再符合特困人员条件，转终止程序。' }),
  async run(tx, kase, input): Done {
    const profile = await lockOpenProfile(tx, kase.applicantPersonId);
    if (!profile) return fail('TEKUN_NOT_FOUND', { name: kase.applicantName });
    const decided = await decideHere(tx, kase);
    if (!decided.ok) return decided;
    if (decided.value.outcome !== 'not-eligible') return fail('OUTCOME_ELIGIBLE');
    await beginStop(tx, profile);
    return ok({
      to: 'toPost',
      opinion: input.opinion,
      addFlags: [`${GROUND}${groundIn(decided.value)}`],
      data: { decisionId: decided.value.id },
    });
  },
});

const groundIn = (decision: Decision): StopGround => {
  const unmet = decision.clauses.filter((c) => c.verdict === 'unmet').map((c) => c.name);
  if (unmet.some((name) => name.includes('劳动能力'))) return 'work-capacity';
  return unmet.some((name) => name.includes('义务人')) ? 'obligor' : 'means';
};

/** 迁移接续 as the page shows it. */
export async function moveShown(tx: Tx, kase: Case) {
  const move = isArrival(kase) ? await moveOfCase(tx, kase.id) : null;
  if (!move) return null;
  const { movedOn, lastMonth, firstMonth, provisionalTo, transferredOn, receivedOn, receivedName } = move;
  const fromName = tx.divisions.fullName(move.fromDivision);
  return { fromName, movedOn, lastMonth, firstMonth, provisionalTo, transferredOn, receivedOn, receivedName };
}
