/** 政府购买居家养老服务 as a service item (EL-24): what people do, and what the page shows. What is shared with the works at home stands in `benefit/approval.ts`. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { longMonth, monthAfter } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { documentsShown, issueAt } from '../../../kernel/document/server.ts';
import type { Decision } from '../../../kernel/policy/index.ts';
import { decisionsOfCase, defineReplay, parametersOf, yuanDigits } from '../../../kernel/policy/server.ts';
import { maskIdNumber, maskPhone } from '../../../kernel/protect/index.ts';
import { communicationRows } from '../../../kernel/resident/index.ts';
import { grantAccess, recordCommunicationNeeds } from '../../../kernel/resident/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { choice } from '../../../kernel/schema/index.ts';
import {
  type ActionHandler,
  type Case,
  caseEvents,
  defineFlowImplementation,
  type Effect,
  endByDeath,
  handler,
  noticeOfCase,
  Opinion,
  tellApplicant,
  withdrawCase,
  withdrawNotices,
} from '../../../kernel/service/server.ts';
import { itemName } from '../assessment/go.ts';
import { approvalHandlers } from '../benefit/approval.ts';
import { circumstancesOf } from '../circumstances.ts';
import { tellOffice } from '../home-works/go.ts';
import { decisionsOnce } from '../home-works/sections.ts';
import { contactAt, countyOf, townshipOf } from '../offices.ts';
import { staysOn } from '../outlets/store.ts';
import { openQuota, QuotaApplication, type QuotaForm, quotaSteps } from './application.ts';
import { type QuotaAction, type QuotaStep, quotaFlow } from './flow.ts';
import { quotaLetter, quotaPapers } from './papers.ts';
import { determineQuota, type QuotaFacts, quotaRules, type Tier, tierNames } from './rules.ts';

defineReplay({ rule: quotaRules.current.name, book: quotaRules });

type Facts = QuotaFacts & { division: Case['division'] };
type Done = Promise<Result<Effect<QuotaStep>>>;

/** By what is known now; what no register tells of is what the township found. */
async function decideQuota(tx: Tx, kase: Case): Promise<Result<{ facts: Facts; decision: Decision }>> {
  const known = (await circumstancesOf(tx, kase.applicantPersonId))!;
  const accepted = (await caseEvents(tx, kase.id)).findLast((event) => event.action === 'accept');
  const { birthDate, dibao, tekun, edge, levels, livingAlone } = known;
  const asked = (kase.form as QuotaForm).onlyChildLost === 'yes';
  const facts: Facts = {
    birthDate,
    division: kase.division,
    dibao,
    tekun,
    edge,
    levels,
    livingAlone,
    inInstitution: await staysOn(tx, kase.applicantPersonId, tx.today),
    onlyChildLost: (accepted?.data?.onlyChildLost as boolean | undefined) ?? (asked ? null : false),
  };
  const decision = determineQuota(facts, await parametersOf(tx), tx.today);
  return decision.ok ? ok({ facts, decision: decision.value }) : decision;
}

const accept = handler({
  input: z.strictObject({
    onlyChildLost: choice({ no: '不是', yes: '是，看过证件' }).meta({ label: '是不是计划生育特殊家庭（失独）' }),
    opinion: Opinion,
  }),
  initial: async () => ({ onlyChildLost: 'no', opinion: '住在本地，情况属实，请审批。' }),
  async run(tx, kase, input): Done {
    const personId = kase.applicantPersonId;
    await grantAccess(tx, { personId, division: kase.division, reason: `case:${kase.id}` });
    const needs = await recordCommunicationNeeds(tx, {
      personId,
      needs: (kase.form as QuotaForm).applicant.communication ?? [],
      source: '政府购买居家养老服务申请表',
    });
    if (!needs.ok) return needs;
    await tellOffice(tx, kase, { holder: 'county-confirmer', step: '县级审批' });
    return ok({
      to: 'deciding',
      opinion: input.opinion,
      data: { onlyChildLost: input.onlyChildLost === 'yes' },
      after: async (accepted: Case) => {
        const params = { item: await itemName(tx, accepted), no: accepted.no!, tel: tx.office(townshipOf(accepted)).telephone };
        await tellApplicant(tx, accepted, 'home-works.accepted', params);
        return ok(null);
      },
    });
  },
});

const shared = approvalHandlers({
  papers: quotaPapers,
  noticeDays: 'GPS-NOTICE',
  approved: 'home-care-quota.approved',
  source: '政府购买居家养老服务申请表',
  decide: decideQuota,
  take: async () => ok(null),
});

/** 额度通知: the tier as it stands today; where there is none any more it goes back to the county. */
const endNotice = handler({
  input: z.strictObject({}),
  async run(tx, kase): Done {
    const computed = await decideQuota(tx, kase);
    if (!computed.ok) return computed;
    const { decision, facts } = computed.value;
    if (decision.outcome !== 'eligible') {
      await withdrawNotices(tx, kase.id);
      await tellOffice(tx, kase, { holder: 'county-confirmer', step: '县级审批' });
      return ok({ to: 'deciding', opinion: '公示期间条件有变化，退回审批。' });
    }
    const made = (await decisionsOfCase(tx, kase.id)).findLast((d) => d.kind === 'initial')!;
    const fromMonth = (made.decision as Decision).effectiveMonth ?? monthAfter(tx.today);
    const tier = tierOfDecision(decision);
    const amountFen = decision.amountFen!;
    const { applicantPersonId: personId, division } = kase;
    await tx.run(sql`insert into care_quota_grant (id, person_id, division, case_id, tier, amount_fen, only_child_lost, from_month, granted_at)
      values (${newId()}, ${personId}, ${division}, ${kase.id}, ${tier}, ${amountFen}, ${facts.onlyChildLost === true}, ${fromMonth}, ${tx.now})`);
    const letter = await issueAt(tx, {
      kind: quotaPapers.quota,
      letter: quotaLetter({ name: kase.applicantName, tier, amountFen, fromMonth, contact: contactAt(tx, townshipOf(kase)) }),
      at: countyOf(kase),
      division,
      personId,
      caseId: kase.id,
    });
    if (!letter.ok) return letter;
    await tellApplicant(tx, kase, 'home-care-quota.granted', { amount: yuanDigits(amountFen), month: longMonth(fromMonth) });
    return ok({ to: 'granted' });
  },
});
const tierOfDecision = ({ breakdown }: Decision): Tier =>
  ([1, 2, 3] as const).find((tier) => breakdown[0]!.label.endsWith(tierNames[tier]))!;

const resubmit = handler({
  input: z.strictObject({
    explanation: z.string().trim().min(2, '请写明补了什么').max(500).meta({ label: '说明', widget: 'textarea' }),
  }),
  async run(tx, kase, input): Done {
    await tellOffice(tx, kase, { holder: 'township-clerk', step: '乡镇初审' });
    return ok({ to: 'submitted', opinion: input.explanation });
  },
});

const { requestSupplement, approve, refuse, returnToTownship, object, settleObjection } = shared;
const quotaActions: Readonly<Record<QuotaAction, ActionHandler<never, QuotaStep>>> = {
  accept,
  requestSupplement,
  resubmit,
  approve,
  refuse,
  returnToTownship,
  object,
  endNotice,
  settleObjection,
  withdraw: withdrawCase,
  endByDeath,
};

async function sections(tx: Tx, kase: Case): Promise<Record<string, unknown>> {
  const { applicant, onlyChildLost } = kase.form as QuotaForm;
  return {
    facts: [
      {
        title: '老人',
        rows: [
          { label: '姓名', value: applicant.name },
          { label: '身份证号码', value: maskIdNumber(applicant.idNumber) },
          ...(applicant.phone ? [{ label: '手机', value: maskPhone(applicant.phone) }] : []),
          ...communicationRows(applicant.communication),
          { label: '住在', value: tx.divisions.fullName(kase.division) },
          { label: '计划生育特殊家庭', value: onlyChildLost === 'yes' ? '申请时说是，乡镇（街道）核对证件' : '不是' },
        ],
      },
    ],
    decisions: await decisionsOnce(tx, kase, decideQuota),
    notice: await noticeOfCase(tx, kase.id),
    documents: await documentsShown(tx, kase),
  };
}

defineFlowImplementation({
  flow: quotaFlow,
  form: () => QuotaApplication,
  formSteps: quotaSteps,
  forOthers: true,
  open: (tx, _item, form) => openQuota(tx, form as unknown as QuotaForm),
  actions: quotaActions,
  sections,
});
