/** What people do in a case of assessment, one handler each. Sending and scoring have files of their own. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { isOwnHand } from '../../../kernel/access/index.ts';
import { longDate, plainDateOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { bindFiles, issueDocument } from '../../../kernel/document/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { grantAccess, recordCommunicationNeeds } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { FileRef, type PlainDate } from '../../../kernel/schema/index.ts';
import {
  type ActionHandler,
  askingForPapers,
  type Case,
  handler,
  OpinionOnly,
  openCaseOf,
  pausesOf,
  ReasonOnly,
  totalLimit,
} from '../../../kernel/service/server.ts';
import { contactAt, countyOf, townshipOf } from '../offices.ts';
import { type AnyForm, isObjection } from './application.ts';
import { assign } from './assign.ts';
import { putInForce } from './effect.ts';
import { type AssessmentAction, type AssessmentStep, assessmentFlow } from './flow.ts';
import { type Done, goTo, itemName } from './go.ts';
import { assessmentReport, reportPaper } from './papers.ts';
import { score } from './score.ts';
import { type Assessment, assessmentOfCase, changeAssessment, findAssessors } from './store.ts';
import { REASSESSMENT, REASSESSMENT_ITEM } from './terms.ts';

const Nothing = z.strictObject({});

const accept = handler({
  input: z.strictObject({ opinion: z.string().trim().max(500).default('').meta({ label: '备注', widget: 'textarea' }) }),
  async run(tx, kase, input): Done {
    const personId = kase.applicantPersonId;
    await grantAccess(tx, { personId, division: kase.division, reason: `case:${kase.id}` });
    const needs = (kase.form as AnyForm).applicant.communication;
    const asked = await recordCommunicationNeeds(tx, { personId, needs, source: '老年人能力评估申请表' });
    if (!asked.ok) return asked;
    const dates = {
      division: kase.division,
      submittedOn: plainDateOf(kase.submittedAt),
      acceptedOn: kase.acceptedOn ?? tx.today,
      enteredOn: tx.today,
    };
    const due = await totalLimit(tx, assessmentFlow, dates, await pausesOf(tx, kase.id), kase.flags);
    if (!due.ok) return due;
    const effect = await goTo(tx, kase, { to: 'assigning', opinion: input.opinion || null });
    if (!effect.ok) return effect;
    return ok({
      ...effect.value,
      after: async (accepted: Case) => {
        await notify(tx, {
          to: { personId },
          template: 'assessment.accepted',
          params: {
            item: await itemName(tx, kase),
            no: accepted.no!,
            date: longDate(due.value!.dueOn),
            tel: tx.office(townshipOf(kase)).telephone,
          },
          caseId: kase.id,
        });
        return ok(null);
      },
    });
  },
});

const requestSupplement = askingForPapers({
  template: 'assessment.supplement',
  help: '一次列清；诊断证明不是必须的，没有的不得要求补',
});

const resubmit = handler({
  input: z.strictObject({
    papers: z.array(FileRef).max(10).default([]).meta({ label: '补交的材料照片', paper: 'medical' }),
    explanation: z.string().trim().max(500).default('').meta({ label: '说明', widget: 'textarea' }),
  }),
  async run(tx, kase, input): Done {
    const bound = await bindFiles(tx, input.papers, {
      caseId: kase.id,
      personId: kase.applicantPersonId,
      division: kase.division,
    });
    if (!bound.ok) return bound;
    return goTo(tx, kase, {
      to: 'submitted',
      opinion: input.explanation || '材料已补交',
      data: { newPapers: input.papers.length },
    });
  },
});

/** Of an objection that is withdrawn the first result stands, from the day on which it was told. */
async function restoreObjected(tx: Tx, kase: Case): Promise<Result<null>> {
  const form = kase.form as AnyForm;
  const first = isObjection(form) && form.objectedCaseId ? await assessmentOfCase(tx, form.objectedCaseId) : null;
  return first?.state === 'superseded' && first.toldOn ? putInForce(tx, first, first.toldOn) : ok(null);
}

async function voidAssessment(tx: Tx, kase: Case): Promise<void> {
  const assessment = await assessmentOfCase(tx, kase.id);
  if (assessment) await changeAssessment(tx, assessment.id, sql`state = 'void'`);
}

const withdraw = handler({
  input: ReasonOnly,
  // 撤回异议要让原来的结果生效：由本人或者工作人员办，代办的家人办不了。
  offered: async (tx, kase) => !kase.flags.includes(REASSESSMENT) || speaksForPerson(tx, kase),
  async run(tx, kase, input): Done {
    await voidAssessment(tx, kase);
    const restored = await restoreObjected(tx, kase);
    return restored.ok ? ok({ to: 'withdrawn', opinion: input.reason }) : restored;
  },
});

/** What is recorded of the person is recorded by the person or by an officer; an agent sees the case, not the file. */
const speaksForPerson = async (tx: Tx, kase: Case): Promise<boolean> =>
  tx.actor.kind !== 'resident' || tx.actor.personId === kase.applicantPersonId;

/** The two who assessed and whoever sent them do not check what came of it. */
async function isInvolved(tx: Tx, assessment: Assessment): Promise<boolean> {
  const two = await findAssessors(tx, [assessment.firstAssessor, assessment.secondAssessor]);
  const hands = [assessment.assignedBy, ...two.map((a) => a.userId)];
  return hands.some((hand) => isOwnHand(tx.actor, hand, assessment.scoredOn ?? tx.today));
}

async function report(tx: Tx, kase: Case, of: { assessment: Assessment; objectBy: PlainDate | null }): Promise<Result<null>> {
  const { assessment, objectBy } = of;
  const months = await wholeParameter(tx, 'ASSESS-VALID-MONTHS', kase.division, tx.today);
  if (!months.ok) return months;
  const at = countyOf(kase);
  const issued = await issueDocument(tx, {
    kind: reportPaper,
    issuer: { division: at, name: tx.office(at).name },
    letter: assessmentReport({
      name: kase.applicantName,
      caseNumber: kase.no,
      assessors: assessment.assessorNames,
      assessedOn: assessment.scoredOn!,
      content: assessment.content!,
      objectBy,
      validMonths: months.value,
      contact: contactAt(tx, at),
    }),
    signer: tx.actor.name,
    caseId: kase.id,
    personId: kase.applicantPersonId,
    division: kase.division,
    readers: ['county-clerk', 'county-confirmer'],
  });
  return issued.ok ? ok(null) : issued;
}

const pass = handler({
  input: OpinionOnly,
  initial: async () => ({ opinion: '评分完整，等级计算无误。' }),
  async run(tx, kase, input): Done {
    const assessment = await assessmentOfCase(tx, kase.id);
    if (!assessment?.content) throw new Error(`case ${kase.id} is reviewed without scores`);
    if (await isInvolved(tx, assessment)) return fail('REVIEWER_INVOLVED');
    const final = kase.flags.includes(REASSESSMENT);
    const days = await wholeParameter(tx, 'ASSESS-OBJECTION', kase.division, tx.today);
    if (!days.ok) return days;
    const objectBy = final ? null : tx.calendar.addWorkdays(tx.today, days.value, kase.division);
    await changeAssessment(tx, assessment.id, sql`state = 'told', told_on = ${tx.today}`);
    const issued = await report(tx, kase, { assessment, objectBy });
    if (!issued.ok) return issued;
    await notify(tx, {
      to: { personId: kase.applicantPersonId },
      ...(objectBy
        ? { template: 'assessment.told', params: { date: longDate(objectBy) } }
        : { template: 'assessment.final', params: {} }),
      caseId: kase.id,
    });
    if (objectBy) return ok({ to: 'told', opinion: input.opinion });
    const effective = await putInForce(tx, assessment, tx.today);
    return effective.ok ? ok({ to: 'inForce', opinion: input.opinion }) : effective;
  },
});

const returnToAssessors = handler({
  input: ReasonOnly,
  async run(tx, kase, input): Done {
    const assessment = (await assessmentOfCase(tx, kase.id))!;
    if (await isInvolved(tx, assessment)) return fail('REVIEWER_INVOLVED');
    await changeAssessment(tx, assessment.id, sql`state = 'assigned', scored_on = null, content = null`);
    for (const { userId } of await findAssessors(tx, [assessment.firstAssessor, assessment.secondAssessor]))
      await notify(tx, {
        to: { userId },
        template: 'assessment.todo',
        params: { name: kase.applicantName, item: await itemName(tx, kase), step: '退回重新核对' },
        caseId: kase.id,
      });
    return ok({ to: 'assessing', opinion: input.reason });
  },
});

async function takeEffectNow(tx: Tx, kase: Case): Promise<Result<null>> {
  const assessment = (await assessmentOfCase(tx, kase.id))!;
  return putInForce(tx, assessment, assessment.toldOn!);
}

const agree = handler({
  input: Nothing,
  offered: speaksForPerson,
  async run(tx, kase): Done {
    const effective = await takeEffectNow(tx, kase);
    return effective.ok ? ok({ to: 'inForce' }) : effective;
  },
});

const takeEffect = handler({
  input: Nothing,
  async run(tx, kase): Done {
    const effective = await takeEffectNow(tx, kase);
    return effective.ok ? ok({ to: 'inForce' }) : effective;
  },
});

/** Never by itself: the objection does it that is opened at this moment. */
const supersede = handler({
  input: Nothing,
  offered: async () => false,
  async run(tx, kase): Done {
    if (!(await openCaseOf(tx, { itemId: REASSESSMENT_ITEM, personId: kase.applicantPersonId }))) return fail('NOT_FOUND');
    const assessment = await assessmentOfCase(tx, kase.id);
    if (assessment) await changeAssessment(tx, assessment.id, sql`state = 'superseded'`);
    return ok({ to: 'superseded' });
  },
});

const endByDeath = handler({
  input: Nothing,
  async run(tx, kase): Done {
    await voidAssessment(tx, kase);
    return ok({ to: 'ended' });
  },
});

export const assessmentActions: Readonly<Record<AssessmentAction, ActionHandler<never, AssessmentStep>>> = {
  accept,
  requestSupplement,
  resubmit,
  withdraw,
  assign,
  score,
  pass,
  returnToAssessors,
  agree,
  takeEffect,
  supersede,
  endByDeath,
};
