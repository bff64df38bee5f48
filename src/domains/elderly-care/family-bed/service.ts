/** 家庭养老床位 as a service item (EL-10). */

import { longDate } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { documentsShown } from '../../../kernel/document/server.ts';
import { defineProgramme } from '../../../kernel/payment/server.ts';
import { defineReplay } from '../../../kernel/policy/server.ts';
import { type Case, defineFlowImplementation, noticeOfCase } from '../../../kernel/service/server.ts';
import { mayOpenWorks } from '../home-works/hands.ts';
import { programmes, worksRules } from '../home-works/rules.ts';
import { worksSections } from '../home-works/sections.ts';
import { worksOfCase } from '../home-works/store.ts';
import { decideBed, familyBedActions } from './actions.ts';
import { FamilyBedApplication, type FamilyBedForm, familyBedSteps, openFamilyBed } from './application.ts';
import { familyBedFlow } from './flow.ts';
import { bedRules, monthRules } from './rules.ts';
import { bedOfWorks } from './store.ts';
import { MONTH_PROGRAMME } from './terms.ts';

defineProgramme({ key: programmes['family-bed'].programme, zh: programmes['family-bed'].zh, money: '补贴' });
defineProgramme({ key: MONTH_PROGRAMME, zh: '家庭养老床位运行补贴', money: '补贴' });
defineReplay({ rule: worksRules['family-bed'].current.name, book: worksRules['family-bed'] });
defineReplay({ rule: bedRules.current.name, book: bedRules });
defineReplay({ rule: monthRules.current.name, book: monthRules });

async function sections(tx: Tx, kase: Case): Promise<Record<string, unknown>> {
  const works = await worksOfCase(tx, kase.id);
  const bed = works ? await bedOfWorks(tx, works.id) : null;
  const applied = [
    { label: '需要的服务', value: (kase.form as FamilyBedForm).need },
    ...(bed ? [{ label: '服务协议', value: `每月上门不少于${bed.visitsPlanned}次：${bed.services}` }] : []),
    ...(bed?.endedOn ? [{ label: '撤床', value: `${longDate(bed.endedOn)}，${bed.endReason}` }] : []),
  ];
  return {
    ...(await worksSections(tx, kase, { applied, decide: decideBed })),
    notice: await noticeOfCase(tx, kase.id),
    documents: await documentsShown(tx, kase),
  };
}

defineFlowImplementation({
  flow: familyBedFlow,
  form: () => FamilyBedApplication,
  formSteps: familyBedSteps,
  forOthers: true,
  open: (tx, _item, form) => openFamilyBed(tx, form as unknown as FamilyBedForm),
  mayOpen: mayOpenWorks,
  actions: familyBedActions,
  sections,
});
