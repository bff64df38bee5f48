/** 命名、更名、销名的申请表, and what opening one must know. */
import { z } from 'zod';
import type { Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { FileRef } from '../../../kernel/schema/index.ts';
import type { Opening } from '../../../kernel/service/server.ts';
import { Applicant, applicantOf } from '../requests/applicant.ts';
import { type Proposal, presentPlace, proposalFields, proposalProblems } from './proposal.ts';

export const NamingApplication = z.strictObject({
  applicant: Applicant,
  ...proposalFields,
  reason: z
    .string()
    .trim()
    .min(4, '请写明理由（至少4个字）')
    .max(1000, '不超过1000字')
    .meta({ label: '为什么要命名、更名、销名', widget: 'textarea' }),
  papers: z
    .array(FileRef)
    .max(10)
    .default([])
    .meta({ label: '方案和位置图', paper: 'place-scheme', help: '规划图、现场照片，可以先不交' }),
});
export type NamingApplication = z.infer<typeof NamingApplication>;

export const namingSteps = [
  { title: '谁申请', fields: ['applicant'] },
  {
    title: '什么地方',
    fields: ['kind', 'category', 'division', 'present', 'whereabouts', 'widthMetres', 'lengthMetres', 'areaMetres'],
  },
  { title: '叫什么', help: '专名加通名，不能与县里同类的地名重名、同音。', fields: ['specific', 'generic', 'person', 'meaning'] },
  { title: '理由和材料', fields: ['reason', 'papers'] },
] as const;

/** The part of an application that is about the name. */
export const proposalOf = ({ applicant: _, reason: __, papers: ___, ...proposal }: NamingApplication): Proposal => proposal;

/** 书香路, or the name that is to be taken away. */
export const nameOf = (form: Pick<Proposal, 'kind' | 'specific' | 'generic' | 'present'>): string =>
  form.kind === 'retirement' ? (form.present ?? '') : `${form.specific ?? ''}${form.generic ?? ''}`;

export async function openNaming(tx: Tx, form: NamingApplication): Promise<Result<Opening>> {
  if (form.division === tx.city)
    return fail('INVALID_INPUT', { count: 1 }, [
      { path: 'division', message: '跨几个县（市、区）的，选其中一个县，由它报市里批准' },
    ]);
  const problems = proposalProblems(proposalOf(form));
  if (problems.length > 0) return fail('INVALID_INPUT', { count: problems.length }, problems);
  const present = await presentPlace(tx, proposalOf(form));
  if (!present.ok) return present;
  const person = await applicantOf(tx, form.applicant);
  if (!person.ok) return person;
  return ok({
    division: form.division,
    ...person.value,
    // Somebody may name several places at once; each name has one open application.
    matter: `${form.division} ${nameOf(form)}`,
    form,
  });
}
