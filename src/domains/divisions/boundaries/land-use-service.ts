/** 跨行政区域界线用地备案 (PN-08; Order 353 art. 10) as a service item: asked for on one side, agreed to on both, filed with whoever approved the line: by the city, between two townships by their county. Where the other side is of another city its papers come in by ours. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { longDate } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { inScope, levelOf } from '../../../kernel/division/index.ts';
import { sentence } from '../../../kernel/document/index.ts';
import { fail, ok, type Result, wrong } from '../../../kernel/result/index.ts';
import { choice, Division, type DivisionCode, FileRef, type FormField, Uuid } from '../../../kernel/schema/index.ts';
import {
  type Case,
  defineFlowImplementation,
  handler,
  type Opening,
  officeOf,
  ReasonOnly,
} from '../../../kernel/service/server.ts';
import { Applicant, applicantOf } from '../requests/applicant.ts';
import {
  accept,
  backTo,
  bindTo,
  commonFacts,
  type Done,
  type FactGroup,
  note,
  refusing,
  requestSupplement,
  resubmit,
  shown,
  tellApplicant,
  tellOffice,
  withdraw,
} from '../requests/handlers.ts';
import { issueCertificate } from '../requests/papers.ts';
import {
  type Answer,
  answersTo,
  askSides,
  enterForeign,
  fileLandUse,
  isAgreed,
  type LandUse,
  LandUseAnswer,
  landUseOfCase,
  lineBetween,
  linesBeyond,
  mediateLandUse,
  sidesOf,
} from './land-use.ts';
import { findLine, type Line, sideName } from './lines.ts';
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
  otherSide: choice({ city: '本市', beyond: '市外' }).default('city').meta({ label: '界线另一侧在哪里' }),
  otherDivision: Division.optional().meta({
    label: '界线另一侧',
    widget: 'division',
    help: '选另一侧的村（社区）',
    showIf: { field: 'otherSide', in: ['city'] },
    requiredIfShown: true,
  }),
  otherOffice: z
    .string()
    .trim()
    .max(40)
    .default('')
    .meta({
      label: '另一侧的县（市、区）',
      help: '写全称，连同所在的市',
      showIf: { field: 'otherSide', in: ['beyond'] },
      requiredIfShown: true,
    }),
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
const townshipOf = (division: DivisionCode): DivisionCode => officeOf('township-clerk', division) as DivisionCode;
const shortName = (tx: Tx, line: Line, side: DivisionCode): string =>
  line.beyond !== null && side === line.otherDivision ? line.beyond : (tx.divisions.get(side)?.name ?? '');

/** Between two counties, between two townships of one, or with a unit of another city. */
type Sides = { readonly here: DivisionCode; readonly there: DivisionCode | null };

function sidesWanted(
  tx: Tx,
  { division, otherSide, otherDivision, otherOffice }: LandUseApplication,
): Result<Sides, 'INVALID_INPUT'> {
  if (division === tx.city || !tx.divisions.get(division)) return wrong('division', '请选到村（社区）');
  if (otherSide === 'beyond')
    return otherOffice ? ok({ here: countyOf(division), there: null }) : wrong('otherOffice', '请写明另一侧是哪个县（市、区）');
  if (!otherDivision || otherDivision === tx.city || !tx.divisions.get(otherDivision))
    return wrong('otherDivision', '请选到村（社区）');
  if (countyOf(division) !== countyOf(otherDivision)) return ok({ here: countyOf(division), there: countyOf(otherDivision) });
  for (const [path, side] of [
    ['division', division],
    ['otherDivision', otherDivision],
  ] as const)
    if (levelOf(side) === 'county') return wrong(path, '两侧在同一个县（市、区），请选到村（社区）');
  return townshipOf(division) === townshipOf(otherDivision)
    ? wrong('otherDivision', '两侧须是两个县（市、区）或者两个乡镇（街道）；同一个乡镇里用地的，不用办这一项')
    : ok({ here: townshipOf(division), there: townshipOf(otherDivision) });
}

async function open(tx: Tx, form: LandUseApplication): Promise<Result<Opening>> {
  if (!form.applicant.unit) return wrong('applicant.unit', '请填写用地单位');
  const sides = sidesWanted(tx, form);
  if (!sides.ok) return sides;
  const person = await applicantOf(tx, form.applicant);
  if (!person.ok) return person;
  return ok({ division: form.division, ...person.value, matter: form.project, form });
}

const Asked = z.strictObject({ lineId: Uuid.optional().meta({ label: '是哪一条界线' }) });

/** The line that is used on both sides; of those with other cities the county says which. */
async function lineAsked(tx: Tx, kase: Case, lineId: string | undefined): Promise<Result<Line>> {
  const sides = sidesWanted(tx, formOf(kase));
  if (!sides.ok) return sides;
  const { here, there } = sides.value;
  if (there !== null) {
    const line = await lineBetween(tx, [here, there]);
    return line ? ok(line) : fail('LAND_USE_NO_LINE');
  }
  const beyond = await linesBeyond(tx, here);
  if (beyond.length === 0) return fail('LAND_USE_NO_LINE');
  const line = beyond.find(({ id }) => id === lineId);
  return line ? ok(line) : wrong('lineId', '请选择是哪一条界线');
}

const ask = handler({
  input: Asked,
  async fields(tx, kase): Promise<readonly FormField[]> {
    if (formOf(kase).otherSide !== 'beyond') return [];
    const choices = (await linesBeyond(tx, countyOf(kase.division))).map(({ id, name, beyond }) => ({
      value: id,
      label: `${name}（${beyond}）`,
    }));
    return [{ name: 'lineId', type: 'choice', label: '是哪一条界线', required: true, choices }];
  },
  async run(tx, kase, { lineId }): Decided {
    const line = await lineAsked(tx, kase, lineId);
    if (!line.ok) return line;
    const { applicant, project, whereabouts, division, metresHere, metresThere } = formOf(kase);
    const { otherDivision } = line.value;
    const here = [line.value.division, otherDivision].find((side) => inScope(division, side))!;
    await askSides(tx, line.value, {
      caseId: kase.id,
      division: here,
      otherDivision: here === otherDivision ? line.value.division : otherDivision,
      unit: applicant.unit!,
      project,
      whereabouts,
      metresHere,
      metresThere,
    });
    return ok({ to: 'consenting' });
  },
});

interface Consenting {
  readonly use: LandUse;
  readonly line: Line;
  readonly given: readonly Answer[];
}
async function consentingOf(tx: Tx, kase: Case): Promise<Consenting> {
  const use = (await landUseOfCase(tx, kase.id))!;
  return { use, line: (await findLine(tx, sql`id = ${use.lineId}`))!, given: await answersTo(tx, [use.id]) };
}
/** The side of another city, where it still owes its word. */
const awaitsReply = ({ line, given }: Consenting): boolean =>
  line.beyond !== null && given.every(({ division }) => division !== line.otherDivision);
/** 两个乡镇之间: a township objects, and the county has not mediated since. */
const canMediate = ({ use, line, given }: Consenting): boolean =>
  line.level === 'township' && given.some(({ consents, round }) => !consents && round === use.mediated);

const agreed = { field: 'consents', in: ['yes'] } as const;
const Reply = LandUseAnswer.extend({
  documentNo: z.string().trim().max(60).default('').meta({ label: '对方的批准文号', showIf: agreed, requiredIfShown: true }),
  papers: z.array(FileRef).min(1, '请上传对方的复函').max(5).meta({ label: '对方的复函', paper: 'reply-letter' }),
});

const enterReply = handler({
  input: Reply,
  offered: async (tx, kase) => awaitsReply(await consentingOf(tx, kase)),
  async run(tx, kase, { consents, documentNo, opinion, papers }): Decided {
    const asked = await consentingOf(tx, kase);
    if (!awaitsReply(asked)) return fail('LAND_USE_ANSWERED');
    const yes = consents === 'yes';
    if (yes && !documentNo) return wrong('documentNo', '请填写对方的批准文号');
    const bound = await bindTo(tx, kase, papers);
    if (!bound.ok) return bound;
    await enterForeign(tx, asked.use, asked.line, { consents: yes, opinion, documentNo });
    return ok({ to: 'consenting', opinion: `${asked.line.beyond}${yes ? '同意' : '不同意'}` });
  },
});

const mediate = handler({
  input: z.strictObject({ outcome: note('调解的经过和结果', 10) }),
  offered: async (tx, kase) => canMediate(await consentingOf(tx, kase)),
  async run(tx, kase, { outcome }): Decided {
    const asked = await consentingOf(tx, kase);
    if (!canMediate(asked)) return fail('LAND_USE_NO_OBJECTION');
    await mediateLandUse(tx, asked.use, asked.line, sentence(outcome));
    return ok({ to: 'consenting', opinion: outcome });
  },
});

/** What both sides have agreed to, or why it cannot be filed. */
async function agreedUse(tx: Tx, kase: Case): Promise<Result<Consenting, 'LAND_USE_UNAGREED'>> {
  const asked = await consentingOf(tx, kase);
  const { use, line, given } = asked;
  if (isAgreed(use, given)) return ok(asked);
  const objects = given.find(({ consents }) => !consents);
  const silent = sidesOf(use).find((side) => given.every(({ division }) => division !== side));
  const side = shortName(tx, line, (objects?.division ?? silent)!);
  return fail('LAND_USE_UNAGREED', { side, answer: objects ? '不同意' : '还没有表态' });
}

const report = handler({
  input: z.strictObject({}),
  offered: async (tx, kase) => (await agreedUse(tx, kase)).ok,
  async run(tx, kase): Decided {
    const use = await agreedUse(tx, kase);
    if (!use.ok) return use;
    // 乡镇之间的界线由县级人民政府批准，备案也在县里，由另一位登记
    const inCounty = use.value.line.level === 'township';
    await tellOffice(tx, kase, inCounty ? 'county-leader' : 'city-clerk', landUseFlow.steps.filing.zh);
    return ok({ to: inCounty ? 'countyFiling' : 'filing' });
  },
});

const file = handler({
  input: z.strictObject({
    filingNo: z.string().trim().min(4, '请填写备案号').max(60).meta({ label: '备案号', help: '批准界线的机关回复的文号' }),
  }),
  async run(tx, kase, { filingNo }): Decided {
    const asked = await agreedUse(tx, kase);
    if (!asked.ok) return asked;
    const { use, line, given } = asked.value;
    await fileLandUse(tx, use, filingNo);
    const { unit, project, whereabouts, metresHere, metresThere } = use;
    const issued = await issueCertificate(tx, kase, {
      kind: 'landUse',
      at: line.level === 'township' ? countyOf(kase.division) : tx.city,
      rows: [
        ['用地单位', unit],
        ['项目', project],
        ['位置', whereabouts],
        ...sidesOf(use).map((side, i): [string, string] => [
          sideName(tx, line, side),
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

const refuse = refusing('landUseRefused', () => '跨行政区域界线用地备案');
const sendBack = handler({
  input: ReasonOnly,
  run: (tx, kase, { reason }): Decided => backTo(tx, landUseFlow.steps, kase, { to: 'consenting', opinion: reason }),
});

async function answersShown(tx: Tx, kase: Case): Promise<FactGroup[]> {
  if (!(await landUseOfCase(tx, kase.id))) return [];
  const { use, line, given } = await consentingOf(tx, kase);
  const rows = sidesOf(use).map((side) => {
    const answer = given.find(({ division }) => division === side);
    const said = answer && [
      answer.consents ? `同意，${answer.documentNo}` : '不同意',
      answer.opinion.replace(/[。；]+$/, ''),
      `${answer.byName}，${longDate(answer.onDate)}`,
    ];
    return { label: shortName(tx, line, side), value: said ? said.join('。') : '还没有表态' };
  });
  return [{ title: '两侧的意见', rows }];
}

defineFlowImplementation({
  flow: landUseFlow,
  form: () => LandUseApplication,
  formSteps: [
    { title: '谁申请', fields: ['applicant'] },
    { title: '什么项目', fields: ['project', 'whereabouts', 'reason'] },
    { title: '两侧各用多少地', fields: ['division', 'metresHere', 'otherSide', 'otherDivision', 'otherOffice', 'metresThere'] },
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
  actions: { accept, requestSupplement, resubmit, withdraw, ask, enterReply, mediate, report, file, refuse, sendBack },
  async sections(tx, kase) {
    const { project, whereabouts, division, otherDivision, otherOffice, metresHere, metresThere, reason } = formOf(kase);
    return shown(tx, kase, [
      {
        title: project,
        rows: [
          { label: '位置', value: whereabouts },
          { label: tx.divisions.fullName(division), value: `${metresHere}平方米` },
          { label: otherDivision ? tx.divisions.fullName(otherDivision) : otherOffice, value: `${metresThere}平方米` },
          { label: '理由', value: reason },
        ],
      },
      ...(await answersShown(tx, kase)),
      ...(await commonFacts(tx, kase)),
    ]);
  },
});
