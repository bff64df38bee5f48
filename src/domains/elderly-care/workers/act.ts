/** Providers of home services and their prices, kept by the county. */
import type { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { inScope } from '../../../kernel/division/index.ts';
import { fail, ok, type Result, wrong } from '../../../kernel/result/index.ts';
import type { NewItem, NewProvider, ProviderPlace, ProviderStop } from './schema.ts';
import { lockProvider } from './store.ts';

type Given<S extends z.ZodType> = z.output<S>;

export async function enterProvider(tx: Tx, given: Given<typeof NewProvider>): Promise<Result<{ id: string }>> {
  if (tx.divisions.get(given.division)?.level !== 'county' || !inScope(given.division, tx.actor.division ?? tx.city))
    return wrong('division', '请选择本县（市、区）');
  if (given.agreedTo <= given.agreedFrom) return wrong('agreedTo', '须晚于协议起');
  const id = newId();
  const added =
    await tx.run(sql`insert into home_care_provider (id, credit_code, name, division, contract_no, agreed_from, agreed_to, telephone, contact, entered_at, entered_by)
    values (${id}, ${given.creditCode}, ${given.name}, ${given.division}, ${given.contractNo}, ${given.agreedFrom}, ${given.agreedTo}, ${given.telephone}, ${given.contact},
      ${tx.now}, ${tx.actor.id}) on conflict on constraint home_care_provider_once do nothing`);
  if (added === 0) return wrong('creditCode', '这个单位已在名册里');
  await recordAudit(tx, {
    action: 'home-care-provider.entered',
    subject: { kind: 'home-care-provider', id },
    division: given.division,
  });
  return ok({ id });
}

/** 登记自己的位置: a service that is checked in there is looked at in the settlement. */
export async function placeProvider(tx: Tx, id: string, { position }: Given<typeof ProviderPlace>): Promise<Result<null>> {
  const found = await lockProvider(tx, id);
  if (!found.ok) return found;
  await tx.run(sql`update home_care_provider set place = ${position}, version = version + 1 where id = ${id}`);
  await recordAudit(tx, {
    action: 'home-care-provider.placed',
    subject: { kind: 'home-care-provider', id },
    division: found.value.division,
  });
  return ok(null);
}

/** 暂停: nobody of it is sent any more; what is in hand is finished. */
export async function stopProvider(tx: Tx, id: string, { reason }: Given<typeof ProviderStop>): Promise<Result<null>> {
  const found = await lockProvider(tx, id);
  if (!found.ok) return found;
  if (found.value.state !== 'active') return fail('HOME_CARE_STATE');
  await tx.run(
    sql`update home_care_provider set state = 'suspended', state_reason = ${reason}, version = version + 1 where id = ${id}`,
  );
  await recordAudit(tx, {
    action: 'home-care-provider.stopped',
    subject: { kind: 'home-care-provider', id },
    division: found.value.division,
    detail: { reason },
  });
  return ok(null);
}

export async function resumeProvider(tx: Tx, id: string): Promise<Result<null>> {
  const found = await lockProvider(tx, id);
  if (!found.ok) return found;
  if (found.value.state !== 'suspended') return fail('HOME_CARE_STATE');
  await tx.run(sql`update home_care_provider set state = 'active', state_reason = null, version = version + 1 where id = ${id}`);
  await recordAudit(tx, {
    action: 'home-care-provider.resumed',
    subject: { kind: 'home-care-provider', id },
    division: found.value.division,
  });
  return ok(null);
}

/** A new item, or a new price of one from a day on: the old one ends that day. Orders keep the price at which they were placed. */
export async function enterItem(tx: Tx, given: Given<typeof NewItem>): Promise<Result<{ id: string }>> {
  const division = `${(tx.actor.division ?? tx.city).slice(0, 6)}000000`;
  if (given.plannedMinutes < given.minMinutes) return wrong('plannedMinutes', '不能少于最短时长');
  const later = await tx.maybe(
    sql`select 1 as one from home_care_item where division = ${division} and code = ${given.code} and from_on >= ${given.from}`,
  );
  if (later) return wrong('from', '这个项目在这天以后已有价格');
  const id = newId();
  await tx.run(
    sql`update home_care_item set to_on = ${given.from} where division = ${division} and code = ${given.code} and to_on is null`,
  );
  await tx.run(sql`insert into home_care_item (id, division, code, name, class, unit, price_fen, public_fen, min_minutes, planned_minutes, level, same_sex, photo, always_call,
      from_on, entered_at, entered_by)
    values (${id}, ${division}, ${given.code}, ${given.name}, ${given.class}, ${given.unit}, ${given.price}, ${given.publicPrice ?? null}, ${given.minMinutes}, ${given.plannedMinutes},
      ${Number(given.level)}, ${given.sameSex === 'yes'}, ${given.photo === 'yes'}, ${given.alwaysCall === 'yes'}, ${given.from}, ${tx.now}, ${tx.actor.id})`);
  await recordAudit(tx, {
    action: 'home-care-item.entered',
    subject: { kind: 'home-care-item', id },
    division,
    detail: { code: given.code, priceFen: given.price },
  });
  return ok({ id });
}
