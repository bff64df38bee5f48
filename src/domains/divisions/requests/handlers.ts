/** What every application about a place or a boundary goes through alike (PN-05, PN-06, PN-08, PN-09): acceptance, papers once, withdrawal, and what is told of it. */
import { z } from 'zod';
import type { Performer } from '../../../kernel/access/index.ts';
import { longDate } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { bindFiles, documentsShown, filesOfCase } from '../../../kernel/document/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { maskIdNumber, maskPhone } from '../../../kernel/protect/index.ts';
import { grantAccess } from '../../../kernel/resident/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { FileRef } from '../../../kernel/schema/index.ts';
import {
  askingForPapers,
  type Case,
  caseEvents,
  type Effect,
  getServiceItem,
  goTo,
  handler,
  officeOf,
  ReasonOnly,
  tellApplicant as tell,
  withdrawCase,
} from '../../../kernel/service/server.ts';
import type { Applicant } from './applicant.ts';
import { issueRefusal, type Refused } from './papers.ts';

type CommonState = 'submitted' | 'supplement' | 'checking' | 'withdrawn';
export type Done<State extends string = CommonState> = Promise<Result<Effect<State>>>;

export const note = (label: string, min = 4) =>
  z.string().trim().min(min, `请填写${label}（至少${min}个字）`).max(1000, '不超过1000字').meta({ label, widget: 'textarea' });

async function itemName(tx: Tx, kase: Case): Promise<string> {
  const item = await getServiceItem(tx, kase.itemId, kase.itemVersion);
  if (!item.ok) throw new Error(`case ${kase.id} has no item ${kase.itemId}@${kase.itemVersion}`);
  return item.value.name;
}

/** What every notice of these says besides: the item, and whom to call. */
const named = async (tx: Tx, kase: Case) => ({
  item: await itemName(tx, kase),
  tel: tx.office(officeOf('county-clerk', kase.division)).telephone,
});
export const tellApplicant = async (tx: Tx, kase: Case, template: string, params: Record<string, string>): Promise<void> =>
  tell(tx, kase, template, { ...(await named(tx, kase)), ...params });

export async function tellOffice(tx: Tx, kase: Case, to: Performer, step: string): Promise<void> {
  await notify(tx, {
    to: { performer: to, division: officeOf(to, kase.division) },
    template: 'case.todo',
    params: { name: kase.applicantName, item: await itemName(tx, kase), step },
    caseId: kase.id,
  });
}

export const bindTo = (tx: Tx, kase: Case, files: readonly string[]) =>
  bindFiles(tx, files, { caseId: kase.id, personId: kase.applicantPersonId, division: kase.division });

export const accept = handler({
  input: z.strictObject({}),
  async run(tx, kase): Done {
    await grantAccess(tx, { personId: kase.applicantPersonId, division: kase.division, reason: `case:${kase.id}` });
    return ok({
      to: 'checking',
      after: async (accepted) => {
        await tellApplicant(tx, accepted, 'case.accepted', { no: accepted.no!, due: accepted.totalDueOn ?? accepted.dueOn });
        return ok(null);
      },
    });
  },
});

export const requestSupplement = askingForPapers({ template: 'case.supplement', help: '一次列清', params: named });

export const resubmit = handler({
  input: z.strictObject({
    papers: z.array(FileRef).max(20).default([]).meta({ label: '补交的材料', paper: 'place-scheme' }),
    explanation: z.string().trim().max(500, '不超过500字').default('').meta({ label: '说明', widget: 'textarea' }),
  }),
  async run(tx, kase, input): Done {
    const bound = await bindTo(tx, kase, input.papers);
    if (!bound.ok) return bound;
    await tellOffice(tx, kase, 'county-clerk', '材料已补交');
    return ok({
      to: kase.acceptedOn ? 'checking' : 'submitted',
      opinion: input.explanation || '材料已补交',
      data: { newPapers: input.papers.length },
      answerBy: null,
    });
  },
});

export const withdraw = withdrawCase;

/** 不予办理: a decision with the reason, and the applicant is told. */
export const refusing = (kind: Refused['kind'], what: (kase: Case) => string) =>
  handler({
    input: ReasonOnly,
    async run(tx, kase, { reason }): Done<'refused'> {
      const issued = await issueRefusal(tx, kase, { kind, what: what(kase), reason });
      if (!issued.ok) return issued;
      await tellApplicant(tx, kase, 'case.refused', { opinion: reason });
      return ok({ to: 'refused', opinion: reason });
    },
  });

/** 退回: to the office that holds the step, which is told. */
export const backTo = async <State extends string>(
  tx: Tx,
  steps: Parameters<typeof goTo<State>>[1],
  kase: Case,
  effect: Effect<State>,
): Done<State> => goTo(tx, steps, kase, effect, { template: 'case.todo', params: { item: await itemName(tx, kase) } });

export interface FactGroup {
  readonly title: string;
  readonly rows: readonly { readonly label: string; readonly value: string }[];
}

/** The applicant, masked, and what was asked of him. */
export async function commonFacts(tx: Tx, kase: Case): Promise<FactGroup[]> {
  const { unit, name, idNumber, phone } = (kase.form as { applicant: Applicant }).applicant;
  const asked = (await caseEvents(tx, kase.id)).filter(({ action }) => action === 'requestSupplement');
  return [
    {
      title: '申请人',
      rows: [
        ...(unit ? [{ label: '单位', value: unit }] : []),
        { label: '经办人', value: name },
        { label: '身份证号码', value: maskIdNumber(idNumber) },
        { label: '手机', value: maskPhone(phone) },
      ],
    },
    ...(asked.length > 0
      ? [{ title: '补正', rows: asked.map(({ onDate, opinion }) => ({ label: longDate(onDate), value: opinion ?? '' })) }]
      : []),
  ];
}

/** What the page of a case shows: the facts, what was handed in, what was issued. */
export async function shown(tx: Tx, kase: Case, facts: readonly FactGroup[]) {
  const files = await filesOfCase(tx, kase.id);
  return {
    facts,
    papers: files.map(({ id, paper, name }) => ({ id, zh: paper, name, url: `/api/files/${id}` })),
    documents: await documentsShown(tx, kase),
  };
}
