/** 动态复核: what becomes known of a family in a review — changed circumstances, who joined, who left, what the departments are asked. */
import { z } from 'zod';
import { addMonths, longDate, monthAfter, plainDateOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { bindFiles } from '../../../kernel/document/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { holdsOf } from '../../../kernel/payment/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { identifyApplicant, moveHousehold, type PersonId } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, Division, type PlainDate, PlainDateText } from '../../../kernel/schema/index.ts';
import { type Case, caseEvents, handler, officeOf, type StoredEvent } from '../../../kernel/service/server.ts';
import type { AssistanceApplication } from '../family/application.ts';
import { recordConsents } from '../family/consents.ts';
import { factsProblems } from '../family/consistency.ts';
import type { FamilyFacts } from '../family/facts.ts';
import { isMinor } from '../family/minor.ts';
import type { FamilyMember } from '../family/people.ts';
import * as terms from '../family/terms.ts';
import { telephone } from '../procedure/index.ts';
import { archiveVerification, requestVerification, verificationProgress } from '../verification/server.ts';
import { hasMovedAway } from './before-move.ts';
import { withCertificatesTold } from './certificates.ts';
import { type Origin, recordFamilyFacts } from './facts.ts';
import type { ReviewState as State } from './flow.ts';
import { CheckRequest, changedFacts, NewFacts, namesOf, presentFacts, withMembers } from './inputs.ts';
import { join, Leaving, leave, Newcomer } from './newcomers.ts';
import { groundOf } from './open.ts';
import { tellFamily } from './payee.ts';
import { MoreReported, type Reported, type ReviewForm, reportedIn, reportProblems } from './report.ts';
import { thankReporter } from './reporter.ts';
import { type ReviewState, reviewState } from './result.ts';
import { type Done, goTo } from './step.ts';
import { closeReview, joinReview, moveOfCase, receiveMove, reviewOfCase } from './store.ts';
import { CONCEALED, joinReasons, leaveReasons, type ReportedChange, reportedChanges, reviewWords } from './terms.ts';

export const formFields = (input: z.ZodType) => async (tx: Tx, kase: Case) => {
  const state = await reviewState(tx, kase);
  return state.ok ? withMembers(input, state.value.origin, state.value.facts) : [];
};

/** When the family told of something last; of a review that nobody told of, when it was opened. */
const toldOn = async (tx: Tx, kase: Case): Promise<PlainDate> =>
  (await caseEvents(tx, kase.id)).findLast((e) => e.action === 'reportMore')?.onDate ?? plainDateOf(kase.submittedAt);

/**
 * 83号: a change that the family did not tell of for longer than the parameter says is met with criticism and education, on record; nothing else
 * follows from it. Births and deaths are known to the registers: nobody is criticised for them.
 */
async function criticised(tx: Tx, kase: Case, since: PlainDate): Promise<Result<{ addFlags?: string[]; note: string }>> {
  const months = await wholeParameter(tx, 'REPORT-LATE-MONTHS', kase.division, tx.today);
  if (!months.ok) return months;
  if (addMonths(since, months.value) >= (await toldOn(tx, kase)) || kase.flags.includes(LATE)) return ok({ note: '' });
  await tellFamily(tx, kase, {
    template: 'review.late',
    params: { date: longDate(since), months: String(months.value) },
  });
  return ok({ addFlags: [LATE], note: `；超过${months.value}个月没有报告，已批评教育` });
}
const LATE = 'late-report';

export const recordFacts = handler({
  input: NewFacts,
  fields: formFields(NewFacts),
  initial: async (tx, kase) => {
    const state = await reviewState(tx, kase);
    if (!state.ok) return { validFrom: tx.today };
    const { facts, origin, review } = state.value;
    return { validFrom: tx.today, ...presentFacts(await withCertificatesTold(tx, facts, { origin, since: review.openedOn })) };
  },
  async run(tx, kase, input): Done {
    if (input.validFrom > tx.today)
      return fail('INVALID_INPUT', { count: 1 }, [{ path: 'validFrom', message: '日期不能晚于今天' }]);
    const state = await reviewState(tx, kase);
    if (!state.ok) return state;
    const facts = changedFacts(state.value.facts, input);
    if (!facts.ok) return facts;
    const problems = factsProblems(facts.value);
    if (problems.length > 0) return fail('INVALID_INPUT', { count: problems.length }, problems);
    const recorded = await recordFamilyFacts(tx, state.value.origin, {
      facts: facts.value,
      // 核对查实的财产也记下：登记变化以后按登记的算
      parts: ['family-members', 'verified-income', 'verified-asset'],
      validFrom: input.validFrom,
      source: input.source,
    });
    if (!recorded.ok) return recorded;
    const said = `从${input.validFrom}起：${input.source}`;
    if (input.concealed === 'yes') {
      const { kind, dueOn } = state.value.review;
      await joinReview(tx, kase.id, { kind, dueOn, sinceMonth: monthAfter(input.validFrom) });
      return goTo(tx, kase, { to: 'open', opinion: `${said}；有意隐瞒`, addFlags: [CONCEALED] });
    }
    const late = await criticised(tx, kase, input.validFrom);
    if (!late.ok) return late;
    const { note, ...flags } = late.value;
    return goTo(tx, kase, { to: 'open', opinion: `${said}${note}`, ...flags });
  },
});

/** Facts of this review from a day on; what follows is computed with them. */
async function keepFacts(
  tx: Tx,
  kase: Case,
  origin: Origin,
  given: { facts: FamilyFacts; validFrom: PlainDate; source: string; says: string; data: Record<string, unknown>; known?: true },
): Done {
  const { facts, validFrom, source } = given;
  const parts = ['family-members', 'verified-income', 'verified-asset'] as const;
  const recorded = await recordFamilyFacts(tx, origin, { facts, parts, validFrom, source });
  if (!recorded.ok) return recorded;
  const late = given.known ? ok({ note: '' }) : await criticised(tx, kase, validFrom);
  if (!late.ok) return late;
  const { note, ...flags } = late.value;
  return goTo(tx, kase, { to: 'open', opinion: `${given.says}：${source}${note}`, data: given.data, ...flags });
}

/** What the family reported last, of these changes if it did of any: forms begin with it. */
async function newest(tx: Tx, kase: Case, ...changes: readonly ReportedChange[]): Promise<Reported> {
  const form = kase.form as ReviewForm;
  const all = reportedIn(form, await caseEvents(tx, kase.id));
  return all.findLast((r) => changes.includes(r.change)) ?? all.at(-1) ?? form;
}

/** More than that in one review is said by telephone. */
const MOST_REPORTS = 10;

/** 又报告变化: written down beside what is looked at already, and told to whoever holds the case: an officer decides whether it goes back for it. */
export const reportMore = handler({
  input: MoreReported,
  initial: async (tx) => ({ happenedOn: tx.today }),
  async run(tx, kase, input): Done {
    const problems = reportProblems(tx, input);
    if (problems.length > 0) return fail('INVALID_INPUT', { count: problems.length }, problems);
    const before = reportedIn(kase.form as ReviewForm, await caseEvents(tx, kase.id));
    if (before.length >= MOST_REPORTS) return fail('REPORTS_MANY', { count: before.length, tel: telephone(tx, kase) });
    const { applicantPersonId: personId, division } = kase;
    const bound = await bindFiles(tx, input.papers, { caseId: kase.id, personId, division });
    if (!bound.ok) return bound;
    await joinReview(tx, kase.id, { ...groundOf(tx, input), kind: 'change' });
    const review = await reviewOfCase(tx, kase.id);
    const params = { name: kase.applicantName, what: reviewWords(review).what, change: reportedChanges[input.change] };
    const decider = { deciding: 'county-confirmer', decidingHere: 'township-leader' } as const;
    const deciding = decider[kase.state as keyof typeof decider];
    const holders = deciding ? (['township-clerk', deciding] as const) : (['township-clerk'] as const);
    for (const performer of holders)
      await notify(tx, {
        to: { performer, division: officeOf(performer, division) },
        template: 'review.more',
        params,
        caseId: kase.id,
      });
    await thankReporter(tx, kase, { change: input.change, recognitionId: review.recognitionId });
    const opinion = [reportedChanges[input.change], longDate(input.happenedOn), input.detail].filter(Boolean).join('，');
    return ok({ to: kase.state as State, opinion, data: { reported: input }, notAfter: review.dueOn });
  },
});

export const addMember = handler({
  input: Newcomer,
  async initial(tx, kase) {
    const {
      memberName: name,
      memberIdNumber: idNumber,
      memberRelation: relation,
      joined,
      happenedOn,
    } = await newest(tx, kase, 'family-more');
    return {
      joinedOn: happenedOn,
      ...(name && idNumber ? { name, idNumber, relation, reason: joined } : {}),
      ...(joined === 'birth' ? { employment: 'child', workCapacity: 'none', source: '户籍登记' } : {}),
    };
  },
  async run(tx, kase, input): Done {
    const state = await reviewState(tx, kase);
    if (!state.ok) return state;
    const joined = await join(tx, kase, state.value, input);
    if (!joined.ok) return joined;
    return keepFacts(tx, kase, state.value.origin, {
      facts: joined.value,
      validFrom: input.joinedOn,
      source: input.source,
      says: `${longDate(input.joinedOn)}起添了${input.name}（${joinReasons[input.reason]}）`,
      data: { newcomer: { adult: !isMinor(input.idNumber, tx.today) } },
      ...(input.reason === 'birth' ? { known: true as const } : {}),
    });
  },
});

export const removeMember = handler({
  input: Leaving,
  async fields(tx, kase) {
    const state = await reviewState(tx, kase);
    return state.ok ? withMembers(Leaving, state.value.origin, state.value.facts) : [];
  },
  offered: async (tx, kase) => {
    const state = await reviewState(tx, kase);
    return state.ok && state.value.facts.members.length > 1;
  },
  async initial(tx, kase) {
    const { memberName, left, happenedOn } = await newest(tx, kase, 'family-less');
    const state = await reviewState(tx, kase);
    const member = state.ok && state.value.origin.family.find((m) => m.name === memberName);
    return { leftOn: happenedOn, ...(left && member ? { member: member.ref, reason: left } : {}) };
  },
  async run(tx, kase, input): Done {
    const state = await reviewState(tx, kase);
    if (!state.ok) return state;
    const left = await leave(tx, state.value, input);
    if (!left.ok) return left;
    const name = namesOf(state.value.origin)(input.member);
    return keepFacts(tx, kase, state.value.origin, {
      facts: left.value,
      validFrom: input.leftOn,
      source: input.source,
      says: `${longDate(input.leftOn)}起${name}离开（${leaveReasons[input.reason]}）`,
      data: {},
    });
  },
});

const Moving = z.strictObject({
  toDivision: Division.meta({ label: '迁到哪个村（社区）', widget: 'division' }),
  urbanRural: choice(terms.urbanRural).meta({ label: '迁入以后按哪类' }),
  movedOn: PlainDateText.meta({ label: '户口哪天迁的', widget: 'date', format: 'plain-date' }),
  source: z
    .string()
    .trim()
    .min(4, '请写明依据（至少4个字）')
    .max(200)
    .meta({ label: '依据', help: '例如：户口簿、公安户籍信息' }),
});

/** Where the family lives is the business of the county that it has moved to. */
const livesHere = async (tx: Tx, kase: Case): Promise<boolean> => {
  const state = await reviewState(tx, kase);
  return state.ok && !(state.value.entitlement && hasMovedAway(state.value.entitlement));
};

export const recordMove = handler({
  input: Moving,
  offered: livesHere,
  async initial(tx, kase) {
    const state = await reviewState(tx, kase);
    return {
      movedOn: (await newest(tx, kase, 'moved')).happenedOn,
      ...(state.ok ? { urbanRural: state.value.facts.urbanRural } : {}),
    };
  },
  async run(tx, kase, input): Done {
    const state = await reviewState(tx, kase);
    if (!state.ok) return state;
    if (!(await livesHere(tx, kase))) return fail('FAMILY_MOVED_AWAY');
    const to = input.toDivision;
    const { division, urbanRural } = state.value.facts;
    if (to === division && input.urbanRural === urbanRural)
      return fail('INVALID_INPUT', { count: 1 }, [{ path: 'toDivision', message: '现在就在这个村（社区）' }]);
    const moved = await moveHousehold(tx, {
      householdId: state.value.origin.householdId as never,
      toDivision: to,
      urbanRural: input.urbanRural,
      movedOn: input.movedOn,
      source: input.source,
      reason: `case:${kase.id}`,
    });
    if (!moved.ok) return moved;
    const opinion = `${longDate(input.movedOn)}户籍迁到${tx.divisions.fullName(to)}：${input.source}`;
    // 还有别的要决定：接着办；全家迁到外县的，由接续的一步决定这件还管不管以前的月份
    if (await decidesMore(tx, kase, state.value)) return goTo(tx, kase, { to: 'open', opinion });
    await closeReview(tx, kase.id, 'moved');
    return ok({ to: 'moved', opinion });
  },
});

/** The move is not all that this review is about. */
async function decidesMore(tx: Tx, kase: Case, { review, entitlement }: ReviewState): Promise<boolean> {
  if (review.kind !== 'move' || review.sinceMonth !== null) return true;
  if ((await moveOfCase(tx, kase.id))?.confirmedOn === null) return true;
  return entitlement !== null && (await holdsOf(tx, entitlement.id)).some((h) => h.code === 'recompute');
}

/** The family has moved to another county, by whatever way that became known: what the old county had begun ends with it. */
export const handOver = handler({
  input: z.strictObject({}),
  async run(tx, kase): Done {
    await closeReview(tx, kase.id, 'moved');
    return ok({ to: 'moved', opinion: '户籍迁到外县，由迁入地复核' });
  },
});

/** 接收移交的档案: the new township has read it and takes it over. */
export const receiveFile = handler({
  input: z.strictObject({ note: z.string().trim().max(300).default('').meta({ label: '备注', widget: 'textarea' }) }),
  offered: async (tx, kase) => (await moveOfCase(tx, kase.id))?.receivedOn === null,
  async run(tx, kase, input): Done {
    if ((await receiveMove(tx, kase.id)) === 0) return fail('FILE_NOT_WAITING');
    return goTo(tx, kase, { to: 'open', opinion: input.note || '已接收移交的档案' });
  },
});

/** An adult who joins has an income and assets that nobody has looked at: the departments are asked, once more if they were, before anything is proposed. */
export const awaitsCheck = (events: readonly StoredEvent[]): boolean =>
  events.findLastIndex((e) => (e.data?.newcomer as { adult: boolean } | undefined)?.adult === true) >
  events.findLastIndex((e) => e.action === 'requestCheck');

/** What the departments found in this review becomes known from today on, and their report is closed. */
export async function keepFindings(
  tx: Tx,
  kase: Case,
  { origin, facts }: { origin: Origin; facts: FamilyFacts },
): Promise<Result<unknown>> {
  const check = await verificationProgress(tx, kase.id);
  if (!check?.reportNo) return ok(null);
  const recorded = await recordFamilyFacts(tx, origin, {
    facts,
    parts: ['family-members', 'verified-income', 'verified-asset'],
    validFrom: tx.today,
    source: `核对报告${check.reportNo}`,
  });
  return recorded.ok && check.state === 'reported' ? archiveVerification(tx, { caseId: kase.id }) : recorded;
}

/** Who signs for the children of a family in which no adult is left (民法典第二十七条、第三十二条: a relative, or the village or civil affairs). */
async function guardianOf(
  tx: Tx,
  kase: Case,
  { guardianName: name, guardianIdNumber: idNumber }: z.infer<typeof CheckRequest>,
  members: readonly FamilyMember[],
): Promise<Result<PersonId | undefined>> {
  if (members.some((m) => !isMinor(m.idNumber, tx.today))) return ok(undefined);
  if (!name || !idNumber)
    return fail('INVALID_INPUT', { count: 1 }, [
      { path: name ? 'guardianIdNumber' : 'guardianName', message: '家里没有成年人，请填监护人并由其签名' },
    ]);
  return identifyApplicant(tx, { name, idNumber, division: kase.division });
}

/** Who signs: the guardian is asked for only where no adult is left. */
async function checkFields(tx: Tx, kase: Case) {
  const fields = await formFields(CheckRequest)(tx, kase);
  const state = await reviewState(tx, kase);
  const dead = state.ok ? state.value.facts.members.filter((m) => m.diedOn !== null).map((m) => m.ref) : [];
  const adults = state.ok && state.value.origin.family.some((m) => !dead.includes(m.ref) && !isMinor(m.idNumber, tx.today));
  return adults ? fields.filter(({ name }) => name !== 'guardianName' && name !== 'guardianIdNumber') : fields;
}

export const requestCheck = handler({
  input: CheckRequest,
  fields: checkFields,
  async offered(tx, kase) {
    const check = await verificationProgress(tx, kase.id);
    return check === null || (check.reportNo !== null && awaitsCheck(await caseEvents(tx, kase.id)));
  },
  async run(tx, kase, input): Done {
    const state = await reviewState(tx, kase);
    if (!state.ok) return state;
    const kept = await keepFindings(tx, kase, state.value);
    if (!kept.ok) return kept;
    const { origin, facts } = state.value;
    const alive = new Set(facts.members.filter((m) => m.diedOn === null).map((m) => m.ref));
    const members = origin.family.filter((m) => alive.has(m.ref));
    const bound = await bindFiles(
      tx,
      input.consents.map((c) => c.signature),
      { caseId: kase.id, personId: kase.applicantPersonId, division: kase.division },
    );
    if (!bound.ok) return bound;
    // The signatures of this review, on the form that the family once filled in.
    const form: AssistanceApplication = { ...origin.form, consents: input.consents };
    const guardian = await guardianOf(tx, kase, input, members);
    if (!guardian.ok) return guardian;
    const consents = await recordConsents(tx, kase, form, members, guardian.value);
    if (!consents.ok) return consents;
    const requested = await requestVerification(tx, {
      caseId: kase.id,
      division: kase.division,
      applicantId: kase.applicantPersonId,
      members: members.map(({ ref, personId, name, idNumber }) => ({ ref, personId, name, idNumber })),
      declared: { ...facts, check: null, discrepancies: [] },
    });
    if (!requested.ok) return requested;
    return goTo(tx, kase, { to: 'toCheck', data: { consents: input.consents } });
  },
});
