/** One function per action of a naming application. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { isOwnHand } from '../../../kernel/access/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { bindFiles } from '../../../kernel/document/server.ts';
import { defineTemplates, notify } from '../../../kernel/notice/server.ts';
import { grantAccess } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, FileRef } from '../../../kernel/schema/index.ts';
import {
  type ActionHandler,
  askingForPapers,
  type Case,
  caseEvents,
  type Effect,
  goTo,
  handler,
  officeOf,
} from '../../../kernel/service/server.ts';
import { type NamingApplication, nameOf, proposalOf } from './application.ts';
import { findingsOf } from './check.ts';
import { consultAbout, consultedOn } from './consultation.ts';
import { type NamingAction, type NamingState, namingFlow } from './flow.ts';
import { issueNamingRefusal } from './letters.ts';
import { approvalFields, placeFields, recordNaming } from './namings.ts';
import { presentPlace, proposedName } from './proposal.ts';
import { addPlaces, dropApplied, findPlace } from './register.ts';
import { type Finding, isRefused, needsReason } from './rules.ts';
import { type ApprovalLevel, approvalLevels, approvalOf, approvedBy, type Category } from './terms.ts';

defineTemplates({
  'place-naming.todo': { title: '待您办理', text: '“{name}”的地名申请到了您这一步：{step}。' },
  'place-naming.accepted': {
    title: '地名申请已受理',
    text: '您申请的“{name}”已受理，办件号{no}，最迟{due}前作出决定，咨询{tel}。',
    sms: '【民政】您的地名申请已受理，办件号{no}，最迟{due}前作出决定，咨询{tel}。',
  },
  'place-naming.supplement': {
    title: '还差材料',
    text: '您申请的“{name}”还缺：{list}，请在{until}前补交。等待的时间不算在办理期限里。',
  },
  'place-naming.granted': {
    title: '地名已批准',
    text: '“{name}”已由{approver}批准，文号{documentNo}。接着备案、公告，各在15日以内。',
  },
  'place-naming.refused': {
    title: '地名申请没有通过',
    text: '您申请的“{name}”{outcome}，理由：{reason}；可在60日内申请行政复议、6个月内提起行政诉讼，咨询{tel}。',
  },
});

type Done = Promise<Result<Effect<NamingState>>>;

const note = (label: string, min = 4) =>
  z.string().trim().min(min, `请填写${label}（至少${min}个字）`).max(1000, '不超过1000字').meta({ label, widget: 'textarea' });

const formOf = (kase: Case) => kase.form as NamingApplication;

const tell = (tx: Tx, kase: Case, template: string, params: Record<string, string> = {}) =>
  notify(tx, {
    to: { personId: kase.applicantPersonId },
    template,
    params: { name: nameOf(formOf(kase)), ...params },
    caseId: kase.id,
  });

const telephone = (tx: Tx, kase: Case): string => tx.office(officeOf('county-clerk', kase.division)).telephone;

const moveOn = (tx: Tx, kase: Case, effect: Effect<NamingState>): Done =>
  goTo(tx, namingFlow.steps, kase, effect, { template: 'place-naming.todo', params: { name: nameOf(formOf(kase)) } });

/** What the rules say of the name as the register stands now. */
export async function findingsOfCase(tx: Tx, kase: Case): Promise<Result<Finding[]>> {
  const proposal = proposalOf(formOf(kase));
  const present = await presentPlace(tx, proposal);
  if (!present.ok) return present;
  const own = await findPlace(tx, sql`p.case_id = ${kase.id}`);
  return ok(await findingsOf(tx, proposedName(proposal, present.value, own?.id ?? null), proposal.kind));
}

/** The name is kept free from here on, unless the rules refuse it anyway. */
async function keepFree(tx: Tx, kase: Case): Promise<void> {
  const proposal = proposalOf(formOf(kase));
  const findings = await findingsOfCase(tx, kase);
  if (proposal.kind !== 'naming' || !findings.ok || isRefused(findings.value)) return;
  await addPlaces(tx, [{ ...placeFields(proposal), status: 'applied', source: '命名申请', since: null, caseId: kase.id }]);
}

const accept = handler({
  input: z.strictObject({}),
  async run(tx, kase): Done {
    await grantAccess(tx, { personId: kase.applicantPersonId, division: kase.division, reason: `case:${kase.id}` });
    await keepFree(tx, kase);
    return ok({
      to: 'checking',
      after: async (accepted) => {
        await tell(tx, accepted, 'place-naming.accepted', {
          no: accepted.no!,
          due: accepted.totalDueOn ?? accepted.dueOn,
          tel: telephone(tx, kase),
        });
        return ok(null);
      },
    });
  },
});

const requestSupplement = askingForPapers({
  template: 'place-naming.supplement',
  help: '一次列清',
  params: (_, kase) => ({ name: nameOf(formOf(kase)) }),
});

const bind = (tx: Tx, kase: Case, files: readonly string[]) =>
  bindFiles(tx, files, { caseId: kase.id, personId: kase.applicantPersonId, division: kase.division });

const resubmit = handler({
  input: z.strictObject({
    papers: z.array(FileRef).max(20).default([]).meta({ label: '补交的材料', paper: 'place-scheme' }),
    explanation: z.string().trim().max(500, '不超过500字').default('').meta({ label: '说明', widget: 'textarea' }),
  }),
  async run(tx, kase, input): Done {
    const bound = await bind(tx, kase, input.papers);
    if (!bound.ok) return bound;
    return moveOn(tx, kase, {
      to: kase.acceptedOn ? 'checking' : 'submitted',
      opinion: input.explanation || '材料已补交',
      data: { newPapers: input.papers.length },
      answerBy: null,
    });
  },
});

/** The refusal in writing: the rules that are not met, the officer's words, the ways to appeal. */
async function answerNo(tx: Tx, kase: Case, kind: 'declined' | 'refused', reason: string): Promise<Result<null>> {
  const findings = await findingsOfCase(tx, kase);
  const letter = await issueNamingRefusal(tx, kase, { kind, reason, findings: findings.ok ? findings.value : [] });
  if (!letter.ok) return letter;
  await dropApplied(tx, kase.id);
  await tell(tx, kase, 'place-naming.refused', { outcome: namingFlow.steps[kind].zh, reason, tel: telephone(tx, kase) });
  return ok(null);
}

const decline = handler({
  input: z.strictObject({ reason: note('理由') }),
  async run(tx, kase, input): Done {
    const told = await answerNo(tx, kase, 'declined', input.reason);
    return told.ok ? ok({ to: 'declined', opinion: input.reason }) : told;
  },
});

/** What was kept free and asked about ends by `follow-withdrawal.ts`: an applicant may not write in the register. */
const withdraw = handler({
  input: z.strictObject({ reason: note('原因') }),
  run: async (_tx, _kase, input): Done => ok({ to: 'withdrawn', opinion: input.reason }),
});

const assess = handler({
  input: z.strictObject({ why: note('为什么要论证') }),
  run: async (_tx, _kase, input): Done => ok({ to: 'assessing', opinion: input.why }),
});

const recordAssessment = handler({
  input: z.strictObject({
    conclusion: note('论证结论'),
    experts: note('参加论证的人', 2),
    report: FileRef.meta({ label: '评估论证报告', paper: 'place-assessment' }),
  }),
  async run(tx, kase, input): Done {
    const bound = await bind(tx, kase, [input.report]);
    if (!bound.ok) return bound;
    return ok({
      to: 'checking',
      opinion: `论证结论：${input.conclusion}`,
      data: { experts: input.experts, report: input.report },
    });
  },
});

const consult = handler({
  input: z.strictObject({
    explanation: z
      .string()
      .trim()
      .min(10, '请写明征求哪些方面的意见（至少10个字）')
      .max(1000, '不超过1000字')
      .meta({ label: '征求意见的说明', help: '和名称、位置、含义、理由一起在网上公布', widget: 'textarea' }),
  }),
  async run(tx, kase, input): Done {
    const opened = await consultAbout(tx, kase, input.explanation);
    return opened.ok ? ok({ to: 'consulting', opinion: input.explanation }) : opened;
  },
});

/** Only when the days are over, everything that was said is answered, and how it was taken up is published. */
const recordOpinions = handler({
  input: z.strictObject({ answer: note('意见对方案的影响', 2) }),
  async run(tx, kase, input): Done {
    const asked = await consultedOn(tx, kase);
    if (asked?.state !== 'published') return fail('PLACE_NAME_CONSULTING', { state: asked?.stateZh ?? '还没有开始' });
    return ok({
      to: 'checking',
      opinion: `征求意见收到${asked.opinions}条：${input.answer}`,
      data: { consultationId: asked.id, count: asked.opinions },
    });
  },
});

/** As the province lays down for the class; the county where nothing is laid down. */
const approvalLevelOf = async (tx: Tx, category: Category): Promise<ApprovalLevel> =>
  (await tx.maybe<{ level: ApprovalLevel }>(sql`select level from place_approval where category = ${category}`))?.level ??
  'county';

const propose = handler({
  input: z.strictObject({
    opinion: note('审查意见', 2),
    level: choice(approvalLevels)
      .default('county')
      .meta({ label: '由哪一级批准', help: '按省级规定的权限；跨几个县（市、区）的由市里批准' }),
    reason: approvalFields.reason,
  }),
  initial: async (tx, kase) => ({
    opinion: '符合地名命名规则，建议批准。',
    level: await approvalLevelOf(tx, formOf(kase).category),
  }),
  async run(tx, kase, input): Done {
    const findings = await findingsOfCase(tx, kase);
    if (!findings.ok) return findings;
    if (needsReason(findings.value) && !isRefused(findings.value) && input.reason === '')
      return fail('INVALID_INPUT', { count: 1 }, [{ path: 'reason', message: `请写明理由：${findings.value[0]!.zh}` }]);
    return moveOn(tx, kase, {
      to: input.level === 'city' ? 'approvingCity' : 'approving',
      opinion: [input.opinion, input.reason && `理由：${input.reason}`].filter(Boolean).join('　'),
      data: { reason: input.reason, level: input.level, findings: findings.value },
    });
  },
});

const lastProposal = async (tx: Tx, kase: Case) => (await caseEvents(tx, kase.id)).findLast(({ action }) => action === 'propose');

const approve = handler({
  input: z.strictObject({
    approvedBy: choice(approvedBy).meta({ label: '由谁批准' }),
    approver: approvalFields.approver,
    documentNo: approvalFields.documentNo,
    approvedOn: approvalFields.approvedOn,
  }),
  async initial(tx, kase) {
    const { by } = approvalOf[formOf(kase).category];
    const at = kase.state === 'approvingCity' ? tx.city : `${kase.division.slice(0, 6)}000000`;
    return {
      approvedBy: by ?? 'government',
      approvedOn: tx.today,
      ...(by === 'government' ? { approver: `${tx.divisions.get(at)?.name ?? ''}人民政府` } : {}),
    };
  },
  async offered(tx, kase) {
    const findings = await findingsOfCase(tx, kase);
    return findings.ok && !isRefused(findings.value);
  },
  async run(tx, kase, input): Done {
    const proposed = await lastProposal(tx, kase);
    if (proposed && isOwnHand(tx.actor, proposed.actorId, proposed.onDate)) return fail('PLACE_NAME_OWN_HAND');
    const { by, zh } = approvalOf[formOf(kase).category];
    if (by !== null && input.approvedBy !== by)
      return fail('INVALID_INPUT', { count: 1 }, [{ path: 'approvedBy', message: `这一类地名的批准机关：${zh}` }]);
    if (input.approvedOn < (kase.acceptedOn ?? ''))
      return fail('INVALID_INPUT', { count: 1 }, [{ path: 'approvedOn', message: '不能早于受理日期' }]);
    const naming = await recordNaming(tx, {
      proposal: proposalOf(formOf(kase)),
      caseId: kase.id,
      reason: String(proposed?.data?.reason ?? ''),
      ...input,
    });
    if (!naming.ok) return naming;
    await tell(tx, kase, 'place-naming.granted', { approver: input.approver, documentNo: input.documentNo });
    return ok({ to: 'granted', opinion: `${input.approver}${input.documentNo}`, data: { namingId: naming.value.id } });
  },
});

const refuse = handler({
  input: z.strictObject({ reason: note('理由') }),
  async run(tx, kase, input): Done {
    const proposed = await lastProposal(tx, kase);
    if (proposed && isOwnHand(tx.actor, proposed.actorId, proposed.onDate)) return fail('PLACE_NAME_OWN_HAND');
    const told = await answerNo(tx, kase, 'refused', input.reason);
    return told.ok ? ok({ to: 'refused', opinion: input.reason }) : told;
  },
});

const sendBack = handler({
  input: z.strictObject({ reason: note('要改什么') }),
  run: (tx, kase, input): Done => moveOn(tx, kase, { to: 'checking', opinion: input.reason }),
});

export const namingActions: Readonly<Record<NamingAction, ActionHandler<never, NamingState>>> = {
  accept,
  requestSupplement,
  resubmit,
  decline,
  withdraw,
  assess,
  recordAssessment,
  consult,
  recordOpinions,
  propose,
  approve,
  refuse,
  sendBack,
};
