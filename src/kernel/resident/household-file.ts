/** 一户一档: who lived together on a day, as it is known now or was known at an instant; every change of it; what other capabilities add. */
import { sql } from '../../database/sql.ts';
import { isOneOf } from '../access/index.ts';
import { recordAudit } from '../audit/server.ts';
import type { Tx } from '../context/server.ts';
import type { Offer } from '../offer/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode, PlainDate } from '../schema/index.ts';
import { addressOn, type ContactSource } from './contact.ts';
import { membersOf } from './households.ts';
import {
  type AsOf,
  type HouseholdId,
  type HouseholdMemberView,
  type HouseholdRelation,
  type HouseholdView,
  type PersonId,
  revealable,
  type UrbanRural,
} from './index.ts';
import { householdOffers, residentHands } from './offers.ts';
import { findPersonRow, lookAt, mayReadPersons, type PersonRow, recordLook } from './persons.ts';
import { type StatedPurpose, statePurpose } from './purposes.ts';
import { movesOf, residenceOn } from './residence.ts';

export interface HouseholdFileSection {
  readonly key: string;
  readonly zh: string;
  load(tx: Tx, householdId: HouseholdId): Promise<unknown>;
}
const sections = new Map<string, HouseholdFileSection>();

/** Adds a section to every household's file. Called once at start; a key used twice is a bug. */
export function defineHouseholdFileSection(section: HouseholdFileSection): void {
  const known = sections.get(section.key);
  if (known && known !== section) throw new Error(`section ${section.key} of the household file is defined twice`);
  sections.set(section.key, section);
}

/** What was learnt of one membership, and when; a version that a later one took the place of says until when it was held true. */
export interface MembershipVersion {
  id: string;
  personId: PersonId;
  /** Null when the actor may not see the person. */
  name: string | null;
  relation: HouseholdRelation;
  validFrom: PlainDate;
  validTo: PlainDate | null;
  knownSince: string;
  supersededAt: string | null;
  reason: string;
}

/** 户籍迁移: from when, to where, and since when it is known. */
export interface HouseholdMove {
  movedOn: PlainDate;
  fromName: string;
  toName: string;
  urbanRural: UrbanRural;
  source: string;
  knownSince: string;
}

export interface HouseholdFile {
  household: HouseholdView;
  asOf: AsOf;
  /** Of the head of that day, masked: whether there is one, and where it comes from. Null when nobody was head, or is out of sight. */
  address: ({ registered: boolean } & Partial<ContactSource>) | null;
  history: MembershipVersion[];
  moves: HouseholdMove[];
  sections: { key: string; zh: string; content: unknown }[];
  /** What this reader may do with the household as it is today; nothing on the page of another day. */
  actions: readonly Offer[];
  mayRevealAddress: boolean;
}

async function headOn(tx: Tx, members: readonly HouseholdMemberView[]): Promise<PersonRow | null> {
  const head = members.find((m) => m.relation === 'head');
  return head ? findPersonRow(tx, head.personId) : null;
}

/** Where the household lived on a day, in clear: its head's address, as it was known. By the rule of every look at a protected value. */
export async function addressOfHousehold(
  tx: Tx,
  { householdId, asOf, stated }: { householdId: HouseholdId; asOf: AsOf; stated: StatedPurpose },
): Promise<Result<string, 'NOT_FOUND' | 'PURPOSE_REQUIRED' | 'PURPOSE_CASE' | 'BULK_VIEW' | 'NOTHING_TO_REVEAL'>> {
  if (!mayReadPersons(tx)) return fail('NOT_FOUND');
  const members = await membersOf(tx, householdId, asOf);
  const head = await headOn(tx, members);
  if (!head) return fail('NOT_FOUND');
  const purpose = await statePurpose(
    tx,
    members.map((m) => m.personId),
    stated,
  );
  if (!purpose.ok) return purpose;
  const look = { personId: head.id, ...purpose.value };
  const row = await lookAt(tx, look);
  if (!row.ok) return row;
  const { text } = await addressOn(tx, row.value, asOf);
  if (text === null) return fail('NOTHING_TO_REVEAL', { field: revealable.address });
  await recordLook(tx, look, { field: 'address', ...asOf });
  return ok(text);
}

/** One audit row for the persons shown. Needs a write transaction. */
export async function householdFile(tx: Tx, id: HouseholdId, asOf: AsOf): Promise<Result<HouseholdFile, 'NOT_FOUND'>> {
  if (!mayReadPersons(tx)) return fail('NOT_FOUND');
  const parts = [...sections.values()];
  const [row, members, history, contents] = await Promise.all([
    tx.maybe<{
      id: HouseholdId;
      code: string;
      division: DivisionCode;
      urbanRural: UrbanRural;
      headId: PersonId;
      version: number;
    }>(sql`select id, code, division, urban_rural, head_id, version from household where id = ${id}`),
    membersOf(tx, id, asOf),
    tx.rows<MembershipVersion>(sql`select m.id, m.person_id, p.name, m.relation, m.valid_from, m.valid_to, m.known_since, m.superseded_at, m.reason
      from household_member m left join person p on p.id = m.person_id where m.household_id = ${id} order by m.known_since desc, m.id limit 200`),
    Promise.all(parts.map((part) => part.load(tx, id))),
  ]);
  if (!row) return fail('NOT_FOUND');
  const { division, urbanRural } = await residenceOn(tx, row, asOf);
  const head = await headOn(tx, members);
  const address = head && (await addressOn(tx, head, asOf));
  await recordAudit(tx, {
    action: 'household.opened',
    subject: { kind: 'household', id },
    personIds: [...new Set(history.map((m) => m.personId))],
    division: row.division,
  });
  const household = {
    ...row,
    division,
    urbanRural,
    divisionName: tx.divisions.get(division) ? tx.divisions.fullName(division) : division,
    members,
  };
  const today = asOf.validOn === tx.today && asOf.knownAt === undefined;
  return ok({
    household,
    actions: today ? householdOffers(tx, household) : [],
    mayRevealAddress: isOneOf(tx.actor, residentHands.reveal),
    asOf,
    address: address && { registered: address.text !== null, source: address.source, since: address.since },
    history,
    moves: (await movesOf(tx, id)).map(({ value, validFrom, source, knownSince }) => ({
      movedOn: validFrom,
      fromName: tx.divisions.fullName(value.former.division),
      toName: tx.divisions.fullName(value.division),
      urbanRural: value.urbanRural,
      source,
      knownSince,
    })),
    sections: parts.map(({ key, zh }, i) => ({ key, zh, content: contents[i] })),
  });
}
