/** Words of the register of providers and workers. */
import { skillLevels } from '../orders/terms.ts';

export const providerStates = { active: '有效', suspended: '暂停', removed: '清退' } as const;
export type ProviderState = keyof typeof providerStates;

/** 新八级工 (民发〔2023〕71号) from 学徒工 to 首席技师; older certificates have the five in the middle. The number grows with the skill. */
const certificateLevels = { '0': '学徒工', ...skillLevels, '6': '特级技师', '7': '首席技师' } as const;
export const certificateSchemes = { eight: '护理员新八级工', five: '护理员原五级', social: '社会工作者职业资格' } as const;
export type CertificateScheme = keyof typeof certificateSchemes;
const socialLevels: Readonly<Record<number, string>> = { 1: '助理社会工作师', 2: '社会工作师', 3: '高级社会工作师' };
/** What may be chosen for any of the three; which goes with which, `levelFits` says. */
export const levelChoices = {
  ...certificateLevels,
  s1: socialLevels[1]!,
  s2: socialLevels[2]!,
  s3: socialLevels[3]!,
} as const;
export type LevelChoice = keyof typeof levelChoices;
export const levelOf = (choice: LevelChoice): number => Number(choice.replace('s', ''));
export const levelFits = (scheme: CertificateScheme, choice: LevelChoice): boolean =>
  scheme === 'social'
    ? choice.startsWith('s')
    : !choice.startsWith('s') && (scheme === 'eight' || (levelOf(choice) >= 1 && levelOf(choice) <= 5));
export const levelName = ({ scheme, level }: { scheme: CertificateScheme; level: number }): string =>
  scheme === 'social' ? socialLevels[level]! : certificateLevels[String(level) as keyof typeof certificateLevels];

export const educations = {
  bachelor: '本科及以上',
  college: '大专（高职）',
  vocational: '中职、中专',
  other: '其他',
} as const;
export type Education = keyof typeof educations;
