/** 找养老服务: what everybody may see of the facilities that are open. */
import { and, type Sql, sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import type { Context } from '../../../kernel/context/server.ts';
import { scopeRange } from '../../../kernel/division/index.ts';
import { metresFrom, type StartingPoint, startingPoints } from '../../../kernel/map/server.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import { type Site, siteColumns } from './store.ts';
import { functions, type SiteFunction, siteKinds } from './terms.ts';

export interface PublicSite {
  readonly id: string;
  readonly name: string;
  readonly kindZh: string;
  readonly functionsZh: readonly string[];
  readonly divisionName: string;
  readonly address: string;
  readonly telephone: string;
  readonly hours: string;
  readonly dayPlaces: number;
  readonly fullBeds: number;
  readonly seats: number;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly trial: boolean;
  /** From where somebody said he starts; null: not said, or the site has not said where it is. */
  readonly metres: number | null;
}

/** Of a page of the list: a city has one in every village. */
const PAGE = 50;

export interface FoundSites {
  readonly rows: readonly PublicSite[];
  readonly total: number;
  readonly page: number;
  readonly pages: number;
  /** Before those of this page. */
  readonly before: number;
  readonly origins: readonly StartingPoint[];
}

export const findSites = (
  context: Context,
  wish: { county?: DivisionCode | undefined; offers?: SiteFunction | undefined; from?: string | undefined },
  asked = 1,
): Promise<FoundSites> =>
  context.read(systemActor('care-site-finder', context.city), async (tx) => {
    const filters: Sql[] = [sql`s.state in ('trial', 'operating')`];
    if (wish.county) {
      const { lo, hi } = scopeRange(wish.county);
      filters.push(sql`s.division >= ${lo} and s.division < ${hi}`);
    }
    if (wish.offers) filters.push(sql`${wish.offers} = any(s.functions)`);
    const where = and(filters);
    const origins = await startingPoints(tx);
    const from = origins.find(({ code }) => code === wish.from);
    const { total } = await tx.one<{ total: number }>(sql`select count(*)::int as total from care_site s where ${where}`);
    const pages = Math.max(1, Math.ceil(total / PAGE));
    const page = Math.min(Math.max(1, asked), pages);
    const metres = from ? metresFrom(from, sql`s`) : sql`null::int`;
    const found = await tx.rows<Site & { metres: number | null }>(
      sql`select ${siteColumns}, ${metres} as metres from care_site s where ${where} order by ${metres} nulls last, s.division, s.name, s.id
        limit ${PAGE} offset ${(page - 1) * PAGE}`,
    );
    const rows = found.map((s) => ({
      id: s.id,
      name: s.name,
      kindZh: siteKinds[s.kind],
      functionsZh: s.functions.map((key) => functions[key]),
      divisionName: tx.divisions.fullName(s.division),
      address: s.address,
      telephone: s.telephone,
      hours: s.hours,
      dayPlaces: s.dayPlaces,
      fullBeds: s.fullBeds,
      seats: s.seats,
      lon: s.lon,
      lat: s.lat,
      trial: s.state === 'trial',
      metres: s.metres,
    }));
    return { rows, total, page, pages, before: (page - 1) * PAGE, origins };
  });
