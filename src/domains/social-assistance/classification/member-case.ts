/** 为家人另立办件: a member who belongs under another item gets a case of his or her own, filled from the family's application. */
import { z } from 'zod';
import type { Tx } from '../../../kernel/context/server.ts';
import { fail, ok } from '../../../kernel/result/index.ts';
import { type Case, handler, openChildCase } from '../../../kernel/service/server.ts';
import { nameIn } from '../family/application.ts';
import { formOf } from '../family/facts-of-case.ts';
import { formOfMember, isOwnGround } from '../family/member-form.ts';
import { singleGrounds } from '../family/terms.ts';
import type { Done, ProcedureState } from '../procedure/index.ts';
import { categories } from './categories.ts';
import { classificationNow } from './compute.ts';

const ITEM = 'SA-01';

/** Who may have a case of his or her own, with the ground; the applicant applies for himself with the family's own case. */
async function candidates(tx: Tx, kase: Case) {
  const classification = await classificationNow(tx, kase);
  const members = classification?.tests.find((t) => t.category === 'single')?.members ?? [];
  return members.filter((m) => m.ref !== 'self' && isOwnGround(m.ground));
}

export const openMemberCase = handler({
  input: z.strictObject({ member: z.string().min(1, '请选择家人').meta({ label: '哪位家人' }) }),
  offered: async (tx, kase) => (await candidates(tx, kase)).length > 0,
  async fields(tx, kase) {
    const name = nameIn(formOf(kase));
    const choices = (await candidates(tx, kase)).map((m) => ({
      value: m.ref,
      label: `${name(m.ref)}：${categories.single}（${singleGrounds[m.ground]}）`,
    }));
    return [{ name: 'member', type: 'choice', label: '哪位家人', required: true, choices }];
  },
  async run(tx, kase, input): Done {
    const chosen = (await candidates(tx, kase)).find((m) => m.ref === input.member);
    const form = chosen && isOwnGround(chosen.ground) ? formOfMember(formOf(kase), chosen.ref, chosen.ground) : null;
    if (!form) return fail('MEMBER_NOT_OF_FAMILY');
    const opened = await openChildCase(tx, kase, { itemId: ITEM, form });
    if (!opened.ok)
      return opened.code === 'SAME_APPLICATION_OPEN' ? fail('ALREADY_OWN_CASE', { name: form.applicant.name }) : opened;
    return ok({
      to: kase.state as ProcedureState,
      opinion: `为${form.applicant.name}另立办件：${categories.single}`,
      data: { childId: opened.value.id },
    });
  },
});
