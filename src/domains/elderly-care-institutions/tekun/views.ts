/** The homes for 特困 as they are read: who is to be placed, who lives where, whom the money goes to, and the two rates by institution. */
import { containing, type Sql, sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { firstDayOf, monthOf, plusMonths } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { type Offer, offersTo } from '../../../kernel/offer/index.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { choice, formOf, type PlainDate, type YearMonth } from '../../../kernel/schema/index.ts';
import { type Listing, pageOf, stretchOf, within } from '../../../kernel/service/server.ts';
import { levelOffered } from '../beds/terms.ts';
import type { Institution } from '../register/store.ts';
import { capacitiesOf } from '../stays/apply.ts';
import { reception } from '../stays/terms.ts';
import { needsPlace } from './closing.ts';
import type { PlacementRow, Placements, Rate, Roster, RosterRow, TekunBoard } from './content.ts';
import { Agreement, type FreeHome, fittingHomes, PlaceIn, Postponement } from './place.ts';
import { missingTo } from './rules.ts';
import { live, type Placement, placementColumns } from './store.ts';
import { type Grade, grades, placementStates, placers } from './terms.ts';
import { WrittenPlace } from './written.ts';

type Listed = Placement & { name: string; grade: Grade | null; home: string | null; homeState: Institution['state'] | null };
const gradeZh = (grade: Grade | null): string => (grade ? grades[grade] : '还没有评估');

function offersOf(tx: Tx, of: Listed, { homes, level }: { homes: readonly FreeHome[]; level: number | null }): Offer[] {
  const to = (what: string) => `/api/care-placements/${of.id}/${what}`;
  const fixed = { requestId: newId() };
  const choices = Object.fromEntries(
    homes.map((h) => [h.id, `${h.name}，${h.far}，${h.bed.code}${h.bed.nursing ? '（护理型）' : ''}`]),
  );
  return offersTo(tx.actor, [
    {
      action: 'place',
      zh: '安置',
      causes: '给机构留一张床，机构评估风险、签三方协议以后办理入住。',
      by: placers,
      when: homes.length > 0,
      to: to('place'),
      fields:
        homes.length > 0 ? formOf(PlaceIn.extend({ institution: choice(choices).meta({ label: '安置到哪家', choices }) })) : [],
      initial: homes.length > 0 ? { institution: homes[0]!.id } : {},
      fixed,
    },
    {
      action: 'postpone',
      zh: '缓一缓',
      causes: '本人要求的；这期间不替他留床。',
      by: placers,
      when: of.state === 'waiting',
      to: to('postponement'),
      fields: formOf(Postponement),
      fixed,
    },
    {
      action: 'resume',
      zh: '继续安置',
      causes: '重新算作在等床位。',
      by: placers,
      when: of.state === 'postponed',
      to: to('resumption'),
      fixed,
    },
    {
      action: 'agree',
      zh: '签三方协议',
      causes: '乡镇、机构、本人三方签字，不收押金；签了才能办理入住。',
      by: reception,
      when: of.state === 'held',
      to: to('agreement'),
      fields: formOf(Agreement),
      initial: { from: tx.today, months: 12, ...(level === null ? {} : { careLevel: levelOffered(level) }) },
      fixed,
    },
  ]);
}

const PAGE = 50;

/** A bed is held where there will be none. */
const homeless = ({ state, homeState }: Listed): string | null =>
  homeState !== null && (state === 'held' || state === 'agreed') ? needsPlace(homeState) : null;

/** Whose names an officer has read. */
async function tellListed(tx: Tx, rows: readonly { personId: string }[]): Promise<void> {
  const personIds = [...new Set(rows.map((row) => row.personId))];
  if (personIds.length > 0)
    await recordAudit(tx, {
      action: 'care-tekun.listed',
      personIds: personIds as NonNullable<Parameters<typeof recordAudit>[1]['personIds']>,
      division: tx.actor.division ?? tx.city,
    });
}

/** A page of those who are to be placed, by their last day; searched by name and by the home that keeps a bed. */
export async function placementList(tx: Tx, { q, cursor }: Listing): Promise<Placements> {
  const stretch = stretchOf(cursor, PAGE);
  const all =
    await tx.rows<Listed>(sql`select ${placementColumns}, n.name, t.grade, i.name as home, i.state as home_state from care_placement p join person n on n.id = p.person_id
    left join care_tekun t on t.person_id = p.person_id and t.supported left join care_institution i on i.id = p.institution_id
    where ${live} and (${tx.actor.unitId ?? null}::text is null or p.state in ('held', 'agreed'))
      and ${q ? sql`(n.name like ${containing(q)} or i.name like ${containing(q)})` : sql`true`} order by p.state = 'postponed', p.due_on, p.id ${within(stretch)}`);
  const { rows: found, next } = pageOf(all, stretch);
  const places = placers.some((p) => p === tx.actor.role);
  const homes = await fittingHomes(tx, places ? found.filter(({ state }) => state === 'waiting' || state === 'postponed') : []);
  const levels = await capacitiesOf(
    tx,
    found.filter(({ state }) => state === 'held').map(({ personId }) => personId),
  );
  await tellListed(tx, found);
  const rows = found.map(
    (of): PlacementRow => ({
      id: of.id,
      personId: of.personId,
      name: of.name,
      divisionName: tx.divisions.fullName(of.division),
      gradeZh: gradeZh(of.grade),
      bedZh: of.needsNursing ? '护理型床位' : '普通床位',
      wishOn: of.wishOn,
      dueOn: of.dueOn,
      late: of.state !== 'postponed' && tx.today > of.dueOn,
      stateZh: placementStates[of.state].zh,
      tone: homeless(of) ? 'bad' : placementStates[of.state].tone,
      says: [
        homeless(of),
        of.state === 'held' || of.state === 'agreed' ? `${of.home}${of.howFar ? `（${of.howFar}）` : ''}` : null,
        of.agreementNo,
        of.reason,
      ]
        .filter(Boolean)
        .join('，'),
      offers: offersOf(tx, of, { homes: homes.get(of.id) ?? [], level: levels.get(of.personId) ?? null }),
    }),
  );
  return { rows, next };
}

interface Lives {
  personId: string;
  stayId: string;
  institutionId: string;
  institutionName: string;
  institutionState: Institution['state'];
  name: string;
  grade: Grade | null;
  supported: boolean;
  mode: 'home' | 'institution';
  fromOn: PlainDate;
  toOn: PlainDate | null;
  days: number;
  agreementNo: string | null;
  place: string | null;
  paidTo: string | null;
}

/** `s` is the stay of somebody of the roster `t`, in the home `i`. */
function livedIn(month: YearMonth): { from: PlainDate; end: PlainDate; who: Sql } {
  const [from, end] = [firstDayOf(month), firstDayOf(plusMonths(month, 1))];
  return {
    from,
    end,
    who: sql`care_stay s join care_tekun t on t.person_id = s.person_id join care_institution i on i.id = s.institution_id join person n on n.id = s.person_id
      where s.from_on < ${end} and (s.to_on is null or s.to_on > ${from}) and (t.supported or s.to_on is not null)`,
  };
}

/** Those of the roster who lived in a home in the month, days in hospital with them; whom the month is paid to is read from the payment. */
function rosterOf(tx: Tx, month: YearMonth, { words, ends }: { words: Sql; ends: Sql }): Promise<Lives[]> {
  const { from, end, who } = livedIn(month);
  return tx.rows<Lives>(sql`select s.person_id, s.id as stay_id, s.institution_id, i.name as institution_name, i.state as institution_state, n.name, t.grade, t.supported, t.mode, s.from_on, s.to_on,
      (least(coalesce(s.to_on, ${end}::date), ${end}::date) - greatest(s.from_on, ${from}::date))::int as days,
      (select p.agreement_no from care_placement p where p.admission_id = s.admission_id and p.agreement_no is not null limit 1) as agreement_no,
      (select w.place || '，' || w.paper_no from care_tekun_place w where w.stay_id = s.id) as place,
      (select coalesce(q.name, '本人') from entitlement e
        left join lateral (select y.payee_id from entitlement_payee y where y.entitlement_id = e.id and y.from_month <= ${month} order by y.no desc limit 1) y on true
        left join payee q on q.id = y.payee_id
        where e.programme = 'tekun' and e.person_id = s.person_id and e.months @> month_no(${month}) order by e.id desc limit 1) as paid_to
    from ${who} and ${words} order by i.name, s.from_on, s.id ${ends}`);
}

function differs(of: Lives): string | null {
  const place = of.toOn === null && of.supported ? needsPlace(of.institutionState) : null;
  if (place) return place;
  if (of.toOn !== null) return of.mode === 'institution' ? '已经离开机构，救助还按集中供养' : null;
  if (of.mode === 'home') return '已经入住，救助还按分散供养';
  return of.paidTo === '本人' ? '集中供养，钱还付给本人' : null;
}

async function ratesOf(tx: Tx): Promise<Result<Rate[], 'PARAM_MISSING'>> {
  const c = await tx.one<{ unable: number; unableIn: number; willing: number; placed: number }>(sql`select
      (count(*) filter (where t.grade in ('half', 'full')))::int as unable,
      (count(*) filter (where t.grade in ('half', 'full') and h.lives))::int as unable_in,
      (count(*) filter (where t.wish = 'institution' or h.lives))::int as willing,
      (count(*) filter (where h.lives))::int as placed
    from care_tekun t cross join lateral (select t.mode = 'institution' or exists (select from care_stay s where s.person_id = t.person_id and s.to_on is null) as lives) h
    where t.supported`);
  const rates: Rate[] = [];
  for (const [key, zh, num, den, target] of [
    ['I-31', '生活不能自理特困人员集中供养率', c.unableIn, c.unable, 'IND-TEKUN-INSTITUTION'],
    ['I-32', '有意愿特困人员集中供养率', c.placed, c.willing, 'IND-TEKUN-WISH'],
  ] as const) {
    const goal = await wholeParameter(tx, target, tx.actor.division ?? tx.city, tx.today);
    if (!goal.ok) return goal;
    const percent = Math.round(goal.value * 100);
    const missing = missingTo({ num, den }, percent);
    rates.push({
      key,
      zh,
      num,
      den,
      text: den === 0 ? '—' : `${((num * 100) / den).toFixed(1)}%`,
      says: `目标${percent}%，${missing === 0 ? '已经达到' : `还差${missing}人`}`,
    });
  }
  return ok(rates);
}

export async function tekunBoard(tx: Tx, asked?: YearMonth): Promise<Result<TekunBoard, 'PARAM_MISSING'>> {
  const month = asked ?? monthOf(tx.today);
  const rates = tx.actor.unitId ? ok([]) : await ratesOf(tx);
  if (!rates.ok) return rates;
  const { who } = livedIn(month);
  const homes = await tx.rows<TekunBoard['homes'][number]>(sql`select s.institution_id, i.name, count(*)::int as people,
      (count(*) filter (where t.grade in ('half', 'full')))::int as unable from ${who} group by 1, 2 order by 2, 1`);
  return ok({ month, rates: rates.value, homes });
}

/** A page of who lives where in the month and whom the money goes to, home by home; searched by name and home. */
export async function tekunRoster(tx: Tx, { month, q, cursor }: Listing & { month?: YearMonth | undefined }): Promise<Roster> {
  const stretch = stretchOf(cursor, PAGE);
  const words = q ? sql`(n.name like ${containing(q)} or i.name like ${containing(q)})` : sql`true`;
  const { rows: lives, next } = pageOf(await rosterOf(tx, month ?? monthOf(tx.today), { words, ends: within(stretch) }), stretch);
  await tellListed(tx, lives);
  return {
    next,
    rows: lives.map(
      (of): RosterRow => ({
        personId: of.personId,
        stayId: of.stayId,
        institutionId: of.institutionId,
        institutionName: of.institutionName,
        name: of.name,
        gradeZh: gradeZh(of.grade),
        fromOn: of.fromOn,
        days: of.days,
        agreementNo: of.agreementNo,
        paidTo: of.paidTo ?? '没有发放',
        differs: differs(of),
        place: of.place,
        offers: offersTo(tx.actor, [
          {
            action: 'write-place',
            zh: '写明去处',
            causes: '机构改制、公建民营移交以前，逐位写明；写了不改。',
            by: placers,
            when: of.toOn === null && of.supported && of.agreementNo === null && of.place === null,
            to: `/api/care-tekun/${of.stayId}/place`,
            fields: formOf(WrittenPlace),
            initial: { place: of.institutionName },
            fixed: { requestId: newId() },
          },
        ]),
      }),
    ),
  };
}
