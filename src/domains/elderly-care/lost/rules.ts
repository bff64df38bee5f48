/** 走失寻人: how the ground is parted, what is due when, what may stand in a public notice. Pure. */

export interface Sector {
  readonly name: string;
  /** Metres from where the person was last seen. */
  readonly inner: number;
  readonly outer: number;
  /** A quarter clockwise from here, in degrees from the north; null: all around. */
  readonly from: number | null;
}

const QUARTERS = [
  ['东北', 0],
  ['东南', 90],
  ['西南', 180],
  ['西北', 270],
] as const;
const CORE_M = 300;
const STEP_M = 100;

/** How far an old person may have come: at so many metres an hour, a whole number of hundreds, within what can be searched on foot. */
export const reachOf = (hours: number, of: { readonly perHour: number; readonly least: number; readonly most: number }): number =>
  Math.min(of.most, Math.max(of.least, Math.ceil((hours * of.perHour) / STEP_M) * STEP_M));

/** The ground around the place, first what lies at hand, then by quarters. */
export const firstSectors = (reach: number): Sector[] => [
  { name: `最后见到的地方周围${CORE_M}米`, inner: 0, outer: CORE_M, from: null },
  ...ringOf(CORE_M, reach),
];
/** A further ring, as wide as all that was parted before. */
export const nextRing = (outer: number): Sector[] => ringOf(outer, outer * 2);

const ringOf = (inner: number, outer: number): Sector[] =>
  QUARTERS.map(([side, from]) => ({ name: `${side}片（${inner}—${outer}米）`, inner, outer, from }));

export interface Course {
  readonly state: 'opened' | 'searching' | 'found' | 'handed' | 'closed';
  readonly openedAt: string;
  readonly policeAt: string | null;
  readonly handedAt: string | null;
}
export interface Limits {
  /** Minutes. */
  readonly police: number;
  readonly county: number;
  /** Hours. */
  readonly follow: number;
}
export type Alarm = 'tell-police' | 'tell-county' | 'tell-follow';
const later = (at: string, minutes: number): string => new Date(Date.parse(at) + minutes * 60_000).toISOString();

/** What is to be told if nothing happens until then. */
export function alarmsOf(of: Course, limits: Limits): { readonly alarm: Alarm; readonly at: string }[] {
  if (of.state === 'opened' || of.state === 'searching')
    return [
      ...(of.policeAt === null ? [{ alarm: 'tell-police' as const, at: later(of.openedAt, limits.police) }] : []),
      { alarm: 'tell-county' as const, at: later(of.openedAt, limits.county) },
    ];
  return of.state === 'handed' && of.handedAt !== null
    ? [{ alarm: 'tell-follow' as const, at: later(of.handedAt, limits.follow * 60) }]
    : [];
}

/** Words that tell of somebody's health: none of them may hang out in public. */
const HEALTH =
  /失智|失能|痴呆|阿尔茨|阿兹海默|脑梗|脑退化|精神|智力|智障|残疾|聋|哑|失明|瘫|癫|癌|肿瘤|糖尿|血压|心脏|中风|抑郁|健忘|记不|糊涂|神志|意识不清|吃药|服药|用药|病|术后|住院/;
export const tellsOfHealth = (text: string): boolean => HEALTH.test(text);

export interface Seen {
  readonly name: string;
  readonly sexZh: string;
  readonly age: number;
  readonly looks: string;
  readonly wearing: string;
  readonly lastPlace: string;
}
/** 寻人启事: made of what was described, never typed; whoever has seen the person calls. */
export const noticeText = (of: Seen, said: { readonly lastSeen: string; readonly telephone: string }): string =>
  `${of.name}，${of.sexZh}，${of.age}岁，${of.looks}。${said.lastSeen}在${of.lastPlace}走失，当时穿${of.wearing}。看到的请打${said.telephone}或者110。`;
