/** 社区网格 over HTTP: how many stand below each unit, and those of one village or community. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { allow } from '../../../kernel/access/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { inScope, levelOf, scopeRange } from '../../../kernel/division/index.ts';
import { type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { fail, ok } from '../../../kernel/result/index.ts';
import { Division, type DivisionCode, type PlainDate } from '../../../kernel/schema/index.ts';
import { gridReaders } from './terms.ts';

interface Counted {
  readonly division: DivisionCode;
  readonly grids: number;
  readonly households: number;
}

/** Of a unit: the counts of the units right below it; of a village its grids. */
async function gridView(tx: Tx, asked: DivisionCode | undefined) {
  const own = tx.actor.division ?? tx.city;
  const unit = asked ?? own;
  if (!tx.divisions.get(unit) || !inScope(unit, own)) return fail('NOT_FOUND');
  const { lo, hi } = scopeRange(unit);
  const counted =
    await tx.rows<Counted>(sql`select division, count(*)::int as grids, coalesce(sum(households), 0)::int as households
    from community_grid where division >= ${lo} and division < ${hi} group by division order by division limit 5000`);
  const sum = (rows: readonly Counted[]) => ({
    grids: rows.reduce((n, row) => n + row.grids, 0),
    households: rows.reduce((n, row) => n + row.households, 0),
    /** Villages and communities that have some. */
    covered: rows.length,
  });
  const named = (code: DivisionCode) => ({ code, name: tx.divisions.get(code)?.name ?? code });
  const grids =
    levelOf(unit) === 'village'
      ? await tx.rows<{ id: string; no: string; name: string; extent: string; households: number | null; updatedOn: PlainDate }>(
          sql`select id, no, name, extent, households, (updated_at at time zone 'Asia/Shanghai')::date as updated_on
            from community_grid where division = ${unit} order by no limit 1000`,
        )
      : [];
  return ok({
    ...named(unit),
    level: levelOf(unit),
    path: [unit, ...tx.divisions.ancestors(unit).map(({ code }) => code)]
      .filter((code) => inScope(code, own))
      .reverse()
      .map(named),
    total: sum(counted),
    villages: tx.divisions.subtree(unit).filter(({ level, legal }) => level === 'village' && legal).length,
    below: tx.divisions.children(unit).map(({ code }) => ({
      ...named(code),
      ...sum(counted.filter(({ division }) => inScope(division, code))),
    })),
    grids,
  });
}

export const gridRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/community-grids',
    permission: allow(...gridReaders),
    summary: '社区网格：各地有多少，一个村（社区）有哪些',
    query: z.object({ division: Division.optional() }),
    handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => gridView(tx, query.division)),
  }),
];
