/** 为家人另立办件: a member who belongs under another item gets a case of his or her own, filled from the family's application; it succeeds or fails alone. */
import { z } from 'zod';
import type { Tx } from '../../../kernel/context/server.ts';
import { fail, ok } from '../../../kernel/result/index.ts';
import { choice, formOf as fieldsOf } from '../../../kernel/schema/index.ts';
import { type Case, handler, openChildCase } from '../../../kernel/service/server.ts';
import { type AssistanceApplication, nameIn } from '../family/application.ts';
import { formOf } from '../family/facts-of-case.ts';
import { formOfMember, isOwnGround } from '../family/member-form.ts';
import { singleGrounds } from '../family/terms.ts';
import type { Done, ProcedureState } from '../procedure/index.ts';
import { tekunFormOfMember } from '../tekun/member-form.ts';
import { type Wish, wishes } from '../tekun/terms.ts';
import { categories } from './categories.ts';
import { classificationNow } from './compute.ts';

interface Candidate {
  /** How the choice is sent: the member, and for 特困 the category before it. */
  readonly value: string;
  readonly ref: string;
  readonly itemId: 'SA-01' | 'SA-03';
  readonly says: string;
  readonly form: (application: AssistanceApplication, wish: Wish) => AssistanceApplication | null;
}

/** Who may have a case of his or her own, with the ground. 单人保: the applicant applies for himself with the family's own case. */
async function candidates(tx: Tx, kase: Case): Promise<Candidate[]> {
  const tests = (await classificationNow(tx, kase))?.tests ?? [];
  const members = (category: keyof typeof categories) => tests.find((t) => t.category === category)?.members ?? [];
  const single = members('single').flatMap(({ ref, ground }): Candidate[] =>
    ref !== 'self' && ground && isOwnGround(ground)
      ? [
          {
            value: ref,
            ref,
            itemId: 'SA-01',
            says: `${categories.single}（${singleGrounds[ground]}）`,
            form: (application) => formOfMember(application, ref, ground),
          },
        ]
      : [],
  );
  const tekun = members('tekun').map(
    ({ ref }): Candidate => ({
      value: `tekun:${ref}`,
      ref,
      itemId: 'SA-03',
      says: `${categories.tekun}（有没有人应当赡养、抚养、扶养另外查明）`,
      form: (application, wish) => tekunFormOfMember(application, { ref, wish, today: tx.today }),
    }),
  );
  return [...tekun, ...single];
}

const MemberCase = z.strictObject({
  member: z.string().min(1, '请选择家人').max(20).meta({ label: '哪位家人' }),
  wish: choice(wishes).default('undecided').meta({ label: '办特困的：愿意怎样供养', help: '认定时还会再问，以后也可以改' }),
});

export const openMemberCase = handler({
  input: MemberCase,
  offered: async (tx, kase) => (await candidates(tx, kase)).length > 0,
  async fields(tx, kase) {
    const name = nameIn(formOf(kase));
    const found = await candidates(tx, kase);
    const choices = found.map(({ value, ref, says }) => ({ value, label: `${name(ref)}：${says}` }));
    const showIf = { field: 'member', in: found.filter((c) => c.itemId === 'SA-03').map((c) => c.value) };
    return fieldsOf(MemberCase).map((field) =>
      field.name === 'member' ? { ...field, type: 'choice' as const, choices } : { ...field, showIf },
    );
  },
  async run(tx, kase, input): Done {
    const chosen = (await candidates(tx, kase)).find((m) => m.value === input.member);
    const form = chosen?.form(formOf(kase), input.wish) ?? null;
    if (!chosen || !form) return fail('MEMBER_NOT_OF_FAMILY');
    const opened = await openChildCase(tx, kase, { itemId: chosen.itemId, form });
    if (!opened.ok)
      return opened.code === 'SAME_APPLICATION_OPEN' ? fail('ALREADY_OWN_CASE', { name: form.applicant.name }) : opened;
    return ok({
      to: kase.state as ProcedureState,
      opinion: `为${form.applicant.name}另立办件：${chosen.itemId === 'SA-03' ? categories.tekun : categories.single}`,
      data: { childId: opened.value.id },
    });
  },
});
