/**
 * 双随机抽取: who is inspected, and by whom, follows from published numbers alone, so that anybody computes it again. A secret that was promised by its
 * digest and a number that nobody here controls make the seed; every object and every inspector gets a lot by HMAC-SHA256; the lowest are drawn.
 * Pure: the same source runs in the server that draws and in the browser of whoever checks it. What hashes is handed in.
 */
import type { DivisionCode } from '../schema/index.ts';

export const riskClasses = ['A', 'B', 'C', 'D'] as const;
export type RiskClass = (typeof riskClasses)[number];

/** Why an object is left out of a draw. */
export const exclusions = {
  stopped: '已终止或者暂停',
  recent: '同一事项在间隔期内查过',
  capped: '今年的计划检查已到上限',
} as const;
export type Exclusion = keyof typeof exclusions;

/** Why an inspector is passed over for an object. */
export const passes = {
  certificate: '执法证在检查期间不是每天有效',
  leave: '检查期间请假',
  relation: '与检查对象有关联，回避',
  repeat: '最近两次查过这个对象',
  load: '任务数已满',
} as const;
export type Pass = keyof typeof passes;

export interface DrawObject {
  readonly id: string;
  readonly name: string;
  readonly county: DivisionCode;
  readonly riskClass: RiskClass;
  readonly excluded: Exclusion | null;
}
export interface DrawInspector {
  readonly id: string;
  readonly name: string;
  readonly certNo: string;
  /** Inspections that he has not finished. */
  readonly load: number;
  /** Why he can take none of this draw. */
  readonly unfit: 'certificate' | 'leave' | null;
}
/** An inspector who may not check one object. */
export interface Recusal {
  readonly objectId: string;
  readonly inspectorId: string;
  readonly reason: 'relation' | 'repeat';
}
/** All that a draw is computed from, besides the seed: published before it. */
export interface DrawInput {
  readonly drawId: string;
  readonly rates: Readonly<Record<RiskClass, number>>;
  readonly inspectorCap: number;
  readonly objects: readonly DrawObject[];
  readonly inspectors: readonly DrawInspector[];
  readonly recusals: readonly Recusal[];
}

export interface Stratum {
  readonly riskClass: RiskClass;
  readonly county: DivisionCode;
  /** How many were in it, after exclusions, and how many of them are drawn. */
  readonly of: number;
  readonly draws: number;
  /** Lowest lot first. */
  readonly ranking: readonly { readonly id: string; readonly lot: string; readonly drawn: boolean }[];
}
export interface Pair {
  readonly objectId: string;
  readonly lead: string;
  readonly second: string;
  readonly candidates: readonly { readonly id: string; readonly lot: string; readonly passed: Pass | null }[];
}
export interface Drawn {
  readonly strata: readonly Stratum[];
  readonly pairs: readonly Pair[];
  /** The object for which two inspectors could not be found: the whole draw has failed. */
  readonly shortFor: string | null;
}

/** Lower-case hex of HMAC-SHA256(seed, message). */
export type LotOf = (message: string) => string;

/** What the digest of a pool is taken of: its members in order of their ids, whatever order they came in. */
export const poolText = (ids: readonly string[]): string => [...ids].sort(inOrder).join('\n');
/** What the seed is the digest of. */
export const seedText = (secret: string, beacon: string): string => `${secret}|${beacon}`;
/** At least one of those that there are, in whole numbers. */
export const drawnOf = (ratePercent: number, count: number): number => Math.floor((ratePercent * count + 99) / 100);

const inOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byLot = (a: { id: string; lot: string }, b: { id: string; lot: string }): number =>
  inOrder(a.lot, b.lot) || inOrder(a.id, b.id);

const objectMessage = ({ drawId }: DrawInput, objectId: string): string => `${drawId}|${objectId}`;
const pairMessage = (input: DrawInput, objectId: string, inspectorId: string): string =>
  `${objectMessage(input, objectId)}|${inspectorId}`;

const eligible = (input: DrawInput): DrawObject[] => input.objects.filter((object) => object.excluded === null);

/** What lots are asked for: of the objects, and of the inspectors of those that were drawn. For whoever hashes them one after another. */
export const objectMessages = (input: DrawInput): string[] => eligible(input).map(({ id }) => objectMessage(input, id));
export const pairMessages = (input: DrawInput, strata: readonly Stratum[]): string[] =>
  drawnIds(strata).flatMap((object) => input.inspectors.map(({ id }) => pairMessage(input, object, id)));

/** Those that were drawn, in the order in which they are given inspectors. */
export const drawnIds = (strata: readonly Stratum[]): string[] =>
  strata.flatMap(({ ranking }) => ranking.filter(({ drawn }) => drawn).map(({ id }) => id));

/** Each risk class of each county by itself: D first, in a class by county. */
export function drawObjects(input: DrawInput, lotOf: LotOf): Stratum[] {
  const objects = eligible(input);
  const counties = [...new Set(objects.map(({ county }) => county))].sort(inOrder);
  return [...riskClasses].reverse().flatMap((riskClass) =>
    counties.flatMap((county) => {
      const members = objects.filter((object) => object.riskClass === riskClass && object.county === county);
      if (members.length === 0) return [];
      const draws = drawnOf(input.rates[riskClass], members.length);
      const ranked = members.map(({ id }) => ({ id, lot: lotOf(objectMessage(input, id)) })).sort(byLot);
      return [{ riskClass, county, of: members.length, draws, ranking: ranked.map((one, i) => ({ ...one, drawn: i < draws })) }];
    }),
  );
}

/** Two for each drawn object, loads carried on from one to the next. Where one lacks two, the whole draw fails. */
export function drawPairs(input: DrawInput, strata: readonly Stratum[], lotOf: LotOf): Omit<Drawn, 'strata'> {
  const load = new Map(input.inspectors.map(({ id, load }) => [id, load]));
  const recused = new Map(input.recusals.map(({ objectId, inspectorId, reason }) => [`${objectId}|${inspectorId}`, reason]));
  const passedOver = ({ id, unfit }: DrawInspector, objectId: string): Pass | null =>
    unfit ?? recused.get(`${objectId}|${id}`) ?? (load.get(id)! >= input.inspectorCap ? 'load' : null);
  const pairs: Pair[] = [];
  for (const objectId of drawnIds(strata)) {
    const candidates = input.inspectors
      .map((inspector) => ({
        id: inspector.id,
        lot: lotOf(pairMessage(input, objectId, inspector.id)),
        passed: passedOver(inspector, objectId),
      }))
      .sort(byLot);
    const [lead, second] = candidates.filter(({ passed }) => passed === null);
    if (!lead || !second) return { pairs: [], shortFor: objectId };
    for (const { id } of [lead, second]) load.set(id, load.get(id)! + 1);
    pairs.push({ objectId, lead: lead.id, second: second.id, candidates });
  }
  return { pairs, shortFor: null };
}

/** The whole draw. */
export function draw(input: DrawInput, lotOf: LotOf): Drawn {
  const strata = drawObjects(input, lotOf);
  return { strata, ...drawPairs(input, strata, lotOf) };
}
