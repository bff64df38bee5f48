/**
 * What may be done with the record that an answer shows, said by the answer itself: the page draws its buttons from it, so that a button is there exactly when
 * the server would agree. The hands of an offer are those of the route that takes it, by the same constant. A case has its own from its flow (`ActionView`).
 * What hangs on no record, the menu and what a page may send, is said once for a duty (`DutyDesk`): the browser knows no duties.
 */
import { type Actor, isOneOf, type Performer } from '../access/index.ts';
import type { FormField } from '../schema/index.ts';

export interface Offer {
  readonly action: string;
  /** A verb that an officer would say. */
  readonly zh: string;
  /** What it will cause, said before it does. */
  readonly causes: string;
  /** Of the form: names the consequence where that is grave. */
  readonly button: string;
  readonly danger: boolean;
  readonly fields: readonly FormField[];
  /** Where the fields are asked when the form is opened, where they, or the values that it begins with, take looking up. */
  readonly fieldsAt?: string;
  /** Asked with the filled form before it is sent: what it will come to (`{ says }`), which the button then agrees to. Changes nothing. */
  readonly foreseenAt?: string;
  /** Values that the form begins with. */
  readonly initial: Readonly<Record<string, unknown>>;
  /** Filled in where there may be no network: what is typed and photographed waits on the device, and is sent with a request id, so that it counts once. */
  readonly onTheSpot?: true;
  /**
   * When it was done counts, and no network is no excuse: the moment of the first press is sent along as `stamp { at, ticket }`, by the server's time at
   * `issuedAt` and what has gone by on the device since; the server believes it by its own ticket.
   */
  readonly stamp?: { readonly ticket: string; readonly issuedAt: string };
  /** Where it is sent, with what is sent beside the form. */
  readonly to: string;
  readonly fixed: Readonly<Record<string, unknown>>;
}

export interface Offered
  extends Pick<Offer, 'action' | 'zh' | 'causes' | 'to'>,
    Partial<Omit<Offer, 'action' | 'zh' | 'causes' | 'to'>> {
  /** Who may: the performers of the route. */
  readonly by: readonly Performer[];
  /** Whether it makes sense as the record stands; left out: always. */
  readonly when?: boolean;
}

/** Those that this actor may take now. */
export const offersTo = (actor: Pick<Actor, 'role' | 'duty'>, offered: readonly Offered[]): Offer[] =>
  offered
    .filter(({ by, when = true }) => when && isOneOf(actor, by))
    .map(({ by: _, when: __, ...offer }) => ({ button: offer.zh, danger: false, fields: [], initial: {}, fixed: {}, ...offer }));

/** The two answers to something that another person has proposed; none for whoever proposed it. */
export const decisionOffers = (given: {
  readonly mine: boolean;
  readonly by: readonly Performer[];
  readonly to: string;
  /** What confirming causes, and its button where that names it. */
  readonly causes: string;
  readonly button?: string;
  /** What stays when it is sent back. */
  readonly stays: string;
}): Offered[] =>
  (['confirm', 'reject'] as const).map((decision) => ({
    action: decision,
    zh: decision === 'confirm' ? '确认' : '退回',
    causes: decision === 'confirm' ? given.causes : given.stays,
    button: decision === 'confirm' ? (given.button ?? '确认') : '退回',
    danger: true,
    fields: [
      decision === 'confirm'
        ? { name: 'note', type: 'text', label: '意见', required: false, max: 200 }
        : { name: 'note', type: 'text', label: '退回的理由', required: true, min: 4, max: 200 },
    ],
    by: given.by,
    when: !given.mine,
    to: given.to,
    fixed: { decision },
  }));

/** Counted no further. */
export const MOST_WAITING = 1000;

/** Work that waits on a page of its own, beside the cases. */
export interface WaitingRow {
  /** 超期没有走的探访. */
  readonly zh: string;
  readonly count: number;
  /** Late or dangerous, to be looked at, to be done. */
  readonly tone: 'bad' | 'warn' | 'now';
  /** The page that lists exactly these, and what it is narrowed by. */
  readonly to: string;
  readonly search: Readonly<Record<string, string>>;
}

/** The groups of the menu, in its order. */
export const placeGroups = {
  work: '办理',
  people: '对象与服务',
  elderly: '养老服务',
  'elderly-homes': '养老机构',
  'elderly-sites': '养老设施和队伍',
  discovery: '发现与来访',
  money: '资金',
  planning: '规划与统计',
  divisions: '区划地名',
  policy: '政策与数据',
  office: '管理',
} as const;

/** A page in the menu. */
export interface PlaceView {
  readonly to: string;
  readonly zh: string;
  readonly group: keyof typeof placeGroups;
  /** Where this duty begins the day. */
  readonly home?: true;
  /** Of the phone's bottom bar. */
  readonly thumb?: true;
}

/** A page in the menu of the duties that have work there. What is seen on it is decided by its routes. */
export interface Place extends PlaceView {
  readonly for: readonly Performer[];
  /** Only in a demonstration. */
  readonly demo?: true;
}

/**
 * What a page asks about before it draws a button: an address as its route declares it (`POST /api/batches`), open to these duties and no others; or a kind of
 * spreadsheet that comes in or goes out.
 */
export type Ability = `${'GET' | 'POST' | 'PUT' | 'DELETE'} /api/${string}` | `IMPORT ${string}` | `EXPORT ${string}`;

/** What one duty finds on its desk: fetched once, and anew when the duty changes. */
export interface DutyDesk {
  readonly places: readonly PlaceView[];
  readonly may: readonly Ability[];
}

const groupOrder = Object.keys(placeGroups);

/** The menu of this actor: where the day begins, then by groups, in each as they are given. */
export const placesTo = (
  actor: Pick<Actor, 'role' | 'duty'>,
  places: readonly Place[],
  options: { readonly demo: boolean },
): PlaceView[] =>
  places
    .filter((place) => (options.demo || !place.demo) && isOneOf(actor, place.for))
    .sort(
      (a, b) => Number(b.home ?? false) - Number(a.home ?? false) || groupOrder.indexOf(a.group) - groupOrder.indexOf(b.group),
    )
    .map(({ for: _, demo: __, ...place }) => place);
