/** 供给: what there is for a need around a person: home services, the community's facilities, homes with free beds. Nothing is entered a second time. */
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { recordsOf } from '../../../kernel/map/server.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import { metresBetween, type Point } from '../../../kernel/visit/index.ts';
import { type SiteGrade, type SiteKind, siteKinds } from '../facilities/terms.ts';
import { countyOf } from '../offices.ts';
import type { Supply } from './rules.ts';
import { type Matchable, type Supplies, type SupplyKind, suppliesFor, supplyKinds } from './terms.ts';

export interface Candidate extends Supply {
  readonly kind: SupplyKind;
  readonly id: string;
  readonly name: string;
  readonly kindZh: string;
  readonly telephone: string;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly to: string | null;
}
interface Around {
  readonly division: DivisionCode;
  /** The home, where it is known. */
  readonly home: Point | null;
}

const metresFrom = (home: Point | null, lon: number | null, lat: number | null): number | null =>
  home && lon !== null && lat !== null ? Math.round(metresBetween(home, { longitude: lon, latitude: lat })) : null;

/** Whoever sends people to homes in the county, at the county's price of the cheapest item of the class. */
async function providersFor(tx: Tx, { division }: Around, wanted: Supplies): Promise<Candidate[]> {
  if (wanted.classes.length === 0) return [];
  const county = countyOf({ division });
  const rows = await tx.rows<{
    id: string;
    name: string;
    telephone: string;
    itemName: string;
    priceFen: number;
    ratingSum: number;
    ratingCount: number;
  }>(sql`select p.id, p.name, p.telephone, i.name as item_name, i.price_fen::int as price_fen, coalesce(w.rating_sum, 0)::int as rating_sum, coalesce(w.rating_count, 0)::int as rating_count
    from home_care_provider p
    join lateral (select name, price_fen from home_care_item where division = ${county} and class = any (${[...wanted.classes]}::text[])
      and from_on <= ${tx.today} and (to_on is null or to_on > ${tx.today}) order by price_fen limit 1) i on true
    left join lateral (select sum(rating_sum) as rating_sum, sum(rating_count) as rating_count from care_employment where provider_id = p.id and left_on is null) w on true
    where p.division = ${county} and p.state = 'active' and p.agreed_from <= ${tx.today} and p.agreed_to > ${tx.today} order by p.name limit 50`);
  return rows.map((row) => ({
    kind: 'provider',
    id: row.id,
    name: `${row.name}（${row.itemName}）`,
    kindZh: supplyKinds.provider,
    telephone: row.telephone,
    lon: null,
    lat: null,
    to: '/home-care/board',
    metres: null,
    comesHome: true,
    sameDivision: true,
    priceFen: row.priceFen,
    rating: row.ratingCount >= 5 ? row.ratingSum / row.ratingCount : null,
    grade: null,
    free: null,
    nursing: null,
    specials: null,
  }));
}

/** Facilities in operation that do it. Free day places are known where the facility keeps its day care here; the rest is asked by telephone. */
async function sitesFor(tx: Tx, { division, home }: Around, wanted: Supplies): Promise<Candidate[]> {
  if (wanted.functions.length === 0) return [];
  const rows = await tx.rows<{
    id: string;
    name: string;
    kind: SiteKind;
    division: DivisionCode;
    reach: 'place' | 'township';
    telephone: string;
    lon: number | null;
    lat: number | null;
    grade: SiteGrade | null;
    dayFree: number | null;
  }>(sql`select s.id, s.name, s.kind, s.division, s.reach, s.telephone, s.lon, s.lat,
      (select a.grade from care_site_assessment a where a.site_id = s.id order by a.year desc limit 1) as grade,
      (select greatest(0, s.day_places - count(*) filter (where m.to_on is null))::int from day_care_member m where m.site_id = s.id having count(*) > 0) as day_free
    from care_site s where s.state = 'operating' and s.idle_since is null and s.functions && ${[...wanted.functions]}::text[]
      and left(s.division, 6) = ${division.slice(0, 6)} order by s.name limit 300`);
  return rows.map((row) => ({
    kind: 'site',
    id: row.id,
    name: row.name,
    kindZh: siteKinds[row.kind],
    telephone: row.telephone,
    lon: row.lon,
    lat: row.lat,
    to: `/care-sites/${row.id}`,
    metres: metresFrom(home, row.lon, row.lat),
    comesHome: false,
    sameDivision: row.division === division || (row.reach === 'township' && row.division.slice(0, 9) === division.slice(0, 9)),
    priceFen: null,
    rating: null,
    grade: row.grade,
    free: wanted.functions.every((one) => one === 'day') ? row.dayFree : null,
    nursing: null,
    specials: null,
  }));
}

/** Homes that have told of free beds; their name, address and telephone are those that everybody may read. */
async function bedsFor(tx: Tx, { division, home }: Around, wanted: Supplies): Promise<Candidate[]> {
  if (!wanted.beds) return [];
  const county = countyOf({ division });
  const free = await tx.rows<{ institutionId: string; division: DivisionCode; ordinary: number; nursing: number }>(
    sql`select institution_id, division, ordinary, nursing from care_free_bed where left(division, 6) = ${county.slice(0, 6)} limit 500`,
  );
  const known = new Map((await recordsOf(tx, { layer: 'institutions', division: county })).map((one) => [one.id, one]));
  return free.flatMap((of) => {
    const one = known.get(of.institutionId);
    return one
      ? [
          {
            kind: 'home' as const,
            id: of.institutionId,
            name: one.name,
            kindZh: supplyKinds.home,
            telephone: /电话([0-9-]+)/.exec(one.says)?.[1] ?? '',
            lon: one.lon,
            lat: one.lat,
            to: one.to,
            metres: metresFrom(home, one.lon, one.lat),
            comesHome: false,
            sameDivision: of.division.slice(0, 9) === division.slice(0, 9),
            priceFen: null,
            rating: null,
            grade: null,
            free: of.ordinary + of.nursing,
            nursing: of.nursing,
            specials: null,
          },
        ]
      : [];
  });
}

export async function suppliesAround(tx: Tx, code: Matchable, around: Around): Promise<Candidate[]> {
  const wanted: Supplies = suppliesFor[code];
  return [
    ...(await providersFor(tx, around, wanted)),
    ...(await sitesFor(tx, around, wanted)),
    ...(await bedsFor(tx, around, wanted)),
  ];
}
