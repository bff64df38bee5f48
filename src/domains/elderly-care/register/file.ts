/** What elderly care adds to the one file of a person: how somebody lives, who is called, the level for those who may read it, the allowance. */
import { sql } from '../../../database/sql.ts';
import { isOneOf } from '../../../kernel/access/index.ts';
import { longDate, longMonth } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { yuan } from '../../../kernel/policy/index.ts';
import { maskPhone } from '../../../kernel/protect/index.ts';
import { definePersonFileSection, factsAsOf } from '../../../kernel/resident/server.ts';
import type { Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { type AwardState, awardStates } from '../allowance/terms.ts';
import { levels } from '../assessment/rules.ts';
import type { CapacityLevel } from '../assessment/terms.ts';
import { worksRows } from '../home-works/file.ts';
import { daysByYear } from '../respite/store.ts';
import { mayReadLevel } from './list.ts';
import { contactRelations, type EmergencyContact, type LivingStatus, livingStatuses } from './terms.ts';

interface Row {
  what: string;
  says: string;
}

async function elderFile(tx: Tx, personId: string): Promise<Row[]> {
  if (isOneOf(tx.actor, ['finance-clerk', 'finance-reviewer'])) return [];
  const facts = await factsAsOf(
    tx,
    { kind: 'person', id: personId },
    {
      validOn: tx.today,
      kinds: ['living-status', 'emergency-contacts', 'capacity-level'],
    },
  );
  const of = <T>(kind: string) => facts.find((fact) => fact.kind === kind) as { value: T; validFrom: PlainDate } | undefined;
  const living = of<{ status: LivingStatus }>('living-status');
  const contacts = of<EmergencyContact[]>('emergency-contacts');
  const level = mayReadLevel(tx) || tx.actor.personId === personId ? of<CapacityLevel>('capacity-level') : undefined;
  const awards = await tx.rows<{
    state: AwardState;
    amountFen: Fen;
    fromMonth: YearMonth;
    lastMonth: YearMonth | null;
    checkDueOn: PlainDate;
  }>(
    sql`select state, amount_fen, from_month, last_month, check_due_on from old_age_award where person_id = ${personId} order by from_month desc limit 20`,
  );
  return [
    ...(living
      ? [{ what: '居住状况', says: `${livingStatuses[living.value.status]}（${longDate(living.validFrom)}登记）` }]
      : []),
    ...(contacts?.value ?? []).map((contact, i) => ({
      what: `紧急联系人${i + 1}`,
      says: `${contact.name}，${contactRelations[contact.relation]}，${maskPhone(contact.phone)}${contact.canOpenDoor ? '，能开门' : ''}`,
    })),
    ...(level
      ? [
          {
            what: '能力等级',
            says: `${level.value.level}级，${levels[level.value.level]}，有效期至${longDate(level.value.validTo as PlainDate)}`,
          },
        ]
      : []),
    ...awards.map((award) => ({
      what: '高龄津贴',
      says: `每月${yuan(award.amountFen)}，${longMonth(award.fromMonth)}起${award.lastMonth ? `至${longMonth(award.lastMonth)}` : ''}，${awardStates[award.state]}${award.state === 'ended' ? '' : `，${longDate(award.checkDueOn)}前年度认证`}`,
    })),
    ...(await worksRows(tx, personId)),
    ...(await daysByYear(tx, personId)).map(({ year, days, amountFen }) => ({
      what: '喘息服务',
      says: `${year}年补贴${days}天，${yuan(amountFen)}`,
    })),
  ];
}

definePersonFileSection({ key: 'elder', zh: '养老', homeOnly: true, load: elderFile });
