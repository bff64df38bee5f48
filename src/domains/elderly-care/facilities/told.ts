/** What the housing department and the planning side tell: an estate was accepted, and its facilities are due; the planned project of a facility has moved on. */
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { inScope, levelOf } from '../../../kernel/division/index.ts';
import { type DomainEvent, defineSubscription, type Subscription } from '../../../kernel/event/server.ts';
import { defineFeedCheck, refuseFeed } from '../../../kernel/exchange/server.ts';
import { defineTemplates, notify } from '../../../kernel/notice/server.ts';
import { ok } from '../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { countyOf } from '../offices.ts';
import { areaNorms } from './parameters.ts';
import { isOutOfStep, requiredArea, shortfall } from './rules.ts';
import { auditSite, changeSite, type Site, siteColumns } from './store.ts';
import { type EstateArea, projectStages, type SiteState, siteByStage, siteMoves } from './terms.ts';

defineTemplates({
  'care-estate.accepted': {
    title: '住宅小区竣工了，请核对配建',
    text: '{name}{on}竣工验收：养老设施应配建{required}平方米，已移交{handed}平方米{gap}。请在“居住区配建”里核对、登记移交。',
  },
});

defineFeedCheck('housing.project.completed', async (tx, { payload }) => {
  const { division } = payload as { division: DivisionCode };
  if (!tx.divisions.get(division) || levelOf(division) !== 'village') return refuseFeed('请填写到村（社区）的区划代码');
  if (!inScope(division, tx.actor.division ?? tx.city)) return refuseFeed('不在本部门的地区');
  return ok({ subject: { kind: 'place', id: division }, division });
});

interface Completed {
  projectRef: string;
  division: DivisionCode;
  name: string;
  developer: string;
  households: number;
  plannedPeople: number;
  acceptedOn: PlainDate;
}
interface EstateKept {
  id: string;
  area: EstateArea;
  households: number;
  plannedPeople: number;
  handedOn: PlainDate | null;
  handedM2: number;
}
/** 住宅验收 stands in the register of estates from now on; who was not in it is entered. The county is told what is missing. */
async function followEstate(tx: Tx, { payload }: DomainEvent): Promise<void> {
  const of = payload as unknown as Completed;
  const { division, name, acceptedOn } = of;
  const estate =
    await tx.one<EstateKept>(sql`insert into care_estate (id, name, division, developer, area, households, planned_people, plan_document, housing_accepted_on, handed_m2, changed_at, changed_by)
    values (${newId()}, ${name}, ${division}, ${of.developer}, 'new', ${of.households}, ${of.plannedPeople}, ${`住建项目${of.projectRef}`}, ${acceptedOn}, 0, ${tx.now}, ${tx.actor.id})
    on conflict (division, name) do update set housing_accepted_on = coalesce(care_estate.housing_accepted_on, excluded.housing_accepted_on), version = care_estate.version + 1,
      changed_at = excluded.changed_at, changed_by = excluded.changed_by
    returning id, area, households, planned_people, handed_on, handed_m2`);
  await recordAudit(tx, { action: 'care-estate.changed', subject: { kind: 'care-estate', id: estate.id }, division });
  const norms = await areaNorms(tx, division);
  if (!norms.ok) throw new Error(`estate ${estate.id}: ${norms.params.key}`);
  const short = shortfall(estate, estate.handedM2, norms.value);
  const late = isOutOfStep({ handedOn: estate.handedOn, housingAcceptedOn: acceptedOn });
  await notify(tx, {
    to: { performer: 'county-clerk', division: countyOf({ division }) },
    template: 'care-estate.accepted',
    params: {
      name,
      on: acceptedOn,
      required: requiredArea(estate, norms.value),
      handed: estate.handedM2,
      gap: `${short > 0 ? `，还差${short}平方米` : ''}${late ? '，没有同步移交' : ''}`,
    },
  });
}

/** Onward only, by the steps of the facility itself, and only before acceptance: from there on the county has papers to look at. */
function onTheWay(from: SiteState, to: SiteState): boolean {
  for (let at: SiteState | undefined = from; at !== undefined && at !== 'accepted'; at = siteMoves[at][0])
    if (at === to) return at !== from;
  return false;
}

/** 规划项目的阶段 is written into the course of its facility; of one project that is several facilities nobody knows which one moved. */
async function followStage(tx: Tx, { payload }: DomainEvent): Promise<void> {
  const { projectId, fromStage, toStage, changedOn } = payload as Record<'projectId' | 'fromStage' | 'toStage', string> & {
    changedOn: PlainDate;
  };
  const sites = await tx.rows<Site>(
    sql`select ${siteColumns} from care_site s where s.planned_project = ${projectId} order by s.id limit 20 for update`,
  );
  const words = (stage: string) => projectStages[stage as keyof typeof projectStages] ?? stage;
  for (const site of sites) {
    const wanted = siteByStage[toStage as keyof typeof siteByStage];
    const moves = sites.length === 1 && wanted !== undefined && changedOn >= site.stateOn && onTheWay(site.state, wanted);
    const to = moves ? wanted : site.state;
    await changeSite(tx, site, {
      action: 'project',
      to,
      on: changedOn,
      note: `对应的规划项目由“${words(fromStage)}”到“${words(toStage)}”`,
      ...(moves ? { set: sql`state = ${to}, state_on = ${changedOn}` } : {}),
    });
    if (moves) await auditSite(tx, 'care-site.moved', site);
  }
}

export const siteReactions: readonly Subscription[] = [
  defineSubscription({ name: 'elderly-care.estate', types: ['housing.project.completed'], handle: followEstate }),
  defineSubscription({ name: 'elderly-care.project-stage', types: ['project.stage.changed'], handle: followStage }),
];
