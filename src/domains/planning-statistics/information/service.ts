/** 政府信息公开申请 (PS-03): its form and what each action does. The limits and who acts are in the flow. */
import { z } from 'zod';
import { plainDateOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { bindFiles, documentsShown, paragraph, sentence } from '../../../kernel/document/server.ts';
import { defineTemplates, notify } from '../../../kernel/notice/server.ts';
import { grantAccess, identifyApplicant } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, Division, FileRef, Mobile, ResidentId } from '../../../kernel/schema/index.ts';
import {
  appliedFor,
  askForPapers,
  type Case,
  caseEvents,
  defineFlowImplementation,
  type Effect,
  handler,
} from '../../../kernel/service/server.ts';
import './errors.ts';
import { EXTENDED, type InformationState, informationFlow } from './flow.ts';
import { answerLetter } from './letters.ts';

defineTemplates({
  'information.received': { title: '收到信息公开申请', text: '{name}申请公开政府信息：{wanted}' },
  'information.accepted': {
    title: '申请已登记',
    text: '您的政府信息公开申请已登记，办件号{no}，最迟{due}前答复，咨询{tel}。',
    sms: '【民政】您的申请已登记，办件号{no}，最迟{due}前答复，咨询{tel}。',
  },
  'information.extended': { title: '答复延期', text: '您的政府信息公开申请，经同意延期答复，理由：{reason}；最迟{due}前答复。' },
  'information.answered': {
    title: '信息公开申请已答复',
    text: '您的政府信息公开申请已答复：{outcome}。告知书在“我的办件”里。咨询{tel}。',
  },
});

const ways = { platform: '在平台上看', paper: '纸面', mail: '邮寄', email: '电子邮件' } as const;

const Form = z.strictObject({
  applicant: z
    .strictObject({
      name: z.string().trim().min(1, '请填写姓名').max(50).meta({ label: '姓名' }),
      idNumber: ResidentId.meta({ label: '身份证号码', protect: true, widget: 'id-card' }),
      phone: Mobile.meta({ label: '手机号码', protect: true }),
      village: Division.meta({ label: '所在村（社区）', widget: 'division' }),
    })
    .meta({ label: '申请人' }),
  request: z
    .strictObject({
      wanted: z
        .string()
        .trim()
        .min(5, '请写明要什么信息（至少5个字）')
        .max(500)
        .meta({ label: '要什么信息', help: '名称、文号，或者能让人找到它的描述', widget: 'textarea' }),
      way: choice(ways).meta({ label: '怎么给您', choices: ways }),
      use: z.string().trim().max(200).default('').meta({ label: '用途（可以不填）' }),
    })
    .meta({ label: '申请的信息' }),
});
type Form = z.infer<typeof Form>;
type Done = Promise<Result<Effect<InformationState>>>;

const formOfCase = (kase: Case): Form => kase.form as Form;
const text = (label: string, max = 1_000) =>
  z.string().trim().min(4, `请写明${label}（至少4个字）`).max(max, `不超过${max}字`).meta({ label, widget: 'textarea' });

const provided = { open: '予以公开', partly: '部分公开', already: '已经主动公开，告知获取的方式和途径' } as const;
const declined = {
  secret: '属于不予公开的信息',
  absent: '本机关没有这项信息',
  elsewhere: '不属于本机关负责公开',
  repeated: '已经答复过，不重复处理',
  registry: '依照其他法律、法规办理查询',
} as const;

const telephone = (tx: Tx): string => tx.office(tx.city).telephone;
const tell = (tx: Tx, kase: Case, template: string, params: Record<string, string>): Promise<void> =>
  notify(tx, { to: { personId: kase.applicantPersonId }, template, params: { tel: telephone(tx), ...params }, caseId: kase.id });

/** The day from which the answer is due: that of the application, or of what made it clear. */
async function receivedOn(tx: Tx, kase: Case) {
  const made = (await caseEvents(tx, kase.id)).findLast(({ action }) => action === 'resubmit');
  return made ? made.onDate : plainDateOf(kase.submittedAt);
}

async function answer(
  tx: Tx,
  kase: Case,
  given: { to: 'provided' | 'declined'; outcome: string; sections: { title: string; text: string }[] },
): Done {
  const letter = await answerLetter(tx, kase, {
    wanted: formOfCase(kase).request.wanted,
    outcome: given.outcome,
    sections: given.sections.map(({ title, text: said }) => ({ title, blocks: [paragraph(sentence(said))] })),
  });
  if (!letter.ok) return letter;
  await tell(tx, kase, 'information.answered', { outcome: given.outcome });
  return ok({ to: given.to, opinion: given.outcome });
}

defineFlowImplementation({
  flow: informationFlow,
  form: () => Form,
  async open(tx, _item, given) {
    const form = given as unknown as Form;
    const { village, ...applicant } = form.applicant;
    if (tx.divisions.get(village)?.level !== 'village')
      return fail('INVALID_INPUT', { count: 1 }, [{ path: 'applicant.village', message: '请选择到村（社区）' }]);
    const person = await identifyApplicant(tx, { ...applicant, division: village });
    return person.ok ? ok({ division: village, ...appliedFor(tx, person.value, applicant.name), form }) : person;
  },
  async opened(tx, kase) {
    await notify(tx, {
      to: { performer: 'city-clerk', division: tx.city },
      template: 'information.received',
      params: { name: kase.applicantName, wanted: formOfCase(kase).request.wanted },
      caseId: kase.id,
    });
    return ok(null);
  },
  actions: {
    accept: handler({
      input: z.strictObject({}),
      async run(tx, kase): Done {
        await grantAccess(tx, { personId: kase.applicantPersonId, division: tx.city, reason: `case:${kase.id}` });
        return ok({
          to: 'answering',
          acceptedOn: await receivedOn(tx, kase),
          after: async (accepted) => {
            await tell(tx, accepted, 'information.accepted', { no: accepted.no!, due: accepted.totalDueOn ?? accepted.dueOn });
            return ok(null);
          },
        });
      },
    }),
    requestSupplement: handler({
      input: z.strictObject({ unclear: text('哪里不清楚', 500) }),
      async run(tx, kase, input): Done {
        const until = await askForPapers(tx, kase);
        if (!until.ok) return until;
        await tell(tx, kase, 'case.supplement', { item: '政府信息公开申请', list: input.unclear, until: until.value });
        return ok({ to: 'unclear', opinion: `需补正：${input.unclear}`, answerBy: until.value });
      },
    }),
    resubmit: handler({
      input: z.strictObject({ wanted: text('要什么信息', 500) }),
      initial: async (_tx, kase) => ({ wanted: formOfCase(kase).request.wanted }),
      async run(_tx, kase, { wanted }): Done {
        const form = formOfCase(kase);
        return ok({ to: 'submitted', opinion: '已补正', form: { ...form, request: { ...form.request, wanted } } });
      },
    }),
    lapse: handler({
      input: z.strictObject({}),
      offered: async (tx, kase) => kase.answerBy !== null && kase.answerBy < tx.today,
      run: async (tx, kase): Done =>
        kase.answerBy !== null && kase.answerBy < tx.today
          ? ok({ to: 'lapsed', opinion: '没有在期限内补正，视为放弃' })
          : fail('INFORMATION_NOT_LAPSED', { until: kase.answerBy! }),
    }),
    askThirdParty: handler({
      input: z.strictObject({ whom: text('征求谁的意见', 100) }),
      run: async (_tx, _kase, input): Done => ok({ to: 'asking', opinion: `征求${input.whom}的意见` }),
    }),
    recordThirdParty: handler({
      input: z.strictObject({ said: text('第三方意见') }),
      run: async (_tx, kase, { said }): Done =>
        kase.flags.includes(EXTENDED) ? ok({ to: 'longer', opinion: said }) : ok({ to: 'answering', opinion: said }),
    }),
    extend: handler({
      input: z.strictObject({ reason: text('延期的理由', 300) }),
      async run(tx, _kase, { reason }): Done {
        return ok({
          to: 'longer',
          opinion: reason,
          addFlags: [EXTENDED],
          after: async (moved) => {
            await tell(tx, moved, 'information.extended', { reason, due: moved.totalDueOn ?? moved.dueOn });
            return ok(null);
          },
        });
      },
    }),
    provide: handler({
      input: z.strictObject({
        outcome: choice(provided).meta({ label: '答复', choices: provided }),
        content: text('内容或者获取的方式', 2_000),
        files: z.array(FileRef).max(10).default([]).meta({ label: '附件', paper: 'information' }),
      }),
      async run(tx, kase, { outcome, content, files }): Done {
        const bound = await bindFiles(tx, files, {
          caseId: kase.id,
          personId: kase.applicantPersonId,
          division: kase.division,
        });
        if (!bound.ok) return bound;
        return answer(tx, kase, {
          to: 'provided',
          outcome: provided[outcome],
          sections: [{ title: '公开的内容和方式', text: content }],
        });
      },
    }),
    decline: handler({
      input: z.strictObject({
        outcome: choice(declined).meta({ label: '答复', choices: declined }),
        reason: text('理由'),
        basis: text('依据', 300),
      }),
      run: (tx, kase, { outcome, reason, basis }): Done =>
        answer(tx, kase, {
          to: 'declined',
          outcome: declined[outcome],
          sections: [
            { title: '理由', text: reason },
            { title: '依据', text: basis },
          ],
        }),
    }),
    withdraw: handler({
      input: z.strictObject({ reason: text('原因', 300) }),
      run: async (_tx, _kase, input): Done => ok({ to: 'withdrawn', opinion: input.reason }),
    }),
  },
  async sections(tx, kase) {
    const { applicant, request } = formOfCase(kase);
    return {
      documents: await documentsShown(tx, kase),
      facts: [
        {
          title: '申请公开的信息',
          rows: [
            { label: '要什么信息', value: request.wanted },
            { label: '怎么给', value: ways[request.way] },
            ...(request.use ? [{ label: '用途', value: request.use }] : []),
          ],
        },
        {
          title: '申请人',
          rows: [
            { label: '姓名', value: applicant.name },
            { label: '所在村（社区）', value: tx.divisions.fullName(applicant.village) },
          ],
        },
      ],
    };
  },
});
