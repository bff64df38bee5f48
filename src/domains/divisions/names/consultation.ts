/** 征求意见 of a proposed name (divisions.md 4.2; 地名管理条例 art. 11): the draft is public for some days, what is said is answered, then the application goes on. */
import {
  type ConsultationBrief,
  consultationAbout,
  defineConsultation,
  openConsultation,
} from '../../../kernel/consultation/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { type Case, officeOf } from '../../../kernel/service/server.ts';
import { type NamingApplication, nameOf } from './application.ts';
import { namingKinds } from './terms.ts';

const KIND = 'place-name';
defineConsultation({
  kind: KIND,
  zh: '地名命名、更名',
  days: 'CONSULT-DAYS-NAME',
  basis: '《地名管理条例》（国务院令第753号）第十一条',
  by: ['county-clerk', 'county-leader'],
});

export const consultationOf = ({ id }: { readonly id: string }): { kind: string; id: string } => ({ kind: KIND, id });

/** The draft as everybody reads it: the name, where, what it means, why; nothing of the applicant. */
export function draftOf(form: NamingApplication, where: string): string {
  const { kind, present, whereabouts, meaning, reason } = form;
  return [
    kind === 'retirement' ? `拟注销地名：${nameOf(form)}` : `拟定名称：${nameOf(form)}`,
    ...(kind === 'renaming' && present ? [`现在的名称：${present}`] : []),
    `位置：${where}，${whereabouts}`,
    ...(meaning ? [`含义和来历：${meaning}`] : []),
    `理由：${reason}`,
  ].join('\n');
}

export async function consultAbout(tx: Tx, kase: Case, explanation: string): Promise<Result<null>> {
  const form = kase.form as NamingApplication;
  const division = officeOf('county-clerk', kase.division);
  const days = await wholeParameter(tx, 'CONSULT-DAYS-NAME', division, tx.today);
  if (!days.ok) return days;
  const opened = await openConsultation(tx, {
    kind: KIND,
    division,
    subject: consultationOf(kase),
    title: `“${nameOf(form)}”${namingKinds[form.kind]}`,
    explanation,
    draft: draftOf(form, tx.divisions.fullName(form.division)),
    days: days.value,
    shortened: '',
  });
  return opened.ok ? ok(null) : opened;
}

/** What has been asked about this application; null where nothing has. */
export const consultedOn = (tx: Tx, kase: Case): Promise<ConsultationBrief | null> => consultationAbout(tx, consultationOf(kase));
