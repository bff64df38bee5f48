/** Words of the register of institutions: kinds, forms, states and what leads from one to the next. */
import type { Performer } from '../../../kernel/access/index.ts';

export const kinds = {
  'social-welfare-home': '社会福利院',
  'county-tekun-home': '县级特困供养机构',
  'regional-tekun-centre': '区域性失能半失能特困供养服务中心',
  'central-welfare-home': '中心福利院',
  'rural-welfare-home': '农村福利院',
  'care-apartment': '养老公寓',
  'nursing-home': '护理院',
  'dementia-home': '失智养护院',
  'medical-care-complex': '医养综合体',
} as const;
export type InstitutionKind = keyof typeof kinds;

export const legalForms = {
  company: '企业（营利）',
  'non-profit': '民办非企业（社会服务机构）',
  'public-unit': '事业单位',
} as const;
export type LegalForm = keyof typeof legalForms;

export const operations = {
  public: '公建公营',
  'public-built-private-run': '公建民营',
  outsourced: '服务外包',
  private: '民办',
} as const;
export type Operation = keyof typeof operations;

export const managers = { city: '市', county: '县直管', township: '乡镇', company: '企业', society: '社会组织' } as const;
export type ManagedBy = keyof typeof managers;

export const registrars = { county: '县级', city: '市级' } as const;
export type Registrar = keyof typeof registrars;

/** 4.1: `open` may take in older people. */
export const states = {
  preparing: { zh: '筹建', tone: 'plain', open: false },
  registered: { zh: '已登记', tone: 'now', open: true },
  unrecorded: { zh: '已收住未备案', tone: 'warn', open: true },
  recorded: { zh: '已备案', tone: 'good', open: true },
  changing: { zh: '变更中', tone: 'now', open: true },
  'suspension-announced': { zh: '拟暂停', tone: 'warn', open: false },
  suspended: { zh: '已暂停', tone: 'bad', open: false },
  'end-announced': { zh: '拟终止', tone: 'warn', open: false },
  resettling: { zh: '清退安置中', tone: 'bad', open: false },
  ended: { zh: '已终止', tone: 'bad', open: false },
  deregistered: { zh: '注销', tone: 'plain', open: false },
} as const;
export type InstitutionState = keyof typeof states;

/** Who works inside an institution: each sees the own one and no other. */
export const staff = [
  'care-home-head',
  'care-home-reception',
  'care-home-nurse',
  'care-home-accountant',
] as const satisfies readonly Performer[];
/** The office that keeps the register. */
export const keepers = ['county-clerk', 'city-clerk'] as const satisfies readonly Performer[];
/** Who reads the register beside the institutions themselves. */
export const readers = [
  'township-clerk',
  'township-leader',
  'county-clerk',
  'county-leader',
  'city-clerk',
  'city-leader',
  'auditor',
] as const satisfies readonly Performer[];
