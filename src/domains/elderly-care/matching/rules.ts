/**
 * 供需对接 (5.12): who can be offered at all, and in which order. Hard conditions first; then 0.35 nearness + 0.25 price + 0.20 rating + 0.10 grade + 0.10 places,
 * each from 0 to 1. Nobody pays for a place in the list. Pure.
 */
export interface Wish {
  readonly budgetFen: number | null;
  /** Of the person; null: not assessed. */
  readonly level: number | null;
  readonly specials: readonly string[];
}
export interface Supply {
  /** Metres as the crow flies; null: nobody knows, or it comes to the home. */
  readonly metres: number | null;
  readonly comesHome: boolean;
  /** Serves the township or village of the person, however far it is. */
  readonly sameDivision: boolean;
  readonly priceFen: number | null;
  /** 0–5; null: not rated yet. */
  readonly rating: number | null;
  /** Of the yearly assessment; null: none. */
  readonly grade: 'A' | 'B' | 'C' | 'D' | null;
  /** Places or beds that are free; null: has to be asked. */
  readonly free: number | null;
  /** Beds for those who need nursing, where it has beds. */
  readonly nursing: number | null;
  readonly specials: readonly string[] | null;
}
export interface Norms {
  readonly metres: number;
}

/** A rating below five ratings. */
const UNRATED = 4;
const gradeOf = { A: 1, B: 0.75, C: 0.5, D: 0 } as const;
/** From this level on a bed is one for nursing. */
const NURSED = 2;
const HALF = 0.5;

/** Why somebody cannot be offered; null: he can. */
export function barred(wish: Wish, of: Supply, norms: Norms): string | null {
  if (!of.comesHome && !of.sameDivision && (of.metres === null || of.metres > norms.metres)) return '太远';
  if (wish.budgetFen !== null && of.priceFen !== null && of.priceFen > wish.budgetFen) return '超出预算';
  if (of.free === 0) return '没有空位';
  if (of.nursing !== null && wish.level !== null && wish.level >= NURSED && of.nursing === 0) return '没有护理型空床';
  if (of.grade === 'D') return '年度评估不合格';
  if (of.specials !== null && wish.specials.some((special) => !of.specials!.includes(special))) return '没有这种照护';
  return null;
}

export interface Scored {
  /** Thousandths. */
  readonly score: number;
  readonly reasons: readonly string[];
}
const KM = 1000;
const yuan = (fen: number): string => (fen / 100).toFixed(2);

export function scoreOf(wish: Wish, of: Supply, norms: Norms): Scored {
  const near = of.comesHome ? 1 : of.metres === null ? HALF : Math.max(0, 1 - of.metres / norms.metres);
  // At the budget half, for nothing whole; where nobody knows the price or the budget it says nothing.
  const price = of.priceFen === null || wish.budgetFen === null ? HALF : 1 - (HALF * of.priceFen) / wish.budgetFen;
  const rating = (of.rating ?? UNRATED) / 5;
  const grade = of.grade === null ? 0 : gradeOf[of.grade];
  const places = of.free === null ? HALF : 1;
  return {
    score: Math.round(1000 * (0.35 * near + 0.25 * price + 0.2 * rating + 0.1 * grade + 0.1 * places)),
    reasons: [
      of.comesHome ? '上门服务' : of.metres === null ? '就在本乡镇（街道）' : `直线${(of.metres / KM).toFixed(1)}公里`,
      of.priceFen === null
        ? '价格要问'
        : `${yuan(of.priceFen)}元${wish.budgetFen === null ? '' : `，预算${yuan(wish.budgetFen)}元`}`,
      of.rating === null ? '还没有评价' : `评价${of.rating.toFixed(1)}分`,
      ...(of.grade === null ? [] : [`年度评估${of.grade}`]),
      of.comesHome ? '可以派人' : of.free === null ? '空位要问' : `空${of.free}个`,
    ],
  };
}

/** At most ten, the best first; equal ones by name. */
export const ranked = <S extends Scored & { readonly name: string }>(all: readonly S[]): S[] =>
  all.toSorted((a, b) => b.score - a.score || a.name.localeCompare(b.name, 'zh')).slice(0, 10);
