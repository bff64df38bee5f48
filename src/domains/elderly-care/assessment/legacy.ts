/**
 * MZ/T 039-2013, the scheme before: read-only history (specification 5.3). Its levels 0–3 are never mapped to those of GB/T 42195-2022, and no benefit is
 * granted by them: 旧标准评估不能用于本待遇，请重新评估.
 */

export const LEGACY_SCHEME = 'MZ039_2013';
export const legacyLevels = { 0: '能力完好', 1: '轻度失能', 2: '中度失能', 3: '重度失能' } as const;
export type LegacyLevel = keyof typeof legacyLevels;

export interface LegacyFindings {
  /** 日常生活活动, 0–100. */
  readonly dailyLiving: number;
  /** 认知、攻击、抑郁, each 0–2, added. */
  readonly mental: number;
  /** 意识 0–3, 视力 0–4, 听力 0–4, 沟通 0–3: higher is worse. */
  readonly perception: {
    readonly consciousness: number;
    readonly vision: number;
    readonly hearing: number;
    readonly communication: number;
  };
  /** 社会参与, 0–20. */
  readonly social: number;
  /** Dementia, psychiatric illness, or two care-risk events in 30 days. */
  readonly raised: boolean;
}

const dailyLivingOf = (n: number): LegacyLevel => (n >= 100 ? 0 : n >= 65 ? 1 : n >= 45 ? 2 : 3);
const mentalOf = (n: number): LegacyLevel => (n === 0 ? 0 : n === 1 ? 1 : n <= 3 ? 2 : 3);
const socialOf = (n: number): LegacyLevel => (n <= 2 ? 0 : n <= 7 ? 1 : n <= 13 ? 2 : 3);

function perceptionOf({ consciousness: c, vision: v, hearing: h, communication: k }: LegacyFindings['perception']): LegacyLevel {
  if (c >= 2 || v === 4 || h === 4 || k === 3) return 3;
  if (c === 1 || v === 3 || h === 3 || k === 2) return 2;
  return v === 2 || h === 2 || k === 1 ? 1 : 0;
}

/** The order of 5.3, which closes the gaps of the printed text. */
export function legacyLevelOf(found: LegacyFindings): LegacyLevel {
  if (found.perception.consciousness === 3) return 3;
  const [d, m, p, s] = [
    dailyLivingOf(found.dailyLiving),
    mentalOf(found.mental),
    perceptionOf(found.perception),
    socialOf(found.social),
  ];
  const others = [m, p, s];
  const allTwo = others.every((n) => n === 2);
  const anyThree = others.some((n) => n === 3);
  const base: LegacyLevel =
    d === 3
      ? 3
      : d === 2
        ? allTwo || anyThree
          ? 3
          : 2
        : d === 1
          ? allTwo || anyThree
            ? 2
            : 1
          : m >= 1 || p >= 1 || s >= 2
            ? 1
            : 0;
  return Math.min(3, base + (found.raised ? 1 : 0)) as LegacyLevel;
}
