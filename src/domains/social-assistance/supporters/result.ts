/**
 * What was found of a supporter, put beside what the family declared of him or her, and what follows when it is 属实. Pure. The household of the
 * supporter has declared one income; what is found is the supporter's own, so it counts only where it is above the whole.
 */
import { plusMonths } from '../../../kernel/calendar/index.ts';
import type { AnswerItem } from '../../../kernel/exchange/index.ts';
import { larger, over, type Parameters, roundFen, total, yuan } from '../../../kernel/policy/index.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { discrepancies } from '../family/discrepancies.ts';
import type { FamilyFacts, ObligorItem } from '../family/facts.ts';
import { assistanceCategories, type IncomeType, incomeTypes } from '../family/terms.ts';
import type { VerificationSource } from '../verification/sources.ts';

export type AssistanceCategory = keyof typeof assistanceCategories;

/** What one source says of the supporter; null while it has not answered. */
export interface SupporterAnswer {
  readonly source: VerificationSource;
  readonly asOf: PlainDate | null;
  readonly items: readonly AnswerItem[] | null;
}

export interface SupporterFound {
  readonly monthlyIncomeFen: Fen;
  readonly incomes: readonly { readonly type: IncomeType; readonly monthlyFen: Fen }[];
  readonly category: AssistanceCategory;
  readonly diedOn: PlainDate | null;
}

/** Whether a benefit of ours makes its holder somebody who owes no support (5.4): by the programme's name, as our own records tell it. */
export const benefitCategories: Readonly<Record<string, AssistanceCategory>> = {
  最低生活保障: 'dibao',
  特困人员基本生活: 'tekun',
  特困人员照料护理: 'tekun',
  [assistanceCategories.edge]: 'edge',
  [assistanceCategories.rigid]: 'rigid',
};
const order: readonly AssistanceCategory[] = ['tekun', 'dibao', 'edge', 'rigid'];

const isIncome = (kind: string): kind is IncomeType => Object.hasOwn(incomeTypes, kind);
const inMonth = (item: AnswerItem, month: YearMonth): boolean =>
  (item.from === null || item.from <= month) && (item.to === null || item.to >= month);

/** Sums up the answers: an income that several sources know of is one, and the highest of them counts. */
export function supporterFound(
  answers: readonly SupporterAnswer[],
  at: { readonly month: YearMonth; readonly windowMonths: number },
): SupporterFound {
  const items = answers.flatMap(({ source, asOf, items: told }) => (told ?? []).map((item) => ({ ...item, source, asOf })));
  const months = Array.from({ length: at.windowMonths }, (_, i) => plusMonths(at.month, i - at.windowMonths));
  const incomes = (Object.keys(incomeTypes) as IncomeType[]).flatMap((type) => {
    const sums = answers.map(({ source }) => {
      const own = items.filter((i) => i.source === source && isIncome(i.kind) && i.kind === type);
      return total(months.flatMap((month) => own.filter((i) => inMonth(i, month)).map((i) => i.amountFen ?? 0)));
    });
    const monthlyFen = roundFen(
      over(
        sums.reduce((most, next) => larger(most, next), total([])),
        at.windowMonths,
      ),
    );
    return monthlyFen > 0 ? [{ type, monthlyFen }] : [];
  });
  const categories = items.flatMap((i) => benefitCategories[i.text] ?? []);
  const death = items.find((i) => i.kind === 'death');
  return {
    monthlyIncomeFen: incomes.reduce((sum, i) => sum + i.monthlyFen, 0),
    incomes,
    category: order.find((category) => categories.includes(category)) ?? 'none',
    diedOn: death ? (death.date ?? death.asOf) : null,
  };
}

/** What of the declared rows changes; `text` is the sentence for the officer. Null where nothing differs by the thresholds of 5.6. */
export interface SupporterDifference {
  readonly text: string;
  readonly change: Partial<Pick<ObligorItem, 'monthlyIncomeFen' | 'category' | 'agreedMonthlyFen'>>;
}

export function supporterDifference(
  declared: Pick<ObligorItem, 'monthlyIncomeFen' | 'category'> | null,
  found: SupporterFound,
  at: { readonly parameters: Parameters; readonly division: FamilyFacts['division']; readonly date: PlainDate },
): Result<SupporterDifference | null, 'PARAM_MISSING'> {
  if (!declared) return ok(null);
  if (found.diedOn)
    return ok({
      text: `查得已于${found.diedOn}死亡，不再计算给付`,
      change: { monthlyIncomeFen: 0, agreedMonthlyFen: null },
    });
  if (found.category !== 'none' && declared.category !== found.category)
    return ok({ text: `查得为${assistanceCategories[found.category]}，不计算给付`, change: { category: found.category } });
  if (declared.category !== 'none') return ok(null);
  const one = (amountFen: Fen) => ({ member: '', kind: 'income' as const, amountFen, source: '' });
  const flagged = discrepancies([one(declared.monthlyIncomeFen ?? 0)], [one(found.monthlyIncomeFen)], at);
  if (!flagged.ok) return flagged;
  const before = declared.monthlyIncomeFen === null ? '未申报' : `申报全家${yuan(declared.monthlyIncomeFen)}`;
  return ok(
    flagged.value.length === 0
      ? null
      : {
          text: `月收入：${before}，查得本人${yuan(found.monthlyIncomeFen)}`,
          change: { monthlyIncomeFen: found.monthlyIncomeFen },
        },
  );
}

/** Evidence of one supporter in the case of a family. */
export interface SupporterEvidence {
  /** Which of the declared supporters it is: one person may stand in several rows, one for each whom he or she supports. */
  readonly rows: readonly number[];
  readonly difference: SupporterDifference | null;
  readonly disposition: FamilyFacts['discrepancies'][number]['disposition'];
}

export const SUPPORTER_SOURCE = '户外义务人核对';

/** The facts with what was found of supporters in the place of what was declared, where it is 属实调整; an open difference keeps the rule from judging. */
export function withSupporters(facts: FamilyFacts, evidence: readonly SupporterEvidence[]): FamilyFacts {
  const differing = evidence.filter((e) => e.difference !== null);
  if (differing.length === 0) return facts;
  const adjusted = differing.filter((e) => e.disposition === 'adjusted');
  const changeOf = (row: number) => adjusted.find((e) => e.rows.includes(row))?.difference?.change ?? {};
  return {
    ...facts,
    obligors: facts.obligors?.map((obligor, row) => ({ ...obligor, ...changeOf(row) })) ?? null,
    discrepancies: [
      ...facts.discrepancies,
      ...differing.map(({ disposition }) => ({
        kind: 'supporter' as const,
        member: null,
        source: SUPPORTER_SOURCE,
        disposition,
      })),
    ],
  };
}
