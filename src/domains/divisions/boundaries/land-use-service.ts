/** 跨行政区域界线用地备案 (PN-08; Order 353 art. 10) as a service item: asked for on one side, agreed to on both, filed by the city with whoever approved the line. */
import { z } from 'zod';
import { longDate } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { Division, type DivisionCode, FileRef } from '../../../kernel/schema/index.ts';
import { type Case, defineFlowImplementation, handler, type Opening, officeOf } from '../../../kernel/service/server.ts';
import { Applicant, applicantOf } from '../requests/applicant.ts';
import {
  accept,
  bindTo,
  commonFacts,
  type Done,
  type FactGroup,
  note,
  requestSupplement,
  resubmit,
  shown,
  tellApplicant,
  tellOffice,
  withdraw,
} from '../requests/handlers.ts';
import { issueCertificate, issueRefusal } from '../requests/papers.ts';
import { answersTo, askSides, fileLandUse, isAgreed, type LandUse, landUseOfCase, sidesOf } from './land-use.ts';
import { landUseFlow } from './request-flows.ts';

const metres = (label: string) =>
  z.int().min(1, '须大于0').max(1_000_000_000, '面积过大，请核对').meta({ label, unit: '平方米' });

const LandUseApplication = z.strictObject({
  applicant: Applicant,
  project: z.string().trim().min(2, '请填写项目名称').max(60, '不超过60个字').meta({ label: '项目名称' }),
  whereabouts: z
    .string()
    .trim()
    .min(4, '请写明在哪里')
    .max(200, '不超过200字')
    .meta({ label: '位置', help: '在界线的哪一段、附近有什么' }),
  division: Division.meta({ label: '在哪里申请', widget: 'division', help: '项目的主体在哪一侧，选那一侧的村（社区）' }),
  metresHere: metres('这一侧用地'),
  otherDivision: Division.meta({ label: '界线另一侧', widget: 'division', help: '选另一侧的村（社区）' }),
  metresThere: metres('另一侧用地'),
  reason: z
    .string()
    .trim()
    .min(10, '请写明为什么要跨界线用地（至少10个字）')
    .max(1000, '不超过1000字')
    .meta({ label: '为什么要跨界线用地', widget: 'textarea' }),
  papers: z
    .array(FileRef)
    .min(1, '请上传项目批准文件和用地范围图')
    .max(10)
    .meta({ label: '项目批准文件、用地范围图', paper: 'place-scheme', help: '图上标出界线和两侧的范围' }),
});
type LandUseApplication = z.infer<typeof LandUseApplication>;

type Decided = Done<keyof typeof landUseFlow.steps & string>;
const formOf = (kase: Case): LandUseApplication => kase.form as LandUseApplication;
const countyOf = (division: DivisionCode): DivisionCode => officeOf('county-clerk', division) as DivisionCode;
const invalid = (path: string, message: string) => fail('INVALID_INPUT', { count: 1 }, [{ path, message }]);

async function open(tx: Tx, form: LandUseApplication): Promise<Result<Opening>> {
  if (!form.applicant.unit) return invalid('applicant.unit', '请填写用地单位');
  for (const side of ['division', 'otherDivision'] as const)
    if (form[side] === tx.city || tx.divisions.get(form[side]) === undefined) return invalid(side, '请选到村（社区）');
  if (countyOf(form.division) === countyOf(form.otherDivision))
    return invalid('otherDivision', '两侧须是两个县（市、区）；同一个县里用地的，不用办这一项');
  const person = await applicantOf(tx, form.applicant);
  if (!person.ok) return person;
  return ok({ division: form.division, ...person.value, matter: form.project, form });
}

const ask = handler({
  input: z.strictObject({}),
  async run(tx, kase): Decided {
    const { applicant, project, whereabouts, division, otherDivision, metresHere, metresThere } = formOf(kase);
    const asked = await askSides(tx, {
      caseId: kase.id,
      division: countyOf(division),
      otherDivision: countyOf(otherDivision),
      unit: applicant.unit!,
      project,
      whereabouts,
      metresHere,
      metresThere,
    });
    return asked.ok ? ok({ to: 'consenting' }) : asked;
  },
});

/** What both sides have agreed to, or why it cannot be filed. */
async function agreedUse(tx: Tx, kase: Case): Promise<Result<LandUse, 'LAND_USE_UNAGREED'>> {
  const use = (await landUseOfCase(tx, kase.id))!;
  const given = await answersTo(tx, [use.id]);
  if (isAgreed(use, given)) return ok(use);
  const objects = given.find(({ consents }) => !consents);
  const silent = sidesOf(use).find((side) => given.every(({ division }) => division !== side));
  const side = tx.divisions.get((objects?.division ?? silent)!)?.name ?? '';
  return fail('LAND_USE_UNAGREED', { side, answer: objects ? '不同意' : '还没有表态' });
}

const report = handler({
  input: z.strictObject({}),
  offered: async (tx, kase) => (await agreedUse(tx, kase)).ok,
  async run(tx, kase): Decided {
    const use = await agreedUse(tx, kase);
    if (!use.ok) return use;
    await tellOffice(tx, kase, 'city-clerk', landUseFlow.steps.filing.zh);
    return ok({ to: 'filing' });
  },
});

const file = handler({
  input: z.strictObject({
    filingNo: z.string().trim().min(4, '请填写备案号').max(60).meta({ label: '备案号', help: '批准界线的机关回复的文号' }),
  }),
  async run(tx, kase, { filingNo }): Decided {
    const use = await agreedUse(tx, kase);
    if (!use.ok) return use;
    await fileLandUse(tx, use.value, filingNo);
    const { unit, project, whereabouts, metresHere, metresThere } = use.value;
    const given = await answersTo(tx, [use.value.id]);
    const issued = await issueCertificate(tx, kase, {
      kind: 'landUse',
      at: tx.city,
      rows: [
        ['用地单位', unit],
        ['项目', project],
        ['位置', whereabouts],
        ...sidesOf(use.value).map((side, i): [string, string] => [
          tx.divisions.fullName(side),
          `${i === 0 ? metresHere : metresThere}平方米，批准文号${given.find(({ division }) => division === side)!.documentNo}`,
        ]),
        ['备案号', filingNo],
      ],
      says: '界线两侧的人民政府都已同意，并已报批准该行政区域界线的机关备案（行政区域界线管理条例第十条）。备案不改变界线。',
    });
    if (!issued.ok) return issued;
    await tellApplicant(tx, kase, 'case.granted', { opinion: `备案号：${filingNo}。证明可以在“我的办件”里打开。` });
    return ok({ to: 'granted', opinion: filingNo });
  },
});

const refuse = handler({
  input: z.strictObject({ reason: note('理由') }),
  async run(tx, kase, input): Decided {
    const told = await issueRefusal(tx, kase, { kind: 'landUseRefused', what: '跨行政区域界线用地备案', reason: input.reason });
    if (!told.ok) return told;
    await tellApplicant(tx, kase, 'case.refused', { opinion: input.reason });
    return ok({ to: 'refused', opinion: input.reason });
  },
});

const sendBack = handler({
  input: z.strictObject({ reason: note('要核对什么') }),
  async run(tx, kase, input): Decided {
    await tellOffice(tx, kase, 'county-clerk', landUseFlow.steps.consenting.zh);
    return ok({ to: 'consenting', opinion: input.reason });
  },
});

async function answersShown(tx: Tx, kase: Case): Promise<FactGroup[]> {
  const use = await landUseOfCase(tx, kase.id);
  if (!use) return [];
  const given = await answersTo(tx, [use.id]);
  const rows = sidesOf(use).map((side) => {
    const answer = given.find(({ division }) => division === side);
    const said = answer && [
      answer.consents ? `同意，${answer.documentNo}` : '不同意',
      answer.opinion.replace(/[。；]+$/, ''),
      `${answer.byName}，${longDate(answer.onDate)}`,
    ];
    return { label: tx.divisions.get(side)?.name ?? '', value: said ? said.join('。') : '还没有表态' };
  });
  return [{ title: '两侧的意见', rows }];
}

defineFlowImplementation({
  flow: landUseFlow,
  form: () => LandUseApplication,
  formSteps: [
    { title: '谁申请', fields: ['applicant'] },
    { title: '什么项目', fields: ['project', 'whereabouts', 'reason'] },
    { title: '两侧各用多少地', fields: ['division', 'metresHere', 'otherDivision', 'metresThere'] },
    { title: '材料', fields: ['papers'] },
  ],
  forOthers: true,
  open: (tx, _item, form) => open(tx, form as unknown as LandUseApplication),
  async opened(tx, kase) {
    const bound = await bindTo(tx, kase, formOf(kase).papers);
    if (!bound.ok) return bound;
    await tellOffice(tx, kase, 'county-clerk', landUseFlow.steps.submitted.zh);
    return ok(null);
  },
  actions: { accept, requestSupplement, resubmit, withdraw, ask, report, file, refuse, sendBack },
  async sections(tx, kase) {
    const { project, whereabouts, division, otherDivision, metresHere, metresThere, reason } = formOf(kase);
    return shown(tx, kase, [
      {
        title: project,
        rows: [
          { label: '位置', value: whereabouts },
          { label: tx.divisions.fullName(division), value: `${metresHere}平方米` },
          { label: tx.divisions.fullName(otherDivision), value: `${metresThere}平方米` },
          { label: '理由', value: reason },
        ],
      },
      ...(await answersShown(tx, kase)),
      ...(await commonFacts(tx, kase)),
    ]);
  },
});
