/** What is known of a person that bears on the old-age allowance, from the registry and the entitlements. */
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type Coverage, coveragesOf } from '../../../kernel/payment/server.ts';
import type { Decision } from '../../../kernel/policy/index.ts';
import { parametersOf } from '../../../kernel/policy/server.ts';
import type { Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { type Case, caseEvents } from '../../../kernel/service/server.ts';
import { inCity } from '../circumstances.ts';
import { type AllowanceFacts, determineAllowance, PROGRAMME } from './rules.ts';

export interface Known {
  readonly diedOn: PlainDate | null;
  readonly birthDate: PlainDate;
  readonly registeredDivision: DivisionCode;
  /** Entitlements to the allowance, oldest first. */
  readonly drawn: readonly Coverage[];
}

export async function knownOf(tx: Tx, personId: string): Promise<Known | null> {
  const person = await tx.maybe<{ diedOn: PlainDate | null; birthDate: PlainDate; registeredDivision: DivisionCode }>(
    sql`select died_on, birth_date, registered_division from person where id = ${personId}`,
  );
  return person && { ...person, drawn: await coveragesOf(tx, personId, [PROGRAMME]) };
}

export interface Computed {
  readonly facts: AllowanceFacts;
  readonly decision: Decision;
}

/** By what is known now. Since when somebody is registered here is what the township found. */
export async function computeCase(tx: Tx, kase: Case): Promise<Result<Computed>> {
  const known = (await knownOf(tx, kase.applicantPersonId))!;
  const passed = (await caseEvents(tx, kase.id)).findLast((event) => event.action === 'pass');
  const facts: AllowanceFacts = {
    birthDate: known.birthDate,
    division: kase.division,
    registeredInCity: inCity(tx, known.registeredDivision),
    registeredSince: (passed?.data?.registeredSince as PlainDate | undefined) ?? null,
    drawnTo: known.drawn.at(-1)?.toMonth ?? null,
  };
  const decision = determineAllowance(facts, await parametersOf(tx), tx.today);
  return decision.ok ? { ok: true, value: { facts, decision: decision.value } } : decision;
}
