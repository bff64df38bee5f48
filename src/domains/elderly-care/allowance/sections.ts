import { ageOn, longDate } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { maskIdNumber, maskPhone } from '../../../kernel/protect/index.ts';
import type { Case } from '../../../kernel/service/server.ts';
import { accountShown, benefitSections } from '../benefit/sections.ts';
import type { AllowanceForm } from './application.ts';
import { computeCase, knownOf } from './facts.ts';
import { PROGRAMME } from './rules.ts';

async function factsOf(tx: Tx, kase: Case) {
  const form = kase.form as AllowanceForm;
  const known = await knownOf(tx, kase.applicantPersonId);
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
        { label: '收款账户', value: await accountShown(tx, kase.applicantPersonId, form.account, '还没有登记，村里核实时填写') },
        { label: '怎么提出的', value: kase.channel === 'discovery' ? '系统按年龄提出（免申即享）' : '本人、家属或者村里提出' },
      ],
    },
  ];
}

export const allowanceSections = async (tx: Tx, kase: Case): Promise<Record<string, unknown>> =>
  benefitSections(tx, kase, {
    programme: PROGRAMME,
    facts: await factsOf(tx, kase),
    async current() {
      const computed = await computeCase(tx, kase);
      return computed.ok ? computed.value.decision : null;
    },
  });
