/** 喘息服务 as a service item (EL-12). */
import type { Tx } from '../../../kernel/context/server.ts';
import { documentsShown, filesOfCase } from '../../../kernel/document/server.ts';
import { defineProgramme } from '../../../kernel/payment/server.ts';
import { defineReplay } from '../../../kernel/policy/server.ts';
import { maskIdNumber, maskPhone } from '../../../kernel/protect/index.ts';
import { communicationRows } from '../../../kernel/resident/index.ts';
import { type Case, defineFlowImplementation } from '../../../kernel/service/server.ts';
import { decisionsOnce } from '../home-works/sections.ts';
import { arrangedRows, decideRespite, respiteActions } from './actions.ts';
import { openRespite, RespiteApplication, type RespiteForm, respiteSteps } from './application.ts';
import { respiteFlow } from './flow.ts';
import { respiteRules, settlementRules } from './rules.ts';
import { carerRelations, RESPITE_PROGRAMME, respiteModes } from './terms.ts';

defineProgramme({ key: RESPITE_PROGRAMME, zh: '喘息服务补贴', money: '补贴' });
defineReplay({ rule: respiteRules.current.name, book: respiteRules });
defineReplay({ rule: settlementRules.current.name, book: settlementRules });

async function sections(tx: Tx, kase: Case): Promise<Record<string, unknown>> {
  const { applicant, carer, mode, wish } = kase.form as RespiteForm;
  const arranged = await arrangedRows(tx, kase);
  return {
    facts: [
      {
        title: '老人和照护的家人',
        rows: [
          { label: '姓名', value: applicant.name },
          { label: '身份证号码', value: maskIdNumber(applicant.idNumber) },
          { label: '手机', value: maskPhone(applicant.phone) },
          ...communicationRows(applicant.communication),
          { label: '住在', value: tx.divisions.fullName(kase.division) },
          { label: '平时谁照护', value: `${carer.name}，${carerRelations[carer.relation]}，${maskPhone(carer.phone)}` },
          { label: '想怎么安排', value: `${respiteModes[mode]}：${wish}` },
        ],
      },
      ...(arranged.length > 0 ? [{ title: '安排和服务', rows: arranged }] : []),
    ],
    decisions: await decisionsOnce(tx, kase, decideRespite),
    papers: (await filesOfCase(tx, kase.id)).map((f) => ({ id: f.id, zh: f.paper, name: f.name, url: `/api/files/${f.id}` })),
    documents: await documentsShown(tx, kase),
  };
}

defineFlowImplementation({
  flow: respiteFlow,
  form: () => RespiteApplication,
  formSteps: respiteSteps,
  forOthers: true,
  open: (tx, _item, form) => openRespite(tx, form as unknown as RespiteForm),
  actions: respiteActions,
  sections,
});
