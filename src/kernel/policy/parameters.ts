/**
 * Dated standards by division (platform 5.2): the most specific division wins among the rows valid on the date, a county row stays
 * before a newer city row, and a gap stops the work instead of becoming zero or a neighbour's value.
 */
import { fail, ok, type Refusal, type Result } from '../result/index.ts';
import type { DivisionCode, Fen, PlainDate } from '../schema/index.ts';
import { compareExact, type Exact, exact, isBelow, isDecimalText } from './exact.ts';
import { standardText } from './standard-text.ts';

/** national: 国家或省规定; seed: figure of a published plan; assumption: 待主管部门确认的假定值, said so wherever it is shown. */
export type ParameterNature = 'national' | 'seed' | 'assumption';

/** One version of one standard. Validity is half-open: `validFrom ≤ day < validTo`. Money is in fen (units `fen…`), ratios are decimal text. */
export interface ParameterRow {
  readonly id: string;
  readonly key: string;
  readonly division: DivisionCode;
  /** Exact decimal or integer text. */
  readonly value: string;
  readonly unit: string;
  readonly validFrom: PlainDate;
  readonly validTo: PlainDate | null;
  /** Instant (ISO) or day from which the platform knew the row. */
  readonly knownSince: string;
  readonly source: string;
  readonly nature: ParameterNature;
  readonly note: string;
  /** Bounds for every division below, by the authority that set this row. */
  readonly floor?: string | null;
  readonly ceiling?: string | null;
}

/** A division and those above it, nearest first, the nation last; includes the division itself. Of each of them it gives the rest of the list. */
export type AncestorsOf = (division: DivisionCode) => readonly DivisionCode[];

/** The value in force and the row it came from; `raisedFrom`: the lower row that has fallen below a floor set later. */
export interface ParameterValue {
  readonly value: string;
  readonly row: ParameterRow;
  readonly raisedFrom?: ParameterRow;
}

export interface Parameters {
  on(key: string, division: DivisionCode, date: PlainDate): Result<ParameterValue, 'PARAM_MISSING'>;
  /** All versions of a key that may apply in a division, newest first: the history shown to people. */
  history(key: string, division: DivisionCode): readonly ParameterRow[];
  /** The nearest of a division and those above it that has rows of its own: what holds there holds in the division. */
  placeOf(division: DivisionCode): DivisionCode;
  /** Whether whatever holds on one day holds on the other too: no row begins or ends between them. */
  sameOn(one: PlainDate, other: PlainDate): boolean;
}

const LENGTHS = [12, 9, 6, 4, 2, 0];
/** A city has about a thousand divisions, asked for again by every family in them. */
const ancestors = new Map<DivisionCode, readonly DivisionCode[]>();
const MOST_DIVISIONS = 20_000;

/** Nation 000000000000, province, city, county, township, village, read from the digits of the statistical code. */
export function ancestorsByCode(division: DivisionCode): readonly DivisionCode[] {
  const known = ancestors.get(division);
  if (known) return known;
  const codes = [...new Set(LENGTHS.map((n) => division.slice(0, n).padEnd(12, '0')))];
  if (ancestors.size < MOST_DIVISIONS) ancestors.set(division, codes);
  return codes;
}

const validOn = (row: ParameterRow, date: PlainDate): boolean =>
  row.validFrom <= date && (row.validTo === null || date < row.validTo);

/** The look-up over a set of rows. Rows of one key and division must not overlap (see `checkNewParameter`). */
export function makeParameters(rows: readonly ParameterRow[], ancestorsOf: AncestorsOf = ancestorsByCode): Parameters {
  const byKey = new Map<string, Map<DivisionCode, ParameterRow[]>>();
  for (const row of rows) {
    const places = byKey.get(row.key) ?? new Map<DivisionCode, ParameterRow[]>();
    byKey.set(row.key, places);
    places.set(row.division, [...(places.get(row.division) ?? []), row]);
  }
  const withRows = new Set(rows.map((row) => row.division));
  const placeOf = (division: DivisionCode): DivisionCode => ancestorsOf(division).find((code) => withRows.has(code)) ?? division;
  const known = new Map<DivisionCode, DivisionCode>();
  const turns = [...new Set(rows.flatMap((row) => (row.validTo === null ? [row.validFrom] : [row.validFrom, row.validTo])))];
  return {
    on(key, division, date) {
      const places = byKey.get(key);
      let row: ParameterRow | null = null;
      let highest: ParameterRow | null = null;
      // 由近及远：自己的在前，上级的在后
      for (const code of ancestorsOf(division))
        for (const one of places?.get(code) ?? []) {
          if (!validOn(one, date)) continue;
          if (!row) row = one;
          else if (one.floor && (!highest || isBelow(highest.floor!, one.floor))) highest = one;
        }
      if (!row) return fail('PARAM_MISSING', { key, division, date });
      if (highest && isBelow(row.value, highest.floor!)) return ok({ value: highest.floor!, row: highest, raisedFrom: row });
      return ok({ value: row.value, row });
    },
    history(key, division) {
      const chain = new Set(ancestorsOf(division));
      return [...(byKey.get(key)?.values() ?? [])]
        .flat()
        .filter((row) => chain.has(row.division))
        .sort((a, b) => (a.validFrom < b.validFrom ? 1 : a.validFrom > b.validFrom ? -1 : 0));
    },
    placeOf(division) {
      let place = known.get(division);
      if (place === undefined) {
        place = placeOf(division);
        if (known.size < MOST_DIVISIONS) known.set(division, place);
      }
      return place;
    },
    sameOn(one, other) {
      const [from, to] = one < other ? [one, other] : [other, one];
      return !turns.some((day) => from < day && day <= to);
    },
  };
}

/** Which parameter a clause or an amount rested on, with enough to print where it comes from. */
export interface ParameterRef {
  readonly rowId: string;
  readonly key: string;
  readonly division: DivisionCode;
  readonly value: string;
  readonly unit: string;
  readonly validFrom: PlainDate;
  readonly source: string;
  readonly nature: ParameterNature;
}

/** One reference for each row and value: a decision that reads a row twice names it once. */
const refs = new WeakMap<ParameterRow, ParameterRef[]>();
function refOf({ value, row }: ParameterValue): ParameterRef {
  const known = refs.get(row) ?? [];
  const same = known.find((ref) => ref.value === value);
  if (same) return same;
  const { id, key, division, unit, validFrom, source, nature } = row;
  const ref: ParameterRef = { rowId: id, key, division, value, unit, validFrom, source, nature };
  refs.set(row, [...known, ref]);
  return ref;
}

/** A row as it is read: its number and its fen are worked out once. */
class Found {
  readonly ref: ParameterRef;
  private known: Exact | null = null;
  /** Null when the value is no whole number. */
  private readonly wholeOrNull: number | null;
  private readonly isMoney: boolean;
  /** The rows that the run reading last has used: it looks here before it searches them. */
  notedBy: ParameterRef[] | null = null;
  constructor(ref: ParameterRef) {
    this.ref = ref;
    const whole = Number(ref.value);
    this.wholeOrNull = Number.isSafeInteger(whole) ? whole : null;
    this.isMoney = ref.unit.startsWith('fen');
  }
  number(): Exact {
    this.known ??= exact(this.ref.value);
    return this.known;
  }
  whole(): number {
    if (this.wholeOrNull === null) throw new Error(`parameter ${this.ref.key} is not whole: ${this.ref.value} ${this.ref.unit}`);
    return this.wholeOrNull;
  }
  fen(): Fen {
    if (!this.isMoney || this.wholeOrNull === null)
      throw new Error(`parameter ${this.ref.key} is not whole fen: ${this.ref.value} ${this.ref.unit}`);
    return this.wholeOrNull;
  }
}
/** Null: nothing that a place may choose is set there. */
type LookUp = Map<string, Found | null>;
/**
 * What is looked up on a day is the same in every village of a place with rows of its own: found once for each set of rows, by day, then by
 * place. A city has a thousand villages and a dozen such places, so that what all families read stays at hand.
 */
const lookUps = new WeakMap<Parameters, { days: Map<PlainDate, Map<DivisionCode, LookUp>>; count: number }>();
const MOST_LOOK_UPS = 20_000;

function lookUpAt(parameters: Parameters, division: DivisionCode, date: PlainDate): LookUp {
  let all = lookUps.get(parameters);
  if (!all) {
    all = { days: new Map(), count: 0 };
    lookUps.set(parameters, all);
  }
  const place = parameters.placeOf(division);
  let places = all.days.get(date);
  let found = places?.get(place);
  if (found) return found;
  if (all.count >= MOST_LOOK_UPS) {
    all.days.clear();
    all.count = 0;
    places = undefined;
  }
  if (!places) {
    places = new Map();
    all.days.set(date, places);
  }
  found = new Map();
  places.set(place, found);
  all.count++;
  return found;
}

/** What a rule reads parameters with: of one division and day, remembering every row that it used. */
export interface ParameterReader {
  /** Whole fen. */
  fen(key: string, division?: DivisionCode): Fen;
  /** A number of months, years, persons: whole. */
  whole(key: string, division?: DivisionCode): number;
  number(key: string, division?: DivisionCode): Exact;
  ref(key: string, division?: DivisionCode): ParameterRef;
  /** Of what a place may choose and nobody has to: null where no row says so that day. */
  optional(key: string): ParameterRef | null;
  used(): readonly ParameterRef[];
}

class Missing extends Error {
  readonly refusal: Refusal<'PARAM_MISSING'>;
  constructor(refusal: Refusal<'PARAM_MISSING'>) {
    super(`parameter missing: ${JSON.stringify(refusal.params)}`);
    this.refusal = refusal;
  }
}

class Reader implements ParameterReader {
  private readonly parameters: Parameters;
  private readonly division: DivisionCode;
  private readonly date: PlainDate;
  private readonly own: LookUp;
  private readonly refs: ParameterRef[] = [];
  constructor(parameters: Parameters, division: DivisionCode, date: PlainDate) {
    this.parameters = parameters;
    this.division = division;
    this.date = date;
    this.own = lookUpAt(parameters, division, date);
  }
  fen(key: string, division?: DivisionCode): Fen {
    return this.find(key, division).fen();
  }
  whole(key: string, division?: DivisionCode): number {
    return this.find(key, division).whole();
  }
  number(key: string, division?: DivisionCode): Exact {
    return this.find(key, division).number();
  }
  ref(key: string, division?: DivisionCode): ParameterRef {
    return this.find(key, division).ref;
  }
  optional(key: string): ParameterRef | null {
    if (!this.own.has(key) && !this.parameters.on(key, this.division, this.date).ok) this.own.set(key, null);
    return this.own.get(key) === null ? null : this.find(key).ref;
  }
  used(): readonly ParameterRef[] {
    return [...this.refs];
  }
  private find(key: string, division = this.division): Found {
    const known = division === this.division ? this.own : lookUpAt(this.parameters, division, this.date);
    let found = known.get(key);
    if (!found) {
      const value = this.parameters.on(key, division, this.date);
      if (!value.ok) throw new Missing(value);
      found = new Found(refOf(value.value));
      known.set(key, found);
    }
    if (found.notedBy !== this.refs) {
      found.notedBy = this.refs;
      // 同一行可由几个区划读到；两次核算交替读时也只记一次
      if (!this.refs.includes(found.ref)) this.refs.push(found.ref);
    }
    return found;
  }
}

/**
 * Runs a rule with a reader. A missing parameter leaves the rule at once as a refusal: the one exception caught in the kernel, so that
 * formulas read like formulas and no rule can go on with a value that is not there.
 */
export function withParameters<T>(
  at: { readonly parameters: Parameters; readonly division: DivisionCode; readonly date: PlainDate },
  rule: (read: ParameterReader) => T,
): Result<T, 'PARAM_MISSING'> {
  try {
    return ok(rule(new Reader(at.parameters, at.division, at.date)));
  } catch (error) {
    if (error instanceof Missing) return error.refusal;
    throw error;
  }
}

export type NewParameterError = 'PARAM_INVALID' | 'PARAM_OVERLAP' | 'PARAM_BELOW_FLOOR' | 'PARAM_ABOVE_CEILING';

export const overlaps = (a: ParameterRow, b: ParameterRow): boolean =>
  (b.validTo === null || a.validFrom < b.validTo) && (a.validTo === null || b.validFrom < a.validTo);

const boundText = (value: string, unit: string): string => (unit.startsWith('fen') ? standardText({ value, unit }) : value);

/** Whether a row may be entered beside those that are there: its form, no overlap, within every bound set above it for any of its days. */
export function checkNewParameter(
  rows: readonly ParameterRow[],
  row: ParameterRow,
  ancestorsOf: AncestorsOf = ancestorsByCode,
): Result<ParameterRow, NewParameterError> {
  const bad = (field: string, message: string) => fail('PARAM_INVALID', { message }, [{ path: field, message }]);
  for (const field of ['value', 'floor', 'ceiling'] as const) {
    const text = row[field];
    if (text && !isDecimalText(text)) return bad(field, '请填写数字，例如 800 或 1.5');
    if (text && row.unit.startsWith('fen') && !/^\d+$/.test(text)) return bad(field, '金额须为整数分，且不能为负数');
  }
  if (!row.value) return bad('value', '请填写标准值');
  if (row.floor && isBelow(row.value, row.floor)) return bad('floor', '下限不能高于标准本身');
  if (row.ceiling && isBelow(row.ceiling, row.value)) return bad('ceiling', '上限不能低于标准本身');
  if (row.validTo !== null && row.validTo <= row.validFrom) return bad('validTo', '失效日期须晚于生效日期');

  const outside = [{ path: 'value', message: '超出上级规定的范围' }];
  const same = rows.filter((r) => r.key === row.key && r.id !== row.id && overlaps(r, row));
  const clash = same.find((r) => r.division === row.division);
  if (clash) return fail('PARAM_OVERLAP', { from: clash.validFrom, source: clash.source });
  const above = new Set(ancestorsOf(row.division).filter((code) => code !== row.division));
  for (const bound of same.filter((r) => above.has(r.division))) {
    if (bound.floor && isBelow(row.value, bound.floor))
      return fail('PARAM_BELOW_FLOOR', { floor: boundText(bound.floor, bound.unit) }, outside);
    if (bound.ceiling && compareExact(row.value, bound.ceiling) > 0)
      return fail('PARAM_ABOVE_CEILING', { ceiling: boundText(bound.ceiling, bound.unit) }, outside);
  }
  return ok(row);
}

/** The rows as they stand once `row` is entered: the open row of its key and division (`ended`) ends where it begins. */
export function enterRow(
  rows: readonly ParameterRow[],
  row: ParameterRow,
  ancestorsOf: AncestorsOf = ancestorsByCode,
): Result<{ rows: ParameterRow[]; ended: ParameterRow | null }, NewParameterError> {
  const ended =
    rows.find(
      (r) =>
        r.key === row.key && r.division === row.division && r.validTo === null && r.validFrom < row.validFrom && r.id !== row.id,
    ) ?? null;
  const others = ended ? rows.map((r) => (r === ended ? { ...r, validTo: row.validFrom } : r)) : [...rows];
  const checked = checkNewParameter(others, row, ancestorsOf);
  return checked.ok ? ok({ rows: [...others, row], ended }) : checked;
}
