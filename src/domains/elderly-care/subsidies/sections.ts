import { ageOn, longDate, longMonth, monthOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { yuan } from '../../../kernel/policy/index.ts';
import { maskIdNumber, maskPhone } from '../../../kernel/protect/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import type { Case } from '../../../kernel/service/server.ts';
import { levelOn } from '../assessment/effect.ts';
import { levels } from '../assessment/rules.ts';
import { accountShown, benefitSections } from '../benefit/sections.ts';
import type { SubsidyForm } from './application.ts';
import { computeCase, knownOf } from './facts.ts';
import { kindOfItem, kinds } from './terms.ts';

async function factsOf(tx: Tx, kase: Case) {
  const form = kase.form as SubsidyForm;
  const kind = kindOfItem(kase.itemId);
  const known = await knownOf(tx, kase.applicantPersonId, kind, kase.division);
  const level = await levelOn(tx, kase.applicantPersonId, tx.today);
  const month = monthOf(tx.today);
  const runs = (spells: readonly { from: string; to: string | null }[], at: string) =>
    spells.some((s) => s.from <= at && (s.to === null || s.to >= at));
  const facts = known?.facts;
  const grounds = facts
    ? [
        ...(runs(facts.dibao, month) ? ['低保'] : []),
        ...(runs(facts.edge, tx.today) ? ['低保边缘'] : []),
        ...(runs(facts.tekun, month) ? ['特困'] : []),
      ]
    : [];
  const { againstZh } = kinds[kind];
  const inHome = facts?.stays.findLast(({ to }) => to === null || to > tx.today);
  const others = facts?.other.filter((o) => runs([o], month)) ?? [];
  return [
    {
      title: '老人',
      rows: [
        { label: '姓名', value: form.applicant.name },
        { label: '身份证号码', value: maskIdNumber(form.applicant.idNumber) },
        ...(form.applicant.phone ? [{ label: '手机', value: maskPhone(form.applicant.phone) }] : []),
        ...(known
          ? [{ label: '出生日期', value: `${longDate(known.birthDate)}，今天${ageOn(known.birthDate, tx.today)}周岁` }]
          : []),
        { label: '户籍地', value: tx.divisions.fullName(kase.division) },
        { label: '收款账户', value: await accountShown(tx, kase.applicantPersonId, form.account, '没有登记') },
      ],
    },
    {
      title: '系统查到的',
      rows: [
        { label: '社会救助', value: grounds.join('、') || '没有低保、低保边缘、特困认定' },
        {
          label: '能力等级',
          value: level
            ? `${level.level}级，${levels[level.level]}，有效期至${longDate(level.validTo as PlainDate)}`
            : '没有生效的评估',
        },
        ...(againstZh === null
          ? [
              { label: '养老机构', value: inHome ? `${longDate(inHome.from)}住进，在住` : '现在没有住在养老机构' },
              {
                label: '养老服务消费券',
                value: facts?.vouchers.at(-1) ? `用到${longMonth(facts.vouchers.at(-1)!)}` : '没有用过',
              },
            ]
          : [
              {
                label: againstZh,
                value:
                  others.length > 0 ? `正在领，每月${others.map((o) => yuan(o.amountFen)).join('、')}，就高享受一项` : '没有在领',
              },
            ]),
        { label: '高龄津贴', value: '可以同时享受' },
      ],
    },
  ];
}

export async function subsidySections(tx: Tx, kase: Case): Promise<Record<string, unknown>> {
  const kind = kindOfItem(kase.itemId);
  return benefitSections(tx, kase, {
    programme: kinds[kind].programme,
    facts: await factsOf(tx, kase),
    async current() {
      const computed = await computeCase(tx, kase, kind);
      return computed.ok ? computed.value.decision : null;
    },
  });
}
