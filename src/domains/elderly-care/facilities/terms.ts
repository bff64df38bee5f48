/** Words of 社区养老服务设施 (4.13): kinds, functions, states and what leads from one to the next, and who does what. */
import { cityOffice, countyOffice, fieldOffice, type Performer } from '../../../kernel/access/index.ts';

export const siteKinds = {
  'urban-centre': '社区居家养老服务中心',
  'day-care': '日间照料中心',
  'mutual-aid': '农村老年人互助照料中心',
  'happiness-home': '农村幸福院',
  integrated: '综合性养老服务设施',
  canteen: '老年食堂（助餐点）',
  'host-household': '互助养老中心户',
  cooperative: '乡村养老合作社',
  pastoral: '田园养老综合体',
} as const;
export type SiteKind = keyof typeof siteKinds;

/** 四种形态 (EC-078). */
export const siteForms = { radiating: '辐射式', embedded: '嵌入式', micro: '小微式', mutual: '互助式' } as const;
export type SiteForm = keyof typeof siteForms;

export const functions = {
  full: '全托',
  day: '日托',
  home: '上门',
  guidance: '对下指导',
  meals: '助餐',
  activity: '文体活动',
} as const;
export type SiteFunction = keyof typeof functions;
/** 综合功能: a street has them all in one place (I-06b). */
export const fullSet = ['full', 'day', 'home', 'guidance'] as const satisfies readonly SiteFunction[];

export const reaches = { place: '所在的村（社区）', township: '整个乡镇（街道）' } as const;
export type Reach = keyof typeof reaches;

export const siteStates = {
  planned: { zh: '规划', tone: 'plain' },
  approved: { zh: '立项', tone: 'plain' },
  building: { zh: '在建', tone: 'now' },
  accepted: { zh: '四方验收', tone: 'now' },
  'handed-over': { zh: '移交', tone: 'now' },
  tendering: { zh: '招运营', tone: 'now' },
  trial: { zh: '试运营', tone: 'now' },
  operating: { zh: '运营', tone: 'good' },
  suspended: { zh: '停运', tone: 'bad' },
  rebuilding: { zh: '改建', tone: 'warn' },
  closed: { zh: '注销', tone: 'plain' },
} as const;
export type SiteState = keyof typeof siteStates;

export const siteMoves: Readonly<Record<SiteState, readonly SiteState[]>> = {
  planned: ['approved', 'closed'],
  approved: ['building', 'closed'],
  building: ['accepted', 'closed'],
  accepted: ['handed-over'],
  'handed-over': ['tendering', 'trial'],
  tendering: ['trial'],
  trial: ['operating', 'suspended'],
  operating: ['suspended', 'rebuilding', 'closed'],
  suspended: ['operating', 'rebuilding', 'closed'],
  rebuilding: ['accepted', 'trial', 'closed'],
  closed: [],
};

/** Stages of a planned project, as the planning side tells of them, and how far a facility is with it at least. */
export const projectStages = {
  reserve: '储备',
  approved: '立项',
  feasibility: '可研',
  design: '用地、初设',
  tender: '招标',
  started: '开工',
  structure: '主体',
  completed: '竣工验收',
  'in-use': '投用',
} as const;
export const siteByStage = { approved: 'approved', started: 'building', structure: 'building' } as const satisfies Partial<
  Record<keyof typeof projectStages, SiteState>
>;

/** 年度评估. */
export const siteGrades = { A: 'A（优秀）', B: 'B（良好）', C: 'C（合格）', D: 'D（不合格）' } as const;
export type SiteGrade = keyof typeof siteGrades;

/** What proves that a site was open on a day. */
export const proofs = { cards: '刷卡', meals: '就餐', photo: '现场照片' } as const;
export type Proof = keyof typeof proofs;

export const estateAreas = { new: '新建居住区', old: '老旧居住区' } as const;
export type EstateArea = keyof typeof estateAreas;

/** Who keeps the register; who says on a day that it is open; who opens, closes, grades and looks at double claims. */
export const keepers = ['township-clerk', 'county-clerk'] as const satisfies readonly Performer[];
export const dayHands = ['village-worker', 'township-clerk'] as const satisfies readonly Performer[];
export const deciders = ['county-clerk'] as const satisfies readonly Performer[];
export const readers: readonly Performer[] = [...fieldOffice, ...countyOffice, ...cityOffice, 'auditor'];
