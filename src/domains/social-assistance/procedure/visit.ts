/** Home visits: two persons, what they saw; a photograph and a signature, or the reason why there is none; the place where the telephone tells it. */
import { z } from 'zod';
import type { Tx } from '../../../kernel/context/server.ts';
import { bindFiles } from '../../../kernel/document/server.ts';
import { fail, ok } from '../../../kernel/result/index.ts';
import { choice, FileRef, type PlainDate, PositionText, positionText } from '../../../kernel/schema/index.ts';
import { type Case, caseEvents, handler } from '../../../kernel/service/server.ts';
import type { Done, ProcedureState } from './index.ts';
import { issueSurvey } from './letters.ts';
import { Surveyors, surveyorName, surveyorsOf, visitFields } from './surveyors.ts';

const living = {
  consistent: '与申报一致',
  'worse-than-declared': '比申报的更困难',
  'better-than-declared': '比申报的宽裕',
} as const;

const Visit = z.strictObject({
  on: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/, '请填写日期')
    .meta({ label: '入户日期', widget: 'date', format: 'plain-date' }),
  surveyors: Surveyors,
  respondent: z.string().trim().min(1, '请填写接待人').max(50).meta({ label: '接待的家人' }),
  living: choice(living).meta({ label: '生活状况' }),
  findings: z
    .string()
    .trim()
    .min(5, '请写明看到的情况')
    .max(2000, '不超过2000字')
    .meta({ label: '调查情况', help: '住房、家电、就业、看病、邻里反映', widget: 'textarea' }),
  unphotographed: z.boolean().default(false).meta({ label: '没有拍照' }),
  photos: z
    .array(FileRef)
    .min(1, '请至少拍一张现场照片；没有拍的，勾选“没有拍照”并写明原因')
    .max(9)
    .optional()
    .meta({
      label: '现场照片',
      paper: 'visit-photo',
      showIf: { field: 'unphotographed', in: [false] },
      requiredIfShown: true,
    }),
  photoNote: z
    .string()
    .trim()
    .max(200)
    .default('')
    .meta({
      label: '没有拍照的原因',
      help: '例如：家人不同意、没有带能拍照的设备',
      showIf: { field: 'unphotographed', in: [true] },
      requiredIfShown: true,
    }),
  position: PositionText.optional().meta({ label: '现场位置', help: '人在现场时点一下；没有信号、没有允许定位的，可以不记' }),
  unsigned: z.boolean().default(false).meta({ label: '家人没有签字' }),
  signature: FileRef.optional().meta({
    label: '家人签名',
    widget: 'signature',
    paper: 'visit-signature',
    showIf: { field: 'unsigned', in: [false] },
    requiredIfShown: true,
  }),
  refusalNote: z
    .string()
    .trim()
    .max(200)
    .default('')
    .meta({ label: '没有签字的原因', showIf: { field: 'unsigned', in: [true] }, requiredIfShown: true }),
});

const visitDayProblem = (tx: Tx, kase: Case, on: string) =>
  on > tx.today || (kase.acceptedOn && on < kase.acceptedOn)
    ? fail('INVALID_INPUT', { count: 1 }, [{ path: 'on', message: '入户日期应在受理之后、今天以前' }])
    : null;

/** What both visits ask for and keep; `county`: who may have gone. */
const visitBy = (county: boolean, settle: (kase: Case) => { to: ProcedureState; addFlags?: readonly string[] }) =>
  handler({
    input: Visit,
    initial: async (tx) => ({ on: tx.today, surveyors: [{ name: tx.actor.name }, {}] }),
    fields: (tx, kase) => visitFields(tx, kase, Visit, county),
    async run(tx, kase, visit): Done {
      const surveyors = await surveyorsOf(tx, kase, visit.surveyors, county);
      if (new Set(surveyors.map((s) => s.name)).size < 2) return fail('SURVEYORS_TOO_FEW');
      if (!visit.signature && visit.refusalNote === '') return fail('VISIT_UNSIGNED');
      const { photos = [], unphotographed, photoNote } = visit;
      if (photos.length === 0 && !(unphotographed && photoNote))
        return fail('VISIT_UNPHOTOGRAPHED', {}, [
          unphotographed
            ? { path: 'photoNote', message: '请写明没有拍照的原因' }
            : { path: 'photos', message: '请至少拍一张现场照片' },
        ]);
      const problem = visitDayProblem(tx, kase, visit.on);
      if (problem) return problem;
      const bound = await bindFiles(tx, [...photos, ...(visit.signature ? [visit.signature] : [])], {
        caseId: kase.id,
        personId: kase.applicantPersonId,
        division: kase.division,
      });
      if (!bound.ok) return bound;
      const names = surveyors.map((s) => surveyorName(s, county));
      const paper = await issueSurvey(tx, kase, county ? 'county' : 'township', {
        visitedOn: visit.on as PlainDate,
        position: positionText(visit.position ?? ''),
        surveyors: names,
        respondent: visit.respondent,
        living: living[visit.living],
        findings: visit.findings,
        photoCount: photos.length,
        photoNote,
        refusalNote: visit.signature ? '' : visit.refusalNote,
      });
      if (!paper.ok) return paper;
      return ok({
        ...settle(kase),
        opinion: `${county ? '县级入户' : '入户调查'}：${names.join('、')}`,
        data: { visit: { ...visit, photos, surveyors } },
      });
    },
  });

export const recordVisit = visitBy(false, (kase) => ({ to: kase.state as ProcedureState }));
export const recordCountyVisit = visitBy(true, () => ({ to: 'confirming', addFlags: ['county-visited'] }));

type Kept = Omit<z.infer<typeof Visit>, 'surveyors' | 'photos'> & {
  photos: string[];
  surveyors: Parameters<typeof surveyorName>[0][];
};

/** Every visit on file, newest last; who went, as the papers say it. */
export async function visitsOf(tx: Tx, kase: Case) {
  const events = await caseEvents(tx, kase.id);
  return events.flatMap((e) => {
    if (!e.data?.visit) return [];
    const visit = e.data.visit as Kept;
    const county = e.action === 'recordCountyVisit';
    const surveyors = visit.surveyors.map((s) => ({ name: surveyorName(s, county) }));
    return [{ ...visit, surveyors, county, recordedAt: e.at }];
  });
}
