/** 领办, 交回, 转给他人: what an officer sees of who works on a case, and what he may do about it. */
import { sql } from '../../database/sql.ts';
import { holdersOf, isHeadOf, performerName, responsible } from '../access/server.ts';
import type { AuditAction } from '../audit/index.ts';
import { recordAudit } from '../audit/server.ts';
import type { Tx } from '../context/server.ts';
import { defineTemplates, notify } from '../notice/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { lockCase, mustRecuse } from './cases.ts';
import { claimant, claimEnd, claimedByAnother, holderOf, isAnothers, isClaimed, isHolder, isMine } from './claims.ts';
import { editedByAnother, holdForEditing, refusedWhileEdited } from './editing.ts';
import type { Case } from './flows.ts';
import { type ActionView, type CaseClaimView, type ClaimAction, claimActions } from './index.ts';
import { getServiceItem } from './items.ts';

defineTemplates({
  'case.handed-over': { title: '有一件转给您办', text: '{name}的办件{no}由{by}转给您接着办。{note}' },
});

const heads = (tx: Tx, kase: Case): boolean => {
  const holder = holderOf(kase);
  return holder !== null && isHeadOf(tx.actor, holder, kase.division);
};

/** The officers who hold the duty that the case waits for; none for whoever could not give it to them. Institutions share nothing out: a case is with one of them. */
async function holders(tx: Tx, kase: Case): Promise<{ id: string; name: string }[]> {
  const holder = holderOf(kase);
  if (tx.actor.unitId !== null || (!isHolder(tx.actor, kase) && !heads(tx, kase))) return [];
  const item = await getServiceItem(tx, kase.itemId, kase.itemVersion);
  return holder === null || !item.ok
    ? []
    : holdersOf(tx, { performer: holder, division: kase.division, domain: item.value.domain });
}

/** What the actor may do about who works on it. */
async function allowedOn(tx: Tx, kase: Case, others: readonly { id: string }[]): Promise<ClaimAction[]> {
  if (kase.closedAt !== null || tx.actor.kind !== 'staff') return [];
  const held = isClaimed(tx, kase);
  const gives = (held && isMine(tx.actor, kase)) || heads(tx, kase);
  const takes = !held && isHolder(tx.actor, kase) && others.length > 0 && !(await mustRecuse(tx, kase));
  return [
    ...(takes ? (['claim'] as const) : []),
    ...(gives && others.length > 0 ? (['handOver'] as const) : []),
    ...(held && gives ? (['release'] as const) : []),
  ];
}

const othersOf = async (tx: Tx, kase: Case) =>
  (await holders(tx, kase)).filter(({ id }) => id !== (isClaimed(tx, kase) ? kase.claimedBy : claimant(tx.actor)));

/** Who works on the case, and what the actor may do about it; null for whoever is no officer, and where nobody does and nobody could. */
export async function claimView(tx: Tx, kase: Case): Promise<CaseClaimView | null> {
  if (tx.actor.kind !== 'staff' || kase.closedAt !== null || holderOf(kase) === null) return null;
  const others = await othersOf(tx, kase);
  const allowed = await allowedOn(tx, kase, others);
  const held = isClaimed(tx, kase);
  if (!held && allowed.length === 0) return null;
  const to = others.map(({ id, name }) => ({ value: id, label: name }));
  const actions = allowed.map(
    (action): ActionView => ({
      action,
      ...claimActions[action],
      danger: false,
      fields:
        action === 'handOver'
          ? [
              { name: 'to', type: 'choice', label: `转给哪位${performerName(holderOf(kase)!)}`, required: true, choices: to },
              { name: 'note', type: 'text', label: '要交代的话', required: false, max: 100 },
            ]
          : [],
      // With one colleague there is nothing to choose.
      initial: action === 'handOver' && others.length === 1 ? { to: others[0]!.id } : {},
    }),
  );
  const name = held ? kase.claimedName : null;
  return { by: name === null ? null : { name, mine: isMine(tx.actor, kase), endsOn: kase.claimEndsOn! }, actions };
}

/** The actor opens a form of the case: held against colleagues of the same duty while it is filled in. Whoever is not one of those who hold it needs no lock. */
export async function beginEditing(tx: Tx, caseId: string): Promise<Result<null>> {
  const found = await lockCase(tx, caseId);
  if (!found.ok) return found;
  const kase = found.value;
  if (!isHolder(tx.actor, kase) || isMine(tx.actor, kase)) return ok(null);
  if (isAnothers(tx, kase)) return claimedByAnother(kase);
  const other = await editedByAnother(tx, kase);
  if (other) return refusedWhileEdited(other);
  await holdForEditing(tx, kase);
  return ok(null);
}

export interface ClaimCommand {
  readonly caseId: string;
  readonly action: ClaimAction;
  /** To whom it is handed. */
  readonly to?: string | undefined;
  readonly note?: string | undefined;
}

const audited = { claim: 'case.claimed', release: 'case.released', handOver: 'case.handed-over' } as const satisfies Record<
  ClaimAction,
  AuditAction
>;

/** 领办, 交回, 转给某人. The case itself stays as it is: its version does not change. */
export async function changeClaim(tx: Tx, command: ClaimCommand): Promise<Result<{ id: string }>> {
  const found = await lockCase(tx, command.caseId);
  if (!found.ok) return found;
  const kase = found.value;
  const others = await othersOf(tx, kase);
  if (command.action === 'claim') {
    if (isAnothers(tx, kase)) return claimedByAnother(kase);
    // Nobody takes it from under the hands of whoever is filling in its form.
    const other = await editedByAnother(tx, kase);
    if (other) return refusedWhileEdited(other);
  }
  if (!(await allowedOn(tx, kase, others)).includes(command.action))
    return fail('CLAIM_NOT_NOW', { action: claimActions[command.action].zh });
  const detail = await taken(tx, kase, command, others);
  if (!detail.ok) return detail;
  await recordAudit(tx, {
    action: audited[command.action],
    subject: { kind: 'case', id: kase.id },
    personId: kase.applicantPersonId,
    caseId: kase.id,
    division: kase.division,
    detail: detail.value,
  });
  return ok({ id: kase.id });
}

async function taken(
  tx: Tx,
  kase: Case,
  { action, to, note }: ClaimCommand,
  others: readonly { id: string; name: string }[],
): Promise<Result<Record<string, string>>> {
  if (action === 'release') {
    await tx.run(sql`delete from case_claim where case_id = ${kase.id} and holder = ${kase.holder}`);
    await tx.run(sql`update service_case set claimed_by = null, claimed_name = null, claim_ends_on = null where id = ${kase.id}`);
    return ok({ from: kase.claimedBy ?? '' });
  }
  if (action === 'claim') {
    await hold(tx, kase, responsible(tx.actor));
    return ok({});
  }
  const next = others.find(({ id }) => id === to);
  if (!next) return fail('CLAIM_UNFIT', {}, [{ path: 'to', message: '请选择接手的人' }]);
  await hold(tx, kase, next);
  await notify(tx, {
    to: { userId: next.id },
    template: 'case.handed-over',
    params: { name: kase.applicantName, no: kase.no ?? '', by: tx.actor.name, note: note ?? '' },
    caseId: kase.id,
  });
  return ok({ zh: `转给${next.name}`, to: next.id });
}

async function hold(tx: Tx, kase: Case, { id, name }: { id: string; name: string }): Promise<void> {
  await tx.run(sql`insert into case_claim (case_id, holder, division, user_id, user_name, claimed_on, given_by)
    values (${kase.id}, ${kase.holder}, ${kase.division}, ${id}, ${name}, ${tx.today}, ${tx.actor.id})
    on conflict (case_id, holder) do update set user_id = excluded.user_id, user_name = excluded.user_name, claimed_on = excluded.claimed_on, given_by = excluded.given_by`);
  await tx.run(
    sql`update service_case set claimed_by = ${id}, claimed_name = ${name}, claim_ends_on = ${claimEnd(tx, kase)} where id = ${kase.id}`,
  );
}
