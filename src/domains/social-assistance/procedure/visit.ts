/** Home visits: two persons, what they saw, a signature or the reason why there is none. */
import { z } from 'zod';
import type { Tx } from '../../../kernel/context/server.ts';
import { bindFiles } from '../../../kernel/document/server.ts';
import { fail, ok } from '../../../kernel/result/index.ts';
import { choice, FileRef } from '../../../kernel/schema/index.ts';
import { type Case, caseEvents, handler } from '../../../kernel/service/server.ts';
import type { Done, ProcedureState } from './index.ts';

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

export const recordVisit = handler({
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
      to: kase.state as ProcedureState,
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

export const recordCountyVisit = handler({
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
