/** The wall of beds, one bed, and the list of prices. Officers see states; who lies in a bed only the people of the institution see. */
import { sql } from '../../../database/sql.ts';
import { isOneOf } from '../../../kernel/access/index.ts';
import { plainDateOf, shortDate, timeOfDay } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { type Offered, offersTo } from '../../../kernel/offer/index.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { formOf } from '../../../kernel/schema/index.ts';
import { findInstitution } from '../register/store.ts';
import { staff } from '../register/terms.ts';
import type { BedFile, PriceRow, Wall, WallRoom } from './content.ts';
import { Because, Cleaned, Equipment, NewPrice, NewRoom } from './plan.ts';
import { type Bed, bedColumns, findBed, freeByKind, pricesOf, pricesOn } from './store.ts';
import {
  type BedState,
  bedCheckers,
  bedMoves,
  bedStates,
  cleaners,
  heads,
  type NursingCheck,
  nursingChecks,
  priceItems,
  priceUnits,
  sexRules,
  wards,
} from './terms.ts';

const sees = (tx: Tx): boolean => isOneOf(tx.actor, staff);
interface Seen {
  who: string | null;
  stayId: string | null;
  expiresAt: string | null;
}
/** `b` is the bed. */
const company = sql`(select p.name from care_stay s join person p on p.id = s.person_id where s.bed_id = b.id and s.to_on is null) as who,
  (select s.id from care_stay s where s.bed_id = b.id and s.to_on is null) as stay_id,
  (select k.expires_at from booking k where k.resource_id = b.id and k.state in ('hold', 'reservation')) as expires_at`;

const whenOf = (at: string | null): string | null => (at === null ? null : `${shortDate(plainDateOf(at))}${timeOfDay(at)}`);

/** A hold that has died is not shown as one, whether or not the sweep has come by. */
const shownState = (tx: Tx, bed: Pick<Bed, 'state'> & Seen): BedState =>
  (bed.state === 'held' || bed.state === 'reserved') && bed.expiresAt !== null && Date.parse(bed.expiresAt) <= Date.parse(tx.now)
    ? 'vacant'
    : bed.state;

export async function bedWall(tx: Tx, institutionId: string): Promise<Result<Wall, 'NOT_FOUND'>> {
  const found = await findInstitution(tx, institutionId);
  if (!found.ok) return found;
  const { name, recordedBeds } = found.value;
  const beds = await tx.rows<Bed & Seen>(
    sql`select ${bedColumns}, ${company} from care_bed b join care_room r on r.id = b.room_id where b.institution_id = ${institutionId} order by r.building, r.floor, r.name, b.code limit 6000`,
  );
  const { vacancyConfirmedAt } = await tx.one<{ vacancyConfirmedAt: string | null }>(
    sql`select vacancy_confirmed_at from care_institution where id = ${institutionId}`,
  );
  const floors: Wall['floors'] = [];
  for (const bed of beds) {
    let floor = floors.at(-1);
    if (floor?.building !== bed.building || floor.floor !== bed.floor) {
      floor = { building: bed.building, floor: bed.floor, rooms: [] };
      floors.push(floor);
    }
    let room: WallRoom | undefined = floor.rooms.at(-1);
    if (room?.id !== bed.roomId) {
      room = {
        id: bed.roomId,
        name: bed.room,
        sexRule: bed.sexRule,
        sexZh: sexRules[bed.sexRule],
        wardZh: wards[bed.ward],
        beds: [],
      };
      floor.rooms.push(room);
    }
    const state = shownState(tx, bed);
    room.beds.push({
      id: bed.id,
      code: bed.code,
      state,
      stateZh: bedStates[state],
      nursing: bed.nursing,
      who: sees(tx) ? bed.who : null,
      stayId: sees(tx) ? bed.stayId : null,
      until: state === 'held' || state === 'reserved' ? whenOf(bed.expiresAt) : null,
    });
  }
  const standing = beds.filter((bed) => bed.state !== 'retired');
  return ok({
    id: institutionId,
    name,
    recordedBeds,
    beds: standing.length,
    nursing: standing.filter((bed) => bed.nursing).length,
    counts: (Object.keys(bedStates) as BedState[]).flatMap((state) => {
      const n = beds.filter((bed) => shownState(tx, bed) === state).length;
      return n === 0 ? [] : [{ state, zh: bedStates[state], n }];
    }),
    free: await freeByKind(tx, institutionId),
    confirmedAt: vacancyConfirmedAt,
    floors,
    offers: offersTo(tx.actor, [
      {
        action: 'confirm',
        zh: '核实空床',
        causes: '公众查到的空床会注明这个时刻核实过。',
        by: heads,
        to: `/api/institutions/${institutionId}/vacancy`,
        fixed: { requestId: newId() },
      },
      {
        action: 'room',
        zh: '加房间和床位',
        causes: '新床位先是“待启用”，启用以后才能收住。',
        by: heads,
        to: `/api/institutions/${institutionId}/rooms`,
        fields: formOf(NewRoom),
        initial: { sexRule: 'any', ward: 'ordinary', toilet: true, callDevice: true },
        fixed: { requestId: newId() },
      },
    ]),
  });
}

function offersOf(bed: Bed, livedIn: boolean): Offered[] {
  const may = (to: BedState): boolean => bedMoves[bed.state].includes(to);
  const to = (what: string) => `/api/beds/${bed.id}/${what}`;
  const fixed = { requestId: newId() };
  const because = { fields: formOf(Because), fixed };
  return [
    {
      action: 'open',
      zh: bed.state === 'planned' ? '启用' : '修好了',
      causes: '这张床可以收住了，公众查得到。',
      by: heads,
      when: bed.state === 'planned' || bed.state === 'maintenance',
      to: to('opening'),
      fixed,
    },
    {
      action: 'clean',
      zh: '清洁完成',
      causes: '清洁好了的床才能再收住。',
      by: cleaners,
      when: bed.state === 'cleaning',
      to: to('cleaning'),
      fields: formOf(Cleaned),
      fixed,
    },
    {
      action: 'maintain',
      zh: '维修',
      causes: '维修期间不能收住，入住率不计。',
      by: heads,
      when: may('maintenance') && !livedIn,
      to: to('maintenance'),
      ...because,
    },
    {
      action: 'quarantine',
      zh: '隔离',
      causes: '隔离的床不再收住；有老人的，请办转床。',
      by: heads,
      danger: true,
      when: may('quarantine'),
      to: to('quarantine'),
      ...because,
    },
    {
      action: 'retire',
      zh: '停用',
      causes: '停用以后不能恢复，要再用请重新加床。',
      by: heads,
      danger: true,
      when: may('retired') && !livedIn,
      to: to('retirement'),
      ...because,
    },
    {
      action: 'equip',
      zh: '登记设备',
      causes: '四条都有，县里现场核过，才算护理型床位；改了以后要重新核。',
      by: heads,
      when: bed.state !== 'retired',
      to: to('equipment'),
      fields: formOf(Equipment),
      initial: { rails: bed.rails, bedCalls: bed.bedCalls, wheelchair: bed.wheelchair, wardStaffed: bed.wardStaffed },
      fixed,
    },
    {
      action: 'check',
      zh: '现场核过',
      causes: '四条在现场都看到了，从今天起算护理型床位。',
      by: bedCheckers,
      when: bed.rails && bed.bedCalls && bed.wheelchair && bed.wardStaffed && bed.checkedOn === null,
      to: to('check'),
      fixed,
    },
  ];
}

export async function bedFile(tx: Tx, id: string): Promise<Result<BedFile, 'NOT_FOUND'>> {
  const found = await findBed(tx, id);
  if (!found.ok) return found;
  const bed = found.value;
  const seen = await tx.one<Seen>(sql`select ${company} from care_bed b where b.id = ${id}`);
  const events = await tx.rows<{ at: string; fromState: BedState | null; toState: BedState; reason: string }>(
    sql`select at, from_state, to_state, reason from care_bed_event where bed_id = ${id} order by seq desc limit 30`,
  );
  const price = pricesOn(await pricesOf(tx, bed.institutionId), tx.today).find(
    (p) => p.item === 'bed' && p.name === bed.priceClass,
  );
  const state = shownState(tx, { ...bed, ...seen });
  return ok({
    id,
    code: bed.code,
    state,
    stateZh: bedStates[state],
    where: `${bed.building}${bed.floor}层${bed.room}`,
    wardZh: wards[bed.ward],
    sexZh: sexRules[bed.sexRule],
    priceClass: bed.priceClass,
    monthlyFen: price?.amountFen ?? null,
    nursing: bed.nursing,
    checks: (Object.keys(nursingChecks) as NursingCheck[]).map((key) => ({ zh: nursingChecks[key], met: bed[key] })),
    checkedOn: bed.checkedOn,
    who: sees(tx) ? seen.who : null,
    stayId: sees(tx) ? seen.stayId : null,
    until: state === 'held' || state === 'reserved' ? whenOf(seen.expiresAt) : null,
    events: events.map((e) => ({
      at: e.at,
      fromZh: e.fromState === null ? '' : bedStates[e.fromState],
      toZh: bedStates[e.toState],
      reason: e.reason,
    })),
    offers: offersTo(tx.actor, offersOf(bed, seen.stayId !== null)),
  });
}

export async function priceList(tx: Tx, institutionId: string) {
  const found = await findInstitution(tx, institutionId);
  if (!found.ok) return found;
  const prices = await pricesOf(tx, institutionId);
  const now = pricesOn(prices, tx.today);
  return ok({
    name: found.value.name,
    rows: prices.map(
      (p): PriceRow => ({
        itemZh: priceItems[p.item],
        name: p.name,
        unit: priceUnits[p.item],
        amountFen: p.amountFen,
        fromOn: p.fromOn,
        documentNo: p.documentNo,
        standing: p.fromOn > tx.today ? 'later' : now.includes(p) ? 'now' : 'over',
      }),
    ),
    offers: offersTo(tx.actor, [
      {
        action: 'publish',
        zh: '公布收费标准',
        causes: '公布以后马上公开，不能改也不能删；要调整，从以后的一天起再公布一个。',
        by: heads,
        to: `/api/institutions/${institutionId}/prices`,
        fields: formOf(NewPrice),
        initial: { from: tx.today },
        fixed: { requestId: newId() },
      },
    ]),
  });
}
