/**
 * 谁在探访名单里: read from the facts of the registry, never entered by hand. More danger raises the level at once; less of it is proposed, and the township
 * decides. What was settled is settled again when a fact is recorded, when somebody moves, dies, comes of age, or when the calendar alone changes the score.
 */
import { sql } from '../../../database/sql.ts';
import { endOfSpan, monthOf, plainDateOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { factOfMany } from '../../../kernel/resident/server.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import {
  endPlan,
  enterPlan,
  lockPlan,
  movePlan,
  openPlans,
  type Plan,
  raiseLevel,
  restorePlan,
} from '../../../kernel/task/server.ts';
import type { CapacityLevel } from '../assessment/terms.ts';
import { bandsOf, wholeOf } from './parameters.ts';
import { type Bands, compareLevels, earlier, type Known, type Standing, standingOf, TOOL } from './risk.ts';
import type { RiskInput } from './schema.ts';
import { standingPlace } from './sealed.ts';
import { cadenceOf, KIND, type Level } from './terms.ts';

export interface StandingContent extends Pick<Standing, 'groups' | 'score' | 'reasons'> {
  readonly tool: string;
  /** The level of capacity, for who is looked after first in dangerous weather. */
  readonly capacity: number | null;
}

interface Person {
  id: string;
  division: DivisionCode;
  birthDate: PlainDate;
  lifeState: string;
  diedOn: PlainDate | null;
  mergedInto: string | null;
  poor: boolean;
}

const RISK_NOTHING: RiskInput = {
  suddenIllness: false,
  dementia: false,
  hazard: false,
  unreachable: false,
  onlyChildLost: false,
};

interface Certificate {
  readonly level?: string;
  readonly state?: string;
}
const gradeOf = (certificate: Certificate | undefined): number | null => {
  const grade = Number(certificate?.level);
  return certificate && (certificate.state ?? 'valid') === 'valid' && grade >= 1 && grade <= 4 ? grade : null;
};

/** Settles so many persons at once (at most 1,000). */
export async function settleElders(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const persons = await tx.rows<Person>(sql`select p.id, p.division, p.birth_date, p.life_state, p.died_on, p.merged_into,
      exists (select from entitlement_member m join entitlement e on e.id = m.entitlement_id
        where m.person_id = p.id and e.programme in ('dibao', 'tekun') and m.months @> month_no(${monthOf(tx.today)})) as poor
    from person p where p.id = any (${[...ids]}::uuid[]) order by p.id`);
  const facts = async <T>(kind: 'living-status' | 'capacity-level' | 'disability-certificate' | 'visit-risk') =>
    new Map((await factOfMany<T>(tx, ids, kind)).map((fact) => [fact.subjectId, fact.value]));
  const [living, capacity, certificates, risks] = [
    await facts<{ status: string }>('living-status'),
    await facts<CapacityLevel>('capacity-level'),
    await facts<Certificate>('disability-certificate'),
    await facts<RiskInput>('visit-risk'),
  ];
  const open = new Map((await openPlans(tx, KIND, ids)).map((plan) => [plan.personId, plan]));
  const bands = await bandsOf(tx);
  for (const person of persons) {
    const risk = risks.get(person.id) ?? RISK_NOTHING;
    const level = capacity.get(person.id);
    const inForce = level && level.validTo >= tx.today ? level : undefined;
    const certificate = certificates.get(person.id);
    const known: Known = {
      birthDate: person.birthDate,
      living: living.get(person.id)?.status ?? null,
      capacity: inForce?.level ?? null,
      demented: risk.dementia,
      disability: gradeOf(certificate),
      onlyChildLost: risk.onlyChildLost,
      suddenIllness: risk.suddenIllness,
      dischargedOn: risk.dischargedOn ?? null,
      bereavedOn: risk.bereavedOn ?? null,
      contactOn: risk.contactOn ?? null,
      poor: person.poor,
      hazard: risk.hazard,
      unreachable: risk.unreachable,
    };
    await settleOne(tx, person, known, {
      bands,
      plan: open.get(person.id) ?? null,
      validTo: (inForce?.validTo as PlainDate | undefined) ?? null,
    });
  }
}

async function settleOne(
  tx: Tx,
  person: Person,
  known: Known,
  of: { bands: Bands; plan: Plan | null; validTo: PlainDate | null },
): Promise<void> {
  const standing = standingOf(known, tx.today, of.bands);
  const gone = person.lifeState === 'dead' || person.mergedInto !== null;
  const isIn = !gone && standing.groups.length > 0;
  let plan = of.plan;
  if (!isIn) {
    if (plan) {
      const on = person.lifeState === 'dead' ? (person.diedOn ?? tx.today) : tx.today;
      await endPlan(tx, plan, { on, reason: person.lifeState === 'dead' ? 'death' : person.mergedInto ? 'merged' : 'groups' });
      await tellChange(tx, person, []);
    }
    await tx.run(
      sql`update visit_standing set proposed = null, review_on = ${gone ? null : standing.reviewOn} where person_id = ${person.id}`,
    );
    return;
  }
  let proposed: Level | null = null;
  if (!plan) {
    const last = await lockPlan(tx, KIND, person.id);
    if (last?.endedReason === 'death') {
      await restorePlan(tx, last);
      plan = { ...last, endedOn: null, endedReason: null };
    }
  }
  if (!plan) {
    plan = await enterPlan(tx, {
      kind: KIND,
      personId: person.id,
      division: person.division,
      level: standing.level,
      cadence: cadenceOf[standing.level],
      firstBy: await firstBy(tx, standing.level, person.division),
    });
    await tellChange(tx, person, standing.groups);
  } else {
    if (plan.division !== person.division) {
      await movePlan(tx, plan, person.division);
      plan = { ...plan, division: person.division };
    }
    const against = compareLevels(standing.level, plan.level as Level);
    if (against > 0)
      await raiseLevel(tx, plan, {
        level: standing.level,
        cadence: cadenceOf[standing.level],
        by: await raisedBy(tx, standing.level),
        gapDays: await wholeOf(tx, 'VISIT-GAP'),
        note: standing.reasons.map(({ zh, points }) => `${zh}${points}分`).join('，'),
      });
    else if (against < 0) proposed = standing.level;
  }
  const content: StandingContent = {
    tool: TOOL,
    groups: standing.groups,
    score: standing.score,
    reasons: standing.reasons,
    capacity: known.capacity,
  };
  const sealed = tx.keys.sealJson(content, standingPlace(person.id));
  const reviewOn = earlier(standing.reviewOn, of.validTo);
  await tx.run(sql`insert into visit_standing (person_id, division, proposed, review_on, content, settled_at)
    values (${person.id}, ${person.division}, ${proposed}, ${reviewOn}, ${sealed}, ${tx.now})
    on conflict (person_id) do update set division = excluded.division, proposed = excluded.proposed, review_on = excluded.review_on, content = excluded.content, settled_at = excluded.settled_at`);
}

const inHours = (tx: Tx, hours: number): string => new Date(Date.parse(tx.now) + hours * 3_600_000).toISOString();

async function firstBy(tx: Tx, level: Level, division: DivisionCode): Promise<string> {
  if (level === 'red') return inHours(tx, await wholeOf(tx, 'VISIT-FIRST-RED'));
  return endOfSpan(tx.calendar, tx.now, { workdays: await wholeOf(tx, 'VISIT-FIRST') }, division);
}

const raisedBy = async (tx: Tx, level: Level): Promise<string> =>
  inHours(tx, await wholeOf(tx, level === 'red' ? 'VISIT-FIRST-RED' : 'VISIT-RAISED'));

/** After a stay in an institution: sooner for whoever is disabled. */
export async function returnedBy(tx: Tx, plan: Plan): Promise<string> {
  const content = await standingContent(tx, plan.personId);
  if ((content?.capacity ?? 0) >= 2) return inHours(tx, await wholeOf(tx, 'VISIT-RETURN'));
  return firstBy(tx, plan.level as Level, plan.division);
}

export async function standingContent(tx: Tx, personId: string): Promise<StandingContent | null> {
  const row = await tx.maybe<{ content: Buffer }>(sql`select content from visit_standing where person_id = ${personId}`);
  return row && tx.keys.openJson<StandingContent>(row.content, standingPlace(personId));
}

const tellChange = (tx: Tx, person: Person, groups: readonly string[]): Promise<unknown> =>
  emit(tx, {
    type: 'leftbehind.register.changed',
    subject: { kind: 'person', id: person.id },
    division: person.division,
    payload: { personId: person.id, groups: [...groups], division: person.division, from: plainDateOf(tx.now) },
    sensitivity: 'sensitive',
  });
