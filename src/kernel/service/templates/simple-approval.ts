/**
 * 简单审批: the flow of service items that are data only (design: a template and data fields need no code). The township accepts and
 * decides; the limit is the item's own number of working days from acceptance; waiting for the applicant's papers does not count.
 */
import { z } from 'zod';
import type { Tx } from '../../context/server.ts';
import { bindFiles } from '../../document/server.ts';
import { defineTemplates, notify } from '../../notice/server.ts';
import { grantAccess, identifyApplicant } from '../../resident/server.ts';
import { type FieldProblem, fail, ok, type Result } from '../../result/index.ts';
import { Division, FileRef, type FormField, Mobile, missingShown, ResidentId, schemaOf } from '../../schema/index.ts';
import { appliedFor } from '../applied-for.ts';
import { askForPapers } from '../deeming.ts';
import { officeOf } from '../escalation.ts';
import { caseEvents } from '../events.ts';
import { type Case, defineFlowImplementation, type Effect, handler, type Opening } from '../flows.ts';
import { defineFlow, type ServiceItem } from '../index.ts';
import { getServiceItem } from '../items.ts';
import { said } from '../said.ts';

defineTemplates({
  'case.todo': { title: '待您办理', text: '{name}申请的“{item}”到了您这一步：{step}。' },
  'case.accepted': {
    title: '申请已受理',
    text: '您申请的“{item}”已受理，办件号{no}，最迟{due}前办结，咨询{tel}。',
    sms: '【民政】您的申请已受理，办件号{no}，最迟{due}前办结，咨询{tel}。',
  },
  'case.supplement': {
    title: '还差材料',
    text: '您申请的“{item}”还缺：{list}，请在{until}前补交。补齐后接着办，等待的时间不算在办理期限里。',
  },
  'case.granted': { title: '申请已通过', text: '您申请的“{item}”已经通过。{opinion}' },
  'case.refused': {
    title: '申请未通过',
    text: '您申请的“{item}”未通过，理由：{opinion}；可在60日内申请行政复议、6个月内提起行政诉讼，咨询{tel}。',
  },
});

const forApplicant = ['applicant', 'village-worker'] as const;

export const simpleApprovalFlow = defineFlow({
  name: 'simple-approval',
  version: '1',
  start: 'submitted',
  total: { parameter: null },
  steps: {
    submitted: {
      zh: '已提交',
      holder: 'township-clerk',
      within: { parameter: 'SUPPLEMENT-DAYS', unit: 'workdays', from: 'submitted' },
      deems: true,
      can: { accept: ['township-clerk'], requestSupplement: ['township-clerk'], withdraw: [...forApplicant] },
      leadsTo: ['accepted', 'supplement', 'withdrawn'],
      says: '申请已经交到乡镇（街道），工作人员正在看材料是否齐全。',
    },
    accepted: {
      zh: '审核中',
      holder: 'township-clerk',
      within: { parameter: null, unit: 'workdays', from: 'accepted' },
      can: {
        grant: ['township-clerk', 'township-leader'],
        refuse: ['township-clerk', 'township-leader'],
        requestSupplement: ['township-clerk'],
        withdraw: [...forApplicant],
      },
      leadsTo: ['granted', 'refused', 'supplement', 'withdrawn'],
      says: '已经受理，正在审核。',
    },
    supplement: {
      zh: '待补正',
      holder: 'applicant',
      pauses: true,
      asks: '补交缺少的材料',
      aside: true,
      can: { resubmit: [...forApplicant, 'township-clerk'], withdraw: [...forApplicant] },
      leadsTo: ['submitted', 'accepted', 'withdrawn'],
      says: '还差材料，补齐以后接着办。等您补材料的时间不算在办理期限里。',
    },
    granted: { zh: '已通过', holder: null, final: 'granted', can: {}, says: '申请已经通过。' },
    refused: { zh: '未通过', holder: null, final: 'refused', can: {}, says: '这次没有通过，理由和申诉办法见告知。' },
    withdrawn: { zh: '已撤回', holder: null, final: 'withdrawn', can: {}, says: '申请已经撤回，需要时可以重新申请。' },
  },
  actions: {
    accept: { zh: '受理', causes: '从今天起计算办理期限，短信告知申请人办件号和期限。', recusal: true },
    requestSupplement: { zh: '一次性告知补正', causes: '一次列清缺少的材料并告知申请人，等待期间时限暂停。' },
    resubmit: { zh: '补齐材料', causes: '材料补交后继续办理。' },
    withdraw: { zh: '撤回申请', causes: '申请停止办理，不影响以后重新申请。', danger: true },
    grant: { zh: '准予', causes: '办结，告知申请人结果。', recusal: true },
    refuse: { zh: '不予准予', causes: '办结，告知申请人理由和救济途径。', danger: true, recusal: true },
  },
});

type State = keyof typeof simpleApprovalFlow.steps & string;
type Done = Promise<Result<Effect<State>>>;

const Applicant = z
  .strictObject({
    name: z.string().trim().min(1, '请填写姓名').max(50, '姓名不超过50个字').meta({ label: '姓名' }),
    idNumber: ResidentId.meta({ label: '身份证号码', protect: true, widget: 'id-card' }),
    phone: Mobile.meta({ label: '手机号码', protect: true, help: '办理进度会发短信到这个号码' }),
    village: Division.meta({ label: '所在村（社区）', widget: 'division' }),
  })
  .meta({ label: '申请人' });

interface SimpleForm {
  readonly applicant: z.infer<typeof Applicant>;
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** The application form: the applicant, and the item's own fields kept in `extra`. */
const formShape = (item: ServiceItem): z.ZodType =>
  z.strictObject({
    applicant: Applicant,
    ...(item.extraFields.length > 0 ? { extra: schemaOf(item.extraFields).meta({ label: item.name }) } : {}),
  });

/** The ids of the files in the item's own fields, those of rows and objects too. */
function filesOf(fields: readonly FormField[], value: Readonly<Record<string, unknown>>): string[] {
  return fields.flatMap((field) => {
    const inner = value[field.name];
    if (inner === undefined) return [];
    if (field.type === 'file') return [inner].flat() as string[];
    if (field.type === 'object') return filesOf(field.fields ?? [], inner as Record<string, unknown>);
    if (field.type === 'list' && field.fields?.[0]?.name !== '')
      return (inner as Record<string, unknown>[]).flatMap((row) => filesOf(field.fields ?? [], row));
    return [];
  });
}

async function open(tx: Tx, item: ServiceItem, form: SimpleForm): Promise<Result<Opening>> {
  const { village, ...applicant } = form.applicant;
  if (!item.workdays) return fail('ITEM_NOT_ONLINE', { name: item.name, office: tx.office(village).name });
  const problems: FieldProblem[] = missingShown(item.extraFields, form.extra ?? {}, 'extra.');
  if (tx.divisions.get(village)?.level !== 'village') problems.push({ path: 'applicant.village', message: '请选择到村（社区）' });
  if (problems.length > 0) return fail('INVALID_INPUT', { count: problems.length }, problems);
  const person = await identifyApplicant(tx, { ...applicant, division: village });
  if (!person.ok) return person;
  return ok({
    division: village,
    ...appliedFor(tx, person.value, applicant.name),
    form,
  });
}

/** The item in the version that the case began with. */
async function itemOf(tx: Tx, kase: Case): Promise<ServiceItem> {
  const item = await getServiceItem(tx, kase.itemId, kase.itemVersion);
  if (!item.ok) throw new Error(`case ${kase.id} has no item ${kase.itemId}@${kase.itemVersion}`);
  return item.value;
}

const bind = (tx: Tx, kase: Case, files: readonly string[]) =>
  bindFiles(tx, files, { caseId: kase.id, personId: kase.applicantPersonId, division: kase.division });

async function tellClerk(tx: Tx, kase: Case, step: string): Promise<void> {
  const { name } = await itemOf(tx, kase);
  await notify(tx, {
    to: { performer: 'township-clerk', division: officeOf('township-clerk', kase.division) },
    template: 'case.todo',
    params: { name: kase.applicantName, item: name, step },
    caseId: kase.id,
  });
}

const telephone = (tx: Tx, kase: Case): string => tx.office(officeOf('township-clerk', kase.division)).telephone;
const tellApplicant = async (tx: Tx, kase: Case, template: string, params: Record<string, string>): Promise<void> =>
  notify(tx, {
    to: { personId: kase.applicantPersonId },
    template,
    params: { item: (await itemOf(tx, kase)).name, tel: telephone(tx, kase), ...params },
    caseId: kase.id,
  });

const Reason = z
  .string()
  .trim()
  .min(4, '请写明原因（至少4个字）')
  .max(500, '不超过500字')
  .meta({ label: '原因', widget: 'textarea' });

export const simpleApproval = defineFlowImplementation({
  flow: simpleApprovalFlow,
  form: formShape,
  forOthers: true,
  open: (tx, item, form) => open(tx, item, form as unknown as SimpleForm),
  async opened(tx, kase) {
    const { extraFields } = await itemOf(tx, kase);
    const bound = await bind(tx, kase, filesOf(extraFields, (kase.form as SimpleForm).extra ?? {}));
    if (!bound.ok) return bound;
    await tellClerk(tx, kase, '受理');
    return ok(null);
  },
  actions: {
    accept: handler({
      input: z.strictObject({}),
      async run(tx, kase): Done {
        await grantAccess(tx, { personId: kase.applicantPersonId, division: kase.division, reason: `case:${kase.id}` });
        return ok({
          to: 'accepted',
          after: async (accepted) => {
            await tellApplicant(tx, accepted, 'case.accepted', { no: accepted.no!, due: accepted.dueOn });
            return ok(null);
          },
        });
      },
    }),
    requestSupplement: handler({
      input: z.strictObject({
        papers: z
          .array(z.strictObject({ paper: z.string().trim().min(2, '请写明缺什么').max(60).meta({ label: '缺什么' }) }))
          .min(1, '请至少列一项')
          .max(20)
          .meta({ label: '需要补正的材料', help: '一次列清' }),
      }),
      async run(tx, kase, input): Done {
        const until = await askForPapers(tx, kase);
        if (!until.ok) return until;
        const list = input.papers.map((p) => p.paper).join('、');
        await tellApplicant(tx, kase, 'case.supplement', { list, until: until.value });
        return ok({ to: 'supplement', opinion: `需补正：${list}`, answerBy: until.value });
      },
    }),
    resubmit: handler({
      input: z.strictObject({
        papers: z.array(FileRef).max(20).default([]).meta({ label: '补交的材料照片', paper: 'support' }),
        explanation: z.string().trim().max(500, '不超过500字').default('').meta({ label: '说明', widget: 'textarea' }),
      }),
      async run(tx, kase, input): Done {
        const bound = await bind(tx, kase, input.papers);
        if (!bound.ok) return bound;
        await tellClerk(tx, kase, '材料已补交');
        return ok({
          to: kase.acceptedOn ? 'accepted' : 'submitted',
          opinion: input.explanation || '材料已补交',
          data: { newPapers: input.papers.length },
        });
      },
    }),
    withdraw: handler({
      input: z.strictObject({ reason: Reason }),
      run: async (_tx, _kase, input): Done => ok({ to: 'withdrawn', opinion: input.reason }),
    }),
    grant: handler({
      input: z.strictObject({
        opinion: z.string().trim().max(500, '不超过500字').default('').meta({ label: '意见', widget: 'textarea' }),
      }),
      async run(tx, kase, input): Done {
        await tellApplicant(tx, kase, 'case.granted', { opinion: input.opinion });
        return ok({ to: 'granted', opinion: input.opinion || null });
      },
    }),
    refuse: handler({
      input: z.strictObject({ reason: Reason }),
      async run(tx, kase, input): Done {
        await tellApplicant(tx, kase, 'case.refused', { opinion: input.reason });
        return ok({ to: 'refused', opinion: input.reason });
      },
    }),
  },
  async sections(tx, kase) {
    const { applicant, extra = {} } = kase.form as SimpleForm;
    const { extraFields, name } = await itemOf(tx, kase);
    const supplements = (await caseEvents(tx, kase.id)).filter((e) => e.action === 'requestSupplement');
    return {
      facts: [
        {
          title: '申请人',
          rows: [
            { label: '姓名', value: applicant.name },
            { label: '所在村（社区）', value: tx.divisions.fullName(applicant.village) },
          ],
        },
        {
          title: name,
          rows: extraFields
            .filter((f) => extra[f.name] !== undefined)
            .map((f) => ({ label: f.label, value: said(f, extra[f.name], tx.divisions.fullName) })),
        },
        ...(supplements.length > 0
          ? [{ title: '补正', rows: supplements.map((e) => ({ label: e.onDate, value: e.opinion ?? '' })) }]
          : []),
      ],
    };
  },
});
