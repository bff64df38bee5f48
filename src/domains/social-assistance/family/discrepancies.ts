/** 核对差异 (5.6): what a department found against what the family declared. A flag asks a person for a disposition and changes nothing by itself. */
import { compareExact, larger, minus, type Parameters, times, withParameters } from '../../../kernel/policy/index.ts';
import type { Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, Fen, PlainDate } from '../../../kernel/schema/index.ts';
import type { DiscrepancyKind } from './terms.ts';

/** A supporter outside the household is compared for himself (`supporters/result.ts`). */
export type ComparedKind = Exclude<DiscrepancyKind, 'supporter'>;

/** Declared by the family: `amountFen` per month for income, the value for financial assets; `identifier`: plate, certificate or licence number. */
export interface DeclaredItem {
  readonly member: string;
  readonly kind: ComparedKind;
  readonly amountFen?: Fen;
  readonly identifier?: string;
}

/** Found by one source for one member. */
export interface FoundItem extends DeclaredItem {
  readonly source: string;
}

export interface Discrepancy {
  readonly member: string;
  readonly kind: ComparedKind;
  readonly source: string;
  /** Null for things that are not amounts. */
  readonly declaredFen: Fen | null;
  readonly foundFen: Fen | null;
  readonly identifier?: string;
  /** One sentence for the officer. */
  readonly reason: string;
}

const sumFen = (items: readonly DeclaredItem[]): Fen => items.reduce((sum, item) => sum + (item.amountFen ?? 0), 0);

/** Found things that no declared one accounts for: by number where it is declared with one, else one for one. */
function undeclared(found: readonly FoundItem[], declared: readonly DeclaredItem[]): FoundItem[] {
  const numbers = new Set(declared.flatMap((d) => d.identifier ?? []));
  const unnumbered = declared.filter((d) => d.identifier === undefined).length;
  // 有号牌的先按号牌对上，剩下的才用没有写号牌的申报项抵
  const open = found.filter((f) => f.identifier === undefined || !numbers.has(f.identifier));
  return open.slice(unnumbered);
}

/**
 * Flags by the thresholds in force: a month's income more than max(DISC-INCOME-RATE of declared, DISC-INCOME-MIN) above the declared,
 * financial assets more than DISC-FINANCIAL above, any undeclared vehicle, house or firm, any death or custody record. Several findings of
 * one source about one member are one sum; two sources about the same wage are compared each for itself.
 */
export function discrepancies(
  declared: readonly DeclaredItem[],
  found: readonly FoundItem[],
  at: { readonly parameters: Parameters; readonly division: DivisionCode; readonly date: PlainDate },
): Result<Discrepancy[], 'PARAM_MISSING'> {
  return withParameters(at, (read) => {
    const flags: Discrepancy[] = [];
    const groups = new Map<string, FoundItem[]>();
    for (const item of found) {
      const key = JSON.stringify([item.member, item.kind, item.source]);
      groups.set(key, [...(groups.get(key) ?? []), item]);
    }
    for (const items of groups.values()) {
      const { member, kind, source } = items[0]!;
      const same = declared.filter((d) => d.kind === kind && (isThing(kind) || d.member === member));
      if (kind === 'income' || kind === 'financial') {
        const [declaredFen, foundFen] = [sumFen(same), sumFen(items)];
        const allowed =
          kind === 'income'
            ? larger(times(read.number('DISC-INCOME-RATE'), declaredFen), read.fen('DISC-INCOME-MIN'))
            : read.fen('DISC-FINANCIAL');
        if (compareExact(minus(foundFen, declaredFen), allowed) > 0)
          flags.push({
            member,
            kind,
            source,
            declaredFen,
            foundFen,
            reason: kind === 'income' ? '查得月收入明显高于申报' : '查得金融资产明显高于申报',
          });
      } else if (isThing(kind)) {
        for (const item of undeclared(items, same))
          flags.push({
            member,
            kind,
            source,
            declaredFen: null,
            foundFen: item.amountFen ?? null,
            ...(item.identifier === undefined ? {} : { identifier: item.identifier }),
            reason: UNDECLARED[kind],
          });
      } else {
        flags.push({
          member,
          kind,
          source,
          declaredFen: null,
          foundFen: null,
          reason: RECORDS[kind],
        });
      }
    }
    return flags;
  });
}

const UNDECLARED = { vehicle: '有未申报的车船', house: '有未申报的住房', firm: '有未申报的市场主体' } as const;
const RECORDS = { death: '查得死亡记录', custody: '查得服刑或强制隔离戒毒记录', missing: '查得宣告失踪记录' } as const;
/** Things belong to the family whoever they are registered to. */
const isThing = (kind: ComparedKind): kind is keyof typeof UNDECLARED => kind in UNDECLARED;
