/** Links to elderly care, child welfare, disaster relief, planning and the hospitals: what they tell, and what follows here. */
import { sql } from '../../database/sql.ts';
import { defineSubscription, type Subscription } from '../../kernel/event/server.ts';
import { notify } from '../../kernel/notice/server.ts';
import { openLead } from './devices/leads.ts';
import { isOpen, type Stage, stageOrder, stages } from './facilities/terms.ts';

const subscribe = (name: string, types: Subscription['types'], handle: Subscription['handle']): Subscription =>
  defineSubscription({ name: `disability.${name}`, types, handle });

/** Levels of ability at which no device is needed. */
const ABLE = ['0', 'intact', '能力完好'];

const stageIn = (text: unknown): Stage | undefined => stageOrder.find((stage) => stage === text || stages[stage] === text);

export const links: readonly Subscription[] = [
  // 养老能力评估有失能的，建议试用辅具；只带人，不带评估内容。
  subscribe('elder-assessment', ['elder.assessment.completed'], async (tx, event) => {
    const { personId, level } = event.payload as { personId: string; level: string | number };
    if (ABLE.includes(String(level))) return;
    await openLead(tx, { sourceEvent: event.eventId, source: 'assessment', personId, division: event.division });
  }),
  // 转移安置的人里有残疾人证或者正在用辅具的，网点去看看缺什么。
  subscribe('displaced', ['disaster.person.displaced'], async (tx, event) => {
    const { personId } = event.payload as { personId: string };
    const concerned =
      await tx.maybe(sql`select 1 as one where exists (select from disability_certificate c where c.person_id = ${personId} and c.state = 'valid')
      or exists (select from rental_order o where o.person_id = ${personId} and o.state = 'out')
      or exists (select from device_allocation a where a.person_id = ${personId} and a.taken_back_on is null)`);
    if (concerned) await openLead(tx, { sourceEvent: event.eventId, source: 'disaster', personId, division: event.division });
  }),
  // 孤儿有残疾人证的，网点联系监护人看要不要辅具；“明天计划”给过的，配置时计入周期。
  subscribe('orphan-device', ['child.award.changed'], async (tx, event) => {
    const { personId, scheme, endMonth } = event.payload as { personId: string; scheme: string; endMonth: string | null };
    if (scheme !== 'orphan' || endMonth !== null) return;
    const certified = await tx.maybe(
      sql`select 1 as one from disability_certificate where person_id = ${personId} and state = 'valid' limit 1`,
    );
    if (certified) await openLead(tx, { sourceEvent: event.eventId, source: 'child', personId, division: event.division });
  }),
  // 规划那边报的阶段先记下；投用要床位、服务能力，由季度报告登记。一行规划项目是好几处的，哪一处到了哪一步说不准，不跟。
  subscribe('project-stage', ['project.stage.changed'], async (tx, event) => {
    const { projectId, toStage } = event.payload as { projectId: string; toStage: string };
    const stage = stageIn(toStage);
    if (!stage || isOpen(stage)) return;
    const earlier = stageOrder.slice(0, stageOrder.indexOf(stage));
    await tx.run(
      sql`update facility_project set stage = ${stage}, version = version + 1 where planned_project = ${projectId} and stage = any(${earlier}::text[])
        and (select count(*) from facility_project o where o.planned_project = ${projectId}) = 1`,
    );
  }),
  // 在医院的服务对象出院：有本人授权的，告诉服务机构可以恢复服务。
  subscribe('discharged', ['hospital.discharged'], async (tx, event) => {
    const { personId = event.subject.id, consentRef } = event.payload as { personId?: string; consentRef?: string | null };
    if (!consentRef) return;
    const waiting = await tx.maybe<{
      caseId: string;
      division: string;
    }>(sql`select r.case_id, i.division from rehab_case r join service_case s on s.id = r.case_id
      join rehab_institution i on i.id = r.institution_id where r.person_id = ${personId} and r.closed_on is null and s.state = 'atHospital' limit 1`);
    if (waiting)
      await notify(tx, {
        to: { performer: 'rehab-worker', division: waiting.division },
        template: 'rehab.discharged',
        caseId: waiting.caseId,
      });
  }),
];
