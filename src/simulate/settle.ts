/** Makes the people of some villages and writes them; runs in this thread or in a worker. */
import pg from 'pg';
import { ageOn } from '../kernel/calendar/index.ts';
import type { KeyRing } from '../kernel/protect/server.ts';
import { idDigestKind, makeIdNumber, type NameKeys, nameKeysOf, PHONE_DIGEST, personPlace } from '../kernel/resident/server.ts';
import type { PlainDate } from '../kernel/schema/index.ts';
import { copyInto, copyLine } from './copy.ts';
import { type MadeMember, makeFamily } from './families.ts';
import { makeRandom, type Random } from './random.ts';

export interface VillagePlan {
  code: string;
  urban: boolean;
  persons: number;
  /** Position among all villages: keeps seeds and ids apart. */
  index: number;
}

export interface SettlePlan {
  ownerUrl: string;
  schema: string;
  seed: number;
  /** Business instant and day of the registration. */
  now: string;
  today: PlainDate;
  villages: readonly VillagePlan[];
  /** All village codes of the city: where people who moved are registered. */
  codes: readonly string[];
  /** Last household number of each county so far. */
  lastNumbers: Readonly<Record<string, number>>;
}

const BATCH = 4000;
/** Orders 900–999 of an identity number are left to people made by hand. */
const ORDERS = 449;
const BY = 'system:simulation';

const tables = {
  person:
    'id, division, registered_division, name, name_pinyin, name_initials, sex, birth_date, ethnicity, id_kind, id_number, id_digest, phone, phone_digest, digest_key, created_at, created_by',
  life_event: 'id, person_id, kind, happened_on, recorded_at, recorded_by, source',
  household: 'id, code, division, urban_rural, head_id, created_at, created_by',
  household_member: 'id, household_id, person_id, relation, valid_from, known_since, reason, recorded_by',
  relationship: 'id, person_id, related_id, kind, valid_from, source, recorded_at, recorded_by',
} as const;
type Table = keyof typeof tables;

/** Numbers of one county: each order of a day and sex once. */
function idNumbers() {
  const used = new Map<string, number>();
  return (random: Random, county: string, member: MadeMember): string | null => {
    const key = `${county}${member.birthDate}${member.sex}`;
    const start = used.get(key) ?? random.between(0, 63) * 1000; // the first order differs from day to day
    const [offset, count] = [Math.floor(start / 1000), start % 1000];
    if (count >= ORDERS) return null;
    used.set(key, start + 1);
    const order = ((offset * 7 + count) % ORDERS) * 2 + (member.sex === 'male' ? 1 : 2);
    return makeIdNumber(county, member.birthDate, order);
  };
}

const relationshipOf = (relation: MadeMember['relation']) =>
  relation === 'spouse' || relation === 'child' || relation === 'parent' ? relation : null;

/** Writes all villages of the plan as the owner. `onPersons` hears how many more are in. Returns the last household numbers. */
export async function settle(
  plan: SettlePlan,
  keys: KeyRing,
  onPersons: (count: number) => void,
): Promise<Record<string, number>> {
  const client = new pg.Client({ connectionString: plan.ownerUrl, options: `-c search_path=${plan.schema},extensions` });
  await client.connect();
  const numbers = { ...plan.lastNumbers };
  const nextIdNumber = idNumbers();
  const nameKeys = new Map<string, NameKeys>();
  const keysOfName = (name: string): NameKeys => {
    const known = nameKeys.get(name);
    if (known) return known;
    const made = nameKeysOf(name);
    if (nameKeys.size < 300_000) nameKeys.set(name, made);
    return made;
  };
  let lines: Record<Table, string[]> = { person: [], life_event: [], household: [], household_member: [], relationship: [] };
  const flush = async () => {
    const ready = lines;
    lines = { person: [], life_event: [], household: [], household_member: [], relationship: [] };
    for (const table of Object.keys(tables) as Table[])
      if (ready[table].length > 0) await copyInto(client, table, tables[table], ready[table]);
    onPersons(ready.person.length);
  };
  const addPerson = (random: Random, village: VillagePlan, id: string, member: MadeMember, idNumber: string) => {
    const { namePinyin, nameInitials } = keysOfName(member.name);
    const age = ageOn(member.birthDate, plan.today);
    const phone =
      age >= 16 && random.chance(age < 70 ? 0.85 : 0.4)
        ? `1${random.pick(['38', '39', '58', '86', '87', '99'])}${random.between(10_000_000, 99_999_999)}`
        : null;
    const registered = random.chance(0.93) ? village.code : random.pick(plan.codes);
    lines.person.push(
      copyLine([
        id,
        village.code,
        registered,
        member.name,
        namePinyin,
        nameInitials,
        member.sex,
        member.birthDate,
        random.chance(0.99) ? '汉族' : random.pick(['土家族', '苗族', '回族', '壮族']),
        'resident-id',
        keys.seal(idNumber, personPlace('idNumber', id)),
        keys.digest(idDigestKind('resident-id'), idNumber),
        phone && keys.seal(phone, personPlace('phone', id)),
        phone && keys.digest(PHONE_DIGEST, phone),
        keys.current,
        plan.now,
        BY,
      ]),
    );
    lines.life_event.push(copyLine([random.id(village.index), id, 'birth', member.birthDate, plan.now, BY, '居民身份证']));
  };
  const addFamily = (random: Random, village: VillagePlan, family: readonly MadeMember[], since: PlainDate) => {
    const county = village.code.slice(0, 6);
    const number = (numbers[county] ?? 0) + 1;
    numbers[county] = number;
    const householdId = random.id(village.index);
    let headId = '';
    for (const member of family) {
      const idNumber = nextIdNumber(random, county, member);
      if (!idNumber) throw new Error(`no identity numbers left for ${county} ${member.birthDate}`);
      const id = random.id(village.index);
      const from = member.birthDate > since ? member.birthDate : since;
      addPerson(random, village, id, member, idNumber);
      if (member.relation === 'head') {
        headId = id;
        lines.household.push(
          copyLine([
            householdId,
            `${county}${String(number).padStart(7, '0')}`,
            village.code,
            village.urban ? 'urban' : 'rural',
            id,
            plan.now,
            BY,
          ]),
        );
      }
      lines.household_member.push(
        copyLine([random.id(village.index), householdId, id, member.relation, from, plan.now, 'registered', BY]),
      );
      const kind = relationshipOf(member.relation);
      if (kind)
        lines.relationship.push(
          copyLine([
            random.id(village.index),
            headId,
            id,
            kind,
            member.relation === 'child' ? member.birthDate : null,
            '户口簿',
            plan.now,
            BY,
          ]),
        );
    }
  };
  try {
    for (const village of plan.villages) {
      const random = makeRandom(plan.seed * 100_003 + village.index);
      for (let left = village.persons; left > 0; ) {
        const family = makeFamily(random, plan.today).slice(0, left);
        const since = `${random.between(1990, 2022)}-${String(random.between(1, 12)).padStart(2, '0')}-01` as PlainDate;
        addFamily(random, village, family, since);
        left -= family.length;
        if (lines.person.length >= BATCH) await flush();
      }
    }
    await flush();
    return numbers;
  } finally {
    await client.end();
  }
}
