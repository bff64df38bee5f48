/** What the page of an emergency case shows beside the engine's own parts. Identity numbers and telephones are masked here, always. */
import { isOneOf } from '../../../../kernel/access/index.ts';
import { longDate } from '../../../../kernel/calendar/index.ts';
import type { Tx } from '../../../../kernel/context/server.ts';
import { maskIdNumber, maskPhone } from '../../../../kernel/protect/index.ts';
import type { Case } from '../../../../kernel/service/server.ts';
import { conferenceOfCase } from '../../conference/views.ts';
import { helpOfCase } from '../../help/views.ts';
import { computeEmergency } from '../compute.ts';
import { inKindOf } from '../in-kind.ts';
import { aidShown, commonSections, decisionsShown } from '../sections.ts';
import { emergencyCauses, tiers } from '../terms.ts';
import { restOf } from './county.ts';
import { formOf, payableNow } from './first-aid.ts';

/** Those who pay need to know what was granted and paid, not what befell a family. */
const payers = ['finance-clerk', 'finance-reviewer'] as const;

export async function emergencySections(tx: Tx, kase: Case): Promise<Record<string, unknown>> {
  const common = await commonSections(tx, kase);
  if (isOneOf(tx.actor, payers)) return { notice: common.notice, payments: common.payments };
  const form = formOf(kase);
  const officer = tx.actor.kind !== 'resident';
  const inKind = await inKindOf(tx, kase.id);
  const [payable, rest] = [await payableNow(tx, kase), await restOf(tx, kase)];
  return {
    ...common,
    facts: [
      {
        title: '急难情况',
        rows: [
          { label: '当事人', value: form.name },
          { label: '身份证号码', value: form.idNumber ? maskIdNumber(form.idNumber) : '没有证件，已编临时号' },
          ...(form.phone ? [{ label: '电话', value: maskPhone(form.phone) }] : []),
          { label: '发生地', value: tx.divisions.fullName(kase.division) },
          { label: '事由', value: emergencyCauses[form.cause] },
          { label: '受困人数', value: `${form.persons}人` },
          { label: '困难程度', value: tiers[form.tier] },
          { label: '情况', value: form.what },
        ],
      },
      ...(inKind.length > 0
        ? [
            {
              title: '已给的帮助（不是钱）',
              rows: inKind.map((given) => ({
                label: given.kindZh,
                value: [longDate(given.givenOn), given.what, given.quantity].join('，'),
              })),
            },
          ]
        : []),
    ],
    decisions: await decisionsShown(tx, kase, computeEmergency),
    help: await helpOfCase(tx, kase),
    conference: await conferenceOfCase(tx, kase),
    ...(officer
      ? {
          aid: {
            ...(await aidShown(tx, kase)),
            inKind,
            payable: payable.ok ? payable.value : null,
            restFen: rest.ok ? rest.value : null,
          },
        }
      : {}),
  };
}
