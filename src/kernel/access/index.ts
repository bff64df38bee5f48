/**
 * 身份与权限. A right is role × division subtree × domain × data class. A duty (岗位) gives a person one base role in one
 * division and some domains, from–to; it never widens the role. An actor is somebody acting now, in one duty.
 */
import { plainDateOf } from '../calendar/index.ts';
import { inScope, scopeRange } from '../division/index.ts';
import type { DivisionCode, Id, PlainDate } from '../schema/index.ts';

export const roles = {
  public: '访客',
  resident: '居民',
  'village-worker': '村（社区）工作人员',
  'township-clerk': '乡镇经办人',
  'township-leader': '乡镇审核人',
  'county-clerk': '县级经办',
  'county-leader': '县级审批',
  'city-clerk': '市级经办',
  'city-leader': '市级领导',
  'dept-user': '协同部门',
  'institution-user': '机构用户',
  auditor: '审计纪检',
  'sys-admin': '系统管理员',
  'security-admin': '安全管理员',
  'audit-admin': '审计管理员',
  system: '系统',
} as const;
export type Role = keyof typeof roles;

/** Duties of this chain that need a name of their own beside the base role. */
export const duties = {
  'verification-officer': { zh: '核对中心经办人', base: 'county-clerk' },
  'county-confirmer': { zh: '审核确认人', base: 'county-leader' },
  'finance-clerk': { zh: '财务经办', base: 'county-clerk' },
  'finance-reviewer': { zh: '财务复核', base: 'county-leader' },
  'treasury-officer': { zh: '财政经办', base: 'dept-user' },
  'federation-officer': { zh: '残联经办人', base: 'dept-user' },
  'device-station-clerk': { zh: '辅具网点经办', base: 'institution-user' },
  'device-technician': { zh: '辅具适配人员', base: 'institution-user' },
  'rehab-worker': { zh: '社区康复人员', base: 'institution-user' },
  'capacity-assessor': { zh: '老年人能力评估师', base: 'institution-user' },
  'hotline-agent': { zh: '热线话务员', base: 'county-clerk' },
  'legal-officer': { zh: '法制机构人员', base: 'city-clerk' },
  'enforcement-officer': { zh: '行政执法人员', base: 'county-clerk' },
  'emergency-operator': { zh: '应急呼叫坐席', base: 'county-clerk' },
  'service-provider': { zh: '购买服务承接机构', base: 'institution-user' },
  evaluator: { zh: '第三方评估机构', base: 'institution-user' },
  'home-care-dispatcher': { zh: '居家服务调度员', base: 'county-clerk' },
  'home-care-manager': { zh: '居家服务商负责人', base: 'institution-user' },
  'home-care-worker': { zh: '养老护理员', base: 'institution-user' },
  'care-home-head': { zh: '养老机构院长', base: 'institution-user' },
  'care-home-reception': { zh: '养老机构接待', base: 'institution-user' },
  'care-home-nurse': { zh: '养老机构护理主管', base: 'institution-user' },
  'care-home-carer': { zh: '养老机构护理员', base: 'institution-user' },
  'care-home-accountant': { zh: '养老机构会计', base: 'institution-user' },
  'care-outlet': { zh: '养老服务网点', base: 'institution-user' },
} as const satisfies Record<string, { zh: string; base: Role }>;
export type DutyCode = keyof typeof duties;

/** Who may do a thing: a base role (any duty of it without a name of its own, or with one), or one named duty. */
export type Performer = Role | DutyCode;

export interface Actor {
  /** What row-level security knows: a half-open range of division codes, and the resident's own person. */
  readonly lo: string | null;
  readonly hi: string | null;
  readonly personId: Id<'Person'> | null;
  readonly kind: 'public' | 'resident' | 'staff' | 'system';
  /** User id, person id, or the name of the system job: what audit rows name. */
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly duty: DutyCode | null;
  readonly dutyId: Id<'Duty'> | null;
  readonly division: DivisionCode | null;
  /** The business domain of the duty; `all` where it serves every one, null where there is no duty. */
  readonly domain: string | null;
  /** The institution (机构、网点) that a duty of an institution's user is held in; what belongs to another one is not found. */
  readonly unitId: string | null;
  /** The person whom a member of staff is, for 回避; a resident's own person. */
  readonly ownPersonId: Id<'Person'> | null;
  readonly sessionId: string | null;
  /** Signed in with a password that somebody else chose: nothing is open but the page that changes it. */
  readonly passwordDue?: true;
  /** 代理: whose duty it is, when the actor stands in for somebody. `name` says both then: 李建国（代王芳）. */
  readonly actingFor?: { readonly id: string; readonly name: string; readonly ownPersonId: Id<'Person'> | null };
  /** With whom the actor counts as one, for what was done on the days of a deputyship. */
  readonly oneWith?: readonly Counterpart[];
}

/** One stands in for the other from a day to a day, both included. */
export interface Counterpart {
  readonly userId: string;
  readonly from: PlainDate;
  readonly to: PlainDate;
}

/**
 * Whether a thing was done by the actor's own hand, so that another one has to check it. The days of a deputyship make the two one person: what either did on
 * them is checked by neither; and whoever stands in for somebody checks nothing that this one did, on whatever day.
 * `on`: the day, or the instant, on which it was done.
 */
export function isOwnHand(actor: Actor, by: string | null, on: string): boolean {
  if (by === null) return false;
  if (by === actor.id || by === actor.actingFor?.id) return true;
  const day = on.length > 10 ? plainDateOf(on) : on;
  return actor.oneWith?.some((other) => other.userId === by && other.from <= day && day <= other.to) ?? false;
}

/** By what ids one's own hand is known today: for lists of what waits for another person. The door itself asks `isOwnHand`. */
export const ownHands = (actor: Actor, today: PlainDate): string[] => [
  actor.id,
  ...(actor.actingFor ? [actor.actingFor.id] : []),
  ...(actor.oneWith ?? []).filter((other) => other.from <= today && today <= other.to).map((other) => other.userId),
];

/** What stands behind the name of a deputy. */
export const nameFor = (absent: string): string => `（代${absent}）`;

/** Whoever answers for what the actor does: an officer, or the one for whom the officer stands in. */
export const responsible = (actor: Actor): { id: string; name: string } =>
  actor.actingFor
    ? {
        id: actor.actingFor.id,
        name: `${actor.actingFor.name}（${actor.name.slice(0, -nameFor(actor.actingFor.name).length)}代）`,
      }
    : actor;

const dutyMatches = (actor: Pick<Actor, 'role' | 'duty'>, performer: Performer): boolean => {
  if (performer in duties) return actor.duty === performer;
  // A named duty is narrower than its role: a 财务经办 is no general county clerk.
  return actor.role === performer && actor.duty === null;
};

/** The one performer that the actor is: the named duty, or the base role. */
export const performerOf = (actor: Pick<Actor, 'role' | 'duty'>): Performer => actor.duty ?? actor.role;

/** True when the actor's duty is among the performers. */
export const isOneOf = (actor: Pick<Actor, 'role' | 'duty'>, performers: readonly Performer[]): boolean =>
  performers.some((performer) => dutyMatches(actor, performer));

export const isPerformer = (code: string): code is Performer => code in duties || code in roles;

/** A performer as an account holds it: a named duty with its base role. */
export const heldAs = (performer: Performer): { role: Role; duty: DutyCode | null } =>
  performer in duties
    ? { role: duties[performer as DutyCode].base, duty: performer as DutyCode }
    : { role: performer as Role, duty: null };

export const performerName = (performer: Performer): string =>
  performer in duties ? duties[performer as DutyCode].zh : roles[performer as Role];

/** A duty of every business domain. */
export const EVERY_DOMAIN = 'all';
/** In a village or township one is given the cases of one's own field; whoever serves a whole county or city keeps all. */
const ofOneDomain: readonly Role[] = ['village-worker', 'township-clerk', 'township-leader'];

/** The one domain whose cases the actor knows; null where none is left out. */
export const ownDomain = (actor: Pick<Actor, 'kind' | 'role' | 'domain'>): string | null =>
  actor.kind === 'staff' && ofOneDomain.includes(actor.role) && actor.domain !== EVERY_DOMAIN ? actor.domain : null;

/** 三员分立: each of these stands alone; whoever watches or runs the system does no business in it. */
const lonely: readonly Role[] = ['sys-admin', 'security-admin', 'audit-admin', 'auditor'];
const noStaff: readonly Role[] = ['public', 'resident', 'system'];

/** Whether a member of staff with these roles may be given this duty: a role that staff can hold, a duty of that role, no mixing of 三员 and business. */
export const isFitDuty = (given: { role: Role; duty: DutyCode | null }, held: readonly Role[]): boolean =>
  !noStaff.includes(given.role) &&
  (given.duty === null || duties[given.duty].base === given.role) &&
  held.every((role) => role === given.role || (!lonely.includes(role) && !lonely.includes(given.role)));

/** Who is above whom when something is late (platform rules 2): the leader of the same level, then the level above. Null: nobody, or no work of the office. */
export const superiors: Readonly<Record<Performer, Performer | null>> = {
  'village-worker': 'township-clerk',
  'township-clerk': 'township-leader',
  'township-leader': 'county-leader',
  'county-clerk': 'county-leader',
  'verification-officer': 'county-leader',
  'hotline-agent': 'county-leader',
  'emergency-operator': 'county-leader',
  'county-confirmer': 'county-leader',
  'finance-clerk': 'county-leader',
  'finance-reviewer': 'county-leader',
  'county-leader': 'city-leader',
  'city-clerk': 'city-leader',
  'city-leader': null,
  // Other departments and institutions are reminded through the county that works with them.
  'dept-user': 'county-leader',
  'treasury-officer': 'county-leader',
  'federation-officer': 'county-leader',
  'institution-user': 'county-clerk',
  'device-station-clerk': 'county-clerk',
  'device-technician': 'county-clerk',
  'rehab-worker': 'county-clerk',
  'capacity-assessor': 'county-clerk',
  'legal-officer': 'city-leader',
  'enforcement-officer': 'county-leader',
  'service-provider': 'county-clerk',
  evaluator: 'city-clerk',
  'home-care-dispatcher': 'county-leader',
  'home-care-manager': 'county-clerk',
  'home-care-worker': 'county-clerk',
  'care-home-head': 'county-clerk',
  'care-home-reception': 'county-clerk',
  'care-home-nurse': 'county-clerk',
  'care-home-carer': 'county-clerk',
  'care-home-accountant': 'county-clerk',
  'care-outlet': 'county-clerk',
  public: null,
  resident: null,
  auditor: null,
  'sys-admin': null,
  'security-admin': null,
  'audit-admin': null,
  system: null,
};

const leaders = ['township-leader', 'county-leader', 'city-leader'] as const satisfies readonly Performer[];

/** The leader who gives out the work of a duty, and names who stands in for its holder; null where nobody of the workbench does. */
function leaderOf(performer: Performer): Performer | null {
  let above = superiors[performer];
  while (above !== null && !(leaders as readonly Performer[]).includes(above)) above = superiors[above];
  return above;
}

const levels = ['village', 'township', 'county', 'city'] as const;
const levelOfRole = (role: Role): number => levels.findIndex((level) => role.startsWith(level));
const roleOf = (performer: Performer): Role =>
  performer in duties ? duties[performer as keyof typeof duties].base : (performer as Role);

/** Whether the actor leads those who hold a duty of this kind at this place. Officers of other departments and of institutions have their leaders elsewhere. */
export function isHeadOf(actor: Actor, performer: Performer, division: DivisionCode): boolean {
  const leader = leaderOf(performer);
  if (leader === null || actor.division === null || levelOfRole(roleOf(performer)) < 0) return false;
  return inScope(division, actor.division) && isOneOf(actor, [leader]);
}

/** Whether somebody with these roles may stand in for a duty of a role: an officer of the same level, or of the next one above. */
export const mayStandIn = (absent: Role, held: readonly Role[]): boolean =>
  held.some((role) => levelOfRole(role) >= 0 && [0, 1].includes(levelOfRole(role) - levelOfRole(absent)));

/** All officers, whatever the level: for lists that the scope narrows. */
export const officers = [
  'village-worker',
  'township-clerk',
  'township-leader',
  'county-clerk',
  'county-leader',
  'city-clerk',
  'city-leader',
  'verification-officer',
  'county-confirmer',
  'finance-clerk',
  'finance-reviewer',
] as const satisfies readonly Performer[];

/** Duties that are often named together where the menu is given out. */
export const fieldOffice: readonly Performer[] = ['village-worker', 'township-clerk', 'township-leader'];
export const countyOffice: readonly Performer[] = ['county-clerk', 'county-leader', 'county-confirmer', 'verification-officer'];
export const cityOffice: readonly Performer[] = ['city-clerk', 'city-leader'];
export const moneyOffice: readonly Performer[] = ['finance-clerk', 'finance-reviewer', 'treasury-officer'];

/** Duties that open full personal numbers or move money. */
const sensitive: readonly Performer[] = [...officers, 'treasury-officer'];
/** After how many minutes without a sign of life a session ends (platform rules 5.8). */
export const idleMinutes = (actor: Pick<Actor, 'kind' | 'role' | 'duty'>): number =>
  actor.kind === 'staff' && isOneOf(actor, sensitive) ? 15 : 30;

/** What can be done to somebody else's account, by whom, and to which: the system administrator ends accounts, the security administrator opens doors. */
interface AccountState {
  readonly active: boolean;
  readonly demonstration: boolean;
  readonly locked: boolean;
}
const withPassword = ({ active, demonstration }: AccountState): boolean => active && !demonstration;
export const accountActions = {
  unlock: { zh: '解锁', by: ['security-admin'], fits: ({ active, locked }: AccountState) => active && locked },
  'reset-password': { zh: '重置密码', by: ['security-admin'], fits: withPassword },
  'renew-totp': { zh: '更换动态码', by: ['security-admin'], fits: withPassword },
  deactivate: { zh: '停用账号', by: ['sys-admin', 'security-admin'], fits: ({ active }: AccountState) => active },
  activate: { zh: '重新启用', by: ['sys-admin'], fits: ({ active }: AccountState) => !active },
} as const satisfies Record<string, { zh: string; by: readonly Performer[]; fits: (account: AccountState) => boolean }>;
export type AccountAction = keyof typeof accountActions;

/** What a route declares. `signedIn` is anybody with a session, `signedInAtAll` also who must change the password first; `anyone` needs none. */
export type Permission =
  | { readonly kind: 'anyone' }
  | { readonly kind: 'signedIn'; readonly passwordDue?: true }
  | { readonly kind: 'performers'; readonly performers: readonly Performer[] };
export const anyone: Permission = { kind: 'anyone' };
export const signedIn: Permission = { kind: 'signedIn' };
export const signedInAtAll: Permission = { kind: 'signedIn', passwordDue: true };
export const allow = (...performers: Performer[]): Permission => ({ kind: 'performers', performers });

/** Who opens a case for somebody (platform rules 4.12); the county takes in what comes to its own window. */
export const proxies = ['village-worker', 'township-clerk', 'county-clerk'] as const satisfies readonly Performer[];

/** Officers of other departments who act in some steps of a case: of the cases, they see those whose flow has a step of theirs. */
export const partners = ['federation-officer'] as const satisfies readonly Performer[];
/** Duties held in an institution: they see the cases of the flows that they work in, and nothing else of the division. */
export const institutionUsers = [
  'device-station-clerk',
  'device-technician',
  'rehab-worker',
  'capacity-assessor',
  'home-care-manager',
] as const satisfies readonly Performer[];

/** Who asks, as far as this permission goes: until the password is one's own, nobody is sure who it is. */
export const askerFor = (permission: Permission, actor: Actor): Actor =>
  actor.passwordDue && !(permission.kind === 'signedIn' && permission.passwordDue) ? publicActor : actor;

export function permits(permission: Permission, actor: Actor): boolean {
  if (permission.kind === 'anyone') return true;
  if (actor.kind === 'public') return false;
  return permission.kind === 'signedIn' || isOneOf(actor, permission.performers);
}

export const publicActor: Actor = {
  kind: 'public',
  id: 'public',
  name: '访客',
  role: 'public',
  duty: null,
  dutyId: null,
  division: null,
  domain: null,
  unitId: null,
  ownPersonId: null,
  sessionId: null,
  lo: null,
  hi: null,
  personId: null,
};

/** System work, scoped to one division (the city by default) and named for the audit. */
export const systemActor = (job: string, division: DivisionCode): Actor => ({
  ...publicActor,
  kind: 'system',
  id: `system:${job}`,
  name: '系统',
  role: 'system',
  division,
  ...scopeRange(division),
});
