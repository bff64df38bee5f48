/**
 * 分档 in place of 补差 (5.5; 《社会救助法》第十八条, 57号第二十三条): where a place pays 低保 by bands, every person of a family gets the amount of the band
 * that its income per head falls into. Pure. Town and country each have their own: how many bands, up to which share of the standard each but the
 * last reaches (income below it; the last reaches to the standard), and the amount for each person. Where no place has set any, 补差 stays.
 */
import {
  compareExact,
  type Exact,
  floorFen,
  isBelow,
  isDecimalText,
  over,
  type ParameterReader,
  type Parameters,
  standardText,
  times,
  yuan,
} from '../../../kernel/policy/index.ts';
import type { Soundness, Unsound } from '../../../kernel/rehearsal/index.ts';
import type { DivisionCode, Fen, PlainDate } from '../../../kernel/schema/index.ts';
import type { Group } from '../family/group.ts';
import { type RunContext, standardOf } from '../family/income.ts';
import '../standard/errors.ts';
import { amountKey, countKey, LETTER, MOST_BANDS, NAMES, shareKey, sides, type UrbanRural } from './band-standards.ts';

/** The band of a family. */
export interface Band {
  readonly no: number;
  readonly perHeadFen: Fen;
  /** 标准的30%以上、不足60% */
  readonly range: string;
}

/** How many bands the place pays by; 0: by 补差. */
const countOf = (read: ParameterReader, of: UrbanRural): number => Number(read.optional(countKey(of))?.value ?? '0');

/** Whether the family is paid by bands, and in which; null where its income is not below the standard. */
export function bandOf(run: RunContext, { members, income }: Group): { band: Band | null } | null {
  const { urbanRural } = run.facts;
  const count = countOf(run.read, urbanRural);
  if (count === 0) return null;
  const limit = times(standardOf(run), members.length, income.windowMonths);
  let from: Exact | null = null;
  for (let no = 1; no <= count; no++) {
    const to: Exact | null = no < count ? run.read.number(shareKey(urbanRural, no)) : null;
    // 相乘再比：人均收入与标准的份额，按全家、整个核算期比
    if (isBelow(income.countable, to === null ? limit : times(to, limit)))
      return { band: { no, perHeadFen: run.read.fen(amountKey(urbanRural, no)), range: rangeText(from, to) } };
    from = to;
  }
  return { band: null };
}

const percent = (share: Exact): string => `${floorFen(times(share, 10_000)) / 100}%`;
function rangeText(from: Exact | null, to: Exact | null): string {
  if (from === null) return to === null ? '低于标准' : `不足标准的${percent(to)}`;
  return to === null ? `标准的${percent(from)}以上、低于标准` : `标准的${percent(from)}以上、不足${percent(to)}`;
}

/** 人均收入是标准的37.5%. Null for a family of nobody. */
export function shareText(run: RunContext, { members, income }: Group): string | null {
  const limit = times(standardOf(run), members.length, income.windowMonths);
  return members.length === 0 ? null : `人均收入是标准的${percent(over(income.countable, limit))}`;
}

/** The base of a family by bands, with the sentence of its sheet. */
export const bandBase = (run: RunContext, group: Group, band: Band | null) => ({
  fen: band === null ? 0 : band.perHeadFen * group.members.length,
  label: band === null ? '分档保障金额' : `第${band.no}档保障金额`,
  formula: () =>
    [
      shareText(run, group),
      band === null
        ? '不低于标准，不属于任何一档'
        : `属第${band.no}档（${band.range}）：每人${yuan(band.perHeadFen)}×${group.members.length}人`,
    ]
      .filter(Boolean)
      .join('，'),
});

/** What makes the bands of a place unfit to pay by; null where they are whole, or where it pays by 补差. */
function problemOf(
  of: UrbanRural,
  parameters: Parameters,
  division: DivisionCode,
  on: PlainDate,
): { key: string; problem: string } | null {
  const valueAt = (key: string): string | null => {
    const found = parameters.on(key, division, on);
    return found.ok ? found.value.value : null;
  };
  const count = valueAt(countKey(of)) ?? '0';
  if (!/^\d$/.test(count) || Number(count) > MOST_BANDS) return { key: countKey(of), problem: `档数须是0到${MOST_BANDS}的整数` };
  const standard = valueAt(`DB-STD-${LETTER[of]}`);
  let [share, amount] = ['0', standard];
  for (let no = 1; no <= Number(count); no++) {
    const [shareHere, amountHere] = [shareKey(of, no), amountKey(of, no)];
    const fen = valueAt(amountHere);
    if (fen === null) return { key: amountHere, problem: `第${no}档没有每人每月的金额` };
    if (!isBelow(0, fen)) return { key: amountHere, problem: `第${no}档的金额须大于0` };
    if (amount !== null && (no === 1 ? isBelow(amount, fen) : compareExact(fen, amount) >= 0)) {
      const most = standardText({ value: amount, unit: 'fen/month' });
      return { key: amountHere, problem: no === 1 ? `第1档的金额高于低保标准${most}` : `第${no}档的金额须低于第${no - 1}档` };
    }
    amount = fen;
    if (no === Number(count)) break;
    const to = valueAt(shareHere);
    if (to === null || !isDecimalText(to)) return { key: shareHere, problem: `第${no}档没有写到标准的多少为止` };
    if (!isBelow(share, to) || !isBelow(to, 1))
      return { key: shareHere, problem: `第${no}档的上限须高于${no === 1 ? '0' : `第${no - 1}档的`}、低于1` };
    share = to;
  }
  return null;
}

/** A draft that would leave the bands of a place unfit is refused: nobody could be computed by them. */
export const bandSoundness: readonly Soundness[] = sides.map((of) => ({
  keys: (key) => key === `DB-STD-${LETTER[of]}` || key.startsWith(`DB-BAND-${LETTER[of]}-`) || key === countKey(of),
  unsound(parameters, division, on): Unsound | null {
    const found = problemOf(of, parameters, division, on);
    return (
      found && {
        code: 'DIBAO_BANDS_UNFIT',
        params: { title: NAMES[of], problem: found.problem },
        key: found.key,
        message: found.problem,
      }
    );
  },
}));
