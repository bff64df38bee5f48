/** Help with reimbursement as its helpers see it, and as the older person does. */
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { offersTo } from '../../../kernel/offer/index.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { formOf } from '../../../kernel/schema/index.ts';
import type { HelpList, HelpRow, MyHelps } from './content.ts';
import { type Help, helpsWhere } from './store.ts';
import { CalledHelp, careKinds, Ended, Guide, helpers, OwnHelp, operators, outcomes, papers } from './terms.ts';

/** Where it stands: its own two steps, then those of its ticket. */
function standing(help: Help): { zh: string; tone: HelpRow['tone'] } {
  if (help.ticketState === 'closed') return { zh: '已回访，办结', tone: 'good' };
  if (help.ticketState === 'called-back') return { zh: '已回访，待办结', tone: 'good' };
  if (help.outcome !== null) return { zh: `${outcomes[help.outcome]}，待回访`, tone: 'now' };
  return help.guidedAt === null ? { zh: '等材料指导', tone: 'warn' } : { zh: '已指导，办理中', tone: 'now' };
}

function rowOf(tx: Tx, help: Help): HelpRow {
  const { zh, tone } = standing(help);
  const fixed = { requestId: newId() };
  return {
    id: help.id,
    name: help.content.name ?? help.personName ?? '',
    placeName: tx.divisions.fullName(help.division),
    kindZh: careKinds[help.content.kind],
    hospital: help.content.place,
    matter: help.content.matter,
    phone: help.content.phone,
    stateZh: zh,
    tone,
    askedAt: help.askedAt,
    guideDue: help.guidedAt === null ? help.guideDue : null,
    late: help.guidedAt === null && Date.parse(help.guideDue) <= Date.parse(tx.now),
    helper: help.helper,
    guide: help.guide && `${help.guide.papers.map((key) => papers[key]).join('、')}。${help.guide.said}`,
    result: help.result,
    offers: offersTo(tx.actor, [
      {
        action: 'guide',
        zh: help.guidedAt === null ? '指导材料' : '再指导',
        causes: '网上求助的，本人马上收到；材料原件他自己保管，不收。',
        by: helpers,
        when: help.outcome === null,
        to: `/api/reimbursement-helps/${help.id}/guide`,
        fields: formOf(Guide),
        initial: help.guide ? { ...help.guide } : {},
        fixed,
      },
      {
        action: 'end',
        zh: '登记结果',
        causes: '工单转为已答复，由热线回访以后办结。',
        by: helpers,
        when: help.outcome === null && help.guidedAt !== null,
        to: `/api/reimbursement-helps/${help.id}/outcome`,
        fields: formOf(Ended),
        fixed,
      },
    ]),
  };
}

/** Who looks at the list leaves one row. */
export async function helpList(tx: Tx): Promise<Result<HelpList>> {
  const rows = await helpsWhere(tx, sql`true`);
  const personIds = rows.flatMap(({ personId }) => (personId ? [personId] : []));
  if (personIds.length > 0) await recordAudit(tx, { action: 'reimbursement.listed', personIds });
  return ok({
    rows: rows.map((row) => rowOf(tx, row)),
    offers: offersTo(tx.actor, [
      {
        action: 'call',
        zh: '登记来电求助',
        causes: '马上派给乡镇（街道），两个工作日内指导材料。',
        by: operators,
        to: '/api/reimbursement-helps',
        fields: formOf(CalledHelp),
        fixed: { requestId: newId() },
      },
    ]),
  });
}

export async function myHelps(tx: Tx, personId: string): Promise<MyHelps> {
  const rows = await helpsWhere(tx, sql`h.person_id = ${personId}`);
  return {
    rows: rows.map((help) => ({
      id: help.id,
      kindZh: careKinds[help.content.kind],
      hospital: help.content.place,
      stateZh: standing(help).zh,
      askedAt: help.askedAt,
      guideDue: help.guideDue,
      papers: help.guide ? help.guide.papers.map((key) => papers[key]) : [],
      said: help.guide?.said ?? null,
      result: help.result,
    })),
    fields: formOf(OwnHelp),
  };
}
