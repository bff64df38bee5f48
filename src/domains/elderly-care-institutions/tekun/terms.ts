/** Words of the homes for 特困, and who does what. */
import type { Performer } from '../../../kernel/access/index.ts';
import type { InstitutionKind } from '../register/terms.ts';
import type { TekunCare } from '../stays/terms.ts';

/** 特困供养机构: kinds of homes that take them first. */
export const tekunHomes = [
  'county-tekun-home',
  'regional-tekun-centre',
  'central-welfare-home',
  'rural-welfare-home',
] as const satisfies readonly InstitutionKind[];
/** Where somebody may be placed: those, and the welfare homes of a county. */
export const placeHomes = [...tekunHomes, 'social-welfare-home'] as const satisfies readonly InstitutionKind[];

/** 自理类别 as social assistance says it in its events. */
export const grades = { able: '全自理', half: '半护理', full: '全护理' } as const;
export type Grade = keyof typeof grades;
/** The same class in the words of an admission. */
export const careOfGrade: Readonly<Record<Grade, TekunCare>> = { able: 'able', half: 'part', full: 'full' };

export const placementStates = {
  waiting: { zh: '待安置', tone: 'warn' },
  postponed: { zh: '缓一缓', tone: 'plain' },
  held: { zh: '已留床，待签三方协议', tone: 'now' },
  agreed: { zh: '已签三方协议，待入住', tone: 'now' },
  placed: { zh: '已入住', tone: 'good' },
  closed: { zh: '不再安置', tone: 'plain' },
} as const;
export type PlacementState = keyof typeof placementStates;

export const placers = ['county-clerk'] as const satisfies readonly Performer[];
export const readers = [
  'township-clerk',
  'township-leader',
  'county-clerk',
  'county-leader',
  'city-clerk',
  'city-leader',
  'auditor',
] as const satisfies readonly Performer[];
