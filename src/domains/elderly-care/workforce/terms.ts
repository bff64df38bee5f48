/** Words of 养老服务人才: training, the four subsidies, and who does what. */
import type { Performer } from '../../../kernel/access/index.ts';
import { employers, keepers, readers } from '../workers/hands.ts';

export { employers, keepers };
/** Offices that read training and subsidies; villages and townships have no part in them. */
export const workforceReaders = [
  'county-clerk',
  'county-leader',
  'city-clerk',
  'city-leader',
  'auditor',
] as const satisfies readonly Performer[];
export const registerReaders = [...readers, ...employers] as const satisfies readonly Performer[];
export const trainers = [...keepers, ...employers] as const satisfies readonly Performer[];

export const classKinds = { 'pre-post': '岗前培训', refresh: '年度培训', skill: '技能培训' } as const;
export type ClassKind = keyof typeof classKinds;

export const claimKinds = { entry: '入职补贴', post: '岗位津贴', years: '工龄奖励', training: '培训补贴' } as const;
export type ClaimKind = keyof typeof claimKinds;

/** The keys under which the claims are kept. */
export const schemeKey = (kind: ClaimKind): string => `carer-${kind}`;
export const kindOf = ({ scheme }: { scheme: string }): ClaimKind => scheme.slice('carer-'.length) as ClaimKind;
