/** A city pack: everything that makes the platform the platform of one city, read from `cities/<name>/` and checked (see cities/README.md). */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { z } from 'zod';
import { type Calendar, type Holiday, makeCalendar } from '../kernel/calendar/index.ts';
import { readTable, TableError } from '../kernel/csv/server.ts';
import { type Divisions, type LiveDivisions, liveDivisions } from '../kernel/division/index.ts';
import { loadDivisionTables } from '../kernel/division/server.ts';
import type { SignLanguage } from '../kernel/http/server.ts';
import { type BankFormatKey, bankFormats } from '../kernel/payment/server.ts';
import { Division, type FormField, formats, type PlainDate, PlainDateText } from '../kernel/schema/index.ts';
import { type Bounds, refuseOutside, withBounds } from './city-bounds.ts';
import { readSignLanguage } from './sign-language.ts';

const CITIES = resolve(import.meta.dirname, '../../cities');
const text = z.string().min(1);
const optional = <T extends z.ZodType>(schema: T) => z.union([z.literal('').transform(() => null), schema]);

const CityFile = z.strictObject({
  code: Division,
  name: text,
  province: z.strictObject({ code: Division, name: text }),
  /** The hotline that every page shows. */
  phone: text,
  /** Title of the plan that the city's targets come from, with its brackets. */
  plan: text,
  timezone: z.literal('Asia/Shanghai'),
  offices: z.strictObject({ civilAffairs: text, finance: text, checkCentre: text, reconsideration: text, court: text }),
  /** Roughly around the city, in degrees: a place outside of it was entered wrongly. */
  box: z.strictObject({ west: z.number(), south: z.number(), east: z.number(), north: z.number() }).optional(),
});
export type CityFacts = z.infer<typeof CityFile>;

const HolidayRow = z.strictObject({
  date: PlainDateText,
  kind: z.enum(['holiday', 'workday']),
  name: text,
  source: text,
  provisional: z.enum(['true', 'false']).transform((value) => value === 'true'),
  division: optional(Division),
});

const ParameterLine = z
  .strictObject({
    key: z.string().regex(/^[A-Z][A-Z0-9]*(-[A-Z0-9]+)*$/),
    division: Division,
    value: z.string().regex(/^\d+(\.\d+)?$/),
    unit: text,
    valid_from: PlainDateText,
    valid_to: optional(PlainDateText),
    source: text,
    nature: z.enum(['national', 'seed', 'assumption']),
    note: z.string(),
  })
  .refine((row) => !row.unit.startsWith('fen') || /^\d+$/.test(row.value), {
    path: ['value'],
    message: '金额须为整数分 fen must be an integer',
  })
  .transform(({ valid_from, valid_to, ...row }) => ({ ...row, validFrom: valid_from, validTo: valid_to }));
/** A standard with what it demands of the divisions below. */
export type CityParameter = z.infer<typeof ParameterLine> & Bounds;

const OfficeRow = z.strictObject({
  division: Division,
  name: text,
  address: text,
  telephone: text,
  hours: text,
  /** `demonstration`: invented; screens say so. */
  nature: z.enum(['official', 'demonstration']),
});
export type Office = z.infer<typeof OfficeRow>;

const BankRow = z.strictObject({
  division: Division,
  code: z.string().regex(/^[a-z][a-z0-9-]{1,11}$/),
  name: text,
  format: z.enum(Object.keys(bankFormats) as [BankFormatKey, ...BankFormatKey[]]),
  spellings: z.string().transform((value) => value.split('|').filter((spelling) => spelling !== '')),
  main: z.enum(['true', 'false']).transform((value) => value === 'true'),
  nature: z.enum(['official', 'assumption']),
});
export type CityBank = z.infer<typeof BankRow>;

/** What people say, and the items that it means, the likeliest first. */
const SearchWordsRow = z.strictObject({ says: text, items: text.transform((value) => value.split('|')) });

const ServiceItemRow = z
  .strictObject({
    item_id: z.string().regex(/^[A-Z]{2}-\d{2}$/),
    domain: text,
    name_zh: text,
    name_en: text,
    audience: text,
    accept_level: text,
    decide_level: text,
    time_limit: z.string(),
    time_limit_unit: z.string(),
    public_notice: z.string(),
    basis: z.string(),
    confidence: z.enum(['known', 'assumption']),
    lead_department: text,
  })
  .transform((row) => ({
    itemId: row.item_id,
    domain: row.domain,
    name: row.name_zh,
    nameEn: row.name_en,
    audience: row.audience,
    acceptLevel: row.accept_level,
    decideLevel: row.decide_level,
    /** As people read it: 30个工作日. */
    timeLimit:
      row.time_limit === ''
        ? row.time_limit_unit
        : `${row.time_limit}${/^(工作日|月)/.test(row.time_limit_unit) ? '个' : ''}${row.time_limit_unit}`,
    publicNotice: row.public_notice,
    basis: row.basis,
    /** False: the limits of this item are assumed and screens say so. */
    known: row.confidence === 'known',
    leadDepartment: row.lead_department,
  }));
export type CityServiceItem = z.infer<typeof ServiceItemRow>;

/** The same of an item that is of this city alone: its own file says it. */
const OwnItem = z.strictObject({
  domain: text,
  name: text,
  nameEn: text,
  audience: text,
  acceptLevel: text,
  decideLevel: text,
  timeLimit: z.string(),
  publicNotice: z.string(),
  basis: z.string(),
  known: z.boolean(),
  leadDepartment: text,
});

const Field: z.ZodType<FormField> = z.lazy(() =>
  z.strictObject({
    name: z.string().regex(/^[a-z][A-Za-z0-9]*$/),
    type: z.enum([
      'text',
      'integer',
      'amount',
      'date',
      'month',
      'choice',
      'choices',
      'boolean',
      'file',
      'division',
      'object',
      'list',
    ]),
    label: text,
    help: text.optional(),
    unit: text.optional(),
    required: z.boolean(),
    protect: z.boolean().optional(),
    format: z.enum(Object.keys(formats) as (keyof typeof formats)[]).optional(),
    widget: z
      .enum(['textarea', 'division', 'date', 'month', 'amount', 'file', 'signature', 'id-card', 'person', 'position'])
      .optional(),
    paper: text.optional(),
    min: z.number().optional(),
    max: z.number().optional(),
    choices: z
      .array(z.strictObject({ value: text, label: text }))
      .min(1)
      .optional(),
    showIf: z.strictObject({ field: text, in: z.array(z.union([z.string(), z.boolean()])).min(1) }).optional(),
    fields: z.array(Field).optional(),
  }),
);

const ServiceFile = z.strictObject({
  itemId: text,
  version: z.int().min(1),
  validFrom: PlainDateText,
  template: text,
  /** Where the item is not in service-items.csv. */
  item: OwnItem.optional(),
  guide: z.strictObject({
    gets: text,
    conditions: z.array(text),
    steps: z.array(text),
    papers: z.array(text),
    fee: text,
  }),
  situations: z.array(text),
  keywords: z.array(text),
  extraFields: z.array(Field),
  workdays: z.int().min(1).max(365).nullable(),
});
/** What `services/<item>.json` adds to a row of service-items.csv, or says by itself. */
export type CityService = z.infer<typeof ServiceFile>;

export interface LoadedCity {
  readonly name: string;
  readonly folder: string;
  readonly city: CityFacts;
  readonly divisions: LiveDivisions;
  readonly holidays: readonly Holiday[];
  readonly calendar: Calendar;
  readonly parameters: readonly CityParameter[];
  readonly offices: readonly Office[];
  /** The office of a division; that of the nearest level above where there is none. */
  readonly office: (division: string) => Office;
  /** 代发银行 of the city or of a county; empty: one file in the separated format. */
  readonly banks: readonly CityBank[];
  readonly serviceItems: readonly CityServiceItem[];
  readonly services: readonly CityService[];
  readonly searchWords: readonly z.infer<typeof SearchWordsRow>[];
  /** 手语讲解 by item. */
  readonly signLanguage: SignLanguage;
}

/** The pack cannot be used; the message is one line that names file and line. */
export class CityError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CityError';
  }
}

function readJson<T>(path: string, shape: z.ZodType<T>): T {
  const where = `${basename(resolve(path, '..'))}/${basename(path)}`;
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new CityError(`${where}: ${(error as Error).message.split('\n')[0]}`);
  }
  const parsed = shape.safeParse(data);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw new CityError(`${where}: ${issue.path.join('.')}: ${issue.message}`);
}

/** The folder of the pack of a city; null when there is none. */
export function packFolder(code: string): string | null {
  const pack = readdirSync(CITIES)
    .filter((entry) => existsSync(join(CITIES, entry, 'city.json')))
    .find((entry) => JSON.parse(readFileSync(join(CITIES, entry, 'city.json'), 'utf8')).code === code);
  return pack ? join(CITIES, pack) : null;
}

/** Reads and checks a pack. `name`: a folder of `cities/`, or the path of a folder. */
export function loadCity(name: string): LoadedCity {
  const folder = resolve(CITIES, name);
  if (!existsSync(join(folder, 'city.json'))) {
    const known = readdirSync(CITIES).filter((entry) => existsSync(join(CITIES, entry, 'city.json')));
    throw new CityError(`没有城市“${name}”，可用：${known.join('、')} / no such city pack: ${name}`);
  }
  const file = (base: string) => join(folder, base);
  try {
    const divisions = readDivisions(folder);
    const city = readJson(file('city.json'), CityFile);
    const parameters = withBounds(file('parameter-bounds.csv'), readTable(file('parameters.csv'), ParameterLine));
    const offices = readTable(file('offices.csv'), OfficeRow);
    const banks = existsSync(file('banks.csv')) ? readTable(file('banks.csv'), BankRow) : [];
    const holidays: Holiday[] = readTable(file('holidays.csv'), HolidayRow);
    const catalogue = readTable(file('service-items.csv'), ServiceItemRow);
    const services = readServices(file('services'), catalogue);
    const serviceItems = [
      ...catalogue,
      ...services.flatMap(({ itemId, item }): CityServiceItem[] => (item ? [{ itemId, ...item }] : [])),
    ];
    const searchWords = existsSync(file('search-words.csv')) ? readTable(file('search-words.csv'), SearchWordsRow) : [];
    for (const { says, items } of searchWords)
      for (const id of items)
        if (!serviceItems.some((item) => item.itemId === id))
          throw new CityError(`search-words.csv: “${says}”的 ${id} 不在 service-items.csv 中 / unknown item`);
    for (const code of [
      city.code,
      ...parameters.map((row) => row.division),
      ...offices.map((row) => row.division),
      ...banks.map((row) => row.division),
    ])
      if (!divisions.get(code)) throw new CityError(`${name}: 区划代码 ${code} 不在 divisions.csv 中 / unknown division`);
    refuseOverlaps(name, parameters);
    refuseOutside(file('parameters.csv'), parameters);
    refuseManyMains(name, banks);
    return {
      name,
      folder,
      city,
      divisions,
      holidays,
      calendar: makeCalendar(holidays),
      parameters,
      offices,
      office: nearestOffice(offices, city.code, divisions),
      banks,
      serviceItems,
      services,
      searchWords,
      signLanguage: readSignLanguage(folder, new Set(serviceItems.map((item) => item.itemId)), (line) => new CityError(line)),
    };
  } catch (error) {
    if (error instanceof TableError) throw new CityError(error.message);
    throw error;
  }
}

const FOREVER = '9999-12-31';

function nearestOffice(offices: readonly Office[], city: string, divisions: Divisions): (division: string) => Office {
  const byDivision = new Map(offices.map((office) => [office.division, office]));
  const last = byDivision.get(city) ?? offices[0];
  if (!last) throw new CityError('offices.csv: 至少要有一行 / at least one office');
  // 改了代码的单位，还是原来那个办公室
  const former = (division: string) => offices.find((office) => divisions.current(office.division, FOREVER).includes(division));
  return (division) =>
    byDivision.get(division) ??
    former(division) ??
    divisions
      .ancestors(division)
      .map((d) => byDivision.get(d.code))
      .find((office) => office !== undefined) ??
    last;
}

function readDivisions(folder: string): LiveDivisions {
  return liveDivisions(
    loadDivisionTables({
      divisions: join(folder, 'divisions.csv'),
      aliases: join(folder, 'division-aliases.csv'),
      boundaries: join(folder, 'boundaries.geojson'),
    }),
  );
}

function readServices(folder: string, items: readonly CityServiceItem[]): CityService[] {
  if (!existsSync(folder)) return [];
  const known = new Set(items.map((item) => item.itemId));
  return readdirSync(folder)
    .filter((entry) => entry.endsWith('.json'))
    .sort()
    .map((entry) => {
      const service = readJson(join(folder, entry), ServiceFile);
      const { itemId, item } = service;
      if (!known.has(itemId) && !item)
        throw new CityError(`services/${entry}: ${itemId} 不在 service-items.csv 中 / unknown item`);
      if (known.has(itemId) && item)
        throw new CityError(`services/${entry}: ${itemId} 已在 service-items.csv 中，不能再写 item / item is said twice`);
      return service;
    });
}

/** Where there are agency banks, one of them takes the accounts of all others. */
function refuseManyMains(name: string, banks: readonly CityBank[]): void {
  for (const division of new Set(banks.map((bank) => bank.division)))
    if (banks.filter((bank) => bank.division === division && bank.main).length !== 1)
      throw new CityError(`${name}/banks.csv: ${division} 须有且只有一家主办银行 / exactly one main bank`);
}

/** Two rows of one key and division may not hold on the same day. */
function refuseOverlaps(name: string, rows: readonly CityParameter[]): void {
  const last = new Map<string, { until: PlainDate | null }>();
  const sorted = [...rows].sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
  for (const row of sorted) {
    const key = `${row.key} ${row.division}`;
    const before = last.get(key);
    if (before && (before.until === null || before.until > row.validFrom))
      throw new CityError(`${name}/parameters.csv: ${key} 自 ${row.validFrom} 起与前一行重叠 / overlapping rows`);
    last.set(key, { until: row.validTo });
  }
}
