/** What people do in a 低保 case, one handler per action of the flow. Each runs inside the case engine's transaction. */
import { z } from 'zod';
import { plusDays } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { bindFiles } from '../../../kernel/document/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { grantEntitlement, recordPayoutAccount } from '../../../kernel/payment/server.ts';
import { saveDecision, wholeParameter, yuanDigits } from '../../../kernel/policy/server.ts';
import { maskName } from '../../../kernel/protect/index.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, FileRef, type FormField, type PlainDate } from '../../../kernel/schema/index.ts';
import {
  type ActionHandler,
  type Case,
  caseEvents,
  type Effect,
  handler,
  noticeOfCase,
  officeOf,
  postNotice,
  settleObjections,
  totalLimit,
  withdrawNotices,
} from '../../../kernel/service/server.ts';
import {
  disposeDiscrepancy,
  issueReport,
  openDiscrepancies,
  requestVerification,
  startVerification,
  verificationProgress,
} from '../verification/server.ts';
import { adviceOf } from './advice.ts';
import { nameIn } from './application.ts';
import { computeDecision, factsOf, formOf } from './compute.ts';
import { factsProblems } from './consistency.ts';
import { type DibaoAction, type DibaoState, dibaoFlow } from './flow.ts';
import { appraisalFields, foundProblems, foundShape } from './found.ts';
import {
  countyOf,
  issueAcceptance,
  issueConfirmation,
  issueCorrection,
  issueNotice,
  issueOpinion,
  issueRefusal,
  monthText,
  townshipOf,
} from './letters.ts';
import { familyOf, recordConsents, registerFamily } from './people.ts';
import { discrepancyKinds, dispositions } from './terms.ts';

type Done = Promise<Result<Effect<DibaoState>>>;

const Opinion = z.string().trim().min(2, '请写明意见').max(500, '不超过500字').meta({ label: '意见', widget: 'textarea' });
const Reason = z
  .string()
  .trim()
  .min(4, '请写明原因（至少4个字）')
  .max(500, '不超过500字')
  .meta({ label: '原因', widget: 'textarea' });
const Nothing = z.strictObject({});

/** Tells whoever holds the next step that work has come. */
async function tellHolder(tx: Tx, kase: Case, to: DibaoState): Promise<void> {
  const { holder, zh } = dibaoFlow.steps[to];
  if (!holder || holder === 'applicant' || holder === 'anyone' || holder === 'timer') return;
  await notify(tx, {
    to: { performer: holder, division: officeOf(holder, kase.division) },
    template: 'dibao.todo',
    params: { name: kase.applicantName, step: zh },
    caseId: kase.id,
  });
}

const tellApplicant = (tx: Tx, kase: Case, template: string, params: Record<string, string | number>): Promise<void> =>
  notify(tx, { to: { personId: kase.applicantPersonId }, template, params, caseId: kase.id });

/** Moves on and tells the next holder. */
async function goTo(tx: Tx, kase: Case, effect: Effect<DibaoState>): Done {
  await tellHolder(tx, kase, effect.to);
  return ok(effect);
}

const telephone = (tx: Tx, kase: Case): string => tx.office(townshipOf(kase)).telephone;

const accept = handler({
  input: z.strictObject({ opinion: z.string().trim().max(500).default('').meta({ label: '备注', widget: 'textarea' }) }),
  async run(tx, kase, input): Done {
    const form = formOf(kase);
    const family = await registerFamily(tx, kase, form);
    if (!family.ok) return family;
    const consents = await recordConsents(tx, kase, form, family.value.members);
    if (!consents.ok) return consents;
    const limitDays = await wholeParameter(tx, 'DIBAO-LIMIT-TOTAL', kase.division, tx.today);
    if (!limitDays.ok) return limitDays;
    const due = await totalLimit(
      tx,
      dibaoFlow,
      { division: kase.division, submittedOn: tx.today, acceptedOn: tx.today, enteredOn: tx.today },
      [],
      false,
    );
    if (!due.ok) return due;
    return ok({
      to: 'accepted',
      opinion: input.opinion || null,
      householdId: family.value.householdId,
      ...(form.staffRelative.is ? { addFlags: ['staff-relative'] } : {}),
      after: async (accepted: Case) => {
        const letter = await issueAcceptance(tx, accepted, {
          acceptedOn: tx.today,
          dueOn: due.value!,
          limitDays: limitDays.value,
        });
        if (!letter.ok) return letter;
        await tellApplicant(tx, accepted, 'dibao.accepted', { no: accepted.no!, date: due.value!, tel: telephone(tx, accepted) });
        return ok(null);
      },
    });
  },
});

const requestSupplement = handler({
  input: z.strictObject({
    papers: z
      .array(
        z.strictObject({
          paper: z.string().trim().min(2).max(60).meta({ label: '缺什么' }),
          reason: z.string().trim().min(2).max(200).meta({ label: '为什么需要' }),
        }),
      )
      .min(1, '请至少列一项')
      .max(20)
      .meta({ label: '需要补正的材料', help: '一次列清；数据核对能查到的材料不得要求申请人提供' }),
  }),
  async run(tx, kase, input): Done {
    const letter = await issueCorrection(tx, kase, input.papers);
    if (!letter.ok) return letter;
    const list = input.papers.map((p) => p.paper).join('、');
    await tellApplicant(tx, kase, 'dibao.supplement', { list });
    return ok({ to: 'supplement', opinion: `需补正：${list}`, data: { papers: input.papers } });
  },
});

const resubmit = handler({
  input: z.strictObject({
    papers: z.array(FileRef).max(20).default([]).meta({ label: '补交的材料照片', paper: 'support' }),
    explanation: z.string().trim().max(500).default('').meta({ label: '说明', widget: 'textarea' }),
  }),
  async run(tx, kase, input): Done {
    const bound = await bindFiles(tx, input.papers, {
      caseId: kase.id,
      personId: kase.applicantPersonId,
      division: kase.division,
    });
    if (!bound.ok) return bound;
    const form = formOf(kase);
    return goTo(tx, kase, {
      to: 'submitted',
      opinion: input.explanation || '材料已补交',
      form: { ...form, papers: [...form.papers, ...input.papers] },
    });
  },
});

const withdraw = handler({
  input: z.strictObject({ reason: Reason }),
  async run(tx, kase, input): Done {
    await withdrawNotices(tx, kase.id);
    return ok({ to: 'withdrawn', opinion: input.reason });
  },
});

const terminate = handler({
  input: z.strictObject({ reason: Reason }),
  async run(tx, kase, input): Done {
    await tellApplicant(tx, kase, 'dibao.terminated', { reason: input.reason, tel: telephone(tx, kase) });
    return ok({ to: 'terminated', opinion: input.reason });
  },
});

const extend = handler({
  input: z.strictObject({
    ground: choice({
      objection: '公示有异议',
      separated: '人户分离',
      'out-of-area': '异地申办',
      'hard-survey': '调查难度大',
    }).meta({ label: '特殊情形' }),
    reason: Reason,
  }),
  offered: async (_, kase) => !kase.flags.includes('extended'),
  async run(tx, kase, input): Done {
    if (kase.flags.includes('extended')) return fail('EXTENDED_ALREADY');
    if (kase.totalDueOn && tx.today > kase.totalDueOn) return fail('EXTEND_TOO_LATE', { due: kase.totalDueOn });
    return ok({ to: kase.state as DibaoState, opinion: input.reason, data: { ground: input.ground }, addFlags: ['extended'] });
  },
});

const startSurvey = handler({
  input: Nothing,
  async run(tx, kase): Done {
    const form = formOf(kase);
    const members = await familyOf(tx, kase, form);
    const requested = await requestVerification(tx, {
      caseId: kase.id,
      division: kase.division,
      applicantId: kase.applicantPersonId,
      members: members.map(({ ref, personId, name, idNumber }) => ({ ref, personId, name, idNumber })),
      declared: await factsOf(tx, kase),
    });
    if (!requested.ok) return requested;
    await notify(tx, {
      to: { performer: 'village-worker', division: kase.division },
      template: 'dibao.todo',
      params: { name: kase.applicantName, step: '入户调查' },
      caseId: kase.id,
    });
    return goTo(tx, kase, { to: 'toCheck' });
  },
});

const startCheck = handler({
  input: Nothing,
  async run(tx, kase): Done {
    const started = await startVerification(tx, { caseId: kase.id });
    return started.ok ? ok({ to: 'checking', data: { queries: started.value.queries } }) : started;
  },
});

const report = handler({
  input: z.strictObject({
    proceedReason: z
      .string()
      .trim()
      .max(500)
      .default('')
      .meta({ label: '有部门未反馈仍出报告的理由', help: '全部反馈时不用填', widget: 'textarea' }),
  }),
  async run(tx, kase, input): Done {
    const issued = await issueReport(tx, {
      caseId: kase.id,
      ...(input.proceedReason ? { proceedReason: input.proceedReason } : {}),
    });
    if (!issued.ok) return issued;
    const { reportNo, discrepancyCount, unanswered } = issued.value;
    if (discrepancyCount > 0) {
      const days = await wholeParameter(tx, 'DIBAO-LIMIT-CHECK-OBJECTION', kase.division, tx.today);
      if (!days.ok) return days;
      await tellApplicant(tx, kase, 'dibao.mismatch', {
        n: discrepancyCount,
        date: tx.calendar.addWorkdays(tx.today, days.value, kase.division),
        tel: telephone(tx, kase),
      });
    }
    return goTo(tx, kase, {
      to: 'surveying',
      opinion: `核对报告${reportNo}：差异${discrepancyCount}项${unanswered.length > 0 ? `，${unanswered.length}个来源未反馈` : ''}`,
      data: { reportNo },
    });
  },
});

const Visit = z.strictObject({
  on: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/, '请填写日期')
    .meta({ label: '入户日期', widget: 'date', format: 'plain-date' }),
  surveyors: z
    .array(z.strictObject({ name: z.string().trim().min(2, '请填写姓名').max(50).meta({ label: '姓名' }) }))
    .min(2, '入户调查人员不得少于2人')
    .max(6)
    .meta({ label: '调查人员（至少2人）' }),
  respondent: z.string().trim().min(1, '请填写接待人').max(50).meta({ label: '接待的家人' }),
  living: choice({
    consistent: '与申报一致',
    'worse-than-declared': '比申报的更困难',
    'better-than-declared': '比申报的宽裕',
  }).meta({ label: '生活状况' }),
  findings: z
    .string()
    .trim()
    .min(5, '请写明看到的情况')
    .max(2000, '不超过2000字')
    .meta({ label: '调查情况', help: '住房、家电、就业、看病、邻里反映', widget: 'textarea' }),
  photos: z.array(FileRef).max(9).default([]).meta({ label: '现场照片', paper: 'visit-photo' }),
  signature: FileRef.optional().meta({ label: '家人签名', widget: 'signature', paper: 'visit-signature' }),
  refusalNote: z.string().trim().max(200).default('').meta({ label: '没有签字的原因', help: '签了字就不用填' }),
});

const visitDayProblem = (tx: Tx, kase: Case, on: string) =>
  on > tx.today || (kase.acceptedOn && on < kase.acceptedOn)
    ? fail('INVALID_INPUT', { count: 1 }, [{ path: 'on', message: `入户日期应在受理之后、今天（${tx.today}）以前` }])
    : null;

const recordVisit = handler({
  input: Visit,
  initial: async (tx) => ({ on: tx.today, surveyors: [{ name: tx.actor.name }, { name: '' }] }),
  async run(tx, kase, visit): Done {
    if (new Set(visit.surveyors.map((s) => s.name)).size < 2) return fail('SURVEYORS_TOO_FEW');
    if (!visit.signature && visit.refusalNote === '') return fail('VISIT_UNSIGNED');
    const problem = visitDayProblem(tx, kase, visit.on);
    if (problem) return problem;
    const bound = await bindFiles(tx, [...visit.photos, ...(visit.signature ? [visit.signature] : [])], {
      caseId: kase.id,
      personId: kase.applicantPersonId,
      division: kase.division,
    });
    if (!bound.ok) return bound;
    return ok({
      to: kase.state as DibaoState,
      opinion: `入户调查：${visit.surveyors.map((s) => s.name).join('、')}`,
      data: { visit },
    });
  },
});

/** Every visit on file, newest last. */
export async function visitsOf(tx: Tx, kase: Case) {
  const events = await caseEvents(tx, kase.id);
  return events.flatMap((e) =>
    e.data?.visit
      ? [{ ...(e.data.visit as z.infer<typeof Visit>), county: e.action === 'recordCountyVisit', recordedAt: e.at }]
      : [],
  );
}

const dispose = handler({
  input: z.strictObject({
    id: z.string().min(1, '请选择差异').meta({ label: '哪一项差异' }),
    disposition: choice(dispositions).meta({ label: '处置结论' }),
    reason: Reason,
  }),
  async offered(tx, kase) {
    return (await openDiscrepancies(tx, kase.id)).length > 0;
  },
  async fields(tx, kase): Promise<readonly FormField[]> {
    const open = await openDiscrepancies(tx, kase.id);
    return [
      {
        name: 'id',
        type: 'choice',
        label: '哪一项差异',
        required: true,
        choices: open.map((d) => ({ value: d.id, label: d.text })),
      },
      {
        name: 'disposition',
        type: 'choice',
        label: '处置结论',
        required: true,
        choices: Object.entries(dispositions).map(([value, label]) => ({ value, label })),
      },
      { name: 'reason', type: 'text', label: '理由', required: true, widget: 'textarea', min: 4, max: 500 },
    ];
  },
  async run(tx, kase, input): Done {
    if (!(await openDiscrepancies(tx, kase.id)).some((d) => d.id === input.id)) return fail('NOT_FOUND');
    const disposed = await disposeDiscrepancy(tx, input);
    if (!disposed.ok) return disposed;
    return ok({
      to: 'surveying',
      // The amounts stay sealed with the discrepancy; the history says what kind it was.
      opinion: `${discrepancyKinds[disposed.value.detail.kind]}差异：${dispositions[input.disposition]}。${input.reason}`,
    });
  },
});

const submitForReview = handler({
  input: z.strictObject({ opinion: Opinion }),
  initial: async () => ({ opinion: '经核对和入户调查，情况属实，请审核。' }),
  async run(tx, kase, input): Done {
    const check = await verificationProgress(tx, kase.id);
    if (!check?.reportNo) return fail('REPORT_MISSING');
    const open = await openDiscrepancies(tx, kase.id);
    if (open.length > 0) return fail('DISPOSITION_MISSING', { count: open.length });
    if ((await visitsOf(tx, kase)).length === 0) return fail('VISIT_MISSING');
    return goTo(tx, kase, { to: 'reviewing', opinion: input.opinion });
  },
});

const returnToSurvey = handler({
  input: z.strictObject({ reason: Reason }),
  run: (tx, kase, input): Done => goTo(tx, kase, { to: 'surveying', opinion: input.reason }),
});

/** Computes, refuses while something is unknown, keeps the decision with its facts. */
async function settle(tx: Tx, kase: Case, kind: 'initial' | 'reviewed' | 'final') {
  const computed = await computeDecision(tx, kase);
  if (!computed.ok) return computed;
  const { decision, facts } = computed.value;
  const problems = factsProblems(facts);
  if (problems.length > 0) return fail('INVALID_INPUT', { count: problems.length }, problems);
  const unknown = decision.clauses.filter((c) => c.verdict === 'unknown');
  if (decision.outcome === 'undetermined')
    return fail('STILL_UNKNOWN', { count: unknown.length, names: unknown.map((c) => c.name).join('；') });
  const id = await saveDecision(tx, {
    caseId: kase.id,
    kind,
    division: kase.division,
    personId: kase.applicantPersonId,
    decision,
    facts,
  });
  return ok({ id, decision });
}

const giveOpinion = handler({
  input: z.strictObject({ opinion: Opinion }),
  initial: async (tx, kase) => {
    const computed = await computeDecision(tx, kase);
    if (!computed.ok) return {};
    const { outcome, amountFen } = computed.value.decision;
    return {
      opinion:
        outcome === 'eligible'
          ? `经核算符合条件，拟每月补助${yuanDigits(amountFen ?? 0)}元。`
          : outcome === 'not-eligible'
            ? '经核算不符合条件，拟不予确认。'
            : '',
    };
  },
  async run(tx, kase, input): Done {
    const settled = await settle(tx, kase, 'initial');
    if (!settled.ok) return settled;
    const { decision } = settled.value;
    const clerk = (await caseEvents(tx, kase.id)).findLast((e) => e.action === 'submitForReview');
    const visits = await visitsOf(tx, kase);
    const letter = await issueOpinion(tx, kase, {
      decision,
      opinion: input.opinion,
      memberCount: decision.persons,
      verification: '核对报告已出具，差异已逐项处置',
      survey: visits.at(-1)?.findings ?? '',
      clerk: clerk?.actorName ?? '',
    });
    if (!letter.ok) return letter;
    // 不符合条件的不公示家庭困难情况，直接报县级作出决定（57号第十九条只公示拟保障对象）。
    return goTo(tx, kase, {
      to: decision.outcome === 'eligible' ? 'toPost' : 'toFile',
      opinion: input.opinion,
      data: { decisionId: settled.value.id, amountFen: decision.amountFen },
    });
  },
});

async function proposedAmount(tx: Tx, kase: Case): Promise<{ amountFen: number; persons: number }> {
  const computed = await computeDecision(tx, kase);
  return computed.ok
    ? { amountFen: computed.value.decision.amountFen ?? 0, persons: computed.value.decision.persons }
    : { amountFen: 0, persons: 0 };
}

const post = handler({
  input: z.strictObject({
    place: z.string().trim().min(2, '请填写张贴地点').max(60).meta({ label: '张贴地点' }),
    photo: FileRef.optional().meta({ label: '张贴照片', paper: 'notice-photo' }),
  }),
  initial: async () => ({ place: '村（居）委会公示栏' }),
  async run(tx, kase, input): Done {
    const days = await wholeParameter(tx, 'NOTICE-DAYS', kase.division, tx.today);
    if (!days.ok) return days;
    if (input.photo) {
      const bound = await bindFiles(tx, [input.photo], {
        caseId: kase.id,
        personId: kase.applicantPersonId,
        division: kase.division,
      });
      if (!bound.ok) return bound;
    }
    const until: PlainDate = plusDays(tx.today, days.value);
    const { amountFen, persons } = await proposedAmount(tx, kase);
    await postNotice(tx, {
      caseId: kase.id,
      kind: 'proposed',
      division: kase.division,
      applicantMasked: maskName(kase.applicantName),
      memberCount: persons,
      amountFen,
      text: '拟确认为最低生活保障家庭',
      place: input.place,
      telephone: telephone(tx, kase),
      postedOn: tx.today,
      endsOn: until,
      photoId: input.photo ?? null,
    });
    const sheet = await issueNotice(tx, kase, { memberCount: persons, amountFen, postedOn: tx.today, until });
    if (!sheet.ok) return sheet;
    await tellApplicant(tx, kase, 'dibao.posted', { village: tx.divisions.fullName(kase.division), date: until });
    return ok({ to: 'onNotice', opinion: `张贴于${input.place}，至${until}`, enteredOn: tx.today });
  },
});

const object = handler({
  input: Nothing,
  async run(tx, kase): Done {
    const days = await wholeParameter(tx, 'DIBAO-LIMIT-OBJECTION', kase.division, tx.today);
    if (!days.ok) return days;
    await notify(tx, {
      to: { performer: 'township-clerk', division: townshipOf(kase) },
      template: 'dibao.objection',
      params: { name: kase.applicantName, date: tx.calendar.addWorkdays(tx.today, days.value, kase.division) },
      caseId: kase.id,
    });
    return ok({ to: 'objected', addFlags: ['objection'] });
  },
});

const endNotice = handler({ input: Nothing, run: (tx, kase): Done => goTo(tx, kase, { to: 'toFile' }) });

const Appraisal = z.strictObject({
  heldOn: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/, '请填写日期')
    .meta({ label: '评议日期', widget: 'date', format: 'plain-date' }),
  place: z.string().trim().min(2).max(60).meta({ label: '地点' }),
  host: z.string().trim().min(2).max(50).meta({ label: '主持人' }),
  participants: z.string().trim().min(5, '请写明参加人员').max(500).meta({ label: '参加人员', widget: 'textarea' }),
  discussion: z.string().trim().min(5).max(2000).meta({ label: '评议情况', widget: 'textarea' }),
  agree: z.int().min(0).max(200).meta({ label: '认为符合', unit: '票' }),
  disagree: z.int().min(0).max(200).meta({ label: '认为不符合', unit: '票' }),
  abstain: z.int().min(0).max(200).default(0).meta({ label: '弃权', unit: '票' }),
  upheld: choice({ upheld: '异议成立，事实有变化', dismissed: '异议不成立' }).meta({ label: '异议是否成立' }),
  result: z.string().trim().min(4).max(500).meta({ label: '处理结果', help: '会答复提出异议的人', widget: 'textarea' }),
  ...foundShape,
});

const recordAppraisal = handler({
  input: Appraisal,
  fields: async (_, kase): Promise<readonly FormField[]> => appraisalFields(Appraisal, formOf(kase)),
  initial: async (tx) => ({ heldOn: tx.today }),
  async run(tx, kase, input): Done {
    const problems = foundProblems(formOf(kase), input.upheld === 'upheld', input);
    if (input.heldOn > tx.today) problems.push({ path: 'heldOn', message: `评议日期不能晚于今天（${tx.today}）` });
    if (problems.length > 0) return fail('INVALID_INPUT', { count: problems.length }, problems);
    await settleObjections(tx, kase.id, input.upheld, input.result);
    await withdrawNotices(tx, kase.id);
    return goTo(tx, kase, {
      to: 'rereviewing',
      opinion: `民主评议：符合${input.agree}票，不符合${input.disagree}票，弃权${input.abstain}票。${input.result}`,
      data: { appraisal: input },
    });
  },
});

const reviseOpinion = handler({
  input: z.strictObject({ opinion: Opinion }),
  async run(tx, kase, input): Done {
    const settled = await settle(tx, kase, 'reviewed');
    if (!settled.ok) return settled;
    return goTo(tx, kase, { to: 'confirming', opinion: input.opinion, data: { decisionId: settled.value.id } });
  },
});

const fileToCounty = handler({
  input: z.strictObject({ opinion: z.string().trim().max(500).default('').meta({ label: '备注', widget: 'textarea' }) }),
  run: (tx, kase, input): Done => goTo(tx, kase, { to: 'confirming', opinion: input.opinion || null }),
});

const recordCountyVisit = handler({
  input: Visit,
  initial: async (tx) => ({ on: tx.today, surveyors: [{ name: tx.actor.name }, { name: '' }] }),
  async run(tx, kase, visit): Done {
    if (new Set(visit.surveyors.map((s) => s.name)).size < 2) return fail('SURVEYORS_TOO_FEW');
    if (!visit.signature && visit.refusalNote === '') return fail('VISIT_UNSIGNED');
    const problem = visitDayProblem(tx, kase, visit.on);
    if (problem) return problem;
    const bound = await bindFiles(tx, [...visit.photos, ...(visit.signature ? [visit.signature] : [])], {
      caseId: kase.id,
      personId: kase.applicantPersonId,
      division: kase.division,
    });
    if (!bound.ok) return bound;
    return ok({
      to: 'confirming',
      opinion: `县级入户：${visit.surveyors.map((s) => s.name).join('、')}`,
      data: { visit },
      addFlags: ['county-visited'],
    });
  },
});

/** 57号第二十条: the county itself visits a family that is related to staff or that somebody objected to. */
const awaitsCountyVisit = (kase: Case): boolean =>
  (kase.flags.includes('staff-relative') || kase.flags.includes('objection')) && !kase.flags.includes('county-visited');

/** What must hold before the county decides, whatever the outcome. */
async function mayDecide(tx: Tx, kase: Case): Promise<Result<null>> {
  // Whoever gave any opinion on this case decides nothing in it, in whichever duty.
  const events = await caseEvents(tx, kase.id);
  if (events.some((e) => (e.action === 'giveOpinion' || e.action === 'reviseOpinion') && e.actorId === tx.actor.id))
    return fail('SAME_OFFICER');
  if (awaitsCountyVisit(kase)) return fail('COUNTY_VISIT_REQUIRED');
  const notice = await noticeOfCase(tx, kase.id);
  if (notice && notice.withdrawnOn === null && notice.kind === 'proposed' && tx.today <= notice.endsOn)
    return fail('NOTICE_NOT_OVER', { ends: notice.endsOn });
  return ok(null);
}

/**
 * 拟保障对象须公示7天（57号第十九条）. A case that the township held not eligible came here without a notice; when it now computes as
 * eligible (a new standard, a fact cleared up) it goes back to be posted.
 */
async function wasPosted(tx: Tx, kase: Case): Promise<Result<null>> {
  const actions = (await caseEvents(tx, kase.id)).map((e) => e.action);
  return actions.lastIndexOf('postNotice') > actions.lastIndexOf('giveOpinion') ? ok(null) : fail('NOTICE_MISSING');
}

const confirm = handler({
  input: z.strictObject({ opinion: Opinion }),
  initial: async (tx, kase) => {
    const { amountFen } = await proposedAmount(tx, kase);
    return { opinion: `同意确认，每月${yuanDigits(amountFen)}元。` };
  },
  offered: async (tx, kase) => {
    const computed = await computeDecision(tx, kase);
    return !awaitsCountyVisit(kase) && computed.ok && computed.value.decision.outcome !== 'not-eligible';
  },
  async run(tx, kase, input): Done {
    const may = await mayDecide(tx, kase);
    if (!may.ok) return may;
    const settled = await settle(tx, kase, 'final');
    if (!settled.ok) return settled;
    const { id: decisionId, decision } = settled.value;
    if (decision.outcome !== 'eligible' || decision.amountFen === null || decision.effectiveMonth === null)
      return fail('OUTCOME_NOT_ELIGIBLE');
    const posted = await wasPosted(tx, kase);
    if (!posted.ok) return posted;
    const { amountFen, effectiveMonth } = decision;
    const form = formOf(kase);
    const family = await familyOf(tx, kase, form);
    const counted = decision.members.filter((m) => m.counted).flatMap((m) => family.find((f) => f.ref === m.ref) ?? []);
    const account = await recordPayoutAccount(tx, {
      personId: kase.applicantPersonId,
      division: kase.division,
      bank: form.account.bank,
      number: form.account.number,
      holder: form.account.holder,
    });
    if (!account.ok) return account;
    const entitlement = await grantEntitlement(tx, {
      programme: 'dibao',
      exclusiveGroup: 'basic-living',
      householdId: kase.householdId!,
      personId: kase.applicantPersonId,
      division: kase.division,
      memberIds: counted.map((m) => m.personId),
      fromMonth: effectiveMonth,
      amountFen,
      // 构成里有收入和残疾情况：只随决定密封保存，不在待遇里再存一份明文。
      breakdown: [],
      decisionId,
      parameterIds: decision.parameters.map((p) => p.rowId),
    });
    if (!entitlement.ok) return entitlement;
    await withdrawNotices(tx, kase.id);
    await postNotice(tx, {
      caseId: kase.id,
      kind: 'granted',
      division: kase.division,
      applicantMasked: maskName(kase.applicantName),
      memberCount: decision.persons,
      amountFen,
      text: '已确认为最低生活保障家庭',
      place: tx.divisions.fullName(kase.division),
      telephone: tx.office(countyOf(kase)).telephone,
      postedOn: tx.today,
      endsOn: plusDays(tx.today, 3650),
    });
    const letter = await issueConfirmation(tx, kase, {
      members: counted.map((m) => m.name),
      amountFen,
      fromMonth: effectiveMonth,
      decision,
      accountLast4: form.account.number.slice(-4),
    });
    if (!letter.ok) return letter;
    await tellApplicant(tx, kase, 'dibao.confirmed', { amount: yuanDigits(amountFen), month: monthText(effectiveMonth) });
    await emit(tx, {
      type: 'dibao.award.changed',
      subject: { kind: 'household', id: kase.householdId! },
      division: kase.division,
      payload: {
        awardId: entitlement.value.id,
        version: 1,
        householdId: kase.householdId,
        memberIds: counted.map((m) => m.personId),
        fromState: null,
        toState: 'active',
        amountFen,
        effectiveMonth,
        reason: 'granted',
      },
    });
    return ok({
      to: 'granted',
      opinion: input.opinion,
      data: { decisionId, entitlementId: entitlement.value.id, amountFen, effectiveMonth },
    });
  },
});

const refuse = handler({
  input: z.strictObject({ opinion: Opinion }),
  initial: async () => ({ opinion: '经审核不符合条件，不予确认。' }),
  offered: async (tx, kase) => {
    const computed = await computeDecision(tx, kase);
    return !awaitsCountyVisit(kase) && computed.ok && computed.value.decision.outcome === 'not-eligible';
  },
  async run(tx, kase, input): Done {
    const may = await mayDecide(tx, kase);
    if (!may.ok) return may;
    const settled = await settle(tx, kase, 'final');
    if (!settled.ok) return settled;
    const { id: decisionId, decision } = settled.value;
    if (decision.outcome === 'eligible') return fail('OUTCOME_ELIGIBLE');
    const letter = await issueRefusal(tx, kase, decision, adviceOf(decision, nameIn(formOf(kase))));
    if (!letter.ok) return letter;
    const failed = decision.clauses.filter((c) => c.verdict === 'unmet').map((c) => c.name);
    await withdrawNotices(tx, kase.id);
    await tellApplicant(tx, kase, 'dibao.refused', { reason: failed.join('；'), tel: tx.office(countyOf(kase)).telephone });
    return ok({ to: 'refused', opinion: input.opinion, data: { decisionId, category: decision.category } });
  },
});

const returnToTownship = handler({
  input: z.strictObject({ reason: Reason }),
  run: (tx, kase, input): Done => goTo(tx, kase, { to: 'surveying', opinion: input.reason }),
});

export const dibaoActions: Readonly<Record<DibaoAction, ActionHandler<never, DibaoState>>> = {
  accept,
  requestSupplement,
  resubmit,
  withdraw,
  terminate,
  extend,
  startSurvey,
  startCheck,
  issueReport: report,
  recordVisit,
  disposeDiscrepancy: dispose,
  submitForReview,
  returnToSurvey,
  giveOpinion,
  postNotice: post,
  object,
  endNotice,
  recordAppraisal,
  reviseOpinion,
  fileToCounty,
  recordCountyVisit,
  confirm,
  refuse,
  returnToTownship,
};
