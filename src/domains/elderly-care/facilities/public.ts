/** 找养老服务: what everybody may see of the facilities that are open. */
import { and, type Sql, sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import type { Context } from '../../../kernel/context/server.ts';
import { scopeRange } from '../../../kernel/division/index.ts';
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
}

export const findSites = (
  context: Context,
  wish: { county?: DivisionCode | undefined; offers?: SiteFunction | undefined },
): Promise<PublicSite[]> =>
  context.read(systemActor('care-site-finder', context.city), async (tx) => {
    const filters: Sql[] = [sql`s.state in ('trial', 'operating')`];
    if (wish.county) {
      const { lo, hi } = scopeRange(wish.county);
      filters.push(sql`s.division >= ${lo} and s.division < ${hi}`);
    }
    if (wish.offers) filters.push(sql`${wish.offers} = any(s.functions)`);
    const rows = await tx.rows<Site>(
      sql`select ${siteColumns} from care_site s where ${and(filters)} order by s.division, s.name limit 1000`,
    );
    return rows.map((s) => ({
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
    }));
  });
