/**
 * 核对比对 (5.6): what departments answered, put beside what the family declared, and what follows when a difference is 属实. Pure. The
 * thresholds are those of `discrepancies`; each flag needs a disposition before the decision.
 */
import { plusMonths } from '../../../kernel/calendar/index.ts';
import type { AnswerItem } from '../../../kernel/exchange/index.ts';
import { over, type Parameters, roundFen, total, withParameters, yuan } from '../../../kernel/policy/index.ts';
import type { Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { type ComparedKind, type DeclaredItem, discrepancies, type FoundItem } from '../family/discrepancies.ts';
import type { FamilyFacts, IncomeItem } from '../family/facts.ts';
import { financialKinds, type IncomeType, incomeTypes, vehicleKinds } from '../family/terms.ts';
import { sourceOwner, type VerificationSource } from './sources.ts';

/** What one source answered about one member. */
export interface Finding {
  readonly member: string;
  readonly source: VerificationSource;
  readonly asOf: PlainDate;
  readonly items: readonly AnswerItem[];
}

/** One difference. `items`: what replaces or adds to the declared facts when it is 属实调整. */
export interface Discrepancy {
  readonly kind: ComparedKind;
  /** Null for what the household owns together. */
  readonly member: string | null;
  readonly source: VerificationSource;
  readonly incomeType: IncomeType | null;
  /** The sentence that people read, without a name. */
  readonly text: string;
  readonly items: readonly (AnswerItem & { readonly owner: string })[];
}

type Owned = AnswerItem & { owner: string; source: VerificationSource };

/** The day and division whose thresholds count. */
interface At {
  readonly parameters: Parameters;
  readonly division: DivisionCode;
  readonly date: PlainDate;
}

const isKey = <T extends object>(names: T, kind: string): kind is keyof T & string => Object.hasOwn(names, kind);
const strip = ({ source: _, ...item }: Owned): AnswerItem & { owner: string } => item;
/** Things belong to the family, whoever they are registered to: they are compared as one household's. */
const HOUSEHOLD = '家庭';

/** Looked up before anything is compared, so that no comparison can lack one. */
const THRESHOLDS = ['WINDOW', 'DISC-INCOME-RATE', 'DISC-INCOME-MIN', 'DISC-FINANCIAL'];

function flags(declared: readonly DeclaredItem[], found: readonly FoundItem[], at: At) {
  const result = discrepancies(declared, found, at);
  if (!result.ok) throw new Error(`threshold vanished: ${JSON.stringify(result.params)}`);
  return result.value;
}

/** Every discrepancy of a family, by the thresholds of its division on the day (`discrepancies`). */
export function findDiscrepancies(
  declared: FamilyFacts,
  findings: readonly Finding[],
  parameters: Parameters,
  date: PlainDate,
): Result<Discrepancy[], 'PARAM_MISSING'> {
  const at: At = { parameters, division: declared.division, date };
  for (const key of THRESHOLDS) {
    const threshold = parameters.on(key, declared.division, date);
    if (!threshold.ok) return threshold;
  }
  const found: Owned[] = findings.flatMap((f) => f.items.map((item) => ({ ...item, owner: f.member, source: f.source })));
  return withParameters(at, (read) => [
    ...lifeEvents(declared, found, at),
    ...incomes(declared, found, read.whole('WINDOW'), at),
    ...financialAssets(declared, found, at),
    ...undeclaredThings(declared, found, at),
  ]);
}

/** What a record says of whether somebody is counted: the status that the facts would have. */
const statusOf = {
  imprisoned: 'imprisoned',
  'compulsory-rehab': 'compulsory-rehab',
  'declared-missing': 'declared-missing',
} as const;

/** Any record of death, custody or declared absence that the family did not tell. */
function lifeEvents(declared: FamilyFacts, found: readonly Owned[], at: At): Discrepancy[] {
  return found.flatMap((item): Discrepancy[] => {
    const member = declared.members.find((m) => m.ref === item.owner);
    const status = isKey(statusOf, item.kind) ? statusOf[item.kind] : null;
    const known = status ? member?.status === status : Boolean(member?.diedOn);
    if (!member || !(status || item.kind === 'death') || known) return [];
    const kind = status === null ? 'death' : status === 'declared-missing' ? 'missing' : 'custody';
    return flags([], [{ member: item.owner, kind, source: item.source }], at).map((flag) => ({
      kind,
      member: item.owner,
      source: item.source,
      incomeType: null,
      text: `${flag.reason}${item.date ? `（${item.date}）` : ''}，申报中未说明`,
      items: [strip(item)],
    }));
  });
}

const inMonth = (item: { from: YearMonth | null; to: YearMonth | null }, month: YearMonth): boolean =>
  (item.from === null || item.from <= month) && (item.to === null || item.to >= month);

/** Declared income of a member and type in a month; an amount of the whole window is spread over it. */
const declaredInMonth = (items: readonly IncomeItem[], month: YearMonth, windowMonths: number): Fen =>
  roundFen(
    total(
      items.map((item) => {
        if (item.per === 'window') return over(item.amountFen ?? 0, windowMonths);
        return inMonth(item, month) ? (item.amountFen ?? 0) : 0;
      }),
    ),
  );

/** One flag for each member, type of income and source, told by the month in which it differs most. */
function incomes(declared: FamilyFacts, found: readonly Owned[], windowMonths: number, at: At): Discrepancy[] {
  const months = Array.from({ length: windowMonths }, (_, i) => plusMonths(declared.applicationMonth, i - windowMonths));
  const groups = new Map<string, Owned[]>();
  for (const item of found)
    if (isKey(incomeTypes, item.kind)) {
      const key = JSON.stringify([item.owner, item.kind, item.source]);
      groups.set(key, [...(groups.get(key) ?? []), item]);
    }
  return [...groups.values()].flatMap((items): Discrepancy[] => {
    const { owner: member, kind, source } = items[0]!;
    const type = kind as IncomeType;
    const said = (declared.incomes ?? []).filter((item) => item.member === member && item.type === type);
    const flagged = months.flatMap((month) => {
      const seen = items.filter((item) => inMonth(item, month)).map((item) => item.amountFen ?? 0);
      return flags(
        [{ member, kind: 'income', amountFen: declaredInMonth(said, month, windowMonths) }],
        seen.map((amountFen) => ({ member, kind: 'income', source, amountFen })),
        at,
      ).map((flag) => ({ month, declaredFen: flag.declaredFen ?? 0, foundFen: flag.foundFen ?? 0 }));
    });
    const [first, ...rest] = flagged;
    if (!first) return [];
    const excess = (flag: typeof first) => flag.foundFen - flag.declaredFen;
    const worst = rest.reduce((most, next) => (excess(next) > excess(most) ? next : most), first);
    const text = `${incomeTypes[type]}：${worst.month}申报${yuan(worst.declaredFen)}，查得${yuan(worst.foundFen)}`;
    return [{ kind: 'income', member, source, incomeType: type, text, items: items.map(strip) }];
  });
}

/** Financial assets of the household as a whole, by source: splitting them among members hides nothing. */
function financialAssets(declared: FamilyFacts, found: readonly Owned[], at: At): Discrepancy[] {
  const seen = distinct(found.filter((item) => isKey(financialKinds, item.kind)));
  return [...new Set(seen.map((item) => item.source))].flatMap((source) => {
    const theirs = seen.filter((item) => item.source === source);
    // Only kinds that the source told of are compared: declared insurance does not cover an undeclared deposit.
    const kinds = new Set(theirs.map((item) => item.kind));
    const said = (declared.assets?.financial ?? []).filter((asset) => kinds.has(asset.kind));
    const item = (amountFen: Fen | null): DeclaredItem => ({ member: HOUSEHOLD, kind: 'financial', amountFen: amountFen ?? 0 });
    return flags(
      said.map((asset) => item(asset.valueFen)),
      theirs.map((asset) => ({ ...item(asset.amountFen), source })),
      at,
    ).map((flag) => ({
      kind: 'financial' as const,
      member: null,
      source,
      incomeType: null,
      text: `金融资产：申报${yuan(flag.declaredFen ?? 0)}，查得${yuan(flag.foundFen ?? 0)}`,
      items: theirs.map(strip),
    }));
  });
}

/** The same record told about two owners is one thing. */
function distinct(items: readonly Owned[]): Owned[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    if (item.recordNo === null) return true;
    const key = JSON.stringify([item.kind, item.recordNo]);
    return !seen.has(key) && Boolean(seen.add(key));
  });
}

/** Any undeclared vehicle, house or firm of the household, whoever it is registered to. */
function undeclaredThings(declared: FamilyFacts, found: readonly Owned[], at: At): Discrepancy[] {
  const { assets } = declared;
  const areas = new Set(assets?.houses.map((house) => Number(house.areaSqm)));
  const vehicleKindsSaid = new Set<string>(assets?.vehicles.map((vehicle) => vehicle.kind));
  const capital = new Set(assets?.firms.map((firm) => firm.paidInFen));
  const kinds = {
    vehicle: {
      said: assets?.vehicles.length ?? 0,
      is: (item: Owned) => isKey(vehicleKinds, item.kind),
      likeDeclared: (item: Owned) => vehicleKindsSaid.has(item.kind),
    },
    house: {
      said: assets?.houses.length ?? 0,
      is: (item: Owned) => item.kind === 'house',
      likeDeclared: (item: Owned) => areas.has(Number(item.quantity)),
    },
    firm: {
      said: assets?.firms.length ?? 0,
      is: (item: Owned) => item.kind === 'firm',
      likeDeclared: (item: Owned) => capital.has(item.amountFen),
    },
  };
  return (Object.keys(kinds) as (keyof typeof kinds)[]).flatMap((kind) => {
    const { said, is, likeDeclared } = kinds[kind];
    // Those that look like a declared one come first: declared things carry no number, so they are set off in this order.
    const seen = distinct(found.filter(is)).sort((a, b) => Number(likeDeclared(b)) - Number(likeDeclared(a)));
    const asFound = seen.map((_, i) => ({ member: HOUSEHOLD, kind, source: HOUSEHOLD, identifier: String(i) }));
    const asDeclared = Array.from({ length: said }, () => ({ member: HOUSEHOLD, kind }));
    return flags(asDeclared, asFound, at).map((flag) => {
      const item = seen[Number(flag.identifier)]!;
      const detail = [item.text, item.quantity && kind === 'house' ? `${item.quantity}平方米` : ''].filter(Boolean).join('，');
      const text = detail ? `${flag.reason}：${detail}` : flag.reason;
      return { kind, member: item.owner, source: item.source, incomeType: null, text, items: [strip(item)] };
    });
  });
}

/** Declared facts with what was found put in their place, for one discrepancy that is 属实调整. What is wholly 尚未查明 stays so. */
export function adjust(facts: FamilyFacts, discrepancy: Discrepancy): FamilyFacts {
  const { kind, items, member, incomeType, source } = discrepancy;
  const [first] = items;
  const { assets } = facts;
  const basis = `核对查得（${sourceOwner(source)}）`;
  if (kind === 'death' || kind === 'custody' || kind === 'missing') {
    const change = kind === 'death' ? { diedOn: first?.date ?? null } : { status: first?.kind as keyof typeof statusOf };
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
