/** 界桩损坏报告 (PN-09; Order 353 art. 6): anybody's word and photograph; the county looks, both sides repair, whoever reported is told. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { defineTemplates } from '../../../kernel/notice/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, Division, FileRef, formOf as fieldsOf, PositionText, Uuid } from '../../../kernel/schema/index.ts';
import {
  type Case,
  caseEvents,
  defineFlowImplementation,
  handler,
  type Opening,
  officeOf,
} from '../../../kernel/service/server.ts';
import { Applicant, applicantOf } from '../requests/applicant.ts';
import {
  bindTo,
  commonFacts,
  type Done,
  type FactGroup,
  note,
  shown,
  tellApplicant,
  tellOffice,
  withdraw,
} from '../requests/handlers.ts';
import { findMarker, markersOnSide, reportedDamage } from './markers.ts';
import { markerReportFlow } from './request-flows.ts';
import { markerStates } from './terms.ts';

const { good: _, ...faulty } = markerStates;

defineTemplates({
  'marker-report.confirmed': {
    title: '界桩报告已核实',
    text: '您报告的界桩已经核实：{state}。已通知界线两侧，两侧都到场才能修复，修好以后再告诉您。',
  },
  'marker-report.answered': { title: '界桩报告有答复', text: '您报告的界桩：{answer} 有疑问请打{tel}。' },
});

const MarkerReport = z.strictObject({
  applicant: Applicant.meta({ label: '谁报告' }),
  division: Division.meta({ label: '在哪里', widget: 'division', help: '选离得最近的村（社区）' }),
  whereabouts: z
    .string()
    .trim()
    .min(4, '请写明在哪里')
    .max(200, '不超过200字')
    .meta({ label: '具体位置', help: '哪条路边、附近有什么' }),
  no: z.string().trim().max(20).default('').meta({ label: '桩上的编号', help: '看得清的照着写，看不清的空着' }),
  state: choice(faulty).meta({ label: '怎么了' }),
  position: PositionText.optional().meta({ label: '现在的位置', help: '就在旁边的，点一下定位' }),
  photos: z
    .array(FileRef)
    .min(1, '请拍一张照片；桩不见了的，拍原来立桩的地方')
    .max(5)
    .meta({ label: '照片', paper: 'marker-photo' }),
  said: z.string().trim().max(500, '不超过500字').default('').meta({ label: '补充说明', widget: 'textarea' }),
});
type MarkerReport = z.infer<typeof MarkerReport>;

type Decided = Done<keyof typeof markerReportFlow.steps & string>;
const formOf = (kase: Case): MarkerReport => kase.form as MarkerReport;

async function open(tx: Tx, form: MarkerReport): Promise<Result<Opening>> {
  if (form.division === tx.city) return fail('INVALID_INPUT', { count: 1 }, [{ path: 'division', message: '请选到村（社区）' }]);
  const person = await applicantOf(tx, form.applicant);
  if (!person.ok) return person;
  return ok({ division: form.division, ...person.value, matter: `${form.division} ${form.no || form.whereabouts}`, form });
}

const Confirmation = z.strictObject({
  markerId: Uuid.meta({ label: '是哪一座界桩' }),
  state: choice(faulty).meta({ label: '核实的情况' }),
  opinion: note('核实的经过'),
});

const confirm = handler({
  input: Confirmation,
  initial: async (_tx, kase) => ({ state: formOf(kase).state }),
  /** The markers of the lines that the county is a side of. */
  async fields(tx, kase) {
    const choices = (await markersOnSide(tx, officeOf('county-clerk', kase.division))).map(({ id, no, lineName, place }) => ({
      value: id,
      label: `${lineName}${no}号，${place}`,
    }));
    return fieldsOf(Confirmation).map((field) =>
      field.name === 'markerId' ? { name: 'markerId', type: 'choice', label: field.label, required: true, choices } : field,
    );
  },
  async run(tx, kase, { markerId, state, opinion }): Decided {
    const told = await reportedDamage(tx, { id: markerId }, { state, photo: formOf(kase).photos[0]! });
    if (!told.ok) return told;
    await tellApplicant(tx, kase, 'marker-report.confirmed', { state: faulty[state] });
    return ok({ to: 'repairing', opinion, data: { markerId } });
  },
});

const dismiss = handler({
  input: z.strictObject({ answer: note('核实的情况') }),
  async run(tx, kase, { answer }): Decided {
    await tellApplicant(tx, kase, 'marker-report.answered', { answer });
    return ok({ to: 'dismissed', opinion: answer });
  },
});

/** The marker that the county found the report to be of. */
async function markerOf(tx: Tx, kase: Case) {
  const confirmed = (await caseEvents(tx, kase.id)).findLast(({ action }) => action === 'confirm');
  return confirmed ? findMarker(tx, sql`m.id = ${String(confirmed.data?.markerId)}`) : null;
}

const finish = handler({
  input: z.strictObject({
    answer: z.string().trim().min(4, '请写明结果').max(300).meta({ label: '告诉报告人什么', widget: 'textarea' }),
  }),
  initial: async () => ({ answer: '界桩已经修复，谢谢您的报告。' }),
  offered: async (tx, kase) => (await markerOf(tx, kase))?.state === 'good',
  async run(tx, kase, { answer }): Decided {
    if ((await markerOf(tx, kase))?.state !== 'good') return fail('MARKER_UNREPAIRED');
    await tellApplicant(tx, kase, 'marker-report.answered', { answer });
    return ok({ to: 'granted', opinion: answer });
  },
});

defineFlowImplementation({
  flow: markerReportFlow,
  form: () => MarkerReport,
  formSteps: [
    { title: '谁报告', fields: ['applicant'] },
    { title: '哪座界桩', fields: ['division', 'whereabouts', 'no', 'position'] },
    { title: '怎么了', fields: ['state', 'photos', 'said'] },
  ],
  forOthers: true,
  open: (tx, _item, form) => open(tx, form as unknown as MarkerReport),
  async opened(tx, kase) {
    const bound = await bindTo(tx, kase, formOf(kase).photos);
    if (!bound.ok) return bound;
    await tellOffice(tx, kase, 'county-clerk', markerReportFlow.steps.reported.zh);
    return ok(null);
  },
  actions: { confirm, dismiss, finish, withdraw },
  async sections(tx, kase) {
    const { division, whereabouts, no, state, position, said } = formOf(kase);
    const marker = await markerOf(tx, kase);
    const facts: FactGroup[] = [
      {
        title: `界桩${faulty[state]}`,
        rows: [
          { label: '在哪里', value: `${tx.divisions.fullName(division)}，${whereabouts}` },
          { label: '桩上的编号', value: no || '看不清' },
          ...(position ? [{ label: '报告时的位置', value: position }] : []),
          ...(said ? [{ label: '补充说明', value: said }] : []),
        ],
      },
      ...(marker
        ? [{ title: '核实是这一座', rows: [{ label: `${marker.no}号界桩`, value: `现在${markerStates[marker.state]}` }] }]
        : []),
      ...(await commonFacts(tx, kase)),
    ];
    return shown(tx, kase, facts);
  },
});
