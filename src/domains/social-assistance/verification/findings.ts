/**
 * 核对比对 (5.6): what departments answered against what the family declared. Pure. A difference is flagged only when it is found above the
 * declared value by more than the threshold; each flag needs a disposition before the decision.
 */
import { plusMonths } from '../../../kernel/calendar/dates.ts';
import type { AnswerItem } from '../../../kernel/exchange/index.ts';
import {
  compareExact,
  type Exact,
  larger,
  minus,
  over,
  type ParameterReader,
  type Parameters,
  plus,
  roundFen,
  times,
  total,
  withParameters,
  yuan,
} from '../../../kernel/policy/index.ts';
import type { Result } from '../../../kernel/result/index.ts';
import type { Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import type { DibaoFacts, IncomeItem } from '../dibao/facts.ts';
import { type DiscrepancyKind, financialKinds, type IncomeType, incomeTypes, vehicleKinds } from '../dibao/terms.ts';
import { type VerificationSource, verificationSources } from './states.ts';

/** What one source answered about one member. */
export interface Finding {
  readonly member: string;
  readonly source: VerificationSource;
  readonly asOf: PlainDate;
  readonly items: readonly AnswerItem[];
}

/** One difference. `items`: what replaces or adds to the declared facts when it is 属实调整. */
export interface Discrepancy {
  readonly kind: DiscrepancyKind;
  /** Null for what the household owns together. */
  readonly member: string | null;
  readonly source: VerificationSource;
  readonly incomeType: IncomeType | null;
  /** The sentence that people read, without a name. */
  readonly text: string;
  readonly items: readonly (AnswerItem & { readonly owner: string })[];
}

type Owned = AnswerItem & { owner: string; source: VerificationSource };

const isKey = <T extends object>(names: T, kind: string): kind is keyof T & string => Object.hasOwn(names, kind);
const isIncome = (kind: string): kind is IncomeType => isKey(incomeTypes, kind);
const strip = ({ source: _, ...item }: Owned): AnswerItem & { owner: string } => item;

/** Every discrepancy of a family. Thresholds DISC-INCOME-RATE, DISC-INCOME-MIN, DISC-FINANCIAL and WINDOW of the division on the day. */
export function findDiscrepancies(
  declared: DibaoFacts,
  findings: readonly Finding[],
  parameters: Parameters,
  on: PlainDate,
): Result<Discrepancy[], 'PARAM_MISSING'> {
  return withParameters({ parameters, division: declared.division, date: on }, (read) => {
    const found: Owned[] = findings.flatMap((f) => f.items.map((item) => ({ ...item, owner: f.member, source: f.source })));
    return [
      ...lifeEvents(declared, found),
      ...incomes(declared, found, read),
      ...financialAssets(declared, found, read),
      ...undeclaredThings(declared, found),
    ];
  });
}

/** Any death or custody hit that the family did not declare. */
function lifeEvents(declared: DibaoFacts, found: readonly Owned[]): Discrepancy[] {
  return found.flatMap((item): Discrepancy[] => {
    const member = declared.members.find((m) => m.ref === item.owner);
    const flag = (kind: 'death' | 'custody', text: string): Discrepancy[] => [
      { kind, member: item.owner, source: item.source, incomeType: null, text, items: [strip(item)] },
    ];
    if (item.kind === 'death' && !member?.diedOn) return flag('death', `登记的死亡日期为${item.date ?? '不详'}，申报中未说明`);
    if ((item.kind === 'imprisoned' || item.kind === 'compulsory-rehab') && member?.status !== item.kind)
      return flag('custody', `有${item.kind === 'imprisoned' ? '服刑' : '强制隔离戒毒'}记录，申报中未说明`);
    return [];
  });
}

const inMonth = (item: { from: YearMonth | null; to: YearMonth | null }, month: YearMonth): boolean =>
  (item.from === null || item.from <= month) && (item.to === null || item.to >= month);

/** Declared income of a member and type in a month; an amount of the whole window is spread over it, unrounded. */
const declaredInMonth = (items: readonly IncomeItem[], month: YearMonth, windowMonths: number): Exact =>
  total(
    items.map((item) => {
      if (item.per === 'window') return over(item.amountFen ?? 0, windowMonths);
      return inMonth(item, month) ? (item.amountFen ?? 0) : 0;
    }),
  );

/** One flag for each member and type of income, told by the month in which it differs most. */
function incomes(declared: DibaoFacts, found: readonly Owned[], read: ParameterReader): Discrepancy[] {
  const windowMonths = Number(read.number('WINDOW').num);
  const months = Array.from({ length: windowMonths }, (_, i) => plusMonths(declared.applicationMonth, i - windowMonths));
  const groups = new Map<string, Owned[]>();
  for (const item of found)
    if (isIncome(item.kind))
      groups.set(`${item.owner} ${item.kind}`, [...(groups.get(`${item.owner} ${item.kind}`) ?? []), item]);

  return [...groups.values()].flatMap((items): Discrepancy[] => {
    const { owner, kind, source } = items[0]!;
    const type = kind as IncomeType;
    const said = (declared.incomes ?? []).filter((item) => item.member === owner && item.type === type);
    let worst: { month: YearMonth; said: Exact; seen: Fen; excess: Exact } | null = null;
    for (const month of months) {
      const seen = items.filter((item) => inMonth(item, month)).reduce((sum, item) => sum + (item.amountFen ?? 0), 0);
      const declaredFen = declaredInMonth(said, month, windowMonths);
      const excess = minus(seen, declaredFen);
      const threshold = larger(times(read.number('DISC-INCOME-RATE'), declaredFen), read.fen('DISC-INCOME-MIN'));
      if (compareExact(excess, threshold) > 0 && (!worst || compareExact(excess, worst.excess) > 0))
        worst = { month, said: declaredFen, seen, excess };
    }
    if (!worst) return [];
    const text = `${incomeTypes[type]}：${worst.month}申报${yuan(roundFen(worst.said))}，查得${yuan(worst.seen)}`;
    return [{ kind: 'income', member: owner, source, incomeType: type, text, items: items.map(strip) }];
  });
}

/** Financial assets of the household as a whole: splitting them among members hides nothing. */
function financialAssets(declared: DibaoFacts, found: readonly Owned[], read: ParameterReader): Discrepancy[] {
  const seen = distinct(found.filter((item) => isKey(financialKinds, item.kind)));
  const [first] = seen;
  if (!first) return [];
  const kinds = new Set(seen.map((item) => item.kind));
  // Only kinds that a source told of are compared: declared insurance does not cover an undeclared deposit.
  const said = total((declared.assets?.financial ?? []).filter((a) => kinds.has(a.kind)).map((a) => a.valueFen ?? 0));
  const sum = total(seen.map((item) => item.amountFen ?? 0));
  if (compareExact(sum, plus(said, read.fen('DISC-FINANCIAL'))) <= 0) return [];
  const text = `金融资产：申报${yuan(roundFen(said))}，查得${yuan(roundFen(sum))}`;
  return [{ kind: 'financial', member: null, source: first.source, incomeType: null, text, items: seen.map(strip) }];
}

/** The same record told about two owners is one thing. */
function distinct(items: readonly Owned[]): Owned[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    if (item.recordNo === null) return true;
    const key = `${item.kind} ${item.recordNo}`;
    return !seen.has(key) && Boolean(seen.add(key));
  });
}

/** Any undeclared car, house or firm: declared ones are set against the most similar found ones, the rest is flagged. */
function undeclaredThings(declared: DibaoFacts, found: readonly Owned[]): Discrepancy[] {
  const { assets } = declared;
  const area = (text: string | null) => (text === null ? null : Number(text));
  const vehicles = distinct(found.filter((item) => isKey(vehicleKinds, item.kind)));
  const houses = distinct(found.filter((item) => item.kind === 'house'));
  const firms = distinct(found.filter((item) => item.kind === 'firm'));
  return [
    ...unmatched(assets?.vehicles ?? [], vehicles, (said, seen) => said.kind === seen.kind).map((item) =>
      thing('vehicle', item, `有未申报的车辆、船舶：${item.text || vehicleKinds[item.kind as keyof typeof vehicleKinds]}`),
    ),
    ...unmatched(assets?.houses ?? [], houses, (said, seen) => area(said.areaSqm) === area(seen.quantity)).map((item) =>
      thing(
        'house',
        item,
        `有未申报的住房${item.quantity ? `，${item.quantity}平方米` : ''}${item.text ? `：${item.text}` : ''}`,
      ),
    ),
    ...unmatched(assets?.firms ?? [], firms, (said, seen) => said.paidInFen === seen.amountFen).map((item) =>
      thing('firm', item, `有未申报的市场主体${item.text ? `：${item.text}` : ''}`),
    ),
  ];
}

const thing = (kind: 'vehicle' | 'house' | 'firm', item: Owned, text: string): Discrepancy => ({
  kind,
  member: item.owner,
  source: item.source,
  incomeType: null,
  text,
  items: [strip(item)],
});

function unmatched<T extends { owner: string | null }>(
  said: readonly T[],
  seen: readonly Owned[],
  alike: (said: T, seen: Owned) => boolean,
): Owned[] {
  const left = [...seen];
  const waiting = [...said];
  const passes: ((a: T, b: Owned) => boolean)[] = [alike, (a, b) => a.owner === b.owner, () => true];
  for (const fits of passes)
    for (const item of [...waiting]) {
      const index = left.findIndex((other) => fits(item, other));
      if (index < 0) continue;
      left.splice(index, 1);
      waiting.splice(waiting.indexOf(item), 1);
    }
  return left;
}

/** Declared facts with what was found put in their place, for one discrepancy that is 属实调整. What is wholly 尚未查明 stays so. */
export function adjust(facts: DibaoFacts, discrepancy: Discrepancy): DibaoFacts {
  const { kind, items, member, incomeType, source } = discrepancy;
  const [first] = items;
  const { assets } = facts;
  const basis = `核对查得（${verificationSources[source].owner}）`;
  if (kind === 'death' || kind === 'custody') {
    const change =
      kind === 'death' ? { diedOn: first?.date ?? null } : { status: first?.kind as 'imprisoned' | 'compulsory-rehab' };
    return { ...facts, members: facts.members.map((m) => (m.ref === member ? { ...m, ...change } : m)) };
  }
  if (kind === 'income') {
    if (facts.incomes === null) return facts;
    const others = facts.incomes.filter((i) => !(i.member === member && i.type === incomeType));
    const found = items.map(
      (i): IncomeItem => ({
        member: i.owner,
        type: incomeType!,
        amountFen: i.amountFen,
        per: 'month',
        from: i.from,
        to: i.to,
        basis,
      }),
    );
    return { ...facts, incomes: [...others, ...found] };
  }
  if (assets === null) return facts;
  if (kind === 'financial') {
    const kinds = new Set(items.map((i) => i.kind));
    const financial = [
      ...assets.financial.filter((a) => !kinds.has(a.kind)),
      ...items.map((i) => ({
        owner: i.owner,
        kind: i.kind as keyof typeof financialKinds,
        valueFen: i.amountFen,
        exemptReason: null,
      })),
    ];
    return { ...facts, assets: { ...assets, financial } };
  }
  const own = { owner: first!.owner, exemptReason: null };
  if (kind === 'house')
    return { ...facts, assets: { ...assets, houses: [...assets.houses, { ...own, areaSqm: first!.quantity }] } };
  if (kind === 'vehicle') {
    const vehicle = { ...own, kind: first!.kind as keyof typeof vehicleKinds, valueFen: first!.amountFen };
    return { ...facts, assets: { ...assets, vehicles: [...assets.vehicles, vehicle] } };
  }
  return { ...facts, assets: { ...assets, firms: [...assets.firms, { ...own, paidInFen: first!.amountFen, employees: null }] } };
}
