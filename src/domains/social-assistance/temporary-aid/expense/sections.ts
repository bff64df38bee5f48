/** What the page of an expense-type case shows: the family as it declared itself, the check, the visits, the aid. */
import { isOneOf } from '../../../../kernel/access/index.ts';
import type { Tx } from '../../../../kernel/context/server.ts';
import { maskIdNumber } from '../../../../kernel/protect/index.ts';
import type { Case } from '../../../../kernel/service/server.ts';
import { conferenceOfCase } from '../../conference/views.ts';
import { factsShown, objectionsShown } from '../../dibao/sections.ts';
import { familyOf } from '../../family/people.ts';
import { relations } from '../../family/terms.ts';
import { helpOfCase } from '../../help/views.ts';
import { visitsOf } from '../../procedure/visit.ts';
import { verificationShown } from '../../verification/server.ts';
import { aidShown, commonSections, decisionsShown } from '../sections.ts';
import { assistedStatuses, expenseCauses } from '../terms.ts';
import type { ExpenseApplication } from './application.ts';
import { assistedAs, computeExpense } from './compute.ts';

/** Those who pay need to know what was granted and paid, not how a family lives. */
const payers = ['finance-clerk', 'finance-reviewer'] as const;

export async function expenseSections(tx: Tx, kase: Case): Promise<Record<string, unknown>> {
  const common = await commonSections(tx, kase);
  if (isOneOf(tx.actor, payers)) return { notice: common.notice, payments: common.payments };
  const form = kase.form as ExpenseApplication;
  const resident = tx.actor.kind === 'resident';
  const verification = await verificationShown(tx, kase.id);
  return {
    ...common,
    facts: [
      {
        title: '申请原因',
        rows: [
          { label: '主要支出', value: expenseCauses[form.aid.cause] },
          { label: '情况', value: form.aid.story },
          { label: '现有救助', value: assistedStatuses[await assistedAs(tx, kase)] },
        ],
      },
      ...factsShown(tx, form, kase.division),
    ],
    members: (await familyOf(tx, kase, form)).map((m) => ({
      personId: m.personId,
      name: m.name,
      relationZh: relations[m.relation],
      note: maskIdNumber(m.idNumber),
    })),
    verification,
    visits: resident
      ? []
      : (await visitsOf(tx, kase)).map((v) => ({
          ...v,
          surveyors: v.surveyors.map((s) => s.name),
          signed: v.signature !== undefined,
        })),
    decisions: await decisionsShown(tx, kase, computeExpense),
    objections: resident ? [] : await objectionsShown(tx, kase.id),
    help: await helpOfCase(tx, kase),
    conference: await conferenceOfCase(tx, kase),
    ...(resident ? {} : { aid: await aidShown(tx, kase) }),
  };
}
