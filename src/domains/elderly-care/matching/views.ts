/** 养老需求 as it is read: the list, one need with what fits it, the gaps by township. */
import { z } from 'zod';
import { and, type Sql, sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { scopeRange } from '../../../kernel/division/index.ts';
import { countWaiting, defineWaiting, offersTo, type WaitingRow } from '../../../kernel/offer/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { Division, type DivisionCode, formOf, Uuid } from '../../../kernel/schema/index.ts';
import { countyOf } from '../offices.ts';
import { type Need, needs as needNames } from '../visits/terms.ts';
import type { GapView, MatchView, NeedFile, NeedList, NeedView } from './content.ts';
import { barred, ranked } from './rules.ts';
import { NewNeed, OfferAnswer } from './schema.ts';
import { needNotePlace } from './sealed.ts';
import { type Matches, type NeedRow, needColumns, needRow } from './store.ts';
import { matchers, needSources, registrars, specials, suppliesFor } from './terms.ts';

export const NeedFilter = z.strictObject({
  show: z.enum(['open', 'unmet']).default('open'),
  division: Division.optional(),
  code: z.enum(Object.keys(suppliesFor) as [keyof typeof suppliesFor]).optional(),
  cursor: Uuid.optional(),
});

const PAGE = 50;
const LAST = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
const codes = Object.keys(suppliesFor);
const unmet = sql`n.unmet_on is not null and n.met_on is null and n.state <> 'closed'`;

function stateOf(row: NeedRow): { stateZh: string; tone: NeedView['tone'] } {
  if (row.state === 'closed') return { stateZh: '已办结', tone: 'plain' };
  if (row.unmetOn !== null && row.metOn === null) return { stateZh: '没有着落', tone: 'bad' };
  return row.offers > 0 ? { stateZh: '已介绍', tone: 'good' } : { stateZh: '等着介绍', tone: 'now' };
}
const viewOf = (tx: Tx, row: NeedRow): NeedView => ({
  id: row.id,
  personId: row.personId,
  personName: row.personName,
  placeZh: tx.divisions.fullName(row.division),
  what: needNames[row.code as Need],
  sourceZh: needSources[row.source],
  foundAt: row.foundAt,
  foundBy: row.foundBy,
  ...stateOf(row),
  owner: row.owner,
  matchBy: row.matchBy,
  offered: row.offers,
});

export async function needList(tx: Tx, { show, division, code, cursor }: z.infer<typeof NeedFilter>): Promise<NeedList> {
  const { lo, hi } = scopeRange((division ?? tx.actor.division ?? tx.city) as DivisionCode);
  const filters: Sql[] = [
    sql`n.division >= ${lo} and n.division < ${hi} and n.state <> 'closed' and n.code = any (${code ? [code] : codes}::text[])`,
  ];
  const counts = await tx.one<{ open: number; unmet: number }>(
    sql`select count(*)::int as open, (count(*) filter (where ${unmet}))::int as unmet from care_need n where ${and(filters)}`,
  );
  if (show === 'unmet') filters.push(unmet);
  const found = await tx.rows<NeedRow>(sql`select ${needColumns} from care_need n join person p on p.id = n.person_id
    where ${and([...filters, sql`n.id < ${cursor ?? LAST}`])} order by n.id desc limit ${PAGE + 1}`);
  const page = found.slice(0, PAGE);
  if (page.length > 0) await recordAudit(tx, { action: 'care-match.listed', personIds: page.map(({ personId }) => personId) });
  return {
    rows: page.map((row) => viewOf(tx, row)),
    next: found.length > PAGE ? page.at(-1)!.id : null,
    ...counts,
    offers: offersTo(tx.actor, [
      {
        action: 'register',
        zh: '登记需求',
        causes: '3个工作日内要介绍一家；到时没有介绍的算没有着落，列进缺口。',
        by: registrars,
        to: '/api/care-needs',
        fields: formOf(NewNeed),
        initial: { specials: [] },
        fixed: { requestId: newId() },
      },
    ]),
  };
}

const yuan = (fen: number): string => `${(fen / 100).toFixed(2)}元`;

/** One need with at most ten that fit; whoever opens it is on record for the person. */
export async function needFile(tx: Tx, id: string, { wish, norms, all }: Matches): Promise<Result<NeedFile, 'NOT_FOUND'>> {
  const need = await needRow(tx, id);
  if (!need) return fail('NOT_FOUND');
  const judged = all.map((of) => ({ of, why: barred(wish, of, norms) }));
  const made = await tx.rows<{
    id: string;
    supplyKind: string;
    supplyId: string;
    name: string;
    telephone: string;
    offeredAt: string;
    offeredBy: string;
    answer: 'accepted' | 'declined' | null;
  }>(
    sql`select id, supply_kind, supply_id, name, telephone, offered_at, offered_by, answer from care_need_offer where need_id = ${id} order by offered_at limit 50`,
  );
  const known = new Set(made.map(({ supplyKind, supplyId }) => `${supplyKind} ${supplyId}`));
  const open = need.state !== 'closed';
  await recordAudit(tx, {
    action: 'care-match.read',
    subject: { kind: 'care-need', id },
    personId: need.personId,
    division: need.division,
  });
  return ok({
    ...viewOf(tx, need),
    county: countyOf(need),
    wishes: [
      ...(need.budgetFen === null ? [] : [{ label: '最多愿意付', value: yuan(need.budgetFen) }]),
      ...(need.special.length === 0 ? [] : [{ label: '特别的照护', value: need.special.map((one) => specials[one]).join('、') }]),
      ...(need.note ? [{ label: '说明', value: tx.keys.open(need.note, needNotePlace(id)) }] : []),
    ],
    made: made.map(({ answer, supplyKind: _, supplyId: __, ...offer }) => ({
      ...offer,
      answerZh: answer && { accepted: '愿意', declined: '不要' }[answer],
      offers: offersTo(tx.actor, [
        {
          action: 'answer',
          zh: '记录答复',
          causes: '愿意的去下单或者联系入住；不要的再介绍一家。',
          by: matchers,
          when: open && answer === null,
          to: `/api/care-needs/${id}/answer`,
          fields: formOf(OfferAnswer.omit({ offerId: true })),
          fixed: { requestId: newId(), offerId: offer.id },
        },
      ]),
    })),
    matches: ranked(judged.filter(({ why }) => why === null).map(({ of }) => of)).map(
      (of): MatchView => ({
        id: of.id,
        kind: of.kind,
        kindZh: of.kindZh,
        name: of.name,
        telephone: of.telephone,
        lon: of.lon,
        lat: of.lat,
        to: of.to,
        points: of.score / 10,
        reasons: of.reasons,
        offers: offersTo(tx.actor, [
          {
            action: 'offer',
            zh: '介绍这家',
            causes: '先打电话问清楚，再告诉老人或者家属；记下介绍过了。',
            by: matchers,
            when: open && !known.has(`${of.kind} ${of.id}`),
            to: `/api/care-needs/${id}/offer`,
            fixed: { requestId: newId(), kind: of.kind, supplyId: of.id },
          },
        ]),
      }),
    ),
    barred: [
      ...Map.groupBy(
        judged.flatMap(({ why }) => (why === null ? [] : [why])),
        (why) => why,
      ),
    ].map(([why, some]) => ({
      why,
      n: some.length,
    })),
  });
}

defineWaiting({
  key: 'care-needs',
  by: matchers,
  rows: async (tx): Promise<WaitingRow[]> => {
    const open = sql`select n.id from care_need n where n.division >= ${tx.actor.lo} and n.division < ${tx.actor.hi} and n.state <> 'closed' and n.code = any (${codes}::text[])`;
    return [
      {
        zh: '没有着落的养老需求',
        count: await countWaiting(tx, sql`${open} and ${unmet}`),
        tone: 'bad',
        to: '/care-needs',
        search: { show: 'unmet' },
      },
      { zh: '没有办结的养老需求', count: await countWaiting(tx, open), tone: 'now', to: '/care-needs', search: {} },
    ];
  },
});

/** 缺口: nobody is named. */
export async function gapView(tx: Tx): Promise<GapView> {
  const rows = await tx.rows<{ township: string; code: Need; open: number; unmet: number }>(
    sql`select left(n.division, 9) as township, n.code, count(*)::int as open, (count(*) filter (where ${unmet}))::int as unmet
      from care_need n where n.state <> 'closed' and n.code = any (${codes}::text[]) group by 1, 2 order by 1, 2 limit 5000`,
  );
  const townships = [...Map.groupBy(rows, ({ township }) => township.padEnd(12, '0') as DivisionCode)];
  const counties = Map.groupBy(rows, ({ township }) => township.slice(0, 6).padEnd(12, '0') as DivisionCode);
  const total = (some: readonly { unmet: number; open: number }[], key: 'unmet' | 'open') =>
    some.reduce((sum, one) => sum + one[key], 0);
  return {
    rows: townships.map(([division, some]) => ({
      division,
      placeZh: tx.divisions.fullName(division),
      counts: some.filter((one) => one.unmet > 0).map(({ code, unmet: n }) => ({ code, zh: needNames[code], n })),
      unmet: total(some, 'unmet'),
      open: total(some, 'open'),
    })),
    counties: tx.divisions
      .children(tx.city)
      .filter(({ code }) => code >= (tx.actor.lo ?? '') && code < (tx.actor.hi ?? '~'))
      .map(({ code, name }) => ({ code, name, unmet: total(counties.get(code) ?? [], 'unmet') })),
  };
}
