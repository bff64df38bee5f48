/**
 * What is known of a family that receives (4.6): the facts of the granting decision, and over them everything recorded since, on two clocks —
 * valid from a day, known since an instant. Asked for an earlier instant it answers what was known then.
 */
import { insertValues, sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type EntitlementId, type EntitlementView, getEntitlement } from '../../../kernel/payment/server.ts';
import { getDecision } from '../../../kernel/policy/server.ts';
import { defineSealed } from '../../../kernel/protect/server.ts';
import {
  type FactKind,
  factsAsOf,
  type HouseholdId,
  lastMove,
  type PersonId,
  recordFact,
} from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { getCase } from '../../../kernel/service/server.ts';
import type { DibaoDecision } from '../dibao/rules.ts';
import type { AssistanceApplication } from '../family/application.ts';
import type { FamilyFacts } from '../family/facts.ts';
import { formOf, placeOf } from '../family/facts-of-case.ts';
import { type FamilyMember, familyOf } from '../family/people.ts';
import type { Recognition } from '../recognition/content.ts';
import { newcomersOf } from './newcomers.ts';
import { inRefsOf, type People, peopleOf } from './refs.ts';
import type { ReviewSubject } from './store.ts';
import type { MovedThing } from './terms.ts';

/** Parts of the facts that change together; each is one kind of fact of the household. */
const parts = {
  'family-members': ['members'],
  'verified-income': ['incomes', 'farms', 'expenses', 'obligors'],
  'verified-asset': ['assets'],
} as const satisfies Partial<Record<FactKind, readonly (keyof FamilyFacts)[]>>;
export type FactPart = keyof typeof parts;
const partKinds = Object.keys(parts) as FactPart[];

export interface Origin {
  /** The case by which the benefit was first granted, or the family first recognised; of a family that has moved here it lies in another county. */
  readonly caseId: string;
  readonly applicantName: string;
  /** Its form: names and numbers stand in it. */
  readonly form: AssistanceApplication;
  readonly family: readonly FamilyMember[];
  readonly granted: FamilyFacts;
  readonly householdId: string;
  readonly division: DivisionCode;
}

/** The granting of an entitlement, with its facts. Entitlements without a decision of their own cannot be reviewed by the rule. */
export async function originOf(
  tx: Tx,
  entitlementId: EntitlementId,
): Promise<Result<Origin, 'NOT_FOUND' | 'REVIEW_WITHOUT_DECISION'>> {
  const entitlement = await getEntitlement(tx, entitlementId);
  if (!entitlement.ok) return entitlement;
  const moved = await fileOfMove(tx, { entitlementId });
  if (moved) return ok(moved);
  const { decisionId } = entitlement.value.versions[0]!;
  const decision = decisionId ? await getDecision(tx, decisionId) : null;
  const { householdId } = entitlement.value;
  if (!decision?.ok || !householdId) return fail('REVIEW_WITHOUT_DECISION');
  return originIn(tx, { caseId: decision.value.caseId, granted: decision.value.facts as FamilyFacts, householdId });
}

/** The same of a recognition: it began with an application too. */
export async function originOfRecognition(
  tx: Tx,
  recognition: Pick<Recognition, 'id' | 'caseId' | 'decisionId' | 'householdId'>,
): Promise<Result<Origin, 'NOT_FOUND' | 'REVIEW_WITHOUT_DECISION'>> {
  const moved = await fileOfMove(tx, { recognitionId: recognition.id });
  if (moved) return ok(moved);
  const decision = await getDecision(tx, recognition.decisionId);
  if (!decision.ok) return fail('REVIEW_WITHOUT_DECISION');
  const { caseId, householdId } = recognition;
  return originIn(tx, { caseId, granted: decision.value.facts as FamilyFacts, householdId });
}

async function originIn(
  tx: Tx,
  of: Pick<Origin, 'caseId' | 'granted' | 'householdId'>,
): Promise<Result<Origin, 'REVIEW_WITHOUT_DECISION'>> {
  const kase = await getCase(tx, of.caseId);
  if (!kase.ok) return fail('REVIEW_WITHOUT_DECISION');
  const { granted, householdId } = of;
  const declared = await familyOf(tx, kase.value, formOf(kase.value));
  // 从前在这一户登记进来、这次申请里已经写上的，只算一次
  const joined = (await newcomersOf(tx, householdId)).filter((n) => !declared.some((m) => m.personId === n.personId));
  return ok({
    caseId: kase.value.id,
    applicantName: kase.value.applicantName,
    form: formOf(kase.value),
    family: [...declared, ...joined],
    granted,
    householdId,
    division: kase.value.division,
  });
}

/** Who is counted by a decision. */
export const countedIn = ({ members }: Pick<DibaoDecision, 'members'>, family: readonly FamilyMember[]): PersonId[] =>
  members.filter((m) => m.counted).flatMap((m) => family.find((f) => f.ref === m.ref)?.personId ?? []);

/** Who is paid for by a decision: whoever is counted; of a 单人保 the one who applied, the others stay outside. */
export const paidFor = (decision: Pick<DibaoDecision, 'route' | 'members'>, family: readonly FamilyMember[]): PersonId[] =>
  decision.members
    .filter((m) => (decision.route === 'single' ? m.ref === 'self' : m.counted))
    .flatMap((m) => family.find((f) => f.ref === m.ref)?.personId ?? []);

/** 移交的档案: what the new county needs to decide again, as it was known when the family moved. */
export interface TransferredFile {
  readonly caseId: string;
  readonly applicantName: string;
  readonly form: AssistanceApplication;
  readonly family: readonly FamilyMember[];
  readonly facts: FamilyFacts;
  /** Papers of the old case by title and number; they stay where they were issued. */
  readonly papers: readonly string[];
}

export interface NewMove {
  readonly id: string;
  readonly what: MovedThing;
  /** Of a benefit: the one that ends and the one that goes on. */
  readonly oldEntitlementId?: EntitlementId;
  readonly newEntitlementId?: EntitlementId;
  /** 特困 has two: care goes along with the base. */
  readonly oldCareId?: EntitlementId;
  readonly newCareId?: EntitlementId;
  /** A recognition stays the same one. */
  readonly recognitionId?: string;
  readonly householdId: string;
  readonly personId: string;
  readonly personName: string;
  readonly fromDivision: DivisionCode;
  readonly division: DivisionCode;
  readonly movedOn: PlainDate;
  readonly lastMonth: YearMonth;
  readonly firstMonth: YearMonth;
  readonly provisionalTo: YearMonth;
  /** The case in which the new county confirms, where it is open already. */
  readonly caseId?: string;
  readonly file: TransferredFile;
}

defineSealed({ table: 'benefit_move', key: ['id'], sealed: ['file'] });
const filePlace = (id: string): string => `benefit_move.file:${id}`;

export const insertMove = (tx: Tx, { file, ...move }: NewMove): Promise<number> =>
  tx.run(
    sql`insert into benefit_move ${insertValues({ ...move, file: tx.keys.sealJson(file, filePlace(move.id)), transferredOn: tx.today })}`,
  );

/** The origin of a benefit or a recognition that came from another county, as it last came; null for every other. */
export async function fileOfMove(tx: Tx, of: ReviewSubject): Promise<Origin | null> {
  const moved = 'entitlementId' in of ? sql`new_entitlement_id = ${of.entitlementId}` : sql`recognition_id = ${of.recognitionId}`;
  const row = await tx.maybe<{ id: string; householdId: string; division: DivisionCode; file: Buffer }>(
    sql`select id, household_id, division, file from benefit_move where ${moved} order by transferred_on desc, id desc limit 1`,
  );
  if (!row) return null;
  const { facts, papers: _, ...file } = tx.keys.openJson<TransferredFile>(row.file, filePlace(row.id));
  const known = new Set(file.family.map((m) => m.ref));
  const joined = (await newcomersOf(tx, row.householdId)).filter((m) => !known.has(m.ref));
  const { householdId, division } = row;
  return { ...file, family: [...file.family, ...joined], granted: facts, householdId, division };
}

type RecordedParts = Partial<FamilyFacts> & { people?: People };
/** In the references of this file, whichever file of the household recorded them. */
const readParts = (origin: Origin, { people, ...value }: RecordedParts): Partial<FamilyFacts> =>
  people ? inRefsOf(origin, value, people) : value;

/** The facts valid on a day, as known at an instant (now when left out), with the ids of the versions that were read. */
export async function familyFactsAsOf(
  tx: Tx,
  origin: Origin,
  asOf: { validOn: PlainDate; knownAt?: string },
): Promise<{ facts: FamilyFacts; factIds: string[] }> {
  const household = { kind: 'household' as const, id: origin.householdId };
  const recorded = await factsAsOf(tx, household, { ...asOf, kinds: partKinds });
  const moved = await lastMove(tx, origin.householdId as HouseholdId, asOf);
  const facts: FamilyFacts = {
    ...Object.assign({}, origin.granted, ...recorded.map((fact) => readParts(origin, fact.value as RecordedParts))),
    ...(moved && placeOf(moved.value)),
  };
  const factIds: string[] = [...recorded, ...(moved ? [moved] : [])].map((fact) => fact.id);
  const diedOn = new Map<string, PlainDate>();
  for (const member of origin.family) {
    // A death is a fact from its day on: asked for a day before, it has not happened.
    const [life] = await factsAsOf(tx, { kind: 'person', id: member.personId }, { ...asOf, kinds: ['life'] });
    const died = (life?.value as { diedOn?: PlainDate } | undefined)?.diedOn;
    if (!died) continue;
    diedOn.set(member.ref, died);
    factIds.push(life!.id);
  }
  const members = facts.members.map((m) => (diedOn.has(m.ref) ? { ...m, diedOn: diedOn.get(m.ref)! } : m));
  return { facts: { ...facts, members }, factIds };
}

/** The facts by which the amount that stands was decided. */
export async function factsInForce(tx: Tx, entitlement: EntitlementView, origin: Origin): Promise<FamilyFacts> {
  const id = entitlement.versions.findLast((v) => v.decisionId !== null)?.decisionId;
  const stored = id ? await getDecision(tx, id) : null;
  return stored?.ok ? (stored.value.facts as FamilyFacts) : origin.granted;
}

/** Records parts of the facts as they are from a day on. What was known before stays readable. */
export async function recordFamilyFacts(
  tx: Tx,
  origin: Origin,
  given: { facts: FamilyFacts; parts: readonly FactPart[]; validFrom: PlainDate; source: string },
): Promise<Result<null>> {
  for (const kind of given.parts) {
    const value = { ...Object.fromEntries(parts[kind].map((key) => [key, given.facts[key]])), people: peopleOf(origin.family) };
    const { source, validFrom } = given;
    const recorded = await recordFact(tx, {
      subject: { kind: 'household', id: origin.householdId },
      kind,
      value,
      source,
      validFrom,
    });
    if (!recorded.ok) return recorded;
  }
  return ok(null);
}

/** The last instant of a day: what was known when it ended. */
export const endOf = (day: PlainDate): string => `${day}T23:59:59.999+08:00`;

/** First month of the household's last gradual exit. */
export async function lastGradualOf(tx: Tx, householdId: string): Promise<string | null> {
  const row = await tx.maybe<{
    month: string;
  }>(sql`select to_char(decided_on + interval '1 month', 'YYYY-MM') as month from benefit_review
    where household_id = ${householdId} and change = 'gradual' order by decided_on desc limit 1`);
  return row?.month ?? null;
}
